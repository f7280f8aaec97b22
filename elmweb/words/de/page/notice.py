"""What stands above every page: a running task, and the newest failure."""

from __future__ import annotations

CLOSE = "Diese Meldung schließen"


def doing(what: str) -> str:
    """What is being done, beside its progress bar and "Cancel"."""
    return f"{what}."
