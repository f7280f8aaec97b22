"""The trainings of a visit: what each was and how good, and their models as far as there is memory for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np

from elmweb.evaluation import lead, score_name
from elmweb.exceptions import WorkbenchError
from elmweb.formatting import data_size, duration, in_100, quantity, whole
from elmweb.model_kinds import find_model_kind
from elmweb.training.model import Settings
from elmweb.words.engine import workbench_runs as words
from elmweb.workbench.protocol import RunComparison, Runs
from elmweb.workbench.trained import Trained

__all__ = ["MOST_BYTES", "MOST_RUNS", "RunList", "settings_text"]

MOST_RUNS = 20
"""Models that are held at the most; what is known of earlier runs stays."""

MOST_BYTES = 200_000_000
"""Bytes of models and of tables other than the open one that are held at the most."""

_MOST_LISTED = 100


@dataclass
class _Run:
    """A training: what is said of it, and its model until that is let go."""

    number: int
    trained: Trained | None
    about: dict[str, Any]
    n_bytes: int


class RunList:
    """The runs, the newest last."""

    def __init__(self) -> None:
        self._runs: list[_Run] = []
        self._n_all = 0

    def add(self, trained: Trained) -> int:
        """Take a training, and let go of the oldest models where there is no room for it.

        Parameters
        ----------
        trained : Trained
            The model that was just trained.

        Returns
        -------
        int
            Its number, from 1.
        """
        self._n_all += 1
        about = {**_about(trained), "number": self._n_all}
        self._runs.append(_Run(self._n_all, trained, about, _n_bytes([trained.model, trained.judged])))
        del self._runs[:-_MOST_LISTED]
        self._make_room()
        return self._n_all

    def replace(self, old: Trained | None, new: Trained) -> None:
        """Let a model stand for a run in place of the one that it was made of.

        Parameters
        ----------
        old, new : Trained
            The model so far, and the same with another threshold or after learning from all rows.
        """
        for run in self._runs:
            if old is not None and run.trained is old:
                run.trained, run.n_bytes = new, _n_bytes([new.model, new.judged])
                run.about = {**_about(new), "number": run.number}
        self._make_room()

    def _make_room(self) -> None:
        """Let go of the oldest models until the others fit; the newest always stays."""
        held = [run for run in self._runs if run.trained is not None]
        while len(held) > 1 and (len(held) > MOST_RUNS or self._held_bytes(held) > MOST_BYTES):
            held.pop(0).trained = None

    def _held_bytes(self, held: list[_Run]) -> int:
        """Return the bytes of models, and of tables other than the newest one's."""
        newest = held[-1].trained and held[-1].trained.table
        tables = {id(run.trained.table): run.trained.table for run in held if run.trained and run.trained.table}
        others = (int(table.frame.memory_usage(deep=False).sum()) for table in tables.values() if table is not newest)
        return sum(run.n_bytes for run in held) + sum(others)

    def trained(self, number: int) -> Trained:
        """Return the model of a run.

        Parameters
        ----------
        number : int
            Its number.

        Returns
        -------
        Trained
            As it was.

        Raises
        ------
        WorkbenchError
            There is no such run, or its model was let go.
        """
        run = self._find(number)
        if run.trained is None:
            raise WorkbenchError(
                words.not_held(number),
                rule=words.last_models(MOST_RUNS, data_size(MOST_BYTES)),
                hints=(words.TRAIN_WITH_ITS_SETTINGS,),
            )
        return run.trained

    def _find(self, number: int) -> _Run:
        run = next((run for run in self._runs if run.number == number), None)
        if run is None:
            raise WorkbenchError(
                words.no_run(number),
                rule=words.A_RUN,
                value=words.the_run(number),
                hints=(words.WHY_NOT_HERE,),
            )
        return run

    def told(self, current: Trained | None) -> Runs | None:
        """Return what the page shows of the runs.

        Parameters
        ----------
        current : Trained or None
            The model on the page.

        Returns
        -------
        Runs or None
            Plain data, the newest first; None before the first training.
        """
        if not self._runs:
            return None
        at = next((run.number for run in self._runs if run.trained is not None and run.trained is current), None)
        held = [run for run in self._runs if run.trained is not None]
        n_bytes = self._held_bytes(held) if held else 0
        return {
            "current": at,
            "runs": [{**run.about, "is_held": run.trained is not None} for run in reversed(self._runs)],
            "note": words.held(MOST_RUNS, data_size(MOST_BYTES), len(held), data_size(n_bytes)),
        }

    def compare(self, first: int, second: int) -> RunComparison:
        """Compare two runs.

        Parameters
        ----------
        first, second : int
            Their numbers.

        Returns
        -------
        RunComparison
            Line by line, with a sentence on which is ahead.

        Raises
        ------
        WorkbenchError
            There is no such run.
        """
        one, other = self._find(first), self._find(second)
        ours, theirs = _named(one.about["facts"]), _named(other.about["facts"])
        rows = [[name, ours.get(name, ""), theirs.get(name, "")] for name in dict.fromkeys([*ours, *theirs])]
        return {
            "first": first,
            "second": second,
            "rows": [{"name": name, "first": a, "second": b, "differs": a != b} for name, a, b in rows],
            "sentence": _which_is_ahead(one, other),
        }


