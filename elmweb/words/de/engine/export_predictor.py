"""The page that predicts without a network, and what cannot become one."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

# What cannot become a page

NEEDS_COLUMNS = "Eine Seite, die vorhersagt, muss die Spalten kennen."
FROM_A_TABLE = "ein Modell, das aus einer Tabelle gelernt hat"
NO_SERIES = "Eine Seite, die vorhersagt, füllt eine einzige Zeile aus; eine Zeitreihe braucht viele."
ROWS_ALONE = "ein Modell, dessen Zeilen für sich stehen"
SAVE_ONNX = "Die ONNX-Datei speichern: Sie nimmt Zeilen in zeitlicher Reihenfolge."
SAVE_MODEL = "Das Modell speichern: Es lässt sich auf dieser Seite wieder öffnen."
SAVE_WHOLE_ONNX = "Die ONNX-Datei samt Netz speichern."


def no_network(size: str) -> str:
    """That a page cannot hold a deep network, and how large it would be."""
    return (
        "Eine Seite, die vorhersagt, kann das tiefe Netz nicht enthalten, das aus Fotos, Tonaufnahmen und Bedeutungen "
        f"Zahlen macht: Mit dem, was es ausführt, hätte sie {size}."
    )


def without_network(size: str) -> str:
    """How large a page may be."""
    return f"höchstens {size}, also Spalten mit Zahlen, Kategorien, Datumsangaben und Wörtern"


def column_of(name: str, role: str) -> str:
    """The column that needs the network."""
    examples = {
        "photo": "Fotos",
        "sound": "Tonaufnahmen",
        "meaning": "Texten, die nach ihrer Bedeutung gelesen werden",
    }
    return f"„{name}“ ist eine Spalte mit {examples[role]}"


# The page, as it is written

GOOD = "Wie gut es ist"
MANY = "Eine ganze Tabelle vorhersagen"
DROP = (
    "Eine CSV-Datei irgendwohin auf die Seite ziehen oder eine wählen. Spalten werden nach ihrem Namen zugeordnet; die "
    "Zielspalte wird nicht gebraucht."
)
CHOOSE = "Datei wählen"
PASTE = "Oder hier Zeilen einfügen, mit den Spaltennamen in der ersten"
NOT_MEASURED = (
    "Das wurde nicht gemessen, oder der Bericht wurde nicht mit dem Modell gespeichert. Nicht ungeprüft darauf "
    "verlassen."
)
FACTS = {
    "counted": "Gezählt auf",
    "others": "Andere auf denselben Zeilen",
    "measured": "Gemessen auf",
    "since": "Seither",
    "answers": "Antworten",
}


def predict(targets: Sequence[str]) -> str:
    """The heading."""
    return f"{_deutsch.listed(targets)} vorhersagen"


def lead(n_rows: int, table: str) -> str:
    """Below the heading."""
    return (
        f"Gelernt aus {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} von {table}. Diese Datei funktioniert ohne "
        "Internet: Was eingegeben wird, bleibt auf diesem Gerät."
    )


def made_with(version: str) -> str:
    """The last line."""
    return f"Erstellt mit elmweb {version}. Eine Schätzung ist keine Tatsache: Wichtiges prüfen."


def with_range(score: str) -> str:
    """The score, which has its range within it."""
    return f"{score}, mit 95-%-Bereich"


def counted_on(n_rows: int, table: str) -> str:
    """The rows that the score was counted on."""
    rows = _deutsch.number_of(n_rows, "Zeile", "Zeilen")
    return f"{rows} von {table}, beim Lernen zurückgehalten"


def since(n_rows: int) -> str:
    """What happened after the score was counted."""
    return f"Mit denselben Einstellungen aus allen {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} gelernt"


def said_from(answer: str, percent: str) -> str:
    """From which probability on the second of two classes is said, where that was chosen."""
    return f"{answer} ab einer Wahrscheinlichkeit von {percent} %; die Güte gilt ohne diese Schwelle"


# What its script says: names in braces stand for values, and whatever depends on a number has a form for each kind of
# it, by the names that browsers have for them ("one", "few", "other")

NUMBERS = "de"
"""The language in which the script writes numbers, as HTML names it; the page writes its own as elmweb does."""
SCRIPT = {
    "range": "{low} bis {high} in 9 von 10 Fällen",
    "none": "keine",
    "likely": "{percent} % wahrscheinlich",
    "said_from": "{answer} ab {percent} %.",
    "unread": "„{cell}“ lässt sich in {column} nicht lesen. Es gilt als leer.",
    "missing": "fehlt",
    "missing_beside": "(fehlt)",
    "column_missing": "{column}: fehlt",
    "seen": "Gesehen wurde {low} bis {high}",
    "beyond": "„{column}“: {cell} liegt außerhalb des Gesehenen, {low} bis {high}.",
    "others": "Andere Spalten ({number})",
    "pasted": "eingefügte Tabelle.csv",
    "first": "Die ersten Vorhersagen für {file}",
    "save": "Alle Vorhersagen speichern",
    "predicted_file": "{name} vorhergesagt.csv",
    "needs": "In der ersten Zeile steht keine Spalte des Modells. Es braucht: {columns}.",
    "absent": "Nicht in der Datei, gilt deshalb als leer: {columns}.",
    "absent_more": "Nicht in der Datei, gilt deshalb als leer: {columns} und {number} weitere.",
}
SCRIPT_COUNTS = {
    "predicted": {"one": "{file}: {number} Zeile vorhergesagt.", "other": "{file}: {number} Zeilen vorhergesagt."},
    "unread": {
        "one": "Lässt sich in {column} nicht lesen: „{cell}“. {number} Zelle gilt als leer.",
        "other": "Lässt sich in {column} nicht lesen: „{cell}“. {number} Zellen gelten als leer.",
    },
    "formulas": {
        "one": "Eine Tabellenkalkulation würde {number} Zelle für eine Formel halten. In der Datei steht ein Apostroph "
        "davor.",
        "other": "Eine Tabellenkalkulation würde {number} Zellen für Formeln halten. In der Datei steht ein Apostroph "
        "davor.",
    },
}
