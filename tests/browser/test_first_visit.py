"""What somebody sees who was never here: a real page at once, then the same page alive."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from altered import altered
from conftest import PROJECT_PATH, Site
from made_tables import FRUIT, as_csv, fruit
from outside import Outside
from person import Person
from playwright.sync_api import Route, expect

pytestmark = pytest.mark.browser

_LOADING_BAR = """() => [document.querySelector("#loading-bar").innerText,
  document.querySelector('#loading-bar [role="progressbar"]').getAttribute("aria-valuenow")]"""
LARGE = 2_000_000  # bytes; only what Python is made of is larger


@pytest.fixture
def slow_line(serve: Callable[..., Site]) -> Iterator[tuple[Site, Event]]:
    """Return a server that stops in the middle of each large file until it is told to go on."""
    site, go_on = serve(), Event()
    handler = site.handler

    class Slow(handler.func):
        def copyfile(self, source, outputfile) -> None:
            size = Path(source.name).stat().st_size
            if size > LARGE:
                outputfile.write(source.read(size // 2))
                go_on.wait(60)
            super().copyfile(source, outputfile)

    site.handler = Slow
    yield site, go_on
    go_on.set()


def places(person: Person) -> dict[str, float]:
    """Return where the parts of the first view stand."""
    parts = {"heading": "#first h1", "drop zone": "#drop", "first sample": ".sample >> nth=0", "rail": ".rail"}
    return {name: person.page.locator(part).bounding_box()["y"] for name, part in parts.items()}


def test_the_page_is_real_before_python_and_comes_alive_without_a_jump(slow_line, visit):
    """Words, pictures and progress are there while Python is held up; nothing moves when it has come."""
    site, go_on = slow_line
    person = visit(site.address)
    expect(person.heading("Train a model on your own table, in this page.")).to_be_visible()
    assert person.page.locator(".sample svg").count() == 6
    loading_bar = person.page.locator("#loading-bar")
    expect(loading_bar).to_contain_text(re.compile(r"[1-9]\d*\.\d of \d+\.\d MB"))
    expect(loading_bar).to_contain_text("You can already look around and choose a table.")
    words, percent = person.page.evaluate(_LOADING_BAR)  # at one moment: more arrives all the time
    arrived, total = map(float, re.search(r"([\d.]+) of ([\d.]+) MB", words).groups())
    assert 0 < arrived < 0.9 * total, "half of each large file has come at the most"
    assert abs(int(percent) - 100 * arrived / total) < 2
    assert person.page.locator("html[data-live]").count() == 0
    before = places(person)
    go_on.set()
    person.is_live()
    expect(loading_bar).to_be_hidden()
    assert places(person) == before


def test_what_is_pressed_before_python_is_answered_after(slow_line, visit):
    """Three presses while Python is held up are all answered in order; who went on to another page is left there."""
    site, go_on = slow_line
    person = visit(site.address)
    expect(person.page.locator("#loading-bar")).to_be_visible()
    person.page.get_by_role("button", name="Wine").click()
    person.page.get_by_role("button", name="Iris").click()
    person.go("Train")
    expect(person.page.get_by_role("heading", name="Train", exact=True)).to_be_visible()
    go_on.set()
    person.is_live()
    expect(person.readout("data")).to_have_text("150×5")  # noqa: RUF001 - the sign of the page
    assert person.page.evaluate("location.hash") == "#/train"
    person.go("Data")
    person.has_open("iris.csv", 150, 5)


def test_a_press_before_the_scripts_have_come_is_answered(visit, address):
    """On a slow line the page can be seen and pressed before it listens; the press is not lost."""
    person = visit("about:blank")
    held: list[Route] = []
    person.context.route("**/page/main.js", lambda route: held.append(route))  # noqa: PLW0108 - marked by Playwright
    person.page.goto(address, wait_until="commit")
    person.page.get_by_role("button", name="Wine").click()
    assert person.page.locator("body[data-page]").count() == 0, "nobody listens yet"
    for route in held:
        route.continue_()
    person.context.unroute("**/page/main.js")
    person.has_open("wine.csv", 178, 14)


_COUNT_OPENED = r"""
  window.opened = 0;
  const send = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.type === "patch") opened += message.text.match(/\\"open\\"/g)?.length ?? 0;
    return send.call(this, message, ...rest);
  };
