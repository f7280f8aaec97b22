"""The numbers of each chart as a table, for screen readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from elmweb.formatting import in_100, quantity, whole
from elmweb.words.page import charts as words, common

__all__ = ["Numbers", "bins_of", "calibration_of", "curve_of", "residuals_of", "seeds_of", "trade_of", "unseen_table"]

Numbers = tuple[list[str], list[list[str]]]
"""Head and rows, plain text."""

_MOST_ROWS = 20


def unseen_table(numbers: Numbers, caption: str) -> str:
    """Return a table for screen readers, invisible on the page.

    Parameters
    ----------
    numbers : Numbers
        Head and rows, plain text.
    caption : str
        What the table is, plain text.

    Returns
    -------
    str
        HTML.
    """
    head, rows = numbers
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="sr"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _number(value: float) -> str:
    return quantity(float(value), 4)


def curve_of(x_name: str, x: Iterable[float], y_name: str, y: Iterable[float]) -> Numbers:
    """Return the points of a curve over a setting."""
    return [x_name, y_name], [[_number(a), _number(b)] for a, b in zip(x, y, strict=True)]


def trade_of(x_name: str, x: Sequence[float], y_name: str, y: Sequence[float]) -> Numbers:
    """Return a curve of two fractions, thinned to a number of rows that can be listened to."""
    step = max(1, len(x) // _MOST_ROWS)
    return [x_name, y_name], [[in_100(a), in_100(b)] for a, b in list(zip(x, y, strict=True))[::step]]


def residuals_of(true: Sequence[float], predicted: Sequence[float]) -> Numbers:
    """Return the first rows with their true and predicted values."""
    pairs = list(zip(true, predicted, strict=True))[:_MOST_ROWS]
    return [words.TRUE_VALUE, words.PREDICTED], [[_number(a), _number(b)] for a, b in pairs]


def seeds_of(seeds: Iterable[int], scores: Iterable[float], name: str) -> Numbers:
    """Return the score of each random seed."""
    return [common.SEED, name], [[f"{int(seed)}", _number(score)] for seed, score in zip(seeds, scores, strict=True)]


def calibration_of(bins: Iterable[Sequence[float]]) -> Numbers:
    """Return accuracy by confidence."""
    rows = [[in_100(confidence), in_100(accuracy), whole(int(n))] for confidence, accuracy, n in bins]
    return [words.CONFIDENCE, words.RIGHT, words.ROWS], rows


def bins_of(histogram: dict[str, Any]) -> Numbers:
    """Return the bins of a histogram and the rows in each."""
    edges, counts = histogram["edges"], histogram["counts"]
    rows = [
        [_number(low), _number(high), whole(int(n))] for low, high, n in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    return [words.FROM, words.TO, words.ROWS], rows
