"""What a person has done is there after a reload: on the real page, in the browser's own storage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from altered import DIES, altered, worker_named
from made_tables import slow
from person import Person
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

_WRITES = "projects/files.js"
_TAKEN_HOME = ("Predictions for the rows kept back", "All numbers of this page")


@pytest.fixture(scope="module")
def person(stay_again) -> Iterator[Person]:
    """Return somebody who has trained on a table of their own; in the end all their projects are deleted."""
    person = stay_again().is_live()
    person.choose("mine.csv", slow(300))
    person.has_open("mine.csv", 300, 13)
    yield person
    deletes_all(person)


def deletes_all(person: Person) -> None:
    """Delete every project, so that a browser that others use too is as it was."""
    person.page.goto("about:blank")
    person.page.goto(person.address)
    person.page.evaluate(
        """async () => {
          const root = await navigator.storage.getDirectory();
          await root.removeEntry("elmweb-projects", {recursive: true}).catch(() => {});
          localStorage.removeItem("elmweb-projects");
        }"""
    )


def saved(person: Person) -> None:
    """Wait until the rail says that the project is kept."""
    expect(person.page.locator("#kept")).to_have_text(re.compile("^saved"))


def line(person: Person, name: str) -> Locator:
    """Return the line of a project on the first view, the others shown too."""
    others = person.page.locator("#projects details:not([open]) > summary")
    if others.count():
        others.click()
    title = re.compile(rf"^(Go on with )?{re.escape(name)}(, open now)?$")
    return person.page.locator("li.project").filter(has=person.page.locator("b").filter(has_text=title))


def goes_on(person: Person, name: str) -> None:
    """Press what opens a project."""
    line(person, name).get_by_role("link").click()


def leaves(person: Person) -> None:
    """Load the page again, as if it were opened for the first time."""
    person.page.goto("about:blank")
    person.page.goto(person.address)


def results(person: Person) -> list[bytes | str | None]:
    """Return the sentence, the numbers of the result, and the predictions for the form and the rows kept back."""
    person.go("Result")
    expect(person.answer).to_be_visible()
    files = [person.saves(name).read_bytes() for name in _TAKEN_HOME]
    return [person.verdict.inner_text(), person.answer.text_content(), *files]


@pytest.fixture(scope="module")
def trained(person: Person) -> list[bytes | str | None]:
    """Return what the page says after a training on chosen columns."""
    person.page.get_by_role("button", name="x3", exact=False).first.click()
    person.page.get_by_label("x3 is a").select_option(label="left out")
    person.train()
    return results(person)


def test_all_is_there_after_a_reload_to_the_bit(person, trained, complaints):
    """Oracle: sentence, report and predictions of the visit before; its engine was ended in between."""
    saved(person)
    worker_named(person.page, "engine").evaluate(DIES)
    leaves(person)
    complaints.clear()
    goes_on(person, "mine")
    person.page.wait_for_url("**#/result")
    assert results(person) == trained
    person.go("Data")
    person.has_open("mine.csv", 300, 13)
    expect(person.page.get_by_role("button", name="x3").first).to_contain_text("left out")
    assert re.search(r"\?project=[0-9a-f]{12}#", person.page.url)
    person.page.reload()  # the address has the project's id, and nothing else of it
    person.has_open("mine.csv", 300, 13)
    assert results(person) == trained


@pytest.fixture(scope="module")
def project_file(person: Person, trained: list, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the project as a file."""
    person.first_view()
    with person.page.expect_download() as download:
        line(person, "mine").get_by_role("button", name="Save to a file").click()
    path = tmp_path_factory.mktemp("taken") / download.value.suggested_filename
    assert path.name == "mine.elm-project.zip"
    download.value.save_as(path)
    return path


def test_it_is_renamed_copied_and_deleted(person, project_file):
    """Names, a copy and a deletion that is asked twice; another tab's project is none of them."""
    person.first_view()
    line(person, "mine").get_by_role("button", name="Rename").click()
    person.field("New name").fill("Schöne <b>Äpfel</b>")
    person.field("New name").press("Enter")
    mine = line(person, "Schöne <b>Äpfel</b>")
    expect(mine).to_be_visible()
    mine.get_by_role("button", name="Copy").click()
    copy = line(person, "Schöne <b>Äpfel</b> copy")
    expect(copy).to_be_visible()
    copy.get_by_role("button", name="Delete").click()
    person.button("Leave it").click()
    expect(copy).to_be_visible()
    copy.get_by_role("button", name="Delete").click()
    person.button("Delete for good").click()
    expect(copy).to_have_count(0)
    expect(mine).to_be_visible()


