"""The way between the page and the Python that works: what is said when one of them is gone."""

from __future__ import annotations

STOPPED = "Angehalten."
STARTED_AGAIN = "Der Teil von Python, in dem Modelle laufen, wurde neu gestartet."
ASK_AGAIN = "Noch einmal fragen."
AT_MOST_4_GB = "Eine Seite darf höchstens 4 GB verwenden."
USE_FEWER = "Weniger Zeilen oder Spalten verwenden und andere Tabs schließen."
BROKEN = "In elmweb selbst ist etwas schiefgegangen. Der Fehler liegt bei uns, nicht bei Ihnen."
TRY_ANOTHER_WAY = "Tabelle und Einstellungen sind noch da. Es auf einem anderen Weg versuchen."
CRASHED = "Der Rechenteil (Python) ist stehen geblieben und wurde neu gestartet."
STILL_HERE = "Tabelle und Einstellungen sind noch da."
TRY_WITH_FEWER = (
    "Noch einmal versuchen, und wenn es wieder stehen bleibt, mit weniger Zeilen oder Spalten: Eine Seite darf "
    "höchstens 4 GB Speicher verwenden."
)


def out_of_memory(verb: str) -> str:
    """In the middle of which step memory ran out, by its name in the program."""
    return f"Mitten in diesem Schritt ist der Speicher ausgegangen ({verb.replace('_', ' ')})."


def broken_at(kind: str, error: str, function: str, line: str) -> str:
    """A mistake in the program, and where."""
    return f"{kind}: {error} ({function}, Zeile {line})"
