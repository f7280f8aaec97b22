"""The answer of a deep model as HTML: the answer first, then its confidence, then the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from elmweb.app.parts import bars, send_button
from elmweb.formatting import clock, percent, probability
from elmweb.words.page import common, deep as words

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
            small = f' <span class="small nw">{common.likely(escape(probability(confidence)))}</span>'
        parts.append(f'<p><b class="big">{escape(headline)}</b>{small}</p>')
    if ranked := answer.get("bars"):
        parts.append(bars((label, value, f"{probability(value)} %") for label, value in ranked[:_MOST_BARS]))
    if painted := answer.get("painted"):
        parts.append(f'<elm-wipe data-after="{escape(painted)}"></elm-wipe>')
        parts.append(f"<p>{send_button(words.SAVE_PNG, 'save_pictures', kind='btn')}</p>")
    if "spoken" in answer:
        parts.append(_spoken(answer))
    if audio := answer.get("audio"):
        save = send_button(words.SAVE_WAV, "save_sound", kind="btn")
        parts.append(f'<div class="ways"><elm-player data-source="{escape(audio)}"></elm-player>{save}</div>')
        read = " ".join(f'<span class="nw">{escape(word)}</span>' for word in answer["read"].split())
        said = words.read_as(f'<span class="said">{read}</span>')
        parts.append(f'<p class="small">{said}</p>')
    if weighed := answer.get("words"):
        parts.append(f'<p class="words">{_shaded(weighed)}</p>')
    if similar := answer.get("similar"):
        rows = ((name, max(0.0, cosine), f"{percent(cosine)} %") for name, cosine in similar)
        parts.append(bars(rows, first_is_ours=False))
    parts += _notes(answer)
    busy = " aria-busy=true" if answer.get("is_part") else ""  # only the whole answer is read out
    return f'<div class="gapped" role="status"{busy}>{"".join(parts)}</div>'


def _notes(answer: Mapping[str, Any]) -> list[str]:
    """Return the notes on an answer, and behind them an answer that is shown on request only."""
    withheld = answer.get("withheld")
    size = "tiny" if withheld is None else "small"  # why there is no answer takes the place of the answer
    notes = [f'<p class="{size}">{escape(note)}</p>' for note in answer.get("notes", ())]
    if withheld is not None:
        notes.append(
            f"<details><summary>{words.SHOW_ANYWAY}</summary><p>{escape(withheld or words.NO_ANSWER)}</p></details>"
        )
    return notes


def _spoken(answer: Mapping[str, Any]) -> str:
    """Return what was said in a clip, and what can be done with it."""
    lines = "".join(
        f'<li><span class="mono">{clock(start)}</span><span>{escape(text)}</span></li>'
        for start, text in answer["spoken"]
    )
    if answer.get("is_part"):
        button = send_button(common.STOP, "halt_model", kind="btn sm")
    else:
        button = send_button(words.SAVE_TEXT, "save_transcript", kind="btn sm") if lines else ""
    said = f'<ol class="spoken">{lines}</ol>' if lines else ""
    return said + (f"<p>{button}</p>" if button else "")


def _shaded(weighed: Iterable[Sequence[Any]]) -> str:
    """Return words, each on a background as strong as its weight."""
    return " ".join(f'<span style="--w:{percent(weight)}%">{escape(word)}</span>' for word, weight in weighed)


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
    return f'<section class="blk"><h2>{words.WHAT_LAYERS_SEE}</h2><div class="layers">{columns}</div></section>'


def images_html(addresses: list[str] | None, label: str, notes: Iterable[str] = ()) -> str:
    """Return a grid of images, and below it what they are.

    Parameters
    ----------
    addresses : list of str or None
        Their URLs.
    label : str
        What they show, for a screen reader.
    notes : iterable of str
        A sentence or two each, plain text.

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
    below = "".join(f'<p class="tiny under" role="status">{escape(note)}</p>' for note in notes)
    return f'<div class="made">{images}</div>{below}'


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
        f'<div class="tw" tabindex="0" role="region" aria-label="{words.ATTENTION}"><table class="attention">'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )
