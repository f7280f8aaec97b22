"""What the data doctor found in the open table."""

from __future__ import annotations

from elmweb.words.de import _deutsch

NOTHING = "Nichts zu prüfen"
NOTHING_STANDS_OUT = "In dieser Tabelle fällt nichts auf."

_NUMBERS = ("Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun", "Zehn", "Elf", "Zwölf")


def to_check(number: int) -> str:
    """The heading above the findings, at least one."""
    if number == 1:
        return "Ein Punkt zu prüfen"
    return f"{_NUMBERS[number - 2] if number - 2 < len(_NUMBERS) else _deutsch.whole(number)} Punkte zu prüfen"


def not_listed(number: int) -> str:
    """Below a long list of findings: how many are not in it."""
    if number == 1:
        return "1 weiterer Punkt steht nicht in der Liste. Er wird wie empfohlen behandelt."
    return f"{_deutsch.whole(number)} weitere Punkte stehen nicht in der Liste. Sie werden wie empfohlen behandelt."