"""


def test_what_is_pressed_again_and_again_is_opened_once(visit, address):
    """Somebody impatient presses a card before the page listens, and while the table is on its way."""
    person = visit("about:blank")
    person.page.add_init_script(_COUNT_OPENED)
    held: list[Route] = []
    person.context.route("**/page/main.js", lambda route: held.append(route))  # noqa: PLW0108 - marked by Playwright
    person.page.goto(address, wait_until="commit")
    card = person.page.get_by_role("button", name="Wine")
    for _ in range(3):
        card.click()
    for route in held:
        route.continue_()
    person.context.unroute("**/page/main.js")
    expect(card).to_have_attribute("aria-busy", "true")
    for _ in range(3):
        card.click()
    person.has_open("wine.csv", 178, 14)
    assert person.page.evaluate("opened") == 1
    person.page.evaluate("location.hash = '#/data'")
    expect(card).not_to_have_attribute("aria-busy", "true")


def test_both_pythons_run_on_one_module(visit, address):
    """Invariant: it is fetched and compiled once; and what the engine does not begin with is inflated beside it."""
    person = visit("about:blank")
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    person.comes_to(address)
    person.is_live()
    expect(person.page.locator("html[data-engine][data-whole]")).to_be_attached(timeout=90_000)
    assert asked.count("pyodide/pyodide.asm.wasm.gz") == 1
    assert asked.count("python/engine.bundle") == asked.count("start/inflate-worker.js") == 1


_NOTE_TASKS = """
  window.tasks = 0; // in which something of the Train page was drawn
  window.changed = () => {};
  const {port1, port2} = new MessageChannel();
  let noted = false;
  port1.onmessage = () => { noted = false; };
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    new MutationObserver(() => {
      let place = this;
      while (place.getRootNode().host) place = place.getRootNode().host;
      if (noted || !place.closest("[data-root=train]")) return;
      noted = true;
      port2.postMessage(null);
      tasks++;
      changed();
    }).observe(root, {childList: true});
    return root;
  };
