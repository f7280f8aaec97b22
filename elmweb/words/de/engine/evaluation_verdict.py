"""Whether a model is any good, and the evidence for it. Methods come as their kind and name."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

OFF_ON_AVERAGE = "mittlerer Fehler"
"""The unit of the number that stands above the sentence."""


def _named(kind: str, name: str) -> str:
    """The name of a method inside a sentence, without an article, so that it fits into any."""
    begins_small = kind == "dummy" or (kind in ("linear", "neighbours") and " " in name)
    return name[0].lower() + name[1:] if begins_small else name


def _compared(others: Sequence[tuple[str, str, str]], before: str) -> str:
    """What the other methods reach: kind, name and score of each."""
    return ", ".join(f"{_named(kind, name)} {before} {value}" for kind, name, value in others)


# How good it is, and how good others are


def _never_seen(split: str, columns: str) -> str:
    """What the rows kept back are, by the way they were chosen."""
    return {
        "random": ", die das Modell nie gesehen hat",
        "groups": f", deren Wert in {columns} das Modell nie gesehen hat",
        "time": " aus dem letzten Abschnitt, den das Modell nie gesehen hat",
    }[split]


def of_rows(number: int) -> str:
    """The unit of a number of right rows."""
    return f"von {_deutsch.whole(number)}"


def right_of_rows(right: str, n_rows: int, others: Sequence[tuple[str, str, str]], split: str, columns: str) -> str:
    """How many of few rows were right; others are kind, name and number right; columns keep rows together, if any."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"Richtig bei {right} von {rows}{_never_seen(split, columns)}; {_compared(others, 'bei')}."


def right_of_100(right: str, others: Sequence[tuple[str, str, str]], split: str, columns: str, *, labels: bool) -> str:
    """How many of 100 rows, or labels, were right; the rest as before."""
    things = "Labels von Zeilen" if labels else "Zeilen"
    return f"Richtig bei {right} von 100 {things}{_never_seen(split, columns)}; {_compared(others, 'bei')}."


def off_by(error: str, others: Sequence[tuple[str, str, str]], split: str, columns: str) -> str:
    """How far off a predicted number is; others are kind, name and error."""
    return f"Im Mittel um {error} daneben bei Zeilen{_never_seen(split, columns)}; {_compared(others, 'um')}."


# What that means

BEATS_ALL = "Es ist besser als jeder Vergleichswert, und das ist mehr als Zufall."
NOT_SHOWN = "Der Unterschied kann Zufall sein. Dass es besser ist als Raten, ist also nicht gezeigt."
NO_BETTER = "Es ist nicht besser, als immer dasselbe zu raten: Darauf ist kein Verlass."
WORSE = "Es ist schlechter, als immer dasselbe zu raten: Darauf ist kein Verlass."


def ahead_of(kind: str, name: str, *, clear: bool) -> str:
    """That it leads, and whether that is more than luck."""
    luck = "ist mehr als Zufall" if clear else "kann Zufall sein"
    return f"Der Vorsprung vor dem zweitbesten Verfahren ({_named(kind, name)}) {luck}."


def other_is_better(kind: str, name: str) -> str:
    """That another method is clearly better."""
    return (
        f"Es ist eindeutig besser als Raten. Ein anderes Verfahren ({_named(kind, name)}) ist hier aber die bessere "
        "Wahl, und das ist mehr als Zufall."
    )


def other_is_as_good(kind: str, name: str) -> str:
    """That another method has the same score."""
    return f"Es ist eindeutig besser als Raten. Ein anderes Verfahren ({_named(kind, name)}) ist genauso gut."


def level_with(kind: str, name: str) -> str:
    """That another method has a higher score, which may be luck."""
    return (
        "Es ist eindeutig besser als Raten und gleichauf mit einem anderen Verfahren "
        f"({_named(kind, name)}): Der Unterschied kann Zufall sein."
    )


# What a model is good for whose answers are no better than guessing

PROBABILITIES_ARE_BETTER = (
    "Dass seine einzelne Antwort besser ist als Raten, ist nicht gezeigt. Seine Wahrscheinlichkeiten sind es aber, und "
    "das ist mehr als Zufall. Auf sie kommt es hier an."
)


def _order(one: str, other: str, pairs: str, *, rare: bool) -> str:
    """That it sorts rows well, without what others reach."""
    why = f"Das liegt daran, dass {one} selten ist. " if rare else ""
    return (
        f"{why}Seine Reihenfolge ist besser als Raten: Von einer Zeile mit {one} und einer mit {other} stellt es in "
        f"{pairs} von 100 Fällen die mit {one} höher"
    )


def order_is_better(one: str, other: str, pairs: str, best: tuple[str, str, str] | None, *, rare: bool) -> str:
    """That it sorts rows well; best is kind, name and number of the best other method, where that is no worse."""
    beside = "" if best is None else f"; {_named(best[0], best[1])} in {best[2]}"
    return f"{_order(one, other, pairs, rare=rare)}{beside}. {_SORT}"


def order_is_best(one: str, other: str, pairs: str, *, rare: bool) -> str:
    """The same where it sorts rows better than any other method."""
    return f"{_order(one, other, pairs, rare=rare)}, öfter als jedes andere Verfahren hier. {_SORT}"


_SORT = "Man kann Zeilen danach sortieren oder die Schwelle zwischen den beiden Antworten verschieben."


def surer(sure: str, right: str) -> str:
    """That its probabilities are too high."""
    return f"Es ist sich sicherer, als es sein sollte: im Mittel zu {sure} %, und richtig bei {right} %."


def less_sure(sure: str, right: str) -> str:
    """That its probabilities are too low."""
    return f"Es ist sich weniger sicher, als es sein könnte: im Mittel zu {sure} %, und richtig bei {right} %."


# The evidence

FEW_ROWS = "So wenige Zeilen sagen wenig."


def counted(n_rows: int, right: int, kind: str, name: str, others: int) -> str:
    """How many rows were right, and how many with another method."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"Gezählt an {rows}: {_deutsch.whole(right)} richtig, {_named(kind, name)} {_deutsch.whole(others)}."


def counted_on(n_rows: int) -> str:
    """On how many rows the score was counted."""
    return f"Gezählt an {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}."


def few_rows(low: str, high: str) -> str:
    """How little so few rows say."""
    return f"So wenige Zeilen sagen wenig: Der wahre Anteil kann zwischen {low} und {high} % liegen."


def never_right(answers: Sequence[tuple[str, int]]) -> str:
    """Answers that it never got right, each with its number of rows."""
    names = _deutsch.listed([f"{name} ({_deutsch.number_of(size, 'Zeile', 'Zeilen')})" for name, size in answers])
    return f"Nie richtig war es bei {names}."


def random_part(n_rows: int) -> str:
    """That only some of the rows kept back were scored."""
    return f"Sie sind ein zufälliger Teil von {_deutsch.whole(n_rows)} zurückgehaltenen Zeilen."


def learned_from_fewer(methods: Sequence[tuple[str, str]], n_rows: int, n_of_model: int) -> str:
    """Which methods had fewer rows to learn from."""
    names = _deutsch.listed([_named(kind, name) for kind, name in methods])
    return (
        f"Um Zeit zu sparen, haben manche nur aus {_deutsch.whole(n_rows)} Zeilen gelernt ({names}), dieses Modell "
        f"aus {_deutsch.whole(n_of_model)}."
    )