def _named(facts: dict[str, str]) -> dict[str, str]:
    """Return what is said of a training by what it is called; the score has the name of its task."""
    return {words.FACTS[key] if key in words.FACTS else score_name(key): text for key, text in facts.items()}


def _which_is_ahead(one: _Run, other: _Run) -> str:
    """Return a sentence on two scores, tested where both are of the same rows."""
    a, b = one.trained, other.trained
    if a is None or b is None:
        return words.CANNOT_BE_TESTED
    same = (
        a.dataset is not None
        and b.dataset is not None
        and (a.model.task, a.model.targets) == (b.model.task, b.model.targets)
        and a.table is b.table
        and a.evaluation is not None
        and b.evaluation is not None
        and np.array_equal(a.dataset.rows[a.dataset.test], b.dataset.rows[b.dataset.test])
    )
    if not same or a.evaluation is None or b.evaluation is None:
        return words.OTHER_ROWS
    ours, theirs = a.evaluation.methods[0], b.evaluation.methods[0]
    found = lead(a.model.task, ours.values, theirs.values, a.evaluation.groups_of_rows)
    if found.by == 0:
        return words.as_good(one.number, other.number)
    better, worse = (one, other) if found.by > 0 else (other, one)
    numbers = a.model.task == "regression"
    by = quantity(abs(found.by), 3) if numbers else in_100(abs(found.by) / 100, 1)
    say = words.less_off if numbers else words.more_right
    return say(better.number, worse.number, by, clear=found.clear)


def _about(trained: Trained) -> dict[str, Any]:
    """Return what is said of a training."""
    model, result = trained.model, trained.result
    kind, line = find_model_kind(model.settings.model_kind), result["headline"]
    own = result["scores"][0] if result["scores"] else None
    facts = {
        "table": model.name,
        "predicts": ", ".join(map(str, model.targets)),
        "columns": whole(len(model.features)),
        "kind": kind.name,
        **_settings_facts(model.settings),
        "learned": words.learned_from(model.n_train),
        model.task: own["text"] if own else "",
        **({"auc": quantity(own["auc"], 3)} if own and own.get("auc") is not None else {}),
        "seconds": duration(model.fit_seconds),
    }
    return {
        "kind": kind.short,
        "settings": settings_text(model.settings),
        "number_text": line["number"],
        "unit": line["unit"],
        "seconds": model.fit_seconds,
        "table": model.name,
        "targets": [str(name) for name in model.targets],
        "stopped": model.stopped_at is not None,
        "facts": facts,
    }


def _settings_facts(settings: Settings) -> dict[str, str]:
    """Return the settings that a kind of model has, as text; keys as in ``words.FACTS``."""
    kind = find_model_kind(settings.model_kind)
    if kind.from_sklearn:
        return {"seed": str(settings.seed)}
    found = {"alpha": "" if settings.alpha is None else quantity(settings.alpha, 3)}
    if kind.has_units:
        found = {
            "width": "" if settings.n_hidden is None else whole(settings.n_hidden),
            **found,
            "scale": quantity(settings.scale),
            "seed": str(settings.seed),
            "activation": settings.activation,
        }
    return found | ({"arithmetic": words.ARITHMETIC[settings.arithmetic]} if kind.in_integers else {})


def settings_text(settings: Settings) -> str:
    """Return the settings of a run in a line.

    Parameters
    ----------
    settings : Settings
        Those that were chosen.

    Returns
    -------
    str
        Such as ``"width 128, alpha 0.01, seed 3"``.
    """
    found = _settings_facts(settings)
    return words.settings(*(found.get(name, "") for name in ("width", "alpha", "seed")))


def _n_bytes(things: Iterable[Any]) -> int:
    """Return the bytes of all arrays in fitted objects, each counted once."""
    seen: set[int] = set()

    def parts_of(thing: Any) -> list[Any]:
        if isinstance(thing, dict | list | tuple):
            return list(thing.values() if isinstance(thing, dict) else thing)
        if type(thing).__module__.partition(".")[0] not in ("elmweb", "sklearn"):
            return []
        if is_dataclass(thing):
            return [getattr(thing, field.name) for field in fields(thing)]
        return list(getattr(thing, "__dict__", {}).values())

    def bytes_of(thing: Any) -> int:
        if thing is None or isinstance(thing, str | int | float | type) or id(thing) in seen:
            return 0
        seen.add(id(thing))
        return int(thing.nbytes) if isinstance(thing, np.ndarray) else sum(map(bytes_of, parts_of(thing)))

    return sum(bytes_of(thing) for thing in things)
