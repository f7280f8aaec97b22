"""The questions about the row in the form."""

from __future__ import annotations

ASKS = {
    "row": "Warum diese Antwort",
    "change": "Was sie ändern würde",
    "like": "Ähnliche Zeilen",
    "pulled": "Entscheidende Zeilen",
}
"""On a button each, and above the progress bar while it is worked out."""
