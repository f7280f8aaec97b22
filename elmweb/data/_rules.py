"""How cells are read, as plain data: for a reader that is not written in Python."""

from __future__ import annotations

import calendar
import codecs
from typing import Any

from elmweb.data._cells import MARKS, MINUS, MISSING, PATTERNS, TRUTH
from elmweb.data._dialect import DELIMITERS
from elmweb.data._sniff import western


def reading_rules() -> dict[str, Any]:
    """Return the rules by which the text of a file becomes cells.

    Returns
    -------
    dict
        ``missing``: cells that count as empty; ``truth``: truth values, whatever their capitals; ``numbers``: for
        each decimal mark the ``pattern`` of a number, as JavaScript has it, and the ``marks`` between its digits;
        ``minus``: its signs; ``delimiters``: of equals the first; ``months``: names by the directive of ``strptime``;
        ``encodings``: of files by their byte order ``marks``, and of those that are no UTF-8 ``otherwise``, as a
        browser calls them.
    """
    return {
        "missing": list(MISSING),
        "truth": list(TRUTH),
        "numbers": {
            decimal: {"pattern": pattern.pattern.replace("(?P<", "(?<"), "marks": MARKS[decimal]}
            for decimal, pattern in PATTERNS.items()
        },
        "minus": MINUS,
        "delimiters": [mark for mark in DELIMITERS if mark != " "],  # spaces come in runs
        "months": {"b": calendar.month_abbr[1:], "B": calendar.month_name[1:]},
        "encodings": {
            "marks": [[[*codecs.BOM_UTF16_LE], "utf-16le"], [[*codecs.BOM_UTF16_BE], "utf-16be"]],
            "otherwise": western(b""),
        },
    }
