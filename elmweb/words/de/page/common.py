"""What is said in more than one room."""

from __future__ import annotations

from elmweb.words.de import _deutsch

CANCEL = "Abbrechen"
CARRY_ON = "Fortsetzen"
CHOOSE_A_FILE = "Datei wählen"
CLOSE = "Schließen"
FINISHED = "Fertig."
GETTING_READY = "Wird vorbereitet"
GO_TO_TRAIN = "Weiter zum Training"
MISSING = "fehlt"
PRETRAINED_MODELS = "Vortrainierte Modelle"
SEED = "Startwert (Seed)"
STOP = "Anhalten"
WRITING = "Die Datei wird geschrieben"


def and_more(number: int) -> str:
    """The last item of a list that is cut short: how many are not listed."""
    return f"und {_deutsch.whole(number)} weitere"


def names_and_more(names: str, number: int) -> str:
    """Names with commas between them; the number of those that are not named may be 0."""
    return f"{names} und {_deutsch.whole(number)} weitere" if number > 0 else names


def saved(filename: str, note: str = "") -> str:
    """That a file was saved; what is to be known of it follows, as sentences of its own."""
    return f"{filename} ist gespeichert. {note}".strip()


def between(low: str, high: str) -> str:
    """A range of values, from the lowest to the highest."""
    return f"{low} bis {high}"


def likely(percent: str) -> str:
    """The probability of an answer, beside it."""
    return f"{percent} % wahrscheinlich"


def sample(name: str) -> str:
    """A table that elmweb brings, in a list to choose from."""
    return f"{name} (Beispiel)"


def open_table(name: str) -> str:
    """The visitor's own table, in a list to choose from."""
    return f"{name} (die geöffnete Tabelle)"


# A message that the page sends and Python does not know; only a mistake in the program shows it

A_KNOWN_MESSAGE = "eine bekannte Nachricht"


def nobody_answers(*message: str) -> str:
    """What went wrong; the message may have several parts."""
    return f"Die Seite hat „{' '.join(message)}“ gesendet. Darauf antwortet nichts."


# While the columns of a table are looked at

LOOK_AGAIN = "Noch einmal prüfen"
LOOKING = "Die Spalten werden geprüft."
LOOKING_STOPPED = "Die Prüfung der Spalten wurde angehalten."
