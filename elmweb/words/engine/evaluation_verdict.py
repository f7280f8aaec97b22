"""Whether a model is any good, and the evidence for it. Methods come as their kind and name."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

OFF_ON_AVERAGE = "off on average"
"""The unit of the number above the sentence; such numbers and units have 24 characters at the most."""


def _named(kind: str, name: str) -> str:
    """The name of a method inside a sentence."""
    if kind == "plain_elm":
        return f"an {name}"
    name = name[0].lower() + name[1:].replace("lways ", "lways saying ", 1)
    return f"a {name}" if kind == "forest" else name


def _is(kind: str) -> str:
    return "are" if kind == "neighbours" else "is"


def _compared(others: Sequence[tuple[str, str, str]], verb: str) -> str:
    """What the other methods reach: kind, name and score of each."""
    return ", ".join(
        f"{_named(kind, name)} {'' if at else f'{_is(kind)} {verb} '}{value}"
        for at, (kind, name, value) in enumerate(others)
    )


# How good it is, and how good others are


def _never_seen(split: str, columns: str) -> str:
    """What the rows kept back are, by the way they were chosen."""
    return {
        "random": "it had never seen",
        "groups": f"with a {columns} it had never seen",
        "time": "from the last part, which it had never seen",
    }[split]


def of_rows(number: int) -> str:
    """The unit of a number of right rows."""
    return f"of {number}"


def right_of_rows(right: str, n_rows: int, others: Sequence[tuple[str, str, str]], split: str, columns: str) -> str:
    """How many of few rows were right; others are kind, name and number right; columns keep rows together, if any."""
    rest = _compared([(kind, name, f"on {rate}") for kind, name, rate in others], "right")
    return f"Right on {right} of {count(n_rows, 'row')} {_never_seen(split, columns)}; {rest}."


def right_of_100(right: str, others: Sequence[tuple[str, str, str]], split: str, columns: str, *, labels: bool) -> str:
    """How many of 100 rows, or labels, were right; the rest as before."""
    rest = _compared([(kind, name, f"on {rate}") for kind, name, rate in others], "right")
    things = "labels on rows" if labels else "rows"
    return f"Right on {right} of 100 {things} {_never_seen(split, columns)}; {rest}."


def off_by(error: str, others: Sequence[tuple[str, str, str]], split: str, columns: str) -> str:
    """How far off a predicted number is; others are kind, name and error."""
    rest = _compared([(kind, name, f"by {value}") for kind, name, value in others], "off")
    return f"Off by {error} on average on rows {_never_seen(split, columns)}; {rest}."


# What that means

BEATS_ALL = "It beats every baseline, by more than luck."
NOT_SHOWN = "The difference may be luck, so it is not shown to be better than guessing."
NO_BETTER = "It is no better than always guessing: do not rely on it."
WORSE = "It is worse than always guessing: do not rely on it."


def ahead_of(kind: str, name: str, *, clear: bool) -> str:
    """That it leads, and whether that is more than luck."""
    luck = "is more than luck" if clear else "may be luck"
    return f"The lead over {_named(kind, name)} {luck}."


def other_is_better(kind: str, name: str) -> str:
    """That another method is clearly better."""
    return (
        f"It is clearly better than guessing, but {_named(kind, name)} {_is(kind)} the better choice here, "
        "by more than luck."
    )


def other_is_as_good(kind: str, name: str) -> str:
    """That another method has the same score."""
    return f"It is clearly better than guessing; {_named(kind, name)} {_is(kind)} as good."


def level_with(kind: str, name: str) -> str:
    """That another method has a higher score, which may be luck."""
    return f"It is clearly better than guessing, and level with {_named(kind, name)}: the difference may be luck."


# What a model is good for whose answers are no better than guessing

PROBABILITIES_ARE_BETTER = (
    "Its single answer is not shown to be better than guessing, but its probabilities are, by more than luck. "
    "Read those."
)


def order_is_better(one: str, other: str, pairs: str, best: tuple[str, str, str] | None, *, rare: bool) -> str:
    """That it sorts rows well; best is kind, name and number of the best other method, where that is no worse."""
    why = f"That is because {one} is rare: its" if rare else "Its"
    beside = "" if best is None else f"; {_named(best[0], best[1])} in {best[2]}"
    return (
        f"{why} order is better than guessing. Of one {one} and one {other}, it ranks the {one} higher in "
        f"{pairs} of 100 pairs{beside}. {_SORT}"
    )


def order_is_best(one: str, other: str, pairs: str, *, rare: bool) -> str:
    """The same where it sorts rows better than any other method."""
    why = f"That is because {one} is rare: its" if rare else "Its"
    return (
        f"{why} order is better than guessing. Of one {one} and one {other}, it ranks the {one} higher in "
        f"{pairs} of 100 pairs, more than any other method here. {_SORT}"
    )


_SORT = "Sort rows by it, or move the line between the two answers."


def surer(sure: str, right: str) -> str:
    """That its probabilities are too high."""
    return f"It is surer than it should be: on average {sure} %, and right on {right}."


def less_sure(sure: str, right: str) -> str:
    """That its probabilities are too low."""
    return f"It is less sure than it should be: on average {sure} %, and right on {right}."


# The evidence

FEW_ROWS = "So few rows say little."


def counted(n_rows: int, right: int, kind: str, name: str, others: int) -> str:
    """How many rows were right, and how many with another method."""
    return f"Counted on {count(n_rows, 'row')}: {right:,} right, {_named(kind, name)} {others:,}."


def counted_on(n_rows: int) -> str:
    """On how many rows the score was counted."""
    return f"Counted on {count(n_rows, 'row')}."


def few_rows(low: str, high: str) -> str:
    """How little so few rows say."""
    return f"So few rows say little: the true share may be from {low} to {high} %."


def never_right(answers: Sequence[tuple[str, int]]) -> str:
    """Answers that it never got right, each with its number of rows."""
    names = listed([f"{name} ({count(size, 'row')})" for name, size in answers])
    return f"It was never right on {names}."


def random_part(n_rows: int) -> str:
    """That only some of the rows kept back were scored."""
    return f"They are a random part of {n_rows:,} held-out rows."


def learned_from_fewer(methods: Sequence[tuple[str, str]], n_rows: int, n_of_model: int) -> str:
    """Which methods had fewer rows to learn from."""
    names = listed([_named(kind, name) for kind, name in methods])
    return f"To save time, {names} learned from {n_rows:,} rows only, this model from {n_of_model:,}."
