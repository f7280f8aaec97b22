"""What the engine asks for words by, such as the id of a kind of model, has words; whatever language is spoken."""

from __future__ import annotations

from collections.abc import Mapping, Set as AbstractSet
from dataclasses import fields
from typing import get_args, get_type_hints

import numpy as np
import pytest

from elmweb.data import SAMPLES
from elmweb.data._account import UNDOABLE
from elmweb.data._dialect import DELIMITERS
from elmweb.data._gather import DROPPED
from elmweb.data._sniff import _MAGIC
from elmweb.data._split import Split
from elmweb.data.table import Role, Task
from elmweb.examples.cell import VECTOR_ROLES
from elmweb.forecasting import Step
from elmweb.forecasting.methods import AVERAGE, methods_for
from elmweb.forecasting.seasons import SEASONS
from elmweb.forecasting.steps import _LENGTHS, _MONTHS
from elmweb.forecasting.times import _of_numbers
from elmweb.lesson.question import GUESSES
from elmweb.lesson.samples import MADE
from elmweb.lesson.settings import OPTIONS, LessonSettings, Position
from elmweb.lesson.traps import TRAPS
from elmweb.model_kinds import AUTOMATIC, MODEL_KINDS
from elmweb.race.contestants import IDS, name_key
from elmweb.race.costs import PUBLISHED
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
    forecasting_outcome,
    forecasting_series,
    lesson_settings,
    model_kinds,
    preprocessing,
    race_contestants,
    race_costs,
    reading,
    workbench_local,
    workbench_runs,
    workbench_summary,
    zoo_models,
)
from elmweb.workbench import audit, explaining
from elmweb.zoo.manifest import PROVIDERS

KINDS = {kind.id for kind in (AUTOMATIC, *MODEL_KINDS)}
SAMPLE_IDS = {sample.id for sample in SAMPLES}
ROLES = {*get_args(Role)} - {"ignore"}
TASKS = {*get_args(Task)}
CONTESTANTS = {name_key(one, is_regression=numbers) for one in IDS for numbers in (True, False)}
STEPS = [*map(Step, SEASONS), Step("minute", 30), Step("month", 2)]
ALL_SEASONS = [season for step in STEPS for season in step.seasons(10**6)]
MODELS = {one.id for one in methods_for(Step("hour"), 10**6, in_logs=False, with_models=True) if one.is_model}


TIMES_AS_NUMBERS = ([1998.0, 1999], [1998.0, 1998.25], [1998.0, 1998 + 1 / 12], [4e8, 4.1e8], [4e11, 4.1e11])


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
        (race_contestants.NAMES, CONTESTANTS),
        (race_contestants.IN_SENTENCE, CONTESTANTS),
        (race_costs.PUBLISHED, {one.id for one in PUBLISHED}),
        (lesson_settings.MADE, {*MADE}),
        (lesson_settings.MADE_CLASSES, {*MADE}),
        (lesson_settings.GUESSES, {*GUESSES}),
        (lesson_settings.TRAPS, {one.id for one in TRAPS}),
        (lesson_settings.REFUSED, {one.name for kind in (LessonSettings, Position) for one in fields(kind)}),
        *((lesson_settings.OPTIONS[name], {*values}) for name, values in OPTIONS.items()),
        (forecasting_outcome.METHODS, {"last", AVERAGE, *MODELS}),
        (forecasting_outcome.SEASONS, {f"{one.same}-{one.before}" for one in ALL_SEASONS}),
        (zoo_models.COMPARING, {*PROVIDERS, "cpu"}),
        (zoo_models.RUNS_INSTEAD, {*PROVIDERS, "cpu"}),
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


def test_steps_and_methods_of_forecasts_have_words() -> None:
    """Invariant: every unit of a step, every way to read a number as a time, and whatever can be the best has words."""
    units = {*_LENGTHS, *_MONTHS, "business day"}
    assert all(forecasting_series.step(unit, 2) and forecasting_series.per_step(unit, 1) for unit in units)
    ways = {_of_numbers(np.array(numbers))[1] for numbers in TIMES_AS_NUMBERS}
    assert len({forecasting_series.read_as("a", way) for way in ways}) == len(TIMES_AS_NUMBERS)
    before = {"last", *(season.before for season in ALL_SEASONS)}
    assert all(forecasting_outcome.too_short(one) and forecasting_outcome.as_good_as_models(one) for one in before)
    assert all(forecasting_outcome.best_model(one, "last", "1", 1, 2) for one in {AVERAGE, *MODELS})
