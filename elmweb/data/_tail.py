"""What the last rows of a sheet are: totals and notes, or rows like the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from elmweb.data._frames import is_text
from elmweb.data._readings import read_numbers
from elmweb.data._rows import Row, is_number, is_value
from elmweb.data._structure import Structure, comment_test
from elmweb.reading.numbers import text_to_number

__all__ = ["find_tail", "is_named", "is_total"]

_MOST_NOTES = 30
_MOST_TOTALS = 6
_MEASURES = {
    "sum": "total totals grand sum subtotal summe gesamt gesamtsumme insgesamt zusammen totaal som totale totali "
    "totaux somme suma importe razem \u0438\u0442\u043e\u0433\u043e \u0432\u0441\u0435\u0433\u043e soma geral yhteensa "
    "yhteens\u00e4 summa totalt sammanlagt ukupno celkem toplam \u5408\u8ba1 \u5408\u8a08 \u603b\u8ba1 \u7e3d\u8a08 "
    "\ud569\uacc4 overall all",
    "mean": "mean average avg mittelwert mittel durchschnitt moyenne media promedio gemiddelde medel",
    "median": "median mediane m\u00e9diane mediana",
    "min": "min minimum",
    "max": "max maximum",
    "std": "std stdev sd stddev",
    "count": "count n anzahl",
}
_WORDS = {word: measure for measure, words in _MEASURES.items() for word in words.split()}


def find_tail(rows: Sequence[Row], structure: Structure, undo: Collection[str]) -> dict[int, str]:
    """Find the rows at the end that are no rows of the table.

    Parameters
    ----------
    rows : sequence of Row
        The last rows that are not blank, with their lines.
    structure : Structure
        How the rows look.
    undo : collection of str
        As in ``ReadOptions``.

    Returns
    -------
    dict of int to str
        "note", "comment" or "total" by position; totals have to be confirmed by :func:`is_total`.
    """
    kinds: dict[int, str] = {}
    if structure.width < 2:
        return kinds
    at = len(rows)
    if "note" not in undo:
        while at > 1 and len(rows) - at < _MOST_NOTES and (kind := _note(rows, at - 1, structure, undo)):
            at -= 1
            kinds[at] = kind
        # A row without any value is none of the table only where something follows.
        while kinds and at in kinds and kinds[at] == "empty" and not any(kinds[k] != "empty" for k in kinds):
            del kinds[at]
            at += 1
    if "total" not in undo:
        end = at
        while at > 1 and end - at < _MOST_TOTALS and _may_be_total(rows[at - 1].cells, structure):
            at -= 1
            kinds[at] = "total"
    return {at: "note" if kind == "empty" else kind for at, kind in kinds.items()}


def _note(rows: Sequence[Row], at: int, structure: Structure, undo: Collection[str]) -> str:
    """Return what a row is where the rows below it are notes, "" for a row of the table."""
    cells, above = rows[at].cells, rows[at - 1]
    if comment_test(cells) and structure.comments and "comment" not in undo:
        return "comment" if structure.is_comment(cells[0], cells) else ""
    if not any(map(is_value, cells)):
        return "empty"
    apart = above.line + above.n_lines < rows[at].line or not any(map(is_value, above.cells))
    return "note" if _is_note(cells, structure, apart=apart) else ""


def _is_note(cells: Sequence[str], structure: Structure, *, apart: bool) -> bool:
    """Return whether a row at the end is a note; ``apart`` means that the row above it is blank."""
    filled = [cell for cell in cells if is_value(cell)]
    is_alone = len(filled) == 1 and is_value(cells[0]) and structure.width > 2
    if structure.is_note(cells) or (is_alone and structure.is_note(cells[:1])):
        return True
    if len(cells) == 1:
        return apart and not is_number(cells[0])
    if _label(cells):
        return False
    texts = [cells[c] for c in structure.numbers if c < len(cells) and is_value(cells[c])]
    if len(cells) != structure.width and (apart or (texts and not any(map(is_number, texts)))):
        return True
    if structure.shape.fits_numbers(cells) or not structure.numbers:
        return False
    return apart and not any(map(is_number, filled))


def _label(cells: Sequence[str]) -> str:
    """Return the measure that a row says it is, such as "sum"; "" for none."""
    first = next((cell for cell in cells if is_value(cell)), "")
    words = re.findall(r"\w+", first.lower())
    if len(words) > 3:
        return ""
    # A letter is a word only when it stands alone: "n/d" and "vitamin n" count nothing.
    return next((_WORDS[word] for word in words if word in _WORDS and (len(word) > 1 or len(words) == 1)), "")


def _may_be_total(cells: Sequence[str], structure: Structure) -> bool:
    """Return whether a row may sum up those above it: it says so, or has numbers and no text."""
    there = [cell for cell in cells if is_value(cell)]
    n_numbers = sum(map(is_number, there))
    if not n_numbers or len(cells) > structure.width:
        return False
    if _label(cells):
        return True
    texts = [c for c in range(min(len(cells), structure.width)) if c not in structure.numbers]
    return bool(texts) and n_numbers == len(there) and not any(is_value(cells[c]) for c in texts)


def is_named(cells: Sequence[str]) -> bool:
    """Return whether a row calls itself a total."""
    return bool(_label(cells))


def is_total(cells: Sequence[str], columns: Mapping[int, np.ndarray], decimal: str) -> bool:
    """Return whether a row sums up the rows above it.

    Parameters
    ----------
    cells : sequence of str
        The row.
    columns : mapping of int to numpy.ndarray
        The columns of the rows above.
    decimal : str
        The file's decimal mark.

    Returns
    -------
    bool
        True where a number of a row that calls itself a total is one; where every number of another row is a sum; and
        where a row that calls itself a total lacks what every other row has.
    """
    measure = _label(cells)
    hits = []
    for at, cell in enumerate(cells):
        number = text_to_number(cell, decimal) if at in columns else None
        values = None if number is None else _numbers(columns[at], decimal)
        if number is not None and values is not None and len(values):
            digits = len(re.findall(r"\d", cell.partition(decimal)[2]))
            hits.append(any(_near(number[0], found, digits) for found in _measured(values, measure or "sum")))
    if not measure:
        return bool(hits) and all(hits) and max(map(len, columns.values())) > 2
    first = next(at for at, cell in enumerate(cells) if is_value(cell))
    if is_text(columns[first]) and (columns[first] == cells[first].strip()).any():
        return False  # so is another row called
    return any(hits) or any(
        not is_value(cells[at] if at < len(cells) else "") and not _has_holes(column) for at, column in columns.items()
    )


def _numbers(column: np.ndarray, decimal: str) -> np.ndarray | None:
    """Return the numbers of a column without those that are missing; None where it is text."""
    if is_text(column):
        reading = read_numbers(column, decimal)
        if reading.fraction < 0.9:
            return None
        column = reading.numbers
    return column[~np.isnan(column)] if column.dtype == np.float64 else column.astype(np.float64)


def _measured(values: np.ndarray, measure: str) -> list[float]:
    """Return what a total may be."""
    if measure == "sum":
        return [float(values.sum()), float(values.mean())]
    if measure == "count":
        return [float(len(values))]
    if measure == "std":
        return [float(values.std()), float(values.std(ddof=1)) if len(values) > 1 else 0.0]
    return [float(getattr(np, measure)(values))]


def _near(shown: float, found: float, digits: int) -> bool:
    return abs(shown - found) <= max(0.51 * 10.0**-digits, 1e-9 * abs(found))


def _has_holes(column: np.ndarray) -> bool:
    if is_text(column):
        return any(cell is None for cell in column)
    return column.dtype == np.float64 and bool(np.isnan(column).any())
