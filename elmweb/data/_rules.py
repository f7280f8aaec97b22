"""How cells are read, as plain data: for a reader that is not written in Python."""

from __future__ import annotations

import codecs
from typing import Any

from elmweb.data._dialect import DELIMITERS
from elmweb.data._sniff import western
from elmweb.reading.column import TRUTH, ColumnReading
from elmweb.reading.dates import MONTHS, date_pattern
from elmweb.reading.numbers import BLANKS, MARKS, MINUS, PATTERNS, TIMES


def reading_rules() -> dict[str, Any]:
    """Return the rules by which the text of a file becomes cells.

    Returns
    -------
    dict
        ``blanks``: what is stripped of cells; ``truth``: truth values, whatever their capitals; ``numbers``: for each
        decimal mark the ``pattern`` of a number, as JavaScript has it, and the ``marks`` between its digits; ``minus``:
        its signs; ``times``: what letters behind it multiply by; ``delimiters``: of equals the first; ``months``: names
        by the directive of ``strptime``; ``encodings``: of files by their byte order ``marks``, and of those that are
        no UTF-8 ``otherwise``, as a browser calls them.
    """
    return {
        "blanks": BLANKS,
        "truth": list(TRUTH),
        "numbers": {
            decimal: {"pattern": _in_javascript(pattern.pattern), "marks": MARKS[decimal]}
            for decimal, pattern in PATTERNS.items()
        },
        "minus": MINUS,
        "times": TIMES,
        "delimiters": [mark for mark in DELIMITERS if mark != " "],  # spaces come in runs
        "months": MONTHS,
        "encodings": {
            "marks": [[[*codecs.BOM_UTF16_LE], "utf-16le"], [[*codecs.BOM_UTF16_BE], "utf-16be"]],
            "otherwise": western(b""),
        },
    }


def column_rules(reading: ColumnReading) -> dict[str, Any]:
    """Return how the cells of a column are read.

    Parameters
    ----------
    reading : ColumnReading
        Of the column.

    Returns
    -------
    dict
        ``holds``, ``decimal``, ``unit``, ``missing``, ``lowest``, ``highest`` and ``spellings`` as they are there;
        ``gone``: numbers that count as missing; ``dates``: patterns of dates, of which the first that fits is taken.
    """
    return {
        "holds": reading.holds,
        "decimal": reading.decimal,
        "unit": reading.unit,
        "missing": list(reading.missing),
        "gone": list(reading.missing_numbers),
        "lowest": reading.lowest,
        "highest": reading.highest,
        "spellings": list(reading.spellings),
        "dates": [
            _in_javascript(date_pattern(format_)) for format_ in dict.fromkeys((reading.format or "ISO8601", "ISO8601"))
        ],
    }


def _in_javascript(pattern: str) -> str:
    return pattern.replace("(?P<", "(?<")
