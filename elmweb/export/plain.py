"""Results as plain data that JSON can hold."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["to_json"]


def to_json(value: Any) -> Any:
    """Return the same data with arrays as lists and NumPy numbers as Python's.

    Parameters
    ----------
    value : Any
        Nested dicts, lists, arrays and numbers.

    Returns
    -------
    Any
        Ready for ``json.dumps``; what is not finite becomes None, as JSON has no word for it.
    """
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return to_json(value.tolist())
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, np.generic):
        return to_json(value.item())
    return None if isinstance(value, float) and not np.isfinite(value) else value
