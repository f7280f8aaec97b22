"""What stands around every page, and the start page."""

from __future__ import annotations

from elmweb.words.de import _deutsch

# Before the page is opened

TAB = "Daten · elmweb"
DESCRIPTION = (
    "Ein Modell aus der eigenen Tabelle trainieren, auf dieser Seite. Nichts wird installiert, und die Datei bleibt "
    "auf diesem Gerät."
)
"""For a search engine."""

# Around every page

PAGES = {
    "data": "Daten",
    "train": "Trainieren",
    "result": "Ergebnis",
    "models": "Modelle",
    "learn": "Lernen",
    "race": "Wettlauf",
}
GROUPS = {"own": "Eigene Daten", "without": "Ohne Datei", "beside": "Mehr"}
"""Above the pages in the navigation: the first three, Models, then Learn and Race."""

ABOUT = "Über"
ABOUT_ELMWEB = "Über elmweb"
DARK_MODE = "Dunkel"
DROP_HERE = "Loslassen, um die Datei zu öffnen"
LOADING = "Lädt"
NAVIGATION = "Seiten"
"""The name of the navigation, for screen readers."""
NEVER_LEAVES = "Alles läuft auf diesem Gerät. Die Daten verlassen es nie."
PROJECT = "Projekt"
PYTHON = "Python"
"""Beside its version."""
SKIP = "Zum Inhalt springen"
"""The link past the navigation, for the keyboard."""
TO_COME = "noch nicht geladen"
"""The version of Python, before it has loaded."""

# Pages that are empty yet

CHOOSE_A_TABLE = "Tabelle wählen"
EMPTY = {
    "train": "Noch keine Tabelle. Zum Trainieren zuerst eine wählen.",
    "result": "Noch ist nichts trainiert. Nach dem Training steht hier das Ergebnis.",
}
MODELS_SOON = "Sie erscheinen hier, sobald Python geladen ist."

# The start page

TITLE = "Ein Modell aus der eigenen Tabelle trainieren, auf dieser Seite."
LEAD = (
    "Tabelle mitbringen, Zielspalte wählen, ablesen, wie oft das Modell richtig liegt.\n"
    "Die Datei bleibt auf diesem Gerät."
)
BACK = "Zurück"
DROP = "Tabelle hierher ziehen"
KINDS = "CSV, TSV, Excel, Parquet oder JSON, bis zu 1.000.000 Zeilen. Erste Zeile: Spaltennamen."
EXAMPLES = (
    "Oder Fotos oder Tonaufnahmen, als Ordner oder Zip-Datei. Vorhergesagt wird jeweils der Name des Unterordners."
)
CHOOSE_A_FOLDER = "Ordner wählen"
PASTE = "Tabelle einfügen"
TEACH = "Mit der Kamera beibringen"
CELLS = "Zellen, aus einer Tabellenkalkulation kopiert, oder der Text einer CSV-Datei"
READ_IT = "Lesen"
SAMPLES = "Oder mit einem Beispiel beginnen"
SOURCES = "Woher die Beispiele stammen"
NEXT = "Wie es weitergeht"
STEPS = (
    "<b>Ansehen</b> Die ersten Zeilen und was auffällt: Lücken, doppelte Zeilen, Spalten, die die Antwort verraten.",
    "<b>Trainieren</b> Ein Klick, ein paar Sekunden. Einstellen muss man nichts.",
    "<b>Ergebnis</b> Wie oft es auf ungesehenen Zeilen richtig liegt. An neuen ausprobieren, das Modell mitnehmen.",
)
TRAINED_BEFORE = "Schon einmal trainiert?"
OPEN_SAVED = "Gespeichertes Modell oder Projekt öffnen"
STORAGE = "Was dieser Browser aufbewahrt"


def rows(number: int) -> str:
    """How long a sample is."""
    return _deutsch.number_of(number, "Zeile", "Zeilen")


def source(title: str, source: str, licence: str) -> str:
    """Where a sample comes from."""
    return f"<b>{title}</b> {source}. {licence}."
