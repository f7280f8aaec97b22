"""What a ``class_weight`` may be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["check_class_weight"]


def check_class_weight(asked: Any) -> None:
    """Raise an error for a weight that is no weight.

    Parameters
    ----------
    asked : dict, "balanced" or None
        As given to a classifier.

    Raises
    ------
    ValueError
        The weight of a class is below 0, or not finite.

    Examples
    --------
    >>> check_class_weight({"yes": -1.0})
    Traceback (most recent call last):
    ValueError: class_weight must have weights of 0 or more; that of 'yes' is -1.0.
    """
    if not isinstance(asked, Mapping):
        return
    for name, weight in asked.items():
        if not np.isfinite(weight) or weight < 0:
            raise ValueError(f"class_weight must have weights of 0 or more; that of {name!r} is {weight!r}.")
