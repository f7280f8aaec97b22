"""The board: classes with their examples, the head that has learned them, and the way back from every change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from elmweb.estimators.core.calibration import probabilities
from elmweb.exceptions import InputError
from elmweb.formatting import quoted, whole
from elmweb.teaching.head import WIDTH, Head
from elmweb.teaching.unknown import Limit, Neighbours
from elmweb.words.engine import teaching as words

__all__ = ["MOST_CLASSES", "MOST_EXAMPLES", "Answer", "Board", "Mistake", "Score", "Shown", "TaughtClass"]

MOST_CLASSES = 50
MOST_EXAMPLES = 5_000
_MOST_NAME = 60  # letters
_MOST_STEPS_BACK = 200


@dataclass
class TaughtClass:
    """A class.

    Parameters
    ----------
    id : int
        Stays the same whatever it is called.
    name : str
        What it is called.
    """

    id: int
    name: str


@dataclass(frozen=True, eq=False)
class Shown:
    """An example.

    Parameters
    ----------
    id : int
        Its number; older ones have smaller ones.
    name : str
        What its file is called.
    digest : str
        SHA-256 of its file.
    vector : ndarray of float32 (d,)
        Its embedding.
    thumbnail : bytes
        A small picture; empty for none.
    """

    id: int
    name: str
    digest: str
    vector: np.ndarray
    thumbnail: bytes = b""


@dataclass(frozen=True)
class Mistake:
    """An example whose class is not what the model says without it.

    Parameters
    ----------
    example : int
        Its id.
    said, says : str
        Its class, and that of the model.
    probability : float
        Of the class that the model says.
    """

    example: int
    said: str
    says: str
    probability: float


@dataclass(frozen=True)
class Score:
    """How good the model is, each example judged by the model that never saw it.

    Parameters
    ----------
    n, n_right : int
        Examples, and how many are right.
    mistakes : tuple of Mistake
        The surest first.
    limit : Limit or None
        Of what is called none of these.
    seconds : float
        What the newest change took to learn, and this to work out.
    """

    n: int
    n_right: int
    mistakes: tuple[Mistake, ...]
    limit: Limit | None
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What the model says about a vector.

    Parameters
    ----------
    classes : list of (str, float)
        Each class with its probability, the most likely first.
    is_none : bool
        Whether it resembles no example.
    distance : float
        From the nearest example, 0 to 2.
    """

    classes: list[tuple[str, float]]
    is_none: bool
    distance: float


@dataclass(frozen=True)
class _Step:
    """A change that can be taken back."""

    text: str
    back: Callable[[], None]
    group: str = ""


@dataclass
class _Rows:
    """The examples in the order of the head's rows, and where each is."""

    shown: list[Shown] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)  # ids

    def at(self, example: int) -> int:
        """Return the row of an example."""
        for at, one in enumerate(self.shown):
            if one.id == example:
                return at
        raise InputError(words.EXAMPLE_GONE, rule=words.ON_THE_PAGE, value=str(example))


