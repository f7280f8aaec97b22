"""The passport of a model: what is written in it, the page of it to print, and what comes of checking it."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# What cannot be read or shown

SAVED_FROM = "die JSON-Datei des Steckbriefs von der Seite Ergebnis"
SAVE_AGAIN = "Den Steckbrief noch einmal speichern."
INSTALL_NEWER = "Ein neueres elmweb installieren."
NO_RECIPE = "Der Steckbrief sagt nicht, wie das Modell zu trainieren ist."
PARTS_OF_A_RECIPE = "Ziele, Aufgabe, Rollen, Schalter, Lesart und Einstellungen"
FILES_NEEDED = "Die Dateien des Modells werden gebraucht."
TABLE_NEEDED = "Es wird genau eine Tabelle gebraucht."
ITS_TABLE = "die Tabelle, aus der das Modell gelernt hat"
CHANGED = "Der Steckbrief lässt sich nicht zeigen. Er wurde verändert."
AS_WRITTEN_BY_ELMWEB = "ein Steckbrief, wie elmweb ihn schreibt"


def no_passport(name: str) -> str:
    """That a file is something else."""
    return f"„{name}“ ist kein Steckbrief von elmweb."


def newer(name: str) -> str:
    """That a passport was written by a later version."""
    return f"Der Steckbrief „{name}“ ist neuer als dieses Programm."


def this_format(number: str) -> str:
    """The format that it has."""
    return f"Format {number}"


def incomplete(name: str) -> str:
    """That parts of a passport are missing."""
    return f"Der Steckbrief „{name}“ ist unvollständig."


def without(parts: str) -> str:
    """Which parts."""
    return f"ohne {parts}"


def n_files(number: int) -> str:
    """How many files there are in place of one table."""
    return _deutsch.number_of(number, "Datei", "Dateien")


# The command

HELP = {
    "check": "nach einem Steckbrief noch einmal trainieren und vergleichen",
    "files": "die Tabelle; bei einem tiefen Modell seine ONNX-Dateien",
    "page": "die Seite zum Drucken schreiben",
}

# What comes of checking it

PARTS = {
    "seal": "der Steckbrief, wie er geschrieben wurde",
    "rows": "Zeilen der Tabelle",
    "data": "Daten",
    "split": "Aufteilung",
    "version": "Version",
    "setting": "Einstellung",
    "model": "Modell",
    "outputs": "Ausgaben für drei künstliche Zeilen",
    "metric": "Maß",
}
"""What is compared."""
NO_COLUMN = "keine solche Spalte"
ALL_OF_IT = "alles"
NOTHING = "nichts"
OTHER_SHAPES = "andere Formen"
SAME_NUMBERS = "dieselben Zahlen"


def equal(what: str, here: str) -> str:
    """A line for what is equal."""
    return f"gleich       {what}: {here}"


def different(what: str, passport: str, here: str) -> str:
    """A line for what is not."""
    return f"VERSCHIEDEN  {what}: {passport} im Steckbrief, {here} hier"


def cells_of(column: str) -> str:
    """What is compared: the cells of a column, whose name stands in quotes."""
    return f"Zellen der Spalte {column}"


def file(name: str) -> str:
    """What is compared: a file of a deep model."""
    return f"Datei {name}"


def part(what: str, key: str) -> str:
    """What is compared: one of the settings, of the versions, of the metrics."""
    return f"{what} {key}"


def off_by(share: str) -> str:
    """How far outputs are off."""
    return f"höchstens um das {share}-Fache des größten Werts daneben"


def predictions_of(n_rows: int) -> str:
    """What is compared: predictions."""
    if n_rows == 1:
        return "Vorhersage für 1 zurückgehaltene Zeile"
    return f"Vorhersagen für {_deutsch.whole(n_rows)} zurückgehaltene Zeilen"


def not_the_same(names: Sequence[str], n_more: int, why: str) -> str:
    """What it comes to: what is different, how many more there are, and a sentence on versions, which may be empty."""
    more = f" und {n_more} weitere" if n_more else ""
    return f"Es ist nicht dasselbe: {', '.join(names)}{more}. {why}".strip()


def but_for_rounding(why: str) -> str:
    """The same where only the last digits differ."""
    return f"Es ist dasselbe Modell, von Rundung abgesehen. {why}".strip()


def the_same(why: str) -> str:
    """The same where nothing differs that counts."""
    return f"Es ist dasselbe, bis aufs letzte Bit. {why}".strip()


def other_versions(names: str) -> str:
    """Why it may differ: versions, with commas between them."""
    return f"Nicht wie damals: {names}; das kann die letzten Stellen ändern."


# What is written in the passport of a deep model


def measured_on(what: str) -> str:
    """What the metrics were measured on."""
    return f"Gemessen auf: {what}."


def converts_again(command: str) -> str:
    """What a command does for a model that others have trained."""
    return f"{command} wandelt die veröffentlichten Gewichte noch einmal um"


def kind(number: int) -> str:
    """A class without a name."""
    return f"Art {number}"


# The page

SECTIONS = {
    "data": "Daten",
    "model": "Modell",
    "good": "Wie gut es ist",
    "calibration": "Kalibrierung",
    "groups": "Fehler nach Gruppe",
    "settings": "Einstellungen",
    "versions": "Versionen",
    "notes": "Hinweise",
    "check": "Nachprüfen",
}
MODEL = "Modell"
"""In place of a name."""
OF = {
    "a model trained on a table": "ein Modell, das aus einer Tabelle gelernt hat",
    "a deep model": "ein tiefes Modell",
}
"""What a passport is of, by what stands in its file."""
A_MODEL = "ein Modell"
FACTS_OF_DATA = {
    "table": "Tabelle",
    "learned": "gelernt aus",
    "size": "Größe",
    "content": "Inhalt",
    "split": "Aufteilung",
    "seed": "Startwert der Aufteilung",
    "kept": "zurückgehaltene Zeilen",
    "source": "Quelle",
    "licence": "Lizenz der Daten",
}
FACTS_OF_MODEL = {
    "kind": "Art",
    "task": "Aufgabe",
    "answers": "Antworten",
    "threshold": "Schwelle",
    "fingerprint": "Fingerabdruck",
    "files": "Dateien",
    "size": "Größe",
    "time": "trainiert in",
    "licence": "Lizenz der Gewichte",
}
ELSEWHERE = "anderswo"
"""Where a model was trained, when that took a time that is not known."""
METHOD = "Verfahren"
RIGHT = "Richtig (%)"
ROWS = "Zeilen"
CONFIDENCE = "Sicherheit (%)"
GROUP = "Gruppe"
F1 = "F1"
COLUMN = "Spalte"
SCORE = "Güte"
RANGE = "95-%-Bereich"
THE_ANSWER = "die Antwort"
"""In place of a column: groups by what is true of a row."""
WORSE = "schlechter"


def page_title(title: str) -> str:
    """The title of the page, where a browser shows it."""
    return f"Steckbrief: {title}"


def to_predict(model: str, targets: Sequence[str]) -> str:
    """The heading: a kind of model, and what it predicts."""
    return f"{model} zur Vorhersage von {', '.join(targets)}"


def passport_of(what: str, day: str) -> str:
    """Below the heading; the day may be empty."""
    return f"Steckbrief, geschrieben am {day}: {what}." if day else f"Steckbrief: {what}."


def seal(digits: str) -> str:
    """The last line."""
    return f"Siegel dieses Steckbriefs: {digits}"


def size(n_rows: int, n_columns: int) -> str:
    """How large the table is."""
    rows, columns = _deutsch.number_of(n_rows, "Zeile", "Zeilen"), _deutsch.number_of(n_columns, "Spalte", "Spalten")
    return f"{rows}, {columns}"


def rows_kept(n_train: int, n_test: int) -> str:
    """How many rows are learned from."""
    rows = _deutsch.number_of(n_train, "Zeile", "Zeilen")
    return f"{rows} zum Lernen, {_deutsch.whole(n_test)} zurückgehalten."


def then_from_all(n_rows: int) -> str:
    """How many the model that is kept learned from."""
    return f"Danach hat das Modell aus allen {_deutsch.whole(n_rows)} gelernt."


def seed_and_share(seed: str, share: str) -> str:
    """How the rows were drawn."""
    return f"{seed}, ein Anteil von {share} zurückgehalten"


def trained_in(time: str, device: str) -> str:
    """How long it took; the device may be empty."""
    return f"{time} auf {device}" if device else time


def answers(names: Sequence[str], n_more: int) -> str:
    """The first of the classes, and how many more there are."""
    more = f" und {n_more} weitere" if n_more else ""
    return f"{', '.join(names)}{more}"


def size_of_model(n_numbers: int, size: str) -> str:
    """How large a model is."""
    return f"{_deutsch.number_of(n_numbers, 'Zahl', 'Zahlen')}, {size}"


def with_range(score: str) -> str:
    """The head of a column: the name of a score, and its range beside it."""
    return f"{score} (95-%-Bereich)"


def between(low: str, high: str) -> str:
    """A range."""
    return f"{low} bis {high}"


def worse_groups(n_worse: int, n_groups: int, chance: int) -> str:
    """Above the groups."""
    are = "ist" if n_worse == 1 else "sind"
    return (
        f"{n_worse} von {n_groups} Gruppen {are} um mehr als ihren Bereich schlechter als das Ganze; durch Zufall "
        f"sähen rund {chance} so aus."
    )


def from_the_data(value: str) -> str:
    """A setting that nobody chose."""
    return f"{value}, nach den Daten gewählt"


COMPARES_FILES = (
    "Ist elmweb installiert, vergleicht der Befehl die Dateien mit den Prüfsummen im Steckbrief; der andere Befehl "
    "macht sie neu. Beide stehen in der JSON-Datei."
)
TRAINS_AGAIN = (
    "Ist elmweb installiert, trainiert der Befehl das Modell nach dem Steckbrief noch einmal und sagt, ob Daten, "
    "Aufteilung, Modell und Maße gleich sind. Beide stehen in der JSON-Datei."
)
