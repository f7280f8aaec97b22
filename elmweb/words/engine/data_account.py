"""What became of the lines of a file that are no rows of the table, or were mended."""

from __future__ import annotations

from collections.abc import Sequence

_THINGS = {"line": ("Line", "Lines"), "row": ("Row", "Rows")}
"""What is counted: one of them, and several. A sheet has rows."""

_LEFT_OUT = {
    "setting": (
        "says how cells are separated, and is left out",
        "say how cells are separated, and are left out",
    ),
    "title": (
        "stands above the names, and is left out",
        "stand above the names, and are left out",
    ),
    "comment": (
        "begins with #, and is left out",
        "begin with #, and are left out",
    ),
    "units": (
        "under the names holds units or types, and is left out",
        "under the names hold units or types, and are left out",
    ),
    "total": (
        "at the end sums up the rows above, and is left out",
        "at the end sum up the rows above, and are left out",
    ),
    "note": (
        "holds a note and no row, and is left out",
        "hold notes and no rows, and are left out",
    ),
    "long": (
        "has more cells than there are columns, and is left out",
        "have more cells than there are columns, and are left out",
    ),
    "short": (
        "has fewer cells than there are columns, and is left out",
        "have fewer cells than there are columns, and are left out",
    ),
    "chosen": (
        "was chosen, and is left out",
        "were chosen, and are left out",
    ),
}
"""Why lines are left out: one line, and several."""

UNDONE = {
    "title": "What stands above the names is read as rows.",
    "comment": "Lines that begin with # are read as rows.",
    "units": "Units or types under the names are read as rows.",
    "total": "Totals at the end are read as rows.",
    "note": "Notes are read as rows.",
    "long": "Rows with more cells than there are names get more columns.",
    "short": "Rows with fewer cells than there are columns are left out.",
}
"""What happens once leaving out, or filling up, is undone."""
SEPARATOR_AT_END = "Each row ends in a separator, with nothing after it."


def which(thing: str, spans: Sequence[tuple[int, int]], more: int) -> str:
    """Lines, or rows of a sheet, as the subject of a sentence: the first and the last of each run, and how many more.

    ``thing`` is "line" or "row".
    """
    texts = []
    for first, last in spans:
        texts += [f"{first:,} to {last:,}"] if last > first + 1 else [f"{line:,}" for line in range(first, last + 1)]
    texts += [f"{more:,} more"] if more else []
    one = len(texts) == 1 and not more and spans[0][0] == spans[0][1]
    several = f"{', '.join(texts[:-1])} and {texts[-1]}" if len(texts) > 1 else texts[0]
    return f"{_THINGS[thing][not one]} {several}"


def left_out(kind: str, lines: str, n: int, text: str) -> str:
    """Which lines are left out and why; the text of the first of them may be empty."""
    said = f"{lines} {_LEFT_OUT[kind][n > 1]}"
    return f'{said}: "{text}".' if text else f"{said}."


def switch_off(kind: str, n: int) -> str:
    """What switching off leaving out, or filling up, these lines does."""
    it, rows = ("it", "a row") if n == 1 else ("them", "rows")
    if kind == "short":
        return f"Switch off to leave {it} out."
    return f"Switch off to give {it} more columns." if kind == "long" else f"Switch off to read {it} as {rows}."


def filled_up(lines: str, n: int) -> str:
    """Which rows were short, and have missing values now."""
    if n == 1:
        return f"{lines} has fewer cells than there are columns. What it lacks is missing."
    return f"{lines} have fewer cells than there are columns. What they lack is missing."


def without_nuls(lines: str) -> str:
    """That characters were left out that no text has."""
    return f"{lines} held NUL characters, which are left out."


def stray_mark(lines: str, n: int, text: str) -> str:
    """That a quotation mark opens and never closes."""
    has = "has" if n == 1 else "have"
    return f'{lines} {has} a quotation mark that no other closes. It is taken as a letter: "{text}".'


def extra_separator(lines: str, n: int) -> str:
    """That some rows end in a separator, and the others do not."""
    return f"{lines} {'ends' if n == 1 else 'end'} in a separator too many, with nothing after it."
