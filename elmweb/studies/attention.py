"""Words looking at words: each head of a pretrained Transformer on a sentence of the visitor's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.onnx_format.weights import read_weights
from elmweb.studies.desk import Desk, Report
from elmweb.words.engine import common, studies_architectures as words
from elmweb.zoo.attention import look_inside
from elmweb.zoo.wordpiece import WordPiece

__all__ = ["MODEL", "MOST_PIECES", "run"]

MODEL = "transformer-sentiment"
MOST_PIECES = 40
"""More would not fit on a screen, each with its name."""

_MOST_CHARACTERS = 2_000


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Read a sentence, and return where each head looked.

    Parameters
    ----------
    asked : mapping
        ``text``.
    desk : Desk
        Brings the model and its files.
    report : Report
        Says what is being done.

    Returns
    -------
    dict
        ``pieces`` as shown; ``heads``, for each layer and head its matrix of ``values`` (row looks at column), ``even``
        (0 for one word only, 1 for all alike) and ``strongest`` (row, column, value); ``counts``, what each piece
        counts in the answer; ``label`` and ``probability``; ``difference``, the largest between this arithmetic and
        onnxruntime's; ``n_left_out`` words; ``card``.

    Raises
    ------
    InputError
        There is no text, or far too much.
    """
    text = _text(asked)
    report(words.LOADING_MODEL, 0.1)
    card = await desk.model_card(MODEL)
    vocabulary = WordPiece.from_text(await desk.model_file(MODEL, "vocabulary"))
    weights = read_weights(await desk.model_file(MODEL, "main"))
    report(words.READING_SENTENCE, 0.6)
    tokens = vocabulary.encode(text, MOST_PIECES)
    ids = np.array(tokens.ids, dtype=np.int32)
    inside = look_inside(weights, ids)
    report(words.COMPARING_WITH_ONNXRUNTIME, 0.8)
    feeds = {"ids": ids[None], "mask": np.ones((1, len(ids)), np.float32)}
    names = ["logits", "counts", "attention"]
    outputs = (await desk.model(MODEL, {"feeds": feeds, "outputs": names}))["answer"]["outputs"]
    own = (inside.logits, inside.counts, inside.attention.mean(axis=1))
    difference = max(float(np.abs(mine - outputs[name][0]).max()) for mine, name in zip(own, names, strict=True))
    odds = np.exp(inside.logits - inside.logits.max())
    best = int(odds.argmax())
    return {
        "pieces": [words.PIECE_NAMES.get(piece, piece) for piece in tokens.pieces],
        "heads": [[_head(values) for values in layer] for layer in inside.attention],
        "counts": inside.counts.tolist(),
        "label": card.labels[best],
        "probability": float(odds[best] / odds.sum()),
        "difference": difference,
        "n_left_out": tokens.n_words - tokens.n_read,
        "card": {"title": card.title, "seconds": card.training_seconds, "device": card.device, "bytes": card.bytes},
    }


def _text(asked: Mapping[str, Any]) -> str:
    """Return the text, or raise why it is none."""
    text = str(asked.get("text") or "").strip()
    if not text:
        raise InputError(common.NOTHING_WRITTEN, rule=common.AT_LEAST_ONE_WORD, value=common.NOTHING)
    if len(text) > _MOST_CHARACTERS:
        raise InputError(
            words.TOO_LONG_FOR_PICTURE,
            rule=common.at_most_letters(_MOST_CHARACTERS),
            value=common.letters(len(text)),
            hints=(words.MODELS_READS_LONGER,),
        )
    return text


def _head(values: np.ndarray) -> dict[str, Any]:
    """Return what there is to see of one head."""
    entropy = -(values * np.log(np.maximum(values, 1e-12))).sum(axis=1).mean()
    row, column = np.unravel_index(int(values.argmax()), values.shape)
    return {
        "values": np.round(values.astype(float), 4).tolist(),
        "even": float(entropy / np.log(len(values))),
        "strongest": [int(row), int(column), float(values[row, column])],
    }
