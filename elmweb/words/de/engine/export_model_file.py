"""Why a saved model cannot be opened."""

from __future__ import annotations

from elmweb.words.de import _deutsch

SAVE_AGAIN = "Das Modell neu trainieren und speichern."
WHOLE_FILE = "eine vollständige Datei"
CUT_OR_CHANGED = "die Datei ist abgeschnitten oder verändert"
NUMBERS_CHANGED = "ihre Zahlen wurden verändert"
DESCRIPTION_CHANGED = "ihre Beschreibung oder ihr Bericht wurde verändert"
FROM_SAVE_MODEL = "eine Datei, die hier als Modell gespeichert wurde"
NO_ZIP = "keine Zip-Datei"
OTHER_CONTENTS = "eine Zip-Datei mit anderem Inhalt"
OTHER_PROGRAM = "eine Zip-Datei eines anderen Programms"
CHOOSE_A_MODEL = "Eine Datei wählen, die auf .elm.zip endet."
DROP_A_TABLE = "Eine Tabelle wird gelesen, wenn man sie auf die Seite Daten zieht."
RELOAD = "Die Seite neu laden, um die neueste Version zu bekommen."
NOT_WRITTEN = "Die Modelldatei enthält etwas, das elmweb nicht schreibt."


def damaged(name: str) -> str:
    """That a file cannot be trusted; why follows."""
    return f"Die Modelldatei „{name}“ ist beschädigt."


def foreign(name: str) -> str:
    """That a file is of another program, or something else."""
    return f"„{name}“ ist kein Modell, das elmweb gespeichert hat."


def newer(name: str) -> str:
    """That a file was written by a later version."""
    return f"Die Modelldatei „{name}“ ist neuer als diese Seite."


def other_version(name: str) -> str:
    """That a model says something else here, which another version of scikit-learn can cause."""
    return f"Die Modelldatei „{name}“ sagt hier nicht vorher, was sie dort vorhergesagt hat, wo sie gespeichert wurde."


def needs(scikit_learn: str) -> str:
    """The version of scikit-learn here."""
    return f"scikit-learn {scikit_learn}"


def written_with(scikit_learn: str, elmweb: str) -> str:
    """The versions that a file was written with."""
    return f"scikit-learn {scikit_learn}, elmweb {elmweb}"


def written_by(number: str, elmweb: str) -> str:
    """The format of a file, and the version that wrote it."""
    return f"Format {number}, geschrieben von elmweb {elmweb}"


def do_not_fit(error: str) -> str:
    """Why it is damaged: the parts of its description contradict each other."""
    return f"ihre Teile passen nicht zusammen ({error})"


def unreadable_numbers(error: str) -> str:
    """Why it is damaged: its arrays are none."""
    return f"ihre Zahlen lassen sich nicht lesen ({error})"


def too_nested(depth: int, most: int) -> str:
    """Why it is damaged: its JSON is nested more deeply than any that is written here."""
    return f"ihre Beschreibung ist {_deutsch.whole(depth)} Ebenen tief geschachtelt, erlaubt sind {most}"


def too_large(size: str, most: str) -> str:
    """Why it is damaged: it would fill the memory."""
    return f"entpackt hat sie {size}, erlaubt sind bei ihrer Größe {most}"
