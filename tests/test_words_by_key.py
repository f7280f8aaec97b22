"""What the engine asks for words by, such as the id of a kind of model, has words; whatever language is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Set as AbstractSet
from typing import get_args

import pytest

from elmweb.data import SAMPLES
from elmweb.data._account import UNDOABLE
from elmweb.data._dialect import DELIMITERS
from elmweb.data._gather import DROPPED
from elmweb.data._sniff import _MAGIC
from elmweb.data.table import Role
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS
from elmweb.reading.numbers import MARKS, TIMES
from elmweb.words.engine import (
    data_account,
    data_choices,
    data_files,
    data_findings,
    data_notes,
    data_samples,
    model_kinds,
    preprocessing,
    reading,
)

KINDS = {kind.id for kind in (AUTOMATIC, *MODEL_KINDS)}
SAMPLE_IDS = {sample.id for sample in SAMPLES}
ROLES = {*get_args(Role)} - {"ignore"}


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
