"""The Learn page of the built site: every way through a network's training and back, at a desk and on a phone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from axe import serious_findings
from looks import nameless_controls
from made_tables import as_csv
from person import Person
from playwright.sync_api import Locator, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]


class Learner(Person):
    """Somebody on the Learn page."""

    def part(self, name: str) -> Locator:
        """Return a part of the page by its id."""
        return self.page.locator(f"elm-learn #{name}")

    def set(self, label: str) -> Locator:
        """Return a field by its name."""
        return self.page.locator("elm-learn").get_by_label(label, exact=True)

    @property
    def stop(self) -> Locator:
        """Return the stop that was made last."""
        return self.page.locator("elm-learn #stops [aria-current]")

    def opens(self, address: str = "") -> Learner:
        """Open the page at an address and wait until it is drawn."""
        self.page.goto(f"{self.address}#/learn{address and '/'}{address}")
        self.page.locator("html[data-live]").wait_for(state="attached")
        expect(self.part("sentence")).not_to_be_empty(timeout=90_000)
        return self

    def presses(self, *names: str) -> None:
        """Press buttons one after the other."""
        for name in names:
            self.page.locator("elm-learn").get_by_role("button", name=name, exact=True).click()

    def starts_over(self) -> None:
        """Go back to the very begin."""
        if self.part("over").get_attribute("aria-disabled") == "false":
            self.presses("Start over")
        expect(self.part("sentence")).to_contain_text("0 steps done")

    def steps(self) -> int:
        """Return how many steps are done, by the link to this place."""
        found = re.search(r"[&/]step=(\d+)", self.part("address").input_value())
        return int(found[1]) if found else 0

    def loss(self) -> float:
        """Return the loss over all rows in the sentence."""
        return float(self.part("sentence").inner_text().rsplit(" ", 1)[1].rstrip("."))


def learner(visit, **options: object) -> Learner:
    """Return somebody with a browser of their own."""
    somebody = visit(**options)
    somebody.__class__ = Learner
    return somebody


@pytest.fixture(scope="module")
def person(stay_again) -> Learner:
    """Return somebody on the Learn page."""
    return learner(stay_again).opens()


def test_the_five_stops_there_and_back(person: Learner) -> None:
    """Oracle: the order of the stops, and the sentences that were seen on the way there."""
    person.starts_over()
    said = [person.part("sentence").inner_text()]
    for stop in ("Forward", "Loss", "Backward", "Update", "Repeat"):
        person.presses("Next stop")
        expect(person.stop.locator("b")).to_have_text(stop)
        said.append(person.part("sentence").inner_text())
    assert len(set(said)) == 6
    expect(person.readout("learn")).to_have_text("1")
    for before in reversed(said[:-1]):
        person.presses("Back a stop")
        expect(person.part("sentence")).to_have_text(before)
    expect(person.stop).to_have_count(0)
    expect(person.part("back")).to_have_attribute("aria-disabled", "true")


def test_a_connection_is_pressed_and_read(person: Learner) -> None:
    """Oracle: delta times activation, multiplied here; the selects follow the line that was pressed."""
    person.starts_over()
    person.presses("Next stop", "Next stop", "Next stop")
    expect(person.stop).to_contain_text("Backward")
    person.page.locator('elm-learn .hit[data-link="1.2.3"]').dispatch_event("click")
    expect(person.part("link-end")).to_have_value("3")
    line = person.part("lines").locator("li").first
    expect(line).to_contain_text("dL/dw = delta \u00d7 activation = ")
    delta, activation, product = (float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", line.inner_text()))
    assert delta * activation == pytest.approx(product, rel=5e-3)
    before = line.inner_text()
    person.part("link-start").select_option("0")
    expect(line).not_to_have_text(before)
    before = line.inner_text()
    person.presses("Row after")
    expect(person.part("row")).to_contain_text("Row 2 of 10")
    expect(line).not_to_have_text(before)
    person.presses("Next row")
    expect(person.part("row")).to_contain_text("Row 3 of 10")


def test_a_run_is_quick_and_stops_at_once(person: Learner) -> None:
    """Invariant: hundreds of steps a second are drawn; after Stop none comes; the loss has fallen; Back goes back."""
    person.starts_over()
    person.presses("Next batch", "Run")
    expect(person.part("speed")).to_contain_text("steps a second, drawn")
    person.page.wait_for_timeout(3_000)
    person.presses("Stop")
    person.page.wait_for_timeout(700)
    steps = person.steps()
    assert steps > 150  # 600 to 900 a second on two cores that nobody else uses
    person.page.wait_for_timeout(700)
    assert person.steps() == steps
    assert person.loss() < 0.5
    expect(person.part("race")).to_contain_text("than the ELM" if steps < 100 else "the ELM")
    person.presses("Back a batch")
    expect(person.readout("learn")).to_have_text(f"{steps - 1:,}")


def test_a_run_ends_when_the_page_is_left(person: Learner) -> None:
    """Invariant: nothing goes on behind another page, and the lesson waits where it was."""
    person.presses("Run")
    expect(person.part("run")).to_have_text("Stop")
    person.go("Data")
    person.page.wait_for_timeout(500)
    before = person.readout("learn").inner_text()
    person.page.wait_for_timeout(600)
    assert person.readout("learn").inner_text() == before
    person.go("Learn")
    expect(person.part("run")).to_have_text("Run")
    expect(person.part("address")).to_have_value(re.compile(rf"[&/]step={before.replace(',', '')}\b"))


def test_the_elm_is_turned_and_the_network_stays(person: Learner) -> None:
    """Invariant: another penalty gives another level and another surface; the step is the same."""
    steps, text = person.steps(), person.part("elm-text").inner_text()
    person.set("Penalty").select_option("100")
    expect(person.part("elm-text")).not_to_have_text(text)
    assert person.steps() == steps
    assert "penalty" not in person.part("elm-text").inner_text()


def test_depth_width_and_the_rest_are_turned(person: Learner) -> None:
    """Oracle: the lines of the drawing, counted: 2 x 4 + 4 x 4 + 4 x 4 + 4 x 2."""
    person.set("Hidden layers").select_option("3")
    person.set("Units in each").select_option("4")
    expect(person.page.locator("elm-learn .hit")).to_have_count(2 * 4 + 4 * 4 + 4 * 4 + 4 * 2)
    person.set("Activation").select_option("relu")
    person.set("Optimizer").select_option("adam")
    person.set("Learning rate").select_option("0.03")
    person.set("Start of the weights").select_option("he")
    expect(person.part("address")).to_have_value(re.compile("depth=3&width=4&activation=relu&start=he&rate=0.03.*adam"))
    assert person.steps() == 0


@pytest.mark.parametrize(
    ("trap", "told"),
    [
        ("Rate too high", "rows"),
        ("Dead ReLU", "are dead: they give 0 for every row."),
        ("All weights zero", "compute the same."),
    ],  # the others are sprung without a browser
)
def test_each_trap_snaps(person: Learner, trap: str, told: str) -> None:
    """Invariant: one press sets everything and runs; what is wrong is found and said."""
    person.presses(trap)
    place = person.part("findings") if told != "rows" else person.part("net-text")
    expect(place).to_contain_text(told)
    expect(person.part("run")).to_have_text("Run", timeout=60_000)
    expect(person.part("sentence")).to_have_text(re.compile(r"^[1-9][\d,]* steps? done"))


def test_a_diverging_network_is_caught(person: Learner) -> None:
    """Invariant: it is said why, nothing goes further, and Back and Start over lead out."""
    person.presses("Exploding loss")
    expect(person.part("diverged")).to_contain_text("The loss is no longer a number at step")
    expect(person.part("next-stop")).to_have_attribute("aria-disabled", "true")
    person.presses("Start over")
    expect(person.part("diverged")).to_be_hidden()
    expect(person.part("sentence")).to_contain_text("0 steps done")


def test_the_gradients_are_checked(person: Learner) -> None:
    """Oracle: both columns of the table, which agree to five digits."""
    person.opens("data=circles&depth=2")
    person.presses("Check the gradients")
    table = person.part("checked").get_by_role("table")
    expect(table).to_be_visible()
    for row in table.get_by_role("row").all()[1:]:
        name, backprop, numerical, _apart = (cell.inner_text() for cell in row.get_by_role("cell").all())
        assert float(backprop) == pytest.approx(float(numerical), rel=1e-4, abs=1e-9), name


def test_what_will_happen_is_asked_before_it_is_shown(person: Learner) -> None:
    """Invariant: nothing runs before the guess; the answer has both losses; the address keeps the question."""
    person.opens("data=moons")
    person.set("Ask me first what will happen").check()
    expect(person.part("address")).to_have_value(re.compile("ask=1"))
    person.presses("Run")
    expect(person.part("question")).to_contain_text("in the next 200 steps?")
    assert person.steps() == 0
    person.presses("It rises")
    expect(person.part("answer")).to_contain_text("You said: it rises. It falls to less than half.", timeout=60_000)
    expect(person.part("answer")).to_contain_text("in 200 steps")
    assert person.steps() == 200


def test_a_link_leads_to_the_same_place(person: Learner, visit_again) -> None:
    """Invariant: another browser shows the same numbers at the same stop; the link holds no data."""
    link = "data=xor&depth=1&width=8&optimizer=momentum&rate=0.03&step=40&stop=backward&at=2&link=1.5.1"
    person.opens(link)
    expect(person.stop).to_contain_text("Backward", timeout=60_000)
    expect(person.part("address")).to_have_value(re.compile(re.escape("&step=40&stop=backward&at=2&link=1.5.1") + "$"))
    other = learner(visit_again, url=person.part("address").input_value())
    other.page.locator("html[data-live]").wait_for(state="attached")
    expect(other.stop).to_contain_text("Backward", timeout=90_000)
    assert other.part("lines").inner_text() == person.part("lines").inner_text()
    for part in ("row", "sentence"):
        expect(other.part(part)).to_have_text(person.part(part).inner_text())


def test_a_wrong_link_is_told(person: Learner) -> None:
    """Invariant: the sentence names the setting; the lesson that was there stays."""
    person.page.goto(f"{person.address}#/learn/depth=99")
    person.is_told("The depth cannot be used.", "99")
    expect(person.part("sentence")).not_to_be_empty()


def test_the_script_gives_the_loss_of_the_page(person: Learner, tmp_path: Path) -> None:
    """Oracle: the file, run by another Python."""
    person.opens("data=moons&step=30")
    expect(person.part("sentence")).to_contain_text("30 steps done", timeout=60_000)
    path = person.saves("Save the steps as Python")
    expect(person.part("saved")).to_contain_text("learn.py is saved.")
    there = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(path)], env=there, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    network = float(done.stdout.splitlines()[0].rsplit(" ", 1)[1])
    assert person.loss() == pytest.approx(network, rel=5e-3)


def test_points_are_drawn_and_learned(person: Learner) -> None:
    """Oracle: two clouds far apart, by mouse and by keyboard; too few points are answered in words."""
    person.opens("data=moons")
    person.part("data").select_option("drawn")
    pad = person.page.locator("elm-learn .pad-plane")
    box = pad.bounding_box()
    person.presses("Learn these points")
    person.is_told("There are too few points to learn from.", "points: 0, classes: 0")
    for dx, dy in ((0.2, 0.3), (0.25, 0.5), (0.15, 0.6), (0.3, 0.4)):
        pad.click(position={"x": dx * box["width"], "y": dy * box["height"]})
    person.set("B").check()
    pad.focus()
    for _ in range(4):
        for key in ("ArrowRight", "ArrowRight", "Enter"):
            person.page.keyboard.press(key)
    expect(person.page.locator("elm-learn .pad-place [role=status]")).to_contain_text("4 of A, 4 of B")
    person.presses("Learn these points")
    expect(person.part("about")).to_contain_text("8 rows to learn from; 2 inputs, 2 classes.")
    person.presses("Run")
    expect(person.part("net-text")).to_contain_text("Right on 100 % of the rows that it learned from")
    person.presses("Stop")
    assert "drawn" in person.part("address").input_value()
    assert "0.5" not in person.part("address").input_value()


def test_the_open_table_is_learned(person: Learner) -> None:
    """Invariant: two columns of choice or all; a table of texts is answered in words."""
    rows = [[i % 7 + (i % 2) * 5, i % 5, i % 3, "ab"[i % 2]] for i in range(90)]
    person.drop("shapes.csv", as_csv(["long", "wide", "high", "kind"], rows))
    person.has_open("shapes.csv", 90, 4)
    person.go("Learn")
    person.part("data").select_option("table")
    expect(person.part("about")).to_contain_text("2 inputs, 2 classes")
    person.set("Second column").select_option(label="high")
    expect(person.part("axes")).to_contain_text("high")
    person.set("Columns").select_option("all")
    expect(person.part("about")).to_contain_text("3 inputs, 2 classes")
    person.presses("Next batch")
    expect(person.readout("learn")).to_have_text("1")
    texts = [[f"note {i} says {i * 7}", "ab"[i % 2]] for i in range(40)]
    person.drop("texts.csv", as_csv(["note", "kind"], texts))
    person.has_open("texts.csv", 40, 2)
    person.go("Learn")
    person.set("Columns").select_option("two")
    person.is_told("has no two number columns to learn from.")
    expect(person.part("sentence")).not_to_be_empty()


def test_a_training_and_a_lesson_wait_for_each_other(person: Learner) -> None:
    """Invariant: what is asked of the lesson while a training runs is answered after it."""
    person.opens("data=moons")
    person.first_view()
    person.page.get_by_role("button", name="Digits").click()
    person.has_open("digits.csv", 1797, 65)
    person.go("Train")
    person.button("Train").click()  # which takes seconds
    expect(person.button("Cancel")).to_be_visible()
    person.go("Learn")
    person.presses("Next batch")
    expect(person.readout("learn")).to_have_text("1", timeout=90_000)


def test_every_control_has_a_name_and_the_headings_make_an_outline(person: Learner) -> None:
    """Invariant: as on the other pages, and nothing serious for axe."""
    person.opens("data=moons")
    assert serious_findings(person.page) == []
    person.page.get_by_role("group", name="Move the training").wait_for()
    snapshot = person.page.get_by_role("main").aria_snapshot()
    assert nameless_controls(snapshot) == []
    assert len(re.findall(r"- heading .*\[level=1\]", snapshot)) == 1
    assert '- img "A network of layers with 2, 6, 6, 2 units.' in snapshot


def test_by_keyboard_alone(person: Learner) -> None:
    """Invariant: Tab comes to the moves and to the connection; Enter and the arrow keys work there; the focus stays."""
    person.opens("data=moons")
    person.part("data").focus()
    for _ in range(8):
        person.page.keyboard.press("Tab")
        if person.page.evaluate("document.querySelector('body') && true") and person.part("next-stop").evaluate(
            "(button) => button.getRootNode().activeElement === button"
        ):
            break
    for stop in ("Forward", "Loss", "Backward"):
        person.page.keyboard.press("Enter")
        expect(person.stop).to_contain_text(stop)
    expect(person.part("next-stop")).to_be_focused()
    person.part("link-start").focus()
    person.page.keyboard.press("ArrowDown")
    expect(person.part("link-start")).to_have_value("1")
    expect(person.part("link-start")).to_be_focused()


def test_on_a_phone(visit_again) -> None:
    """Invariant: nothing is wider than 390 pixels, buttons are high enough, and a run comes to its result."""
    options = {"phone": True, "color_scheme": "dark", "reduced_motion": "reduce"}
    somebody = learner(visit_again, **options).opens("data=circles&step=20")
    expect(somebody.part("sentence")).to_contain_text("20 steps done", timeout=90_000)
    somebody.presses("Next stop", "Next stop", "Next stop")
    expect(somebody.stop).to_contain_text("Backward")
    assert somebody.page.evaluate("document.documentElement.scrollWidth") == 390
    assert serious_findings(somebody.page) == []
    for name in ("next-stop", "run", "back"):
        assert somebody.part(name).bounding_box()["height"] >= 44
    somebody.presses("Run")
    expect(somebody.part("race")).to_contain_text("The network", timeout=60_000)
    somebody.page.wait_for_timeout(2_000)
    somebody.presses("Stop")
    assert somebody.steps() > 50


def test_nothing_of_the_page_is_fetched_before_it_is_opened(visit_again, folder: Path) -> None:
    """Invariant: no script or sheet of the page on another page; its slot in the first document is empty."""
    somebody = learner(visit_again)
    asked: list[str] = []
    somebody.page.on("request", lambda request: asked.append(request.url))
    somebody.page.reload()
    somebody.is_live()
    assert not [url for url in asked if "/learn/" in url]
    html = (folder / "index.html").read_text()
    assert '<section data-page="learn">\n<div class="slot" data-root="learn"></div>\n</section>' in html
    assert "learn/" not in html.replace("#/learn", "")
    assert "lesson" not in (folder / "document.json").read_text()
