"""How similar inputs are: the cosine of their embeddings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.formatting import percent, quoted
from elmweb.words.engine import zoo_tasks as words
from elmweb.zoo.tasks import Answer

__all__ = ["compared"]


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
        The kind of input: "photo", "clip" or "text".

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
    name, similar = str(inputs.get("name") or words.THIS_ONE[kind]), sorted(others, key=lambda pair: -pair[1])
    answer: Answer = {"name": name, "headline": name, "similar": similar, "vector": ours.astype(np.float32)}
    if similar:
        nearest, cosine = similar[0]
        answer["headline"] = words.similar(percent(cosine))
        answer["notes"] = [f"{words.nearest(quoted(nearest))} {words.SIMILARITY_SCALE}"]
    else:
        answer["notes"] = [f"{words.BRING_SECOND[kind]} {words.SIMILARITY_SCALE}"]
    return answer
