"""What is said when something cannot be begun, or has failed."""

from __future__ import annotations

RUNNING = {
    "train": "A training is running.",
    "race": "A race is running.",
    "study": "A study of the Learn page is running.",
    "forecast": "A forecast is running.",
}
END_IT = {
    "train": "Cancel it first, then do this again.",
    "race": "Stop it first, then do this again.",
    "study": "Stop it first, then do this again.",
    "forecast": "Stop it first, then do this again.",
}
"""What to do about it, with the word on the button that ends it."""

BROKEN = "Something broke in elmweb itself."
STILL_HERE = "Your table and your settings are still here."
TRY_AGAIN = "Try again, or choose other settings."


def broken_at(error: str, file: str, line: int) -> str:
    """An error of the program, and the file and the line where it happened."""
    return f"{error} in {file}, line {line}"
