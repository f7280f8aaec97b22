"""Doubtful answers and coverage on the Result page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from typing import Any

import panel as pn
import pytest
from fake_audit import COVERAGE, ROW, mistakes
from fake_workbench import FakeWorkbench
from test_pages import OPEN, run, shown_text

from elmweb.app.audit.coverage import given_html, held_html, row_html
from elmweb.app.audit.mistakes import doubt_html, moved_html
from elmweb.app.main import App, build
from elmweb.app.projects.record import checked_state, project_state
from elmweb.exceptions import ExplainError

MISTAKES = ("audit", {"do": "mistakes"})
RELABEL = ("audit", {"do": "correct", "row": 1041, "to": "kitchen"})


def trained(*messages: tuple[str, dict], workbench: Any = None) -> App:
    """Return an app with a trained model, after these messages."""
    return run(build(workbench or FakeWorkbench()), OPEN, ("train", {}), *messages)


def plain(html: str) -> str:
    """Return HTML without its tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def text_of(app: App) -> str:
    """Return what is on the page, without tags."""
    return plain(shown_text(app.roots["result"]))


def asked(workbench: FakeWorkbench) -> list[tuple[str, dict]]:
    """Return what was asked about rows."""
    return [args for name, args in workbench.calls if name == "audit"]


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_asked_for() -> None:
    """Oracle: the modules of a fresh interpreter with a trained model on the page."""
    code = (
        "import sys; from fake_workbench import FakeWorkbench; from test_pages import OPEN, run;"
        "from elmweb.app.main import build; app = run(build(FakeWorkbench()), OPEN, ('train', {}));"
        "print([m for m in sys.modules if m.startswith('elmweb.app.audit')], app.session.audit)"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[] None"


@pytest.mark.slow
def test_a_row_is_corrected_and_the_score_moves() -> None:
    """Invariant: one press changes the row on top, the score and the choices, and undo takes it back."""
    workbench = FakeWorkbench()
    app = trained(MISTAKES, workbench=workbench)
    text = text_of(app)
    assert "Right on 100 of 114 rows kept back." in text
    assert "Row 1,041 grade is table . Without this row the model gives that 4 %, and kitchen 93 %." in text
    run(app, RELABEL)
    assert app.session.choices.corrections == [{"row": 1041, "to": "kitchen", "column": "grade"}]
    text = text_of(app)
    assert "Right on 101 of 114 rows kept back; 100 before 1 correction, which may be luck." in text
    assert "Row 7 grade is juice" in text
    assert app.session.outcome.stale
    summarized = [choices for name, choices in workbench.calls if name == "summarize"]
    assert summarized[-1]["corrections"] == app.session.choices.corrections
    run(app, ("audit", {"do": "undo"}))
    assert app.session.choices.corrections == []
    assert "Row 1,041 grade is table" in text_of(app)


@pytest.mark.slow
def test_a_press_about_another_row_counts_for_nothing() -> None:
    """Invariant: a second press on a row that is gone by then changes no other row."""
    app = trained(MISTAKES, RELABEL, RELABEL)
    assert len(app.session.choices.corrections) == 1


@pytest.mark.slow
def test_right_and_taken_out_and_undone_in_order() -> None:
    """Invariant: rows said to be right are asked no more; undo takes back what was said last, whatever it was."""
    workbench = FakeWorkbench()
    out = ("audit", {"do": "correct", "row": 7, "to": None})
    app = trained(MISTAKES, ("audit", {"do": "right", "row": 1041}), out, workbench=workbench)
    assert asked(workbench)[-1] == (
        "mistakes", {"corrections": [{"row": 7, "to": None, "column": "grade"}], "seen": [1041]},
    )  # fmt: skip
    assert "Row 7: table taken out" in text_of(app)
    run(app, ("audit", {"do": "right", "row": 300}))
    assert "No row is left to look at." in text_of(app)
    undo = ("audit", {"do": "undo"})
    run(app, undo)
    assert "Row 300 grade is kitchen" in text_of(app)
    run(app, undo)
    assert app.session.choices.corrections == []
    run(app, undo)
    assert app.session.audit.seen == []
    run(app, undo)  # nothing is left to take back
    assert "Row 1,041" in text_of(app)


def test_a_row_said_to_be_right_can_be_asked_again() -> None:
    """Invariant: the button that takes it back is there, though nothing was corrected."""
    html = doubt_html(mistakes({"seen": [1041]}), can_undo=True)
    assert re.findall(r'data-shortcut="([^"]*)"', html)[-1] == "Undo"


def test_keys_and_focus() -> None:
    """Invariant: each answer has its own key, digits that of their name; the place of a button keeps the focus."""
    html = doubt_html(mistakes({}))
    assert re.findall(r'data-shortcut="([^"]*)"', html) == ["1", "2", "3", "R", "Delete"]
    assert 'data-key="audit:to1"' in html
    assert 'data-keys data-key="audit:mistakes"' in html
    digits = {**mistakes({}), "classes": ["0", "1", "7"]}
    assert re.findall(r'data-shortcut="([^"]*)"', doubt_html(digits))[:3] == ["0", "1", "7"]
    assert "<b>river</b>" not in html
    assert "&lt;b&gt;river" in html


@pytest.mark.slow
def test_numbers_are_corrected_in_a_field() -> None:
    """Invariant: the field has the answer of the row on top, and a new value in it corrects that row."""
    workbench = FakeWorkbench()
    app = trained(MISTAKES, workbench=workbench)
    found = mistakes({}) | {"is_number": True, "seconds": 0.1}
    found["rows"] = [{**one, "answer": 10.0, "expected": 90.0, "off": -4.2} for one in found["rows"]]
    assert "four" not in doubt_html(found)
    assert "4.2 times the usual error below it" in plain(doubt_html(found))
    assert "Off by 87.7 on average on 114 rows kept back." in plain(moved_html(found))
    app.session.audit.mistakes = found
    field = next(one for one in app.roots["result"].select(pn.widgets.FloatInput) if "True value" in one.label)
    assert (field.visible, field.value) == (True, 10.0)
    field.value = 88.0
    run(app)
    assert app.session.choices.corrections == [{"row": 1041, "to": 88.0, "column": "grade"}]


@pytest.mark.slow
def test_how_good_the_list_is_and_files() -> None:
    """Invariant: what was found of what was made wrong, and a file for corrections and table."""
    app = trained(MISTAKES, RELABEL, ("audit", {"do": "check"}))
    assert "made wrong on purpose: 60 of these 69 were among the first 46 rows" in text_of(app)
    run(app, ("audit", {"do": "save", "what": "table"}))
    assert app.session.outcome.saved == "apples table.csv is saved."
    run(app, ("audit", {"do": "clear"}))
    assert app.session.choices.corrections == []


def test_what_cannot_be_is_said_and_changes_nothing() -> None:
    """Invariant: after a correction that the engine refuses, the choices are as before."""
    workbench = FakeWorkbench()
    app = trained(MISTAKES, workbench=workbench)
    workbench.audit_problem = ExplainError("It leaves too little.", rule="5 rows", value="4 rows")
    run(app, RELABEL)
    assert "It leaves too little." in text_of(app)
    assert app.session.choices.corrections == []
    assert "Row 1,041" in text_of(app)


@pytest.mark.slow
def test_a_new_model_starts_over_and_keeps_the_corrections() -> None:
    """Invariant: after the next training the list is gone, and what was corrected is not."""
    app = trained(MISTAKES, RELABEL, ("train", {}))
    assert app.session.audit.mistakes is None
    assert len(app.session.choices.corrections) == 1


@pytest.mark.slow
def test_corrections_are_kept_with_the_project() -> None:
    """Invariant: the state has them, and one of another form is refused."""
    app = trained(MISTAKES, RELABEL)
    state = project_state(app.session, {"choices": app.session.choices.asked(), "options": {}})
    assert checked_state(state, "apples")["choices"]["corrections"] == app.session.choices.corrections
    before = project_state(build(FakeWorkbench()).session, None)
    assert "corrections" not in checked_state(before, "apples")["choices"]


@pytest.mark.slow
def test_coverage_at_the_slider() -> None:
    """Invariant: what was counted at the level stands beside what was asked for; the slider asks nothing again."""
    workbench = FakeWorkbench()
    app = trained(("audit", {"do": "coverage"}), ("audit", {"do": "row"}), workbench=workbench)
    text = text_of(app)
    assert "Asked for 90 % Counted 90.0 % (103 of 114; 75.0 to 99.5)" in text
    assert "The row in the form: kitchen or table" in text
    assert "None of these." in text
    n_asked = len(asked(workbench))
    slider = next(one for one in app.roots["result"].select(pn.widgets.IntSlider) if "Coverage" in one.label)
    slider.value = 97
    run(app)
    assert "The row in the form: juice or kitchen or table" in text_of(app)
    assert len(asked(workbench)) == n_asked
    app.session.outcome.row = {**app.session.outcome.row, "weight_g": 1.0}
    run(app)
    assert "And the row in the form?" in text_of(app)


def test_sets_and_intervals_of_rows_kept_back() -> None:
    """Invariant: a class is given from its level on, and the last column says whether the true one is among them."""
    rows = plain(given_html(COVERAGE, 90))
    assert "12 table kitchen or table yes" in rows
    assert "15 juice kitchen or table, or none of these no" in rows
    numbers = COVERAGE | {"is_number": True, "rows": [{**COVERAGE["rows"][0], "answer": 10.0, "value": 11.0}]}
    numbers["levels"] = [{**one, "size": None} for one in COVERAGE["levels"]]
    assert "any number" in given_html(numbers, 90)
    assert "too few rows" in held_html(numbers, 90)
    row = {**ROW, "value": 11.0, "widths": [2.0] * 20, "is_none": False}
    assert "9 to 13" in row_html(row, numbers, 85, is_old=False)


@pytest.mark.slow
def test_rows_are_forgotten_with_a_receipt() -> None:
    """Invariant: a value is chosen, its rows leave every later training, and the receipt is saved as JSON."""
    workbench = FakeWorkbench()
    app = trained(("audit", {"do": "values"}), workbench=workbench)
    choice = {widget.label: widget for widget in app.roots["result"].select(pn.widgets.Select)}
    assert list(choice["Rows with the value"].options) == ["<i>river (9 rows)", "hill (4 rows)"]
    choice["Rows with the value"].value = "hill"
    run(app)
    assert "Forget 4 rows" in text_of(app)
    run(app, ("audit", {"do": "forget", "column": "orchard", "value": "hill"}))
    assert [row["row"] for row in app.session.choices.corrections] == [8, 38]
    text = text_of(app)
    assert "9 rows forgotten: orchard <i>river." in text
    assert "570 rows before and 561 after: outputs differ by at most 0.000000000000030" in text or "3e" in text
    assert "bit for bit the same as a model trained anew without them" in text
    assert "<i>river" not in shown_text(app.roots["result"])
    assert not app.session.outcome.stale
    run(app, ("audit", {"do": "receipt"}))
    assert app.session.outcome.saved == "apples forgotten.json is saved."


@pytest.mark.slow
def test_what_cannot_be_forgotten_is_said() -> None:
    """Invariant: the refusal is shown where the button was, and nothing else changes."""
    workbench = FakeWorkbench()
    app = trained(("audit", {"do": "values"}), workbench=workbench)
    workbench.audit_problem = ExplainError("This kind cannot forget.", rule="an ELM", value="a kernel")
    run(app, ("audit", {"do": "forget", "column": "orchard", "value": "hill"}))
    assert "This kind cannot forget." in text_of(app)
    assert app.session.choices.corrections == []


@pytest.mark.slow
def test_files_of_sums_are_added_up() -> None:
    """Invariant: files are listed with their rows, and the pooled model takes the place of the one on the page."""
    workbench = FakeWorkbench()
    app = trained(("audit", {"do": "drop"}), ("audit", {"do": "share"}), workbench=workbench)
    assert app.session.outcome.saved == "apples.elm-sums.zip is saved. It has no row."
    assert "What the sums give away" in text_of(app)
    join = [("audit", {"do": "join", "source": {"name": f"{name}.zip", "bytes": b""}}) for name in ("mine", "<b>yours")]
    run(app, *join)
    text = text_of(app)
    assert "<b>yours.zip 250 rows" in text
    assert "Together 500 rows, to predict grade with 16 hidden units." in text
    run(app, ("audit", {"do": "pool"}))
    assert app.session.outcome.loaded == "the sums of 2 files"
    workbench.audit_problem = ExplainError("So few rows would give rows away.", rule="100 rows", value="12 rows")
    run(app, ("audit", {"do": "share", "match": True}))
    assert "So few rows would give rows away." in text_of(app)


@pytest.mark.slow
def test_rows_are_labelled_by_a_key() -> None:
    """Invariant: an answer becomes a correction, a skipped row waits, and undo takes back what was said last."""
    app = trained(("audit", {"do": "queue"}))
    assert "Row 600 grade is empty; the model expects table (51 %)." in text_of(app)
    html = shown_text(app.roots["result"])
    assert re.findall(r'data-shortcut="([^"]*)"', html) == ["1", "2", "3", "S"]
    run(app, ("audit", {"do": "answer", "row": 600, "to": "juice"}))
    assert app.session.choices.corrections == [{"row": 600, "to": "juice", "column": "grade"}]
    assert "1 row labelled, 1 left; right on 100 of 114 rows kept back, 100 before." in text_of(app)
    run(app, ("audit", {"do": "answer", "row": 601}))
    assert "No row is left." in text_of(app)
    run(app, ("audit", {"do": "unanswer"}), ("audit", {"do": "unanswer"}))
    assert app.session.choices.corrections == []
    assert "Row 600" in text_of(app)
    run(app, ("audit", {"do": "curve"}))
    assert "20 92.5 85.0" in text_of(app)


@pytest.mark.slow
def test_labels_are_saved_from_the_queue_and_taken_back_after_a_training() -> None:
    """Invariant: with a label there is a file to save, though no answer was corrected; a training keeps Undo."""
    queue, undo = ("audit", {"do": "queue"}), ("audit", {"do": "unanswer"})
    app = trained(queue)
    assert "Save the corrections, CSV" not in text_of(app)
    run(app, ("audit", {"do": "answer", "row": 600, "to": "juice"}))
    assert "Train with them" in text_of(app)
    run(app, ("audit", {"do": "save", "what": "corrections"}))
    assert app.session.outcome.saved == "apples corrections.csv is saved."
    run(app, ("train", {}), queue)
    assert "1 row labelled" in text_of(app)
    assert 'data-shortcut="Undo"' in shown_text(app.roots["result"])
    run(app, undo, undo)  # the second has nothing to take back
    assert app.session.choices.corrections == []


@pytest.mark.slow
def test_undo_in_one_list_leaves_the_other_alone() -> None:
    """Invariant: each list takes back its own newest answer, and "Take all back" the corrections that it lists."""
    label = {"row": 600, "to": "juice", "column": "grade"}
    corrected = {"row": 1041, "to": "kitchen", "column": "grade"}
    app = trained(MISTAKES, RELABEL, ("audit", {"do": "queue"}), ("audit", {"do": "answer", "row": 600, "to": "juice"}))
    assert app.session.choices.corrections == [corrected, label]
    run(app, ("audit", {"do": "undo"}))
    assert app.session.choices.corrections == [label]
    run(app, RELABEL, ("audit", {"do": "unanswer"}))
    assert app.session.choices.corrections == [corrected]
    run(app, ("audit", {"do": "answer", "row": 600, "to": "juice"}), ("audit", {"do": "clear"}))
    assert app.session.choices.corrections == [label]


@pytest.mark.slow
def test_a_table_without_empty_answers_says_so() -> None:
    """Invariant: what is needed is said in place of the queue, and the order can be measured all the same."""
    workbench = FakeWorkbench()
    workbench.audit_problem = ExplainError("Every row has a grade.", rule="rows whose answer is empty")
    app = trained(("audit", {"do": "queue"}), workbench=workbench)
    assert "Every row has a grade." in text_of(app)
    assert "Is this order better than a random one here?" in text_of(app)
