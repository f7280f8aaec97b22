"""What training does, as a drawing and in three sentences."""

from __future__ import annotations

TITLE = "What training does"

# In the drawing

RANDOM = "random, fixed"
"""Below the first layer of weights."""
SOLVED = "solved"
"""Below the second."""


def more(number: int) -> str:
    """In place of the names of further columns."""
    return f"{number:,} more"


# Below it


RANDOM_ONCE = "Hidden units mix its columns with random weights. These are drawn once and never change."


def goes_in(columns: str) -> str:
    """The first of three steps; the columns come as a list with commas."""
    return f"A row goes in: {columns}."


def solved_at_once(target: str) -> str:
    """The third step, which gives what is predicted; that comes set apart by bold letters."""
    return (
        f"One layer from the units to {target} is solved at once, by least squares over all rows. There are no rounds "
        "of training, so it takes moments."
    )
