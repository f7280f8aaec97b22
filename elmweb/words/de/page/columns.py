"""How the columns of the open table are read, and the form to change it."""

from __future__ import annotations

TITLE = "Wie die Spalten gelesen werden"

HOLDS_LABEL = "In den Zellen stehen"
HOLDS = {"number": "Zahlen", "date": "Datumsangaben", "text": "Wörter oder Kürzel, wie sie dastehen"}
DECIMALS_LABEL = "Dezimalzeichen"
DECIMALS = {".": "Punkt, wie in 1.5", ",": "Komma, wie in 1,5"}
ORDERS_LABEL = "Reihenfolge im Datum"
ORDERS = {True: "Tag zuerst", False: "Monat zuerst"}
"""Whether the day comes before the month."""
MISSING_LABEL = "Gilt auch als fehlend (mit Semikolon trennen)"
MISSING_HINT = "etwa k. A.; -999"
KINDS_LABEL = "Werte, die nur leer aussehen"
"""Texts such as NA that stand for a kind of their own in this column."""
KINDS_HINT = "etwa NA; None"
