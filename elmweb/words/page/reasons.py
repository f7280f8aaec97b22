"""The questions about the row in the form."""

from __future__ import annotations

ASKS = {
    "row": "Why this answer",
    "change": "What changes it",
    "like": "Rows like this one",
    "pulled": "Rows behind it",
}
"""On a button each, and above the progress bar while it is worked out."""