"""
_DRAWN = """() => {
  const place = document.querySelector("[data-root=train]");
  const root = [...Bokeh.index].find((view) => view.is_root && view.el.parentNode === place);
  const views = (view) => [view, ...(view.child_views ?? []).flatMap(views)];
  const written = (node) => node.nodeType !== 1 ? node.textContent : [node.localName, node.className, node.hidden,
    [...(node.shadowRoot?.childNodes ?? [])].map(written), [...node.childNodes].map(written)];
  return root ? {root, all: views(root), written: JSON.stringify(written(root.el), null, 1)} : {all: [], written: ""};
}"""


def test_a_page_is_drawn_in_parts(visit, address):
    """Oracle: BokehJS itself, which draws a page in one go."""
    person = visit("about:blank")
    person.page.add_init_script(_NOTE_TASKS)
    person.comes_to(address)
    person.is_live()
    person.page.wait_for_function(f"() => ({_DRAWN})().written.includes('Train')")
    person.page.wait_for_function("""() => {
      const before = tasks;
      return new Promise((done) => setTimeout(() => done(tasks === before), 500));
    }""")
    assert person.page.evaluate("tasks") > 5
    parts, whole = person.page.evaluate(f"""async () => {{
      const drawn = {_DRAWN};
      const {{root, written}} = drawn();
      root.remove();
      const again = await root.model.document.views_manager.build_view(root.model);
      again.build(document.querySelector("[data-root=train]"));
      return [written, drawn().written];
    }}""")
    assert parts == whole


def test_nobody_meets_half_a_page(visit, address):
    """Invariant: while parts are missing a page cannot be seen, and a change of Python waits, in its turn."""
    person = visit("about:blank")
    person.page.add_init_script(_NOTE_TASKS)
    person.comes_to(address)
    found = person.page.evaluate(f"""async () => {{
      const {{fromPython}} = await import(new URL("start/document.js", document.baseURI).href);
      const drawn = {_DRAWN};
      const bare = () => drawn().all.filter((view) => view.shadow_el && !view.shadow_el.childNodes.length).length;
      const place = document.querySelector("[data-root=train]");
      const tags = [];
      await new Promise((done) => {{ changed = done; }});
      const {{model}} = drawn().root;
      document.body.dataset.page = "train"; // somebody goes there
      model.change.connect(() => tags.push(...model.tags));
      const isHidden = () => getComputedStyle(place).display === "none" && "drawing" in place.dataset;
      const half = {{bare: bare(), hidden: isHidden()}};
      const change = (tag) => fromPython(JSON.stringify(
        [{{events: [{{kind: "ModelChanged", model: {{id: model.id}}, attr: "tags", new: [tag]}}]}}]));
      change("one");
      change("two");
      while (!tags.includes("two")) await new Promise((done) => setTimeout(done));
      return {{half, whole: {{bare: bare(), hidden: isHidden(), tags}}}};
    }}""")
    assert found["half"].pop("bare") > 5
    assert found == {"half": {"hidden": True}, "whole": {"bare": 0, "hidden": False, "tags": ["one", "two"]}}


def test_an_english_page_starts_without_the_tables_of_languages(visit, address):
    """Invariant: the browser's own way to write numbers takes 20 ms at first; nothing asks for it at the start."""
    person = visit("about:blank")
    person.page.add_init_script("""
      window.asked = [];
      const toLocaleString = Number.prototype.toLocaleString;
      Number.prototype.toLocaleString = function (...how) {
        if (document.documentElement.dataset.live === undefined) asked.push(new Error().stack);
        return toLocaleString.apply(this, how);
      };
    """)
    person.comes_to(address)
    person.is_live()
    assert person.page.evaluate("asked") == []


def test_a_file_dropped_before_the_scripts_have_started_is_opened(visit, address):
    """The page listens before it knows of what the site is made; a file that comes then waits for the engine."""
    person = visit("about:blank")
    held: list[Route] = []
    person.context.route("**/site.json", lambda route: held.append(route))  # noqa: PLW0108 - marked by Playwright
    person.page.goto(address, wait_until="commit")
    expect(person.page.locator("#loading-bar-next")).to_be_attached()
    person.page.wait_for_function("() => document.body.dataset.page")  # the last thing that page/main.js does
    person.drop("fruit.csv", as_csv(FRUIT, fruit(80)))
    assert held, "the site's own facts have not come"
    held[0].continue_()
    person.has_open("fruit.csv", 80, 7)


def test_everything_is_asked_for_below_the_project_path(visit, address):
    """From the first byte to an open sample, each address the browser asks for starts with the project's."""
    person = visit("about:blank", service_workers="allow")
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url))
    person.page.goto(address)
    person.is_live()
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    assert f"/{PROJECT_PATH}/" in address
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith((address, "blob:", "data:"))] == []


