"""The page's memory: values and derivations, without Panel."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, strategies as st

from elmweb.app.state import Choices, Run, Session, TrainSettings, form_values


def test_state_imports_nothing_heavy() -> None:
    """Invariant: a fresh interpreter that imports the state has no Panel, pandas, SciPy or scikit-learn."""
    code = (
        "import sys, elmweb.app.state; "
        "print([m for m in ('panel', 'bokeh', 'pandas', 'scipy', 'sklearn', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in ("[]", "['numpy']")


def test_fresh_choices_leave_everything_to_the_data() -> None:
    """Oracle: the workbench's protocol, where None means "decide by the data"."""
    assert Choices().asked() == {"targets": None, "task": None, "roles": {}, "switches": {}}
    settings = TrainSettings().asked()
    assert settings["n_hidden"] is None
    assert settings["alpha"] is None


def test_fixed_settings_are_asked_for_as_they_stand() -> None:
    """Invariant: a value a person fixed reaches the workbench unchanged, zero alpha included."""
    asked = TrainSettings(width=128, alpha=0.0, scale=2.0, seed=7, activation="relu").asked()
    assert asked == {
        "n_hidden": 128,
        "alpha": 0.0,
        "scale": 2.0,
        "seed": 7,
        "activation": "relu",
        "arithmetic": "float",
        "model_kind": "auto",
    }


def test_a_new_table_starts_over() -> None:
    """Invariant: no choice made for one table survives into the next."""
    choices = Choices(
        task="regression", roles={"a": "text"}, switches={"x": True}, editing="a", summary={"targets": ["a"]}
    )
    choices.start_over(["b"])
    assert choices.asked() == {"targets": ["b"], "task": None, "roles": {}, "switches": {}}
    assert (choices.editing, choices.summary, choices.several) == ("", None, False)


def test_asking_does_not_lend_the_lists() -> None:
    """Invariant: changing what was asked does not change the choices."""
    choices = Choices(targets=["a"], roles={"b": "text"})
    asked = choices.asked()
    asked["targets"].append("z")
    asked["roles"]["z"] = "date"
    assert choices.targets == ["a"]
    assert choices.roles == {"b": "text"}


def test_two_sessions_share_nothing() -> None:
    """Invariant: what one visitor chooses is not seen by another."""
    one, other = Session(), Session()
    one.choices.roles = {"a": "text"}
    one.settings.width = 64
    assert other.choices.roles == {}
    assert other.settings.width == 0


def test_the_reason_for_not_training_is_the_first_that_holds() -> None:
    """Oracle: the three states in the order a person goes through them."""
    session = Session()
    assert "No table" in session.why_not_train()
    session.table.info = {"name": "a"}
    assert "Looking at the columns" in session.why_not_train()
    session.choices.summary = {"problem": {"what": "Only one class."}}
    assert session.why_not_train() == "Only one class."
    session.choices.summary = {"problem": None}
    assert session.why_not_train() == ""


def test_readout_follows_the_state() -> None:
    """Oracle: the rail of the design, 570 by 10, 0.9 s and 97."""
    session = Session()
    assert session.readout() == {"data": "", "train": "", "result": "", "models": ""}
    session.table.info = {"n_rows": 570, "n_columns": 10}
    session.outcome.result = {"train_seconds": 0.93, "headline": {"number": "97"}}
    assert session.readout() == {"data": "570\u00d710", "train": "0.9 s", "result": "97", "models": ""}
    session.run.param.update(busy="train", progress={"step": 6, "n_steps": 24})
    assert session.readout()["train"] == "25 %"


def test_values_of_another_table_are_marked() -> None:
    """Oracle: what the values come from, by hand; while a training runs its progress is no old value."""
    session = Session()
    session.table.info = {"name": "pears.csv"}
    assert session.old_values() == {}
    session.outcome.param.update(result={"headline": {"number": "97"}}, table="apples.csv", stale=True)
    note = "From apples.csv, not from the table that is open"
    assert session.old_values() == {"train": note, "result": note}
    session.run.busy = "train"
    assert session.old_values() == {"result": note}
    session.run.busy = ""
    session.table.info = {"name": "apples.csv"}
    assert session.old_values()["train"] == "From before the last change"
    session.outcome.stale = False
    assert session.old_values() == {}


@given(st.dictionaries(st.sampled_from(["step", "n_steps", "done", "total"]), st.integers(0, 10**9)))
def test_the_fraction_done_is_a_fraction(message: dict) -> None:
    """Invariant: whatever the message says, the bar is between empty and full."""
    session = Session()
    session.run.progress = message
    assert 0.0 <= session.run.fraction_done() <= 1.0


def test_a_form_starts_on_its_own_values() -> None:
    """Oracle: two fields written by hand, one without a value."""
    assert form_values([{"name": "a", "value": 1.5}, {"name": "b"}]) == {"a": 1.5, "b": None}


def test_what_is_being_done_is_said_in_words() -> None:
    """Oracle: sentences written by hand, from the press to the last step."""
    run = Run(busy="open", doing="Reading iris.csv")
    assert run.description() == "Reading iris.csv: waiting for the training engine"
    run.progress = {"what": "wait", "text": "waiting for the workbench, 12 of 31 MB"}
    assert run.description() == "Reading iris.csv: waiting for the workbench, 12 of 31 MB"
    run.param.update(answered=True, progress=None)
    assert run.description() == "Reading iris.csv"
    run.progress = {"what": "read", "text": "Reading iris.csv.", "done": 1, "total": 4}
    assert run.description() == "Reading iris.csv"
    assert run.fraction_done() == 0.25
    run.busy = ""
    assert run.description() == ""


def test_judging_is_a_part_of_training() -> None:
    """Invariant: only a training that reports judging is judging."""
    assert Run(busy="train", progress={"what": "judge"}).is_judging
    assert not Run(busy="train", progress={"what": "train"}).is_judging
    assert not Run(busy="predict", progress={"what": "judge"}).is_judging
