"""The way between the page and the Python that works: what is said when one of them is gone."""

from __future__ import annotations

STOPPED = "Stopped."
STARTED_AGAIN = "The Python that runs models was started again."
ASK_AGAIN = "Ask again."
AT_MOST_4_GB = "A page may use 4 GB at the most."
USE_FEWER = "Use fewer rows or columns, and close other tabs."
BROKEN = "Something broke in elmweb itself. This is our mistake, not yours."
TRY_ANOTHER_WAY = "The table and the settings are still here. Try it another way."
CRASHED = "The Python that does the work stopped and was started again."
STILL_HERE = "The table and the settings are still here."
TRY_WITH_FEWER = "Try again, with fewer rows or columns if it stops again: a page may use 4 GB of memory at the most."


def out_of_memory(verb: str) -> str:
    """In the middle of which step memory ran out, by its name in the program."""
    return f"Memory ran out in the middle of this step ({verb.replace('_', ' ')})."


def broken_at(kind: str, error: str, function: str, line: str) -> str:
    """A mistake in the program, and where."""
    return f"{kind}: {error} ({function}, line {line})"
