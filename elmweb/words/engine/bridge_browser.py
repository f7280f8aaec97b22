"""Why a file cannot be had in the browser; the page and the engine both say it."""

from __future__ import annotations

NOT_HERE_ANY_MORE = "What was brought is not here any more."
BRING_AGAIN = "Bring it again."
READABLE_FILE = "a whole Parquet file, or a table as text or workbook, that is still where it was"
SAVE_AGAIN = "Save it again, as CSV if need be."
CHOOSE_AGAIN = "Choose it again if it was changed or moved."
LOOK_ONLINE = "Look whether this device is online, and try again."


def not_read(name: str) -> str:
    """That a file cannot be read."""
    return f'"{name}" cannot be read.'


def not_fetched(name: str) -> str:
    """That the file of a sample could not be fetched."""
    return f'"{name}" could not be fetched from this site.'
