"""Predictions for a new file, and what can be saved."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# A new file

NEW_FILE = "Auf eine neue Datei anwenden"
BY_NAME = "Spalten werden nach ihrem Namen zugeordnet. Die Zielspalte wird nicht gebraucht."
CHECK_FIRST = "Ein Modell kennt nur, was es gesehen hat. Diese Punkte prüfen, bevor die Vorhersagen verwendet werden."
ADD_REASONS = "Zu jeder Zeile die drei stärksten Gründe angeben"
REASONS_TAKE_LONGER = "Das dauert länger als das Vorhersagen und lässt sich abbrechen."
SAVE_ALL = "Alle Vorhersagen speichern"


def predicted(name: str, n_rows: int) -> str:
    """Above the predictions for a file."""
    return f"{name}: {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} vorhergesagt."


def not_used(names: str) -> str:
    """The columns of the file that the model does not know."""
    return f"Nicht verwendet: {names}."


def first_predictions(name: str) -> str:
    """What the table of predictions is, for screen readers."""
    return f"Die ersten Vorhersagen für {name}"


def save_sorted(answer: str) -> str:
    """The button that saves the predictions sorted by the probability of one answer."""
    return f"Sortiert speichern: zuerst, was am ehesten {answer} ist"


# What can be saved

TITLE = "Mitnehmen"
FILES = {
    "model": "Modell, lässt sich hier wieder öffnen",
    "project": "Alles: Tabelle, Auswahl und Modell",
    "html": "Eine Seite, die vorhersagt, auch ohne Internet",
    "onnx": "Modell für andere Programme",
    "bare_onnx": "Modell allein, erwartet die Zahlen des Netzes",
    "predict_script": "Skript, das vorhersagt, mit dem Modell",
    "script": "Skript, das es neu trainiert",
    "cluster_script": "Dasselbe für einen Dask-Cluster",
    "predictions": "Vorhersagen für die neue Datei",
    "test_predictions": "Vorhersagen für die zurückgehaltenen Zeilen",
    "report_page": "Bericht auf einer Seite, zum Drucken",
    "report": "Alle Zahlen dieser Seite",
    "passport_page": "Steckbrief, eine Seite zum Drucken",
    "passport": "Steckbrief, um das Modell damit zu prüfen",
}
WHOLE_ONNX = {
    "photo": "Modell samt dem Netz für Fotos",
    "sound": "Modell samt dem Netz für Tonaufnahmen",
    "meaning": "Modell samt dem Netz für Texte",
}
NO_PAGE = {
    "photo": "Eine Seite, die aus Fotos vorhersagt, hätte mit dem Netz 29 MB: zu viel für eine Datei, die man einander "
    "schickt.",
    "sound": "Eine Seite, die aus Tonaufnahmen vorhersagt, hätte mit dem Netz 12 MB: zu viel für eine Datei, die man "
    "einander schickt.",
    "meaning": "Eine Seite, die aus Texten vorhersagt, hätte mit dem Netz 42 MB: zu viel für eine Datei, die man "
    "einander schickt.",
}


def rows_inside(n_rows: int) -> str:
    """That the files of the model hold rows of the table, which matters to whom they are given."""
    rows = f"{_deutsch.whole(n_rows)} Zeilen, aus denen es gelernt hat. Sie stehen"
    if n_rows == 1:
        rows = "1 Zeile, aus der es gelernt hat. Sie steht"
    return (
        f"Diese Art von Modell vergleicht neue Zeilen mit {rows} "
        "als Zahlen in seinen Dateien: nur an Personen weitergeben, die die Tabelle sehen dürfen."
    )


def ten_lines(languages: Sequence[str]) -> str:
    """What is folded below a file that was saved: programs that use it."""
    return f"Zehn Zeilen, die es verwenden, in {' oder '.join(languages)}"
