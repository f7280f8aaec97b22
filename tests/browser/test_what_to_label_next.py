"""What to label next on the built site: rows without an answer, labelled by keys, saved, and learned from."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from looks import fits_a_phone
from on_cpython import answer, ignore
from person import Person
from playwright.sync_api import Locator, expect
from sklearn.datasets import load_iris

from elmweb.export.model_file import judged_of
from elmweb.formatting import in_100
from elmweb.words.page import audit_labelling as words
from elmweb.workbench.local import LocalWorkbench

pytestmark = pytest.mark.browser

IRISES = load_iris(as_frame=True).frame
KINDS = ("setosa", "versicolor", "virginica")
TRUTH = [KINDS[kind] for kind in IRISES["target"]]
CHOICES = {"targets": ["kind"]}
FILE = "irises.csv"


def irises() -> bytes:
    """Return the irises as CSV; every third has no answer."""
    frame = IRISES.drop(columns="target").assign(kind=TRUTH)
    frame.loc[::3, "kind"] = ""
    return frame.to_csv(index=False).encode()


class Oracle:
    """The same table on CPython, with the model that the page saved.

    Parameters
    ----------
    model : bytes
        From a project of the page, so that the judged model is in it.
    """

    def __init__(self, model: bytes) -> None:
        self.labels: list[dict[str, Any]] = []
        self.skipped: list[int] = []
        self._workbench = LocalWorkbench()
        answer(self._workbench.open_table({"text": irises().decode(), "name": FILE}, None, ignore))
        source = {"name": "irises.elm.zip", "bytes": model, "choices": CHOICES}
        answer(self._workbench.load_model(source, ignore))

    @property
    def next(self) -> int:
        """Number of the row on top."""
        return self.ask("queue")["rows"][0]["number"]

    def ask(self, question: str) -> dict[str, Any]:
        """Return the answer to a question."""
        asked = {"corrections": self.labels, "seen": self.skipped}
        return answer(self._workbench.audit(question, asked, ignore))

    def status(self) -> str:
        """Return how many are labelled and how the score stands, in the page's words."""
        found = self.ask("queue")
        score = found["score"]
        return words.status_of_classes(
            found["n_answered"], found["n_left"], score["n_now"], score["n_before"], found["n_held"]
        )


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody with a model of irises, a third of which have no answer."""
    someone = stay_again().is_live()
    someone.drop(FILE, irises())
    someone.has_open(FILE, 150, 5)
    someone.train()
    return someone


@pytest.fixture(scope="module")
def oracle(person: Person) -> Oracle:
    """Return what CPython makes of the same table and model."""
    return Oracle(model_in_project(person))


@pytest.fixture(scope="module")
def doubt(person: Person, oracle: Oracle) -> Locator:
    """Return the row on top of the queue, which was just opened."""
    person.button("Label rows").click()
    row = person.page.get_by_role("group", name="to be labelled")
    is_on_top(person, oracle)
    return row


def model_in_project(person: Person) -> bytes:
    """Return the model file in the project that the page saves."""
    with zipfile.ZipFile(person.saves("All of it: table, choices and model")) as project:
        return project.read("model.elm.zip")


def is_on_top(person: Person, oracle: Oracle) -> None:
    """Check that the row on top is the one that CPython has there, that it has the focus, and how the score stands."""
    row = person.page.get_by_role("group", name=words.row_to_label(oracle.next), exact=True)
    expect(row).to_be_focused()
    expect(row).to_contain_text(f"Row {oracle.next:,} kind is empty; the model expects ")
    expect(person.page.get_by_text(oracle.status(), exact=True)).to_be_visible()


def label(person: Person, oracle: Oracle) -> None:
    """Give the row on top its true answer by its key."""
    number = oracle.next
    kind = TRUTH[number - 1]
    person.page.keyboard.press(str(KINDS.index(kind) + 1))
    oracle.labels.append({"row": number, "to": kind, "column": "kind"})


def test_keys_label_skip_and_take_back(person: Person, oracle: Oracle, doubt: Locator) -> None:
    """Oracle: which row is next after each key, and the score, on CPython; the focus stays on the row on top."""
    assert oracle.ask("queue")["n_left"] == 50
    expect(doubt.get_by_role("button")).to_have_count(4)  # three answers and Skip
    label(person, oracle)
    is_on_top(person, oracle)
    oracle.skipped.append(oracle.next)
    person.page.keyboard.press("s")
    is_on_top(person, oracle)
    label(person, oracle)
    is_on_top(person, oracle)
    for take_back in (oracle.labels.pop, oracle.skipped.pop, oracle.labels.pop):
        take_back()
        person.page.keyboard.press("Control+z")
        is_on_top(person, oracle)
    expect(doubt.get_by_role("button", name="Undo")).to_have_count(0)
    expect(person.button("Save the corrections, CSV")).to_have_count(0)
    for _ in range(4):
        label(person, oracle)
        is_on_top(person, oracle)


def test_labels_are_in_the_files_to_save(person: Person, oracle: Oracle) -> None:
    """Oracle: the labels that were given, by row, and Python's own reader of the table with them."""
    given = {one["row"]: one["to"] for one in oracle.labels}
    lines = person.saves("Save the corrections, CSV").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["row,kind before,kind now,taken out", *(f"{row},,{given[row]},no" for row in sorted(given))]
    table = person.saves("Save the corrected table, CSV").read_text(encoding="utf-8-sig")
    kinds = [row["kind"] for row in csv.DictReader(io.StringIO(table))]
    assert kinds == [given.get(at + 1, "" if at % 3 == 0 else kind) for at, kind in enumerate(TRUTH)]


