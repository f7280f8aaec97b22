"""How similar inputs are: the cosine of their embeddings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.formatting import percent, quoted
from elmweb.zoo.tasks import Answer

__all__ = ["compared"]

_SCALE = "100 % is the same, 0 % is unrelated (cosine similarity)."


def compared(vector: np.ndarray, inputs: Mapping[str, Any], kind: str) -> Answer:
    """Compare an embedding with those of earlier inputs.

    Parameters
    ----------
    vector : ndarray of shape (size,)
        The embedding.
    inputs : mapping
        ``name``, the name of the input, and ``others``, a list of (name, vector) of earlier ones; both may be left
        out.
    kind : str
        The kind of input, such as photo.

    Returns
    -------
    Answer
        ``name``; ``headline``, the similarity to the nearest, or the name while there is no other; ``similar``, the
        most similar first; ``vector`` of length 1; a note that says what is compared.
    """
    ours = np.asarray(vector, dtype=np.float64)
    ours /= np.sqrt(np.sum(ours * ours)) or 1.0
    others = [
        (name, float(np.sum(ours * np.asarray(other, dtype=np.float64)))) for name, other in inputs.get("others", ())
    ]
    name, similar = str(inputs.get("name") or f"this {kind}"), sorted(others, key=lambda pair: -pair[1])
    answer: Answer = {"name": name, "headline": name, "similar": similar, "vector": ours.astype(np.float32)}
    if similar:
        nearest, cosine = similar[0]
        answer["headline"] = f"{percent(cosine)} % similar"
        answer["notes"] = [f"To the nearest of those before: {quoted(nearest)}. {_SCALE}"]
    else:
        answer["notes"] = [f"Bring a second {kind}. Their similarity appears here. {_SCALE}"]
    return answer
