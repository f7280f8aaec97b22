"""What the engine asks for words by, such as the id of a kind of model, has words; whatever language is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Set as AbstractSet
from typing import get_args, get_type_hints

import pytest

from elmweb.data import SAMPLES
from elmweb.data._account import UNDOABLE
from elmweb.data._dialect import DELIMITERS
from elmweb.data._gather import DROPPED
from elmweb.data._sniff import _MAGIC
from elmweb.data._split import Split
from elmweb.data.table import Role, Task
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS
from elmweb.reading.numbers import MARKS, TIMES
from elmweb.words.engine import (
    common,
    data_account,
    data_choices,
    data_files,
    data_findings,
    data_notes,
    data_samples,
    evaluation_report,
    evaluation_scores,
    evaluation_verdict,
    model_kinds,
    preprocessing,
    reading,
    workbench_local,
    workbench_runs,
    workbench_summary,
)
from elmweb.workbench import audit, explaining

KINDS = {kind.id for kind in (AUTOMATIC, *MODEL_KINDS)}
SAMPLE_IDS = {sample.id for sample in SAMPLES}
ROLES = {*get_args(Role)} - {"ignore"}
TASKS = {*get_args(Task)}


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        (model_kinds.NAMES, KINDS),
        (model_kinds.SHORT, KINDS),
        (model_kinds.SENTENCES, KINDS),
        (data_samples.TITLES, SAMPLE_IDS),
        (data_samples.TEXTS, SAMPLE_IDS),
        (data_samples.SOURCES, SAMPLE_IDS),
        (data_samples.LICENCES, SAMPLE_IDS),
        (data_account.UNDONE, {*UNDOABLE}),
        (data_choices.ROLE_NEEDS, ROLES - {"category", "text"}),
        (data_findings.FILLED, ROLES - {*VECTOR_ROLES}),
        (preprocessing.PREPARING, ROLES),
        (common.TASKS, TASKS),
        (evaluation_scores.SCORE_NAMES, TASKS),
        (evaluation_report.SCORES_OF_SEEDS, TASKS),
        (evaluation_report.TEMPERATURES, TASKS - {"regression"}),
        (workbench_summary.TASKS, TASKS),
        (workbench_runs.ARITHMETIC, {"float", "integer"}),
    ],
)
def test_there_are_words_for_every_key_and_for_no_other(said: Mapping[str, str], keys: AbstractSet[str]) -> None:
    """Invariant: a new kind of model, sample or role gets its words."""
    assert said.keys() == keys


def test_kinds_of_files_lines_columns_and_numbers_have_words() -> None:
    """Invariant: a function that is asked with a key knows all of them."""
    assert all(data_files.looks_like(kind) for _, kind in _MAGIC)
    assert all(data_account.left_out(kind, "Line 3", 1, "") for kind in UNDOABLE)
    assert all(preprocessing.misfits(role, "a", "b", 1) for role in ROLES - {"category"})
    assert all(data_choices.cannot_be("a", role) for role in data_choices.ROLE_NEEDS)
    assert data_findings.ALIKE.keys() >= DROPPED
    assert len({data_notes.separated_by(mark) for mark in DELIMITERS}) == len(DELIMITERS)
    assert all(reading.decimal(mark) for mark in MARKS)
    assert all(reading.sign(mark) != mark for mark in ("()", "-", "+", *TIMES))


def test_ways_to_hold_rows_back_and_questions_have_words() -> None:
    """Invariant: the verdict names the rows of every split; a text about a question is about one that there is."""
    ways = get_args(get_type_hints(Split)["kind"])
    assert all(evaluation_verdict.off_by("1", [("dummy", "Always the median", "2")], way, '"a"') for way in ways)
    assert workbench_local.EXPLAINING.keys() <= explaining.QUESTIONS.keys() | {"file"}
    assert workbench_local.AUDITING.keys() <= audit.QUESTIONS.keys()
