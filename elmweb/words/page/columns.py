"""How the columns of the open table are read, and the form to change it."""

from __future__ import annotations

TITLE = "How the columns are read"

HOLDS_LABEL = "Its cells hold"
HOLDS = {"number": "numbers", "date": "dates", "text": "words or codes, as they are written"}
DECIMALS_LABEL = "Decimal mark"
DECIMALS = {".": "point, as in 1.5", ",": "comma, as in 1,5"}
ORDERS_LABEL = "Order in dates"
ORDERS = {True: "day first", False: "month first"}
"""Whether the day comes before the month."""
MISSING_LABEL = "Also missing, separated by semicolons"
MISSING_HINT = "such as n/d; -999"
KINDS_LABEL = "Kinds that look missing"
"""Texts such as NA that stand for a kind of their own in this column."""
KINDS_HINT = "such as NA; None"
