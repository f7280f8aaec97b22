"""The answer of a deep model as HTML: the answer first, then its confidence, then the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from elmweb.app.parts import bars
from elmweb.formatting import percent, probability, score

__all__ = ["answer_html", "attention_html", "images_html", "layers_html"]

_MOST_BARS = 6
_MOST_TOKENS = 40


def answer_html(answer: dict[str, Any] | None) -> str:
    """Return the answer of a model.

    Parameters
    ----------
    answer : dict or None
        :class:`elmweb.zoo.tasks.Answer`.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if answer is None:
        return ""
    parts = []
    if headline := answer.get("headline"):
        confidence = answer.get("sure")
        small = ""
        if confidence is not None:
            small = f' <span class="small nw">{escape(probability(confidence))} in 100 sure</span>'
        parts.append(f'<p><b class="big">{escape(headline)}</b>{small}</p>')
    if ranked := answer.get("bars"):
        parts.append(bars((label, value, probability(value)) for label, value in ranked[:_MOST_BARS]))
    if words := answer.get("words"):
        parts.append(f'<p class="words">{_shaded(words)}</p>')
    if similar := answer.get("similar"):
        rows = ((name, max(0.0, cosine), score(cosine)) for name, cosine in similar)
        parts.append(bars(rows, first_is_ours=False))
    parts += [f'<p class="tiny">{escape(note)}</p>' for note in answer.get("notes", ())]
    return f'<div class="gapped" role="status">{"".join(parts)}</div>'


def _shaded(words: Iterable[Sequence[Any]]) -> str:
    """Return words, each on a background as strong as its weight."""
    return " ".join(f'<span style="--w:{percent(weight)}%">{escape(word)}</span>' for word, weight in words)


def layers_html(layers: list[dict[str, Any]] | None) -> str:
    """Return the activations of a model's layers, from the first to the last.

    Parameters
    ----------
    layers : list of dict or None
        ``Answer["layers"]``: ``title``, ``text`` and ``tiles``, URLs of thumbnails.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if not layers:
        return ""
    columns = "".join(
        f'<div{" class=wide" if layer.get("wide") else ""}><h3>{escape(layer["title"])}</h3><div class="tiles">'
        + "".join(f'<img src="{escape(tile)}" alt="" loading="lazy">' for tile in layer["tiles"])
        + f'</div><p class="tiny">{escape(layer["text"])}</p></div>'
        for layer in layers
    )
    return f'<section class="blk"><h2>What the layers see</h2><div class="layers">{columns}</div></section>'


def images_html(addresses: list[str] | None, label: str) -> str:
    """Return a grid of images.

    Parameters
    ----------
    addresses : list of str or None
        Their URLs.
    label : str
        What they show, for a screen reader.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if not addresses:
        return ""
    images = "".join(
        f'<img src="{escape(address)}" alt="{escape(label)} {number}">' for number, address in enumerate(addresses, 1)
    )
    return f'<div class="made">{images}</div>'


def attention_html(attention: dict[str, Any] | None) -> str:
    """Return which words a model attended to for each word it wrote.

    Parameters
    ----------
    attention : dict or None
        ``Answer["attention"]``: ``rows`` and ``columns``, the words written and read, ``values``, weights from 0 to
        1, and ``title`` and ``text``.

    Returns
    -------
    str
        A table whose cells are as strong as the attention; empty for None.
    """
    if not attention:
        return ""
    columns = attention["columns"][:_MOST_TOKENS]
    head = "".join(f'<th scope="col"><span>{escape(word)}</span></th>' for word in columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(word)}</th>'
        + "".join(
            f'<td style="--w:{percent(weight)}%"><span class="sr">{escape(probability(weight))}</span></td>'
            for weight in weights[:_MOST_TOKENS]
        )
        + "</tr>"
        for word, weights in zip(attention["rows"][:_MOST_TOKENS], attention["values"], strict=False)
    )
    return (
        f'<section class="blk"><h2>{escape(attention["title"])}</h2><p class="small">{escape(attention["text"])}</p>'
        '<div class="tw" tabindex="0" role="region" aria-label="Attention"><table class="attention">'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