def test_its_order_is_compared_with_a_random_one(person: Person, oracle: Oracle) -> None:
    """Oracle: the scores in both orders on CPython."""
    person.button("Is this order better than a random one here?").click()
    table = person.page.get_by_role("table", name="Score by the number of answers")
    expect(table).to_be_visible()
    curve = oracle.ask("curve")
    shown = [row.split() for row in table.get_by_role("row").all_inner_texts()]
    assert shown[0] == ["Answers", "Queue", "Random"]
    assert [int(row[0]) for row in shown[1:]] == curve["sizes"]
    for at, order in ((1, "chosen"), (2, "random")):
        assert [row[at] for row in shown[1:]] == [in_100(value / 100, 1) for value in curve[order]]


def test_a_phone_has_room_for_it(person: Person, tmp_path) -> None:
    """390 pixels are enough in light and dark; every control has a name, and one heading comes first."""
    fits_a_phone(person, "queue", tmp_path)
    person.page.set_viewport_size({"width": 1280, "height": 800})


def test_the_next_training_learns_from_them(person: Person, oracle: Oracle) -> None:
    """Invariant: the new model knows the labelled rows, and they can be taken back behind the training, too."""
    before = model_facts(person)
    person.button("Train with them").click()
    expect(person.button("Label rows")).to_be_visible()  # another model: nothing was asked about it
    after = model_facts(person)
    assert [now - then for then, now in zip(before, after, strict=True)] == [4, 0]
    person.button("Label rows").click()
    expect(person.page.get_by_text("4 rows labelled, 46 left; ")).to_be_visible()
    expect(person.page.get_by_role("group", name=re.compile("to be labelled"))).to_be_focused()
    person.page.keyboard.press("Control+z")
    expect(person.page.get_by_text("3 rows labelled, 47 left; ")).to_be_visible()
    lines = person.saves("Save the corrections, CSV").read_text(encoding="utf-8-sig").splitlines()
    assert [int(line.split(",")[0]) for line in lines[1:]] == sorted(one["row"] for one in oracle.labels[:-1])
    expect(person.alert).to_have_count(0)


def model_facts(person: Person) -> tuple[int, int]:
    """Return the numbers of rows that the judged model learned from, and was judged by."""
    judged = judged_of(model_in_project(person))
    return judged.n_train, judged.n_test
