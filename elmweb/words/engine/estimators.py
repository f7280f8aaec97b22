"""What is said while an estimator is fitted."""

from __future__ import annotations

RELEVANCE = "Finding which columns count."
PICKING = "Picking units that explain the answers."
FITTED = "Fitted"
ADDING_UP = "Adding up the hidden layer"
LEAVING_OUT = "Leaving each row out"
NO_LAYER_IN_FLOATS = "The kernel in floats has no layer of this kind."


def part(number: int, n_parts: int, step: str) -> str:
    """Which of several models is fitted, and what is done for it."""
    return f"Part {number} of {n_parts}: {step}"


def factorising(width: int) -> str:
    """While a layer of a width is solved for."""
    return f"Factorising {width} hidden units"


def leaving_out(width: int) -> str:
    """While each row is left out, at a width."""
    return f"Leaving each row out, {width} hidden units"


def finished(width: int) -> str:
    """When a width is done."""
    return f"Finished {width} hidden units"


def no_layer(width: int) -> str:
    """That a layer is none of the kernel's; it is then computed elsewhere."""
    return f"The kernel has no layer of {width} units of this kind."