def test_the_site_holds_only_relative_addresses_and_no_large_file(folder):
    """Read from the built files: no href, src or url() leaves the folder, and GitHub takes each file."""
    rooms = (".", "page", "start", "media", "kernel", "ort")
    scripts = [path for room in rooms for path in (folder / room).glob("*.js")]
    for path in [folder / "index.html", *folder.rglob("*.css"), *scripts]:
        text = path.read_text()
        found = re.findall(r"""(?:href|src)="([^"]+)"|url\(["']?([^"')]+)|import\(?\s*["']([^"']+)""", text)
        addresses = [next(filter(None, groups)) for groups in found]
        wrong = [url for url in addresses if re.match(r"[a-z]+:(?!image/)|/", url) and not url.startswith("data:")]
        assert wrong == [], path
    sizes = {path.name: path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    assert max(sizes.values()) < 50_000_000
    site = json.loads((folder / "site.json").read_text())
    assert site["page"]["bytes"] < 15_000_000


def test_every_script_of_the_start_is_announced_in_the_document(visit, folder):
    """Oracle: what the browser has loaded; a script that only another one names would come after that one."""
    page = visit(service_workers="allow").is_live().page
    loaded = page.evaluate(
        "() => performance.getEntriesByType('resource').map(({name}) => name.slice(document.baseURI.length))"
    )
    scripts = {name for name in loaded if name.endswith(".js")}
    document = (folder / "index.html").read_text()
    announced = {*re.findall(r'<link rel="(?:modulepreload|preload)"[^>]* href="([^"]+\.js)"', document)}
    announced |= {*re.findall(r'<script[^>]* src="([^"]+)"', document)}
    assert len(announced) > 10
    assert scripts == announced


def test_the_policy_lets_nothing_out_and_nothing_strange_in(visit, outside: Outside, complaints):
    """A foreign fetch, a foreign picture and an inline script are all stopped, each with a word on the console."""
    page = visit().page
    outcome = page.evaluate(
        """async () => {
          const stopped = [];
          addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          const reached = await fetch("https://example.org/").then(() => true, () => false);
          document.body.append(Object.assign(new Image(), {src: "https://example.org/spy.png"}));
          document.body.append(Object.assign(document.createElement("script"), {textContent: "window.ran = true"}));
          await new Promise((resolve) => setTimeout(resolve, 500));
          return {reached, ran: window.ran ?? false, stopped: stopped.sort()};
        }"""
    )
    assert outcome == {"reached": False, "ran": False, "stopped": ["connect-src", "img-src", "script-src-elem"]}
    assert outside.asked == []
    assert len(complaints) >= 3
    complaints.clear()


def test_a_foreign_request_would_be_seen(visit, outside: Outside, complaints):
    """A page without a policy that asks another host is counted, so that a count of 0 means something."""
    page = visit("about:blank").page
    page.evaluate("() => fetch('http://example.org/').catch(() => null)")
    assert [line for line in outside.asked if "example.org" in line]
    outside.asked.clear()
    complaints.clear()


def test_each_page_has_an_address_of_its_own(visit, address):
    """A link to the Train page opens it, back goes back, and an empty page says what to do."""
    person = visit(f"{address}#/train")
    expect(person.page.get_by_text("No table yet. Choose one to train on.")).to_be_visible()
    assert person.page.title() == "Train · elmweb"
    person.is_live()
    person.go("Result")
    expect(person.page.get_by_text("Nothing is trained yet.")).to_be_visible()
    person.page.go_back()
    expect(person.page.get_by_text("No table yet. Choose one to train on.")).to_be_visible()
    person.page.get_by_role("link", name="Choose a table").and_(person.page.locator(":visible")).click()
    expect(person.heading("Or start with a sample")).to_be_visible()


def test_a_table_opens_before_what_trains_has_come(visit, folder, address):
    """SciPy is still on its way: a table is read and examined, and a training waits for it and is done."""
    total = json.loads((folder / "site.json").read_text())["engine"]["bytes"]
    missing = (folder / "python" / "engine.bundle").stat().st_size
    person = visit("about:blank")
    held: list[Route] = []
    person.context.route("**/python/engine.bundle", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    person.comes_to(address)
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    expect(person.page.locator("#loading-bar")).to_be_visible()
    loaded = f"{(total - missing) / 1e6:.1f} of {total / 1e6:.1f} MB"
    expect(person.page.locator("#loading-bar")).to_contain_text(loaded)
    person.button("Use another table").click()
    person.page.get_by_role("button", name="Wine").click()
    person.has_open("wine.csv", 178, 14)
    person.go("Train")
    person.button("Train").click()
    person.page.wait_for_timeout(1_000)
    expect(person.page.locator("body[data-has-result]")).to_have_count(0)
    assert len(held) == 1
    held[0].continue_()
    expect(person.verdict).to_contain_text("Right on")
    expect(person.page.locator("#loading-bar")).to_be_hidden()


@pytest.mark.parametrize("file", ["page", "engine"])
def test_it_is_said_when_nothing_comes_any_more(visit, folder, address, file):
    """A file that stands still fails nowhere: what is loading says so, until it goes on."""
    person = visit("about:blank")
    held: list[Route] = []
    script = "start/loading-bar.js"
    impatient = altered(folder, script, lambda text: text.replace("STILL_SECONDS = 30", "STILL_SECONDS = 3"))
    person.context.route(f"**/{script}", impatient)
    person.context.route(f"**/python/{file}.bundle", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    person.comes_to(address)
    expect(person.page.locator("#loading-bar-text")).to_contain_text("Nothing has happened for 3 seconds.")
    expect(person.page.locator("#loading-bar-text b")).to_contain_text("MB")
    held[0].continue_()
    expect(person.page.locator("html[data-live][data-whole]")).to_be_attached()
    expect(person.page.locator("#loading-bar")).to_be_hidden()
    person.page.wait_for_timeout(3_500)
    expect(person.page.locator("#loading-bar-text")).not_to_contain_text("Nothing has happened")


def test_a_failure_is_not_replaced_by_saying_that_nothing_happens(visit, folder, address, complaints):
    """What failed stays on the screen."""
    person = visit("about:blank")
    script = "start/loading-bar.js"
    person.context.route(f"**/{script}", altered(folder, script, lambda text: text.replace("= 30;", "= 3;")))
    person.context.route("**/python/page.bundle", lambda route: route.abort())
    person.comes_to(address)
    alert = person.page.locator("#loading-bar[role=alert]")
    expect(alert).to_contain_text("page.bundle", timeout=20_000)
    person.page.wait_for_timeout(3_500)
    expect(alert).to_contain_text("page.bundle")
    person.page.goto("about:blank")
    complaints.clear()  # the console tells of the failed request, Pyodide after the page


@pytest.mark.parametrize("file", ["python/page.bundle", "python/stdlib.zip", "pyodide/pyodide.asm.wasm.gz"])
def test_it_is_said_when_a_file_of_the_page_does_not_come(visit, address, complaints, file):
    """Without it there is no Python: the page says which file it was, and does not wait for it."""
    person = visit("about:blank")
    person.context.route(f"**/{file}", lambda route: route.abort())
    person.comes_to(address)
    expect(person.page.locator("#loading-bar[role=alert]")).to_contain_text(file.rpartition("/")[2], timeout=20_000)
    person.page.goto("about:blank")
    complaints.clear()  # the console tells of the failed requests, Pyodide after the page


@pytest.mark.parametrize("file", ["engine", "elmweb"])
def test_it_is_said_when_what_trains_does_not_come(visit, address, complaints, file):
    """A file of the engine is asked for a few times, not for ever, and then the page says which did not come."""
    person = visit("about:blank")
    asked: list[Route] = []

    def fail(route: Route) -> None:
        asked.append(route)
        route.abort()

    person.context.route(f"**/python/{file}.bundle", fail)
    person.comes_to(address)
    person.is_live()
    alert = person.page.locator("#loading-bar[role=alert]")
    expect(alert).to_contain_text(f"{file}.bundle")
    person.page.wait_for_timeout(2_000)
    assert 3 <= len(asked) <= 6
    expect(alert).to_contain_text(f"{file}.bundle")
    complaints.clear()  # the console tells of each failed request


def test_what_trains_comes_at_a_second_try(visit, address, complaints):
    """A line that breaks once is not worth a word, and a training that waits is done."""
    person = visit("about:blank")
    asked: list[Route] = []

    def fail_once(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    person.context.route("**/python/engine.bundle", fail_once)
    person.comes_to(address)
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    assert person.train().startswith("Right on")
    expect(person.alert).to_have_count(0)
    assert len(asked) == 2
    complaints.clear()  # the console tells of the failed request