class Board:
    """Classes and examples, and a model that always fits them.

    Parameters
    ----------
    kind : {"photo", "sound"}
        What the examples are.
    n_hidden : int
        Units of the head.
    """

    def __init__(self, kind: str, n_hidden: int = WIDTH) -> None:
        self.kind, self._n_hidden = kind, n_hidden
        self.classes: list[TaughtClass] = []
        self._rows = _Rows()
        self._head: Head | None = None  # made with the first example, which says how long a vector is
        self._near: Neighbours | None = None
        self._steps: list[_Step] = []
        self._score: Score | None = None
        self._inverse_temperature = 1.0
        self._seconds = 0.0
        self._count = 0  # of examples and classes so far

    # What is there

    @property
    def n(self) -> int:
        """Number of examples."""
        return len(self._rows.shown)

    @property
    def undo_text(self) -> str:
        """What Undo would take back; empty for nothing."""
        return self._steps[-1].text if self._steps else ""

    @property
    def examples(self) -> list[tuple[Shown, int]]:
        """Every example with the id of its class, the oldest first."""
        return sorted(zip(self._rows.shown, self._rows.classes, strict=True), key=lambda pair: pair[0].id)

    def examples_of(self, class_id: int) -> list[Shown]:
        """Return the examples of a class, the oldest first."""
        return [one for one, of in self.examples if of == class_id]

    def find(self, example: int) -> Shown:
        """Return an example by its id."""
        return self._rows.shown[self._rows.at(example)]

    def name_of(self, class_id: int) -> str:
        """Return what a class is called."""
        return self.classes[self._place(class_id)].name

    def why_no_answer(self) -> str:
        """Return why nothing can be answered yet, as a sentence; empty when it can."""
        filled = set(self._rows.classes)
        if not self.classes:
            return words.NO_CLASS
        if len(self.classes) == 1:
            return words.one_class(self.kind)
        if len(filled) < 2:
            empty = [quoted(one.name) for one in self.classes if one.id not in filled]
            return words.empty_classes(empty, self.kind)
        return ""

    def twice(self) -> list[tuple[str, str]]:
        """Return the names of two classes for each file that is in both."""
        seen: dict[str, int] = {}
        found = {}
        for one, of in self.examples:
            first = seen.setdefault(one.digest, of)
            if first != of:
                found[one.digest] = (self.name_of(first), self.name_of(of))
        return list(found.values())

    # What can be changed

    def add_class(self, name: str = "") -> TaughtClass:
        """Add a class; without a name it gets a number.

        Raises
        ------
        InputError
            If there is one of that name, the name is empty or too long, or there are too many.
        """
        if len(self.classes) >= MOST_CLASSES:
            raise InputError(words.TOO_MANY_CLASSES, rule=words.at_most(MOST_CLASSES), value=str(len(self.classes) + 1))
        name = self._checked(name) if name else self._free_name()
        self._count += 1
        added = TaughtClass(self._count, name)
        self._put_class(len(self.classes), added)
        self._note(words.adding(quoted(name)), lambda: self._take_class(self._place(added.id)))
        return added

    def rename(self, class_id: int, name: str) -> None:
        """Call a class something else.

        Raises
        ------
        InputError
            As :meth:`add_class`.
        """
        one = self.classes[self._place(class_id)]
        before = one.name
        if name.strip() == before:
            return
        one.name = self._checked(name, besides=class_id)
        self._score = None
        self._note(words.renaming(quoted(before)), lambda: self._rename_back(class_id, before))

    def remove_class(self, class_id: int) -> None:
        """Remove a class with all its examples."""
        place = self._place(class_id)
        one, theirs = self.classes[place], self.examples_of(class_id)
        for example in theirs:
            self._forget(example.id)
        self._take_class(place)

        def back() -> None:
            self._put_class(place, one)
            self._learn(theirs, class_id)

        self._note(words.removing(quoted(one.name)), back)

    def add(
        self, class_id: int, new: Sequence[tuple[str, str, np.ndarray, bytes]], *, group: str = ""
    ) -> tuple[list[Shown], int]:
        """Show examples of a class.

        Parameters
        ----------
        class_id : int
            The class.
        new : sequence of (str, str, ndarray, bytes)
            Name, digest, vector and thumbnail of each.
        group : str
            Those of one group are taken back together.

        Returns
        -------
        added : list of Shown
            Those that were learned.
        n_copies : int
            How many of them the class had already: they are left out, since a copy cannot judge the other.
        """
        self._place(class_id)
        here = {one.digest for one in self.examples_of(class_id)}
        added: list[Shown] = []
        for name, digest, vector, thumbnail in new:
            if digest in here:
                continue
            if self.n + len(added) >= MOST_EXAMPLES:
                raise InputError(
                    words.TOO_MANY_EXAMPLES,
                    rule=words.at_most(MOST_EXAMPLES),
                    value=whole(self.n + len(new)),
                    hints=(words.AS_A_TABLE,),
                )
            here.add(digest)
            self._count += 1
            added.append(Shown(self._count, name, digest, np.asarray(vector, np.float32), thumbnail))
        self._learn(added, class_id)
        if added:
            ids = [one.id for one in added]
            self._note(words.adding_examples(len(ids), self.kind), lambda: self._forget_all(ids), group)
        return added, len(new) - len(added)

    def remove(self, examples: Sequence[int]) -> None:
        """Forget examples by their ids, exactly."""
        gone = [(self.find(one), self._rows.classes[self._rows.at(one)]) for one in examples]
        self._forget_all(examples)

        def back() -> None:
            for one, of in gone:
                self._learn([one], of)

        self._note(words.removing_examples(len(gone), self.kind), back)

    def move(self, examples: Sequence[int], class_id: int) -> None:
        """Give examples another class."""
        self._place(class_id)
        before = [(one, self._rows.classes[self._rows.at(one)]) for one in examples]
        for one in examples:
            self._relabel(one, class_id)

        def back() -> None:
            for one, of in before:
                self._relabel(one, of)

        self._note(words.moving_examples(len(before), self.kind), back)

    def undo(self) -> str:
        """Take the newest change back, and return what it was; empty for nothing."""
        if not self._steps:
            return ""
        step = self._steps.pop()
        step.back()
        while step.group and self._steps and self._steps[-1].group == step.group:
            self._steps.pop().back()
        self._score = None
        return step.text

    # What was learned

    def score(self) -> Score | None:
        """Return how good the model is, or None while nothing can be answered."""
        if self._head is None or self._near is None or self.why_no_answer():
            return None
        if self._score is None:
            start = time.perf_counter()
            left_out = self._head.leave_one_out()
            self._inverse_temperature = self._head.inverse_temperature(left_out)
            labels, says = self._head.labels, left_out.argmax(axis=1)
            sure = probabilities(left_out, self._inverse_temperature)
            wrong = np.flatnonzero(says != labels)
            wrong = wrong[np.argsort(-sure[wrong, says[wrong]], kind="stable")]
            mistakes = tuple(
                Mistake(
                    self._rows.shown[at].id,
                    self.classes[labels[at]].name,
                    self.classes[says[at]].name,
                    float(sure[at, says[at]]),
                )
                for at in wrong
            )
            limit = self._near.limit()
            seconds = self._seconds + time.perf_counter() - start
            self._score = Score(self.n, self.n - len(wrong), mistakes, limit, seconds)
        return self._score

    def answer(self, vector: np.ndarray) -> Answer | None:
        """Return what the model says about a vector (d,), or None while nothing can be answered."""
        score = self.score()
        if score is None or self._head is None or self._near is None:
            return None
        P = probabilities(self._head.outputs(vector[None]), self._inverse_temperature)[0]
        order = np.argsort(-P, kind="stable")
        distance = self._near.distance(vector)
        is_none = score.limit is not None and distance > score.limit.distance
        return Answer([(self.classes[at].name, float(P[at])) for at in order], is_none, distance)

    def restore(self, classes: Sequence[tuple[int, str]], examples: Sequence[tuple[Shown, int]]) -> None:
        """Fill an empty board with classes (id and name) and examples with the ids of theirs, as they were kept."""
        for class_id, name in classes:
            self._put_class(len(self.classes), TaughtClass(class_id, name))
        if examples:
            labels = np.array([self._place(of) for _, of in examples])
            vectors = np.stack([one.vector for one, _ in examples])
            head, near = self._model(vectors.shape[1])
            head.add_many(vectors, labels)
            near.add_many(vectors, labels)
            self._rows = _Rows([one for one, _ in examples], [of for _, of in examples])
        ids = [class_id for class_id, _ in classes] + [one.id for one, _ in examples]
        self._count = max(ids, default=0)

    # How it is done

    def _model(self, n_inputs: int) -> tuple[Head, Neighbours]:
        """Return the head and the distances, made with the first example."""
        if self._head is None or self._near is None:
            self._head, self._near = Head(n_inputs, self._n_hidden), Neighbours(n_inputs)
            for _ in self.classes:
                self._head.add_class()
        return self._head, self._near

    def _learn(self, examples: Sequence[Shown], class_id: int) -> None:
        """Learn examples of a class."""
        start, label = time.perf_counter(), self._place(class_id)
        for one in examples:
            head, near = self._model(len(one.vector))
            head.add(one.vector, label)
            near.add(one.vector, label)
            self._rows.shown.append(one)
            self._rows.classes.append(class_id)
        self._changed(start)

    def _forget(self, example: int) -> None:
        """Forget an example."""
        start, at = time.perf_counter(), self._rows.at(example)
        head, near = self._model(0)
        head.remove(at)
        near.remove(at)
        del self._rows.shown[at], self._rows.classes[at]
        self._changed(start)

    def _forget_all(self, examples: Sequence[int]) -> None:
        for one in examples:
            self._forget(one)

    def _relabel(self, example: int, class_id: int) -> None:
        """Give an example another class."""
        start, at, label = time.perf_counter(), self._rows.at(example), self._place(class_id)
        head, near = self._model(0)
        head.relabel(at, label)
        near.relabel(at, label)
        self._rows.classes[at] = class_id
        self._changed(start)

    def _changed(self, start: float) -> None:
        self._score, self._seconds = None, time.perf_counter() - start

    def _put_class(self, place: int, one: TaughtClass) -> None:
        """Put an empty class among the others."""
        self.classes.insert(place, one)
        if self._head is not None and self._near is not None:
            self._head.add_class(place)
            self._near.add_class(place)
        self._score = None

    def _take_class(self, place: int) -> None:
        """Take away an empty class."""
        del self.classes[place]
        if self._head is not None and self._near is not None:
            self._head.remove_class(place)
            self._near.remove_class(place)
        self._score = None

    def _rename_back(self, class_id: int, name: str) -> None:
        self.classes[self._place(class_id)].name = name

    def _place(self, class_id: int) -> int:
        """Return the position of a class."""
        for place, one in enumerate(self.classes):
            if one.id == class_id:
                return place
        raise InputError(words.CLASS_GONE, rule=words.ON_THE_PAGE, value=str(class_id))

    def _free_name(self) -> str:
        taken = {one.name.casefold() for one in self.classes}
        number = len(self.classes) + 1
        while words.class_number(number).casefold() in taken:
            number += 1
        return words.class_number(number)

    def _checked(self, name: str, besides: int = 0) -> str:
        """Return a name without what is not seen, or raise why it cannot be one."""
        seen = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())
        if not seen:
            raise InputError(words.NEEDS_A_NAME, rule=words.A_LETTER, value=words.NOTHING)
        if len(seen) > _MOST_NAME:
            raise InputError(words.NAME_TOO_LONG, rule=words.at_most_letters(_MOST_NAME), value=f"{len(seen)}")
        if any(one.name.casefold() == seen.casefold() for one in self.classes if one.id != besides):
            raise InputError(words.NAME_TAKEN, rule=words.ANOTHER_NAME, value=seen)
        return seen

    def _note(self, text: str, back: Callable[[], None], group: str = "") -> None:
        """Keep the way back from a change."""
        if group and self._steps and self._steps[-1].group == group:
            n = sum(step.group == group for step in self._steps) + 1
            text = words.adding_examples(n, self.kind)
        self._steps.append(_Step(text, back, group))
        if not group:
            del self._steps[:-_MOST_STEPS_BACK]