def test_another_tab_may_look_or_take_a_copy(person, visit_again, trained):
    """The second tab is told, looks without keeping anything, and keeps a copy when it wants to."""
    second = visit_again(person.address)
    goes_on(second, "Schöne <b>Äpfel</b>")
    expect(second.alert).to_contain_text("is open in another tab.")
    second.button("Only look at it here").click()
    expect(second.page.get_by_text("Read-only:")).to_be_visible()
    assert results(second) == trained
    expect(second.page.get_by_text("Read-only:")).to_contain_text("changes made here are not kept")
    expect(second.page.locator("#kept")).to_have_text("read-only")
    second.button("Keep a copy").click()
    saved(second)
    second.first_view()
    expect(line(second, "Schöne <b>Äpfel</b> copy")).to_be_visible()


def test_a_quota_that_runs_out_is_told_and_loses_nothing(person, trained, complaints):
    """The browser gives no more room: what was kept is there, and the new model is still on the page and in a file."""
    session = person.context.new_cdp_session(person.page)
    origin = {"origin": re.match(r"https?://[^/]+", person.page.url).group()}
    session.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": 1000})
    verdict = person.train()
    expect(person.alert).to_contain_text("There is no room to keep")
    expect(person.alert).to_contain_text("Needed:")
    expect(person.page.locator("#kept")).to_have_text("not kept")
    with person.page.expect_download() as download:
        person.button("Save to a file").click()
    assert Path(download.value.path()).stat().st_size > 1000
    expect(person.verdict).to_have_text(verdict)
    session.send("Storage.overrideQuotaForOrigin", origin)
    person.train()
    saved(person)
    complaints.clear()


def test_it_opens_on_another_machine(person, visit, project_file, trained):
    """A browser that was never here: a foreign file is refused, the project opens to the bit, and all is deleted."""
    other = visit()
    other.drop("notes.elm-project.zip", b"a,b\n1,2\n")
    expect(other.alert).to_contain_text("“notes.elm-project.zip” is not a project that elmweb saved.")
    other.choose_model(project_file.name, project_file)
    other.page.wait_for_url("**#/result")
    assert results(other) == trained
    other.first_view()
    other.page.locator("#storage summary").click()
    expect(other.page.locator("#storage dd").first).to_have_text(re.compile(r"^1, \d+ kB"))
    other.button("Delete all of it").click()
    other.button("Delete everything for good").click()
    expect(other.page.locator("body[data-table]")).to_have_count(0)
    other.is_live()
    expect(other.page.locator("li.project")).to_have_count(0)
    assert (
        other.page.evaluate("async () => (await Array.fromAsync((await navigator.storage.getDirectory()).keys()))")
        == []
    )


def test_where_nothing_can_be_kept_it_is_told_and_leaving_is_asked(stay_again, folder, address, complaints):
    """A browser without storage: once something is trained it is said, and a reload does not happen without a word."""
    person = stay_again("about:blank")
    nowhere = altered(
        folder,
        _WRITES,
        lambda text: text.replace("await navigator.storage", "await null.storage").replace(
            "indexedDB.open", "null.open"
        ),
    )
    person.page.route(f"**/{_WRITES}", nowhere)
    person.comes_to(address)
    person.page.get_by_role("button", name="Iris").click()
    person.has_open("iris.csv", 150, 5)
    expect(person.page.locator("#kept")).to_have_text("not kept")
    expect(person.alert).to_have_count(0)
    person.train()
    expect(person.alert).to_contain_text("This browser keeps nothing for this page")
    with person.page.expect_event("dialog") as asked:
        person.page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    with person.page.expect_download() as download:
        person.button("Save to a file").click()
    assert download.value.suggested_filename == "iris.elm-project.zip"
    complaints.clear()
