"""The charts: their axes, and what is said of them to those who do not see them."""

from __future__ import annotations

# The axes, and the columns of the tables of the same numbers

CONFIDENCE = "Sicherheit (%)"
FALSE_ALARMS = "Fehlalarme (%)"
FOUND = "Gefunden (%)"
FROM = "Von"
PREDICTED = "Vorhergesagt"
RIGHT = "Richtig (%)"
ROWS = "Zeilen"
SETTING = "Einstellung"
TO = "Bis"
TRUE_VALUE = "Tatsächlicher Wert"

# For screen readers

SCORES_SO_FAR = "Diagramm. Die Güte jeder bisherigen Einstellung und die beste davon."


def described(title: str, sentence: str) -> str:
    """A chart by its heading and by the sentence below it, which may be empty."""
    return f"Diagramm. {title}. {sentence}".strip()
