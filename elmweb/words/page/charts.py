"""The charts: their axes, and what is said of them to those who do not see them."""

from __future__ import annotations

# The axes, and the columns of the tables of the same numbers

CONFIDENCE = "Confidence (%)"
FALSE_ALARMS = "False alarms (%)"
FOUND = "Found (%)"
FROM = "From"
PREDICTED = "Predicted"
RIGHT = "Right (%)"
ROWS = "Rows"
SETTING = "Setting"
TO = "To"
TRUE_VALUE = "True value"

# For screen readers

SCORES_SO_FAR = "Chart. The score of each setting so far, and the best of them."


def described(title: str, sentence: str) -> str:
    """A chart by its heading and by the sentence below it, which may be empty."""
    return f"Chart. {title}. {sentence}".strip()
