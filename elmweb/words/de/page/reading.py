"""How the open file was read, and the form to read it another way."""

from __future__ import annotations

TITLE = "Wie die Datei gelesen wurde"
LEFT_OUT = "Zeilen, die nicht zur Tabelle passen"
ANOTHER_WAY = "Die Datei anders lesen"
AGAIN = "Neu lesen"

# The form

GUESSED = "wie vermutet"
SHEET = "Blatt oder Tabelle"
HEADER = "Namen stehen in"
HEADERS = {True: "der ersten Zeile", False: "keiner Zeile"}
DELIMITER = "Spalten sind getrennt durch"
DELIMITERS = {",": "Kommas", ";": "Semikolons", "\t": "Tabulatoren", "|": "senkrechte Striche", " ": "Leerzeichen"}
DECIMAL = "Das Dezimalzeichen ist"
DECIMALS = {".": "ein Punkt", ",": "ein Komma"}
ENCODING = "Zeichenkodierung"
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Westeuropäisch (Windows)",
    "latin-1": "Westeuropäisch (Latin-1)",
    "cp1250": "Mitteleuropäisch",
    "cp1251": "Kyrillisch",
    "cp1253": "Griechisch",
    "cp1254": "Türkisch",
    "shift_jis": "Japanisch (Shift JIS)",
    "gb18030": "Chinesisch (GB 18030)",
    "cp949": "Koreanisch",
    "utf-16": "UTF-16",
}
HEADER_ROW = "Zeile mit den Namen"
SKIP_LINES = "Zeilen, die ausgelassen werden"
LINES_HINT = "etwa 3, 7 bis 9"
TO = "bis"
"""The word in a span of lines, "7 bis 9"."""
AND = "und"
"""The word between the last two lines, "3 und 4"."""

# Errors

NO_HEADER_ROW = "Die Zeile mit den Namen ist so nicht zu finden."
NO_SKIP_LINES = "Die Zeilen, die ausgelassen werden sollen, sind so nicht zu finden."
LINES_RULE = "Zahlen, etwa 3, 7 bis 9"
