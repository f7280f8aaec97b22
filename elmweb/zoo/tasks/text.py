"""Text tasks: classification, similarity, translation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.zoo.bpe import BytePairs
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.tasks.compare import compared
from elmweb.zoo.tasks.probabilities import ranked, softmax
from elmweb.zoo.translate import Translation, translate as search_translation
from elmweb.zoo.wordpiece import Tokens, WordPiece

__all__ = ["classify", "embed", "translate"]

_MOST_CHARACTERS = 200_000
_MOST_SHOWN = 200  # words


async def classify(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Classify a text.

    Parameters
    ----------
    card : ModelCard
        Its first output is logits over ``labels``; an intermediate output ``counts`` is the weight of each piece.
        ``settings`` has ``most`` pieces and perhaps ``keep``, see :meth:`elmweb.zoo.wordpiece.WordPiece.encode`.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``text``; a true ``look`` also requests the weights of the words. Or ``texts``, a list of many.

    Returns
    -------
    Answer
        ``headline``, ``sure``, ``bars``, and perhaps ``words``, and a note when not all was read; of many texts only
        ``rows``, the probabilities of the labels.
    """
    if "texts" in inputs:
        return {"rows": np.stack([softmax(row) for row in await _each(card, ask, inputs)])}
    tokens = await _read(card, ask, inputs)
    graph = card.graph()
    views = tuple(output.name for output in graph.outputs if output.look and output.name == "counts")
    found = await ask(_feeds(tokens), outputs=graph.results() + (views if inputs.get("look") else ()))
    best = ranked(card.labels, softmax(found[graph.results()[0]][0]))
    answer: Answer = {"headline": best[0][0], "sure": best[0][1], "bars": best, "notes": _left_out(tokens)}
    if "counts" in found:
        answer["words"] = _words(tokens, found["counts"][0])
        answer["notes"].append("The stronger a word's ground, the more it counted.")
    return answer


async def embed(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Compare a text with others.

    Parameters
    ----------
    card : ModelCard
        Its first output is a vector; ``settings`` as in :func:`classify`.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``text``, and ``others``, see :func:`elmweb.zoo.tasks.compare.compared`. Or ``texts``, a list of many.

    Returns
    -------
    Answer
        ``headline``, the text itself, ``similar``, ``vector``, and a note when not all was read; of many texts only
        ``rows``, their vectors.
    """
    if "texts" in inputs:
        return {"rows": np.stack(await _each(card, ask, inputs))}
    tokens = await _read(card, ask, inputs)
    found = await ask(_feeds(tokens))
    text = " ".join(str(inputs["text"]).split())
    # A text that is being edited is compared with the others, not with its own earlier version.
    others = [pair for pair in inputs.get("others", ()) if pair[0] != text]
    answer = compared(found[card.graph().results()[0]][0], {"name": text, "others": others}, "text")
    answer["notes"] = [*answer.get("notes", ()), *_left_out(tokens)]
    return answer


async def translate(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Translate a sentence.

    Parameters
    ----------
    card : ModelCard
        With the graphs ``encoder`` and ``decoder``; ``settings`` has ``most`` pieces and the search's ``penalty``.
    ask : Ask
        Runs them.
    inputs : mapping
        ``text``, and perhaps ``beams``, the beam width.

    Returns
    -------
    Answer
        ``headline``, the translation, ``attention``, and a note when not all was read.
    """
    vocabulary = BytePairs.from_text(await ask.file("vocabulary"))
    settings = card.settings
    found = await search_translation(
        _text(inputs),
        vocabulary,
        lambda graph, feeds: ask(feeds, graph=graph),
        most=settings["most"],
        width=int(inputs.get("beams", 1)),
        penalty=settings.get("penalty", 1.0),
    )
    notes = [f"{found.n_left_out} pieces of the sentence were left out: it is too long."] if found.n_left_out else []
    return {"headline": found.text, "attention": _attention(found), "notes": notes}


async def _each(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> list[np.ndarray]:
    """Return the first output for each of many texts, one after the other: padding would change the numbers."""
    vocabulary = WordPiece.from_text(await ask.file("vocabulary"))
    rows = []
    for text in inputs["texts"]:
        tokens = vocabulary.encode(
            _text({"text": text}), card.settings["most"], keep=card.settings.get("keep", "start")
        )
        rows.append((await ask(_feeds(tokens)))[card.graph().results()[0]][0])
    return rows


def _text(inputs: Mapping[str, Any]) -> str:
    """Return the text among the inputs."""
    text = str(inputs.get("text") or "").strip()
    if not text:
        raise InputError("Nothing is written yet.", rule="at least one word", value="nothing")
    if len(text) > _MOST_CHARACTERS:
        raise InputError(
            "The text is too long.", rule=f"{_MOST_CHARACTERS:,} letters at the most", value=f"{len(text):,} letters"
        )
    return text


async def _read(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Tokens:
    """Return the text as pieces of the model's vocabulary."""
    vocabulary = WordPiece.from_text(await ask.file("vocabulary"))
    return vocabulary.encode(_text(inputs), card.settings["most"], keep=card.settings.get("keep", "start"))


def _feeds(tokens: Tokens) -> dict[str, np.ndarray]:
    ids = np.array([tokens.ids], dtype=np.int32)
    return {"ids": ids, "mask": np.ones(ids.shape, dtype=np.float32)}


def _left_out(tokens: Tokens) -> list[str]:
    """Return a note on how much of a text was read, when not all was."""
    if tokens.n_read >= tokens.n_words:
        return []
    return [f"{tokens.n_read:,} of {tokens.n_words:,} words were read: more does not fit."]


def _words(tokens: Tokens, counts: np.ndarray) -> list[tuple[str, float]]:
    """Return the words and their weights, relative to the largest."""
    texts: dict[int, str] = {}
    sums: dict[int, float] = {}
    for piece, word, weight in zip(tokens.pieces, tokens.words, np.abs(counts), strict=False):
        if word >= 0:
            texts[word] = texts.get(word, "") + piece.removeprefix("##")
            sums[word] = sums.get(word, 0.0) + float(weight)
    most = max(sums.values(), default=0.0) or 1.0
    return [(text, sums[word] / most) for word, text in list(texts.items())[:_MOST_SHOWN]]


def _attention(found: Translation) -> dict[str, Any]:
    """Return the attention of each piece of a translation."""
    rows, columns = ([piece.replace("\u2581", " ").strip() or "space" for piece in pieces] for pieces in found[1:3])
    return {
        "title": "Where it looked",
        "text": "A line for each piece it wrote. The stronger a cell, the more it looked at that piece of yours.",
        "rows": rows,
        "columns": columns,
        "values": found.attention.tolist(),
    }
