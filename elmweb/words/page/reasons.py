"""The questions about the row in the form."""

from __future__ import annotations

ASKS = {
    "row": "Why this answer",
    "change": "What would change it",
    "like": "Rows like this one",
    "pulled": "Rows that pulled it",
}
"""On a button each, and above the progress bar while it is worked out."""
