"""Text tasks: classification, similarity, translation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from elmweb.exceptions import InputError
from elmweb.formatting import quoted
from elmweb.words.engine import common, zoo_tasks as words
from elmweb.zoo.bpe import MARKS, BytePairs
from elmweb.zoo.familiar import Familiar
from elmweb.zoo.manifest import ModelCard
from elmweb.zoo.tasks import Answer, Ask
from elmweb.zoo.tasks.compare import compared
from elmweb.zoo.tasks.probabilities import calibrated, judged
from elmweb.zoo.translate import Translation, translate as search_translation
from elmweb.zoo.wordpiece import Tokens, WordPiece, split_words

__all__ = ["classify", "embed", "translate"]

_MOST_CHARACTERS = 200_000
_MOST_SHOWN = 200  # words


async def classify(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Answer:
    """Classify a text.

    Parameters
    ----------
    card : ModelCard
        Its first output is logits over ``labels``; an intermediate output ``counts`` is the weight of each piece.
        ``settings`` has ``most`` pieces and perhaps ``keep``, see :meth:`elmweb.zoo.wordpiece.WordPiece.encode`; and
        perhaps ``turning``, words that it passes over though they turn a text round, and ``turning_up_to``, the number
        of words up to which a text with one of them is not decided.
    ask : Ask
        Runs the model.
    inputs : mapping
        ``text``; a true ``look`` also requests the weights of the words. Or ``texts``, a list of many.

    Returns
    -------
    Answer
        As :func:`elmweb.zoo.tasks.probabilities.judged` says, and perhaps ``words``, and a note when not all was read;
        of many texts only ``rows``, the probabilities of the labels.
    """
    if "texts" in inputs:
        return {"rows": calibrated(card, np.stack(await _each(card, ask, inputs)))}
    tokens = await _read(card, ask, inputs)
    graph = card.graph()
    views = tuple(output.name for output in graph.outputs if output.look and output.name == "counts")
    found = await ask(_feeds(tokens), outputs=graph.results() + (views if inputs.get("look") else ()))
    answer = judged(card, found[graph.results()[0]][0])
    if turning := _turning(card, tokens, str(inputs["text"])):
        answer.pop("sure", None)
        note = words.passes_over(quoted(turning))
        answer.update(headline=words.NOT_SURE, notes=[note])
    answer["notes"] = [*answer.get("notes", ()), *_left_out(tokens)]
    if "counts" in found:
        answer["words"] = _words(tokens, found["counts"][0])
        answer["notes"].append(words.LOOK_AT_WORDS)
    return answer


def _turning(card: ModelCard, tokens: Tokens, text: str) -> str:
    """Return the first word of a short text that may turn it round and that the model passes over; else nothing."""
    if tokens.n_words > card.settings.get("turning_up_to", 0):
        return ""
    for word in text.replace("\u2019", "'").split():
        parts = set(split_words(word))
        if parts & set(card.settings["turning"]):
            return word.strip('.,;:!?"()')
    return ""


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
        With an asset ``words``, see :class:`elmweb.zoo.familiar.Familiar`, ``settings`` also has ``learned_from``, the
        name of the kind of text that it knows.
    ask : Ask
        Runs them.
    inputs : mapping
        ``text``, and perhaps ``beams``, the beam width.

    Returns
    -------
    Answer
        ``headline``, the translation, ``attention``, and a note when not all was read. For a sentence of another kind
        than those learned from, ``headline`` says so, the translation is in ``withheld``, and a note says why.
    """
    vocabulary = BytePairs.from_text(await ask.file("vocabulary"))
    settings, text = card.settings, _text(inputs)
    found = await search_translation(
        text,
        vocabulary,
        lambda graph, feeds: ask(feeds, graph=graph),
        most=settings["most"],
        width=int(inputs.get("beams", 1)),
        penalty=settings.get("penalty", 1.0),
    )
    notes = [words.pieces_left_out(found.n_left_out)] if found.n_left_out else []
    if "words" in card.assets:
        familiar = _familiar(bytes(await ask.file("words")))
        if familiar.is_strange(text):
            kind = settings["learned_from"]
            strange = familiar.strange_words(text)
            named = [words.telling_words(strange)] if strange else []
            notes = [words.unlike(kind), *named, *notes]
            return {"headline": words.no_kind(kind), "withheld": found.text, "notes": notes}
    return {"headline": found.text, "attention": _attention(found), "notes": notes}


@lru_cache(maxsize=2)
def _word_pieces(content: bytes) -> WordPiece:
    """Return the vocabulary of a file; taking it apart takes as long as a short text takes the model."""
    return WordPiece.from_text(content)


@lru_cache(maxsize=1)
def _familiar(content: bytes) -> Familiar:
    """Return the weights of the words in a file."""
    return Familiar.from_text(content)


async def _each(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> list[np.ndarray]:
    """Return the first output for each of many texts, one after the other: padding would change the numbers."""
    vocabulary = _word_pieces(bytes(await ask.file("vocabulary")))
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
        raise InputError(common.NOTHING_WRITTEN, rule=common.AT_LEAST_ONE_WORD, value=common.NOTHING)
    if len(text) > _MOST_CHARACTERS:
        rule = common.at_most_letters(_MOST_CHARACTERS)
        raise InputError(common.TEXT_TOO_LONG, rule=rule, value=common.letters(len(text)))
    return text


async def _read(card: ModelCard, ask: Ask, inputs: Mapping[str, Any]) -> Tokens:
    """Return the text as pieces of the model's vocabulary."""
    vocabulary = _word_pieces(bytes(await ask.file("vocabulary")))
    return vocabulary.encode(_text(inputs), card.settings["most"], keep=card.settings.get("keep", "start"))


def _feeds(tokens: Tokens) -> dict[str, np.ndarray]:
    ids = np.array([tokens.ids], dtype=np.int32)
    return {"ids": ids, "mask": np.ones(ids.shape, dtype=np.float32)}


def _left_out(tokens: Tokens) -> list[str]:
    """Return a note on how much of a text was read, when not all was."""
    if tokens.n_read >= tokens.n_words:
        return []
    return [words.words_read(tokens.n_read, tokens.n_words)]


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
    named = {"": words.SPACE, MARKS[-1]: words.END}
    rows, columns = (
        [named.get(text, text) for text in (piece.replace("\u2581", " ").strip() for piece in pieces)]
        for pieces in found[1:3]
    )
    return {
        "title": words.WHERE_IT_LOOKED,
        "text": words.LOOKED,
        "rows": rows,
        "columns": columns,
        "values": found.attention.tolist(),
    }
