"""Projects, as far as Python writes of them: that one is opened, and why one cannot be."""

from __future__ import annotations


def opening(name: str) -> str:
    """What is being done."""
    return f"Opening {name}"


# A project that cannot be opened: what happened, what is needed, what was found instead, and what to do


def damaged(name: str) -> str:
    """That a project is not what was kept."""
    return f'The project "{name}" cannot be opened. It was changed or damaged.'


AS_KEPT = "a project as this page keeps it"
SAVE_IT_AGAIN = "If it came as a file, save it again where it came from."
NO_STATE = "a project without a valid state"
TABLE_OPTIONS = "invalid options for reading its table"
TRAINED_ON = "no valid record of what its model was trained on"


def other_parts(name: str) -> str:
    """That a part of what was kept has too many parts of its own, or too few."""
    return f'missing or unexpected parts in "{name}"'


def cannot_be(name: str, value: str) -> str:
    """That a part has a value which it cannot have."""
    return f'{value} for "{name}"'


def newer(name: str) -> str:
    """That a project was kept by a newer version of the page."""
    return f'The project "{name}" is newer than this page.'


RELOAD = "Reload the page to get the newest version."


def format_or_older(number: int) -> str:
    """Which formats of projects can be opened."""
    return f"format {number} or older"


def format_found(number: int) -> str:
    """Which format it is."""
    return f"format {number}"
