"""How the open file was read, and the form to read it another way."""

from __future__ import annotations

TITLE = "How the file was read"
LEFT_OUT = "Lines that do not fit the table"
ANOTHER_WAY = "Read the file another way"
AGAIN = "Read again"

# The form

GUESSED = "as guessed"
SHEET = "Sheet or table"
HEADER = "Names are in"
HEADERS = {True: "the first row", False: "no row"}
DELIMITER = "Columns are separated by"
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars", " ": "spaces"}
DECIMAL = "The decimal mark is"
DECIMALS = {".": "a point", ",": "a comma"}
ENCODING = "Text encoding"
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Western (Windows)",
    "latin-1": "Western (Latin-1)",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "cp949": "Korean",
    "utf-16": "UTF-16",
}
HEADER_ROW = "Line of the names"
SKIP_LINES = "Lines to leave out"
LINES_HINT = "such as 3, 7 to 9"
TO = "to"
"""The word in a span of lines, "7 to 9"."""
AND = "and"
"""The word between the last two lines, "3 and 4"."""

# Errors

NO_HEADER_ROW = "The line of the names cannot be found."
NO_SKIP_LINES = "The lines to leave out cannot be found."
LINES_RULE = "numbers, such as 3, 7 to 9"
