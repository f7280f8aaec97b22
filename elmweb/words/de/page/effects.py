"""What is said when something cannot be begun, or has failed."""

from __future__ import annotations

RUNNING = {
    "train": "Ein Training läuft.",
    "race": "Ein Wettlauf läuft.",
    "study": "Eine Untersuchung auf der Seite Lernen läuft.",
    "forecast": "Eine Prognose läuft.",
}
END_IT = {
    "train": "Zuerst das Training abbrechen, dann noch einmal versuchen.",
    "race": "Zuerst den Wettlauf anhalten, dann noch einmal versuchen.",
    "study": "Zuerst die Untersuchung anhalten, dann noch einmal versuchen.",
    "forecast": "Zuerst die Prognose anhalten, dann noch einmal versuchen.",
}
"""What to do about it, with the word on the button that ends it."""

BROKEN = "In elmweb selbst ist etwas schiefgegangen."
STILL_HERE = "Die Tabelle und die Einstellungen sind noch da."
TRY_AGAIN = "Noch einmal versuchen oder andere Einstellungen wählen."


def broken_at(error: str, file: str, line: int) -> str:
    """An error of the program, and the file and the line where it happened."""
    return f"{error} in {file}, Zeile {line}"
