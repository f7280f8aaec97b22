"""The table a person has open: what was guessed, what was chosen, what follows from both."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from elmweb.data._corrections import corrected
from elmweb.data._frames import is_text
from elmweb.data._guess_target import guess_target
from elmweb.data.dataset import Dataset, iter_make_dataset
from elmweb.data.doctor import Finding, gather, iter_check_all
from elmweb.data.roles import guess_task, iter_guess_roles
from elmweb.data.table import Role, Table, Task
from elmweb.examples.cell import Example
from elmweb.exceptions import DataError, ExportError
from elmweb.progress import map_steps
from elmweb.words.engine import workbench_saved as words
from elmweb.workbench.protocol import Summary
from elmweb.workbench.summary import answer_summary, answers, finding_dict, task_sentence, tasks_for

__all__ = ["Choice", "Decided", "OpenTable", "iter_open"]


@dataclass(frozen=True)
class Choice:
    """What was chosen, and what was guessed where nothing was.

    Parameters
    ----------
    targets : list of str
        The columns to predict.
    task : str
        What kind of answer they hold.
    roles : dict of str to str
        The role of every column.
    switches : dict of str to bool
        Findings that a person switched.
    corrections : list of dict
        Answers that a person corrected, as :func:`elmweb.data._corrections.corrected` takes them.
    """

    targets: list[str]
    task: Task
    roles: dict[str, Role]
    switches: dict[str, bool]
    corrections: list[dict[str, Any]] = field(default_factory=list)

    def check_as_in_file(self) -> None:
        """Raise ExportError where answers were corrected on the page, which a file of the training would not know."""
        if self.corrections:
            raise ExportError(
                words.SCRIPT_WITHOUT_CORRECTIONS,
                rule=words.WITHOUT_CORRECTIONS,
                value=words.n_corrections(len(self.corrections)),
                hints=(words.SAVE_CORRECTED_TABLE,),
            )


@dataclass(frozen=True)
class Decided:
    """How a column of texts is read where a person left that open.

    Parameters
    ----------
    role : {"text", "meaning"}
        The role of the column.
    sentence : str
        Why.
    """

    role: str
    sentence: str


@dataclass
class OpenTable:
    """A table, the guesses, and what was last found in it.

    Parameters
    ----------
    table : Table
        As it was read.
    roles : dict of str to str
        Guessed role of each column.
    target, task : str
        Guessed column to predict, and kind of answer.
    options : dict of str to object
        How the file was read, as far as that was chosen.
    sample : str
        Its id, when it is a sample that comes with the page.
    text_notes : list of str
        About texts that were embedded.
    """

    table: Table
    roles: dict[str, Role]
    target: str
    task: Task
    options: dict[str, Any] = field(default_factory=dict)
    sample: str = ""
    text_notes: list[str] = field(default_factory=list)
    _decided: dict[str, dict[str, Decided]] = field(default_factory=dict)  # of columns of texts, by what is predicted
    _checked: dict[str, list[Finding]] = field(default_factory=dict)  # what was examined, as JSON -> findings
    _made: dict[str, Dataset | DataError] = field(default_factory=dict)  # choice as JSON -> the dataset
    _corrected: dict[str, Dataset | DataError] = field(default_factory=dict)  # corrections too -> the dataset with them

    def decide(self, choice: Choice, found: Mapping[str, Decided]) -> None:
        """Keep how columns of texts are read from now on, as long as the same is predicted and nobody chooses.

        Parameters
        ----------
        choice : Choice
            What is predicted.
        found : mapping of str to Decided
            By the column.
        """
        self._decided[_aim(choice.targets, choice.task)] = {**self.decided_for(choice), **found}

    def decided_for(self, choice: Choice) -> dict[str, Decided]:
        """Return how columns of texts are read where a person left that open, by the column."""
        return self._decided.get(_aim(choice.targets, choice.task), {})

    def without_meaning(self, choice: Choice) -> Choice:
        """Return a choice in which texts that carry no vectors yet are read by their words."""
        roles = {
            name: cast("Role", "text") if role == "meaning" and not _has_vectors(self.table, name) else role
            for name, role in choice.roles.items()
        }
        return replace(choice, roles=roles)

    def choice(self, choices: Mapping[str, Any]) -> Choice:
        """Return what the page's choices come to.

        Parameters
        ----------
        choices : dict
            As in :class:`elmweb.workbench.protocol.Workbench`.

        Returns
        -------
        Choice
            Nothing left open.
        """
        targets = list(choices.get("targets") or [self.target])
        roles = self.roles | (choices.get("roles") or {})
        task = choices.get("task")
        if task is None and len(targets) > 1:
            task = "multilabel"
        elif task is None and targets[0] in self.table.frame.columns:
            series = answers(self.table.frame[targets[0]], targets[0], choices.get("switches") or {})
            task = guess_task(series, roles[targets[0]])
        task, switches = cast("Task", task or self.task), dict(choices.get("switches") or {})
        decided = self._decided.get(_aim(targets, task), {})
        roles |= {name: cast("Role", one.role) for name, one in decided.items() if roles[name] == "text"}
        roles |= choices.get("roles") or {}
        return Choice(targets, task, roles, switches, list(choices.get("corrections") or []))

    def iter_examine(self, choice: Choice) -> Generator[float, None, tuple[list[Finding], Dataset | DataError]]:
        """Examine the table and make the dataset; what was found last time is not looked for again.

        Parameters
        ----------
        choice : Choice
            From :meth:`choice`.

        Yields
        ------
        float
            What share is done.

        Returns
        -------
        findings : list of Finding
            One a column and kind.
        dataset : Dataset or DataError
            The data, or why there is none.
        """
        seen = json.dumps([choice.targets, choice.task, choice.roles])
        wanted = json.dumps([seen, choice.switches], sort_keys=True)
        options = (self.table, choice.targets, choice.task, choice.roles)
        try:
            if seen not in self._checked:
                findings = yield from map_steps(iter_check_all(*options), lambda share: 0.8 * share)
                self._checked = {seen: findings}  # only the newest is kept, and so is the dataset: it is large
            if wanted not in self._made:
                self._made.clear()
                steps = iter_make_dataset(*options, choice.switches, findings=self._checked[seen])
                dataset = yield from map_steps(steps, lambda _: 0.8)
                self._made = {wanted: dataset}
        except DataError as error:
            self._made = {wanted: error}
        return self._checked.get(seen, []), self._with_corrections(self._made[wanted], choice, wanted)

    def _with_corrections(self, made: Dataset | DataError, choice: Choice, wanted: str) -> Dataset | DataError:
        """Return the dataset with what a person corrected, or why there is none; the newest is kept."""
        if isinstance(made, DataError) or not choice.corrections:
            return made
        key = json.dumps([wanted, choice.corrections])
        kept = self._corrected.get(key)
        if kept is None or (isinstance(kept, Dataset) and kept.original is not made):
            try:
                self._corrected = {key: corrected(made, choice.corrections)}
            except DataError as error:
                self._corrected = {key: error}
        return self._corrected[key]

    def describe(self, choice: Choice, findings: list[Finding], dataset: Dataset | DataError) -> Summary:
        """Return what the page shows before training.

        Parameters
        ----------
        choice : Choice
            What was examined.
        findings : list of Finding
            From :meth:`iter_examine`.
        dataset : Dataset or DataError
            From :meth:`iter_examine`.

        Returns
        -------
        Summary
            As in :class:`elmweb.workbench.protocol.Summary`.
        """
        data = None if isinstance(dataset, DataError) else dataset
        return {
            "targets": choice.targets,
            "task": choice.task,
            "tasks": tasks_for(self.table, choice.targets, choice.switches),
            "task_sentence": task_sentence(choice.task, data, choice.targets),
            "answer": None if data is None else answer_summary(data),
            "roles": dict[str, str](choice.roles),
            "findings": [finding_dict(one, choice.switches) for one in gather(findings)],
            "columns_used": [] if data is None else [str(name) for name in data.X.columns],
            "n_rows_used": 0 if data is None else len(data.X),
            "n_train": 0 if data is None else len(data.train),
            "n_test": 0 if data is None else len(data.test),
            "problem": dataset.to_dict() if isinstance(dataset, DataError) else None,
        }


def _has_vectors(table: Table, name: str) -> bool:
    """Return whether the texts of a column carry their vectors."""
    return name in table.frame.columns and any(isinstance(cell, Example) for cell in table.frame[name])


def _aim(targets: Sequence[str], task: str) -> str:
    """Return what is predicted as a key."""
    return json.dumps([list(targets), task])


def iter_open(table: Table) -> Generator[float, None, OpenTable]:
    """Guess what the columns of a table are.

    Parameters
    ----------
    table : Table
        As it was read.

    Yields
    ------
    float
        What share is done.

    Returns
    -------
    OpenTable
        The table with the guesses.
    """
    roles = yield from map_steps(iter_guess_roles(table.frame), lambda share: 0.7 * share)
    for at, name in enumerate(table.columns):  # what is found is kept with the table
        table.reading(name, "" if roles[name] == "ignore" else roles[name])
        if is_text(table.frame[name]):
            table.facts(name)
        yield 0.7 + 0.3 * at / table.n_columns
    target = guess_target(table.frame, roles, table.name)
    return OpenTable(table, roles, target, guess_task(answers(table.frame[target], target, {}), roles[target]))
