"""What every passport has: its kind, its format, and the sha256 of all that it says."""

from __future__ import annotations

import hashlib
import json
from typing import Any

__all__ = ["FORMAT", "KIND", "sealed", "sha256_of"]

KIND, FORMAT = "elmweb passport", 1


def sha256_of(plain: Any) -> str:
    """Return the sha256 of plain data, however its keys are ordered.

    Parameters
    ----------
    plain : Any
        What JSON can hold.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(passport: dict[str, Any]) -> dict[str, Any]:
    """Return a passport with the sha256 of all that it says.

    Parameters
    ----------
    passport : dict
        Plain data, sealed or not.

    Returns
    -------
    dict
        The same, with ``sha256`` at its end.
    """
    said = {key: value for key, value in passport.items() if key != "sha256"}
    return {**said, "sha256": sha256_of(said)}
