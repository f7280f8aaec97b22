"""What became of the lines of a file that are no rows of the table, or were mended."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

_LEFT_OUT = {
    "setting": (
        "sagt, wie die Zellen getrennt sind, und wird weggelassen",
        "sagen, wie die Zellen getrennt sind, und werden weggelassen",
    ),
    "title": (
        "steht über den Namen und wird weggelassen",
        "stehen über den Namen und werden weggelassen",
    ),
    "comment": (
        "beginnt mit # und wird weggelassen",
        "beginnen mit # und werden weggelassen",
    ),
    "units": (
        "unter den Namen enthält Einheiten oder Typen und wird weggelassen",
        "unter den Namen enthalten Einheiten oder Typen und werden weggelassen",
    ),
    "total": (
        "am Ende fasst die Zeilen darüber zusammen und wird weggelassen",
        "am Ende fassen die Zeilen darüber zusammen und werden weggelassen",
    ),
    "note": (
        "enthält eine Anmerkung statt Daten und wird weggelassen",
        "enthalten Anmerkungen statt Daten und werden weggelassen",
    ),
    "long": (
        "hat mehr Zellen, als es Spalten gibt, und wird weggelassen",
        "haben mehr Zellen, als es Spalten gibt, und werden weggelassen",
    ),
    "short": (
        "hat weniger Zellen, als es Spalten gibt, und wird weggelassen",
        "haben weniger Zellen, als es Spalten gibt, und werden weggelassen",
    ),
    "chosen": (
        "wird weggelassen, wie gewählt",
        "werden weggelassen, wie gewählt",
    ),
}
"""Why lines are left out: one line, and several."""

UNDONE = {
    "title": "Was über den Namen steht, wird als Zeilen der Tabelle gelesen.",
    "comment": "Zeilen, die mit # beginnen, werden als Zeilen der Tabelle gelesen.",
    "units": "Einheiten oder Typen unter den Namen werden als Zeilen der Tabelle gelesen.",
    "total": "Summen am Ende werden als Zeilen der Tabelle gelesen.",
    "note": "Anmerkungen werden als Zeilen der Tabelle gelesen.",
    "long": "Für Zeilen mit mehr Zellen, als es Namen gibt, kommen Spalten dazu.",
    "short": "Zeilen mit weniger Zellen, als es Spalten gibt, werden weggelassen.",
}
"""What happens once leaving out, or filling up, is undone."""
SEPARATOR_AT_END = "Jede Zeile endet mit einem Trennzeichen, nach dem nichts mehr kommt."


def which(thing: str, spans: Sequence[tuple[int, int]], more: int) -> str:  # noqa: ARG001 - both are a Zeile
    """Lines, or rows of a sheet, as the subject of a sentence: the first and the last of each run, and how many more.

    ``thing`` is "line" or "row".
    """
    texts = []
    for first, last in spans:
        if last > first + 1:
            texts.append(f"{_deutsch.whole(first)} bis {_deutsch.whole(last)}")
        else:
            texts += [_deutsch.whole(line) for line in range(first, last + 1)]
    texts += [f"{_deutsch.whole(more)} weitere"] if more else []
    one = len(texts) == 1 and not more and spans[0][0] == spans[0][1]
    return f"{'Zeile' if one else 'Zeilen'} {_deutsch.listed(texts, len(texts))}"


def left_out(kind: str, lines: str, n: int, text: str) -> str:
    """Which lines are left out and why; the text of the first of them may be empty."""
    said = f"{lines} {_LEFT_OUT[kind][n > 1]}"
    return f"{said}: „{text}“." if text else f"{said}."


def switch_off(kind: str, n: int) -> str:
    """What switching off leaving out, or filling up, these lines does."""
    if kind == "long":
        return "Ausgeschaltet kommen Spalten dazu."
    become = "wird sie" if n == 1 else "werden sie"
    if kind == "short":
        return f"Ausgeschaltet {become} weggelassen."
    return f"Ausgeschaltet {become} als {'Zeile' if n == 1 else 'Zeilen'} der Tabelle gelesen."


def filled_up(lines: str, n: int) -> str:
    """Which rows were short, and have missing values now."""
    if n == 1:
        return f"{lines} hat weniger Zellen, als es Spalten gibt. Die übrigen Zellen gelten als leer."
    return f"{lines} haben weniger Zellen, als es Spalten gibt. Die übrigen Zellen gelten als leer."


def without_nuls(lines: str) -> str:
    """That characters were left out that no text has."""
    return f"NUL-Zeichen wurden weggelassen: {lines}."


def stray_mark(lines: str, n: int, text: str) -> str:
    """That a quotation mark opens and never closes."""
    has = "hat" if n == 1 else "haben"
    return (
        f"{lines} {has} ein Anführungszeichen, das kein zweites schließt. Es wird als gewöhnliches Zeichen gelesen: "
        f"„{text}“."
    )


def extra_separator(lines: str, n: int) -> str:
    """That some rows end in a separator, and the others do not."""
    ends = "endet" if n == 1 else "enden"
    return f"{lines} {ends} mit einem überzähligen Trennzeichen, nach dem nichts mehr kommt."
