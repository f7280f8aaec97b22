"""What is known about a model: its metrics, its training, and where it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from elmweb.app.parts import block, send_button, table
from elmweb.formatting import data_size, duration, in_100, plainly, quantity, score
from elmweb.words.page import deep_card as words

__all__ = ["card_html", "check_html", "gallery_html", "list_html", "metric_words", "notes_html", "runs_html"]

_PLACES = 6  # that are shown while the list is loading
_MOST_STEPS = 6  # that are named


def _in_100(value: float) -> str:
    return f"{in_100(value, 1)} %"


def _whole(value: float) -> str:
    return f"{in_100(value)} %"


def _points(value: float) -> str:
    return in_100(value / 100, 1)


def _finely(value: float) -> str:
    return score(value, 4)


def _times(value: float) -> str:
    return words.times_its_error(score(value))


_METRICS: dict[str, Callable[[float], str]] = {
    "accuracy": _in_100,
    "ece": _in_100,
    "share_sure": lambda value: words.on_held_out(in_100(value)),
    "accuracy_sure": _in_100,
    "macro_f1": score,
    "mae": lambda value: words.megawatts(quantity(value)),
    "mae_to_last_week": _times,
    "mae_to_ridge": _times,
    "share_inside_band": _whole,
    "cosine": _finely,
    "bleu": _points,
    "chrf": _points,
    "memory_bleu": _points,
    "memory_chrf": _points,
    "help_flagged": _in_100,
    "everyday_flagged": _in_100,
    "negated_accuracy": _in_100,
    "sentences_accuracy": _whole,
    "read_right": _in_100,
    "reader_on_photos": _in_100,
    "frechet_distance": quantity,
    "style_cosine": _finely,
    "mean_difference": lambda value: words.of_the_brightness(in_100(value, 1)),
    "same_boxes": _whole,
    "same_name": _whole,
    "wer": _in_100,
    "wer_to_published": _in_100,
    "heard_wrong": _in_100,
    "phoneme_errors": _in_100,
    "parity": plainly,
}
"""The formats of the most important metrics, which ``words.METRICS`` names; the model card has all."""


def list_html(cards: list[dict[str, Any]], chosen: str) -> str:
    """Return the models to choose from, as a narrow list.

    Parameters
    ----------
    cards : list of dict
        ``id``, ``title``, ``task``, ``bytes`` and ``kept`` of each.
    chosen : str
        The one on the page.

    Returns
    -------
    str
        HTML: a list of links.
    """
    items = "".join(
        f'<a class="mitem" href="#/models/{escape(card["id"])}"{" aria-current=true" if card["id"] == chosen else ""}>'
        f"{_said(card)}</a>"
        for card in cards
    )
    return f'<nav class="mlist" aria-label="{words.MODELS}">{items}</nav>'


def gallery_html(cards: list[dict[str, Any]]) -> str:
    """Return the models to choose from, with a picture each.

    Parameters
    ----------
    cards : list of dict
        As for :func:`list_html`; empty while they are not known yet.

    Returns
    -------
    str
        HTML: a grid of links, or of their places.
    """
    if not cards:
        places = '<span class="gcard"><span class="gpic"></span></span>' * _PLACES
        loading = f'<p class="small" role="status">{words.LIST_IS_LOADING}</p>'
        return f'{loading}<div class="gallery" aria-hidden="true">{places}</div>'
    items = "".join(
        f'<a class="gcard" href="#/models/{escape(card["id"])}"><span class="gpic">'
        f'<img src="samples/models/{escape(card["id"])}.webp" alt="" width="360" height="216" loading="lazy"></span>'
        f"{_said(card)}</a>"
        for card in cards
    )
    return f'<nav class="gallery" aria-label="{words.MODELS}">{items}</nav>'


def _said(card: dict[str, Any]) -> str:
    """Return the title, the size and the task of a model."""
    size = words.size(data_size(card["bytes"]), is_kept=bool(card.get("kept")))
    task = words.TASKS.get(str(card["task"])) or str(card["task"])
    return f'<b>{escape(card["title"])}</b><i>{size}</i><span class="small">{escape(task)}</span>'


def runs_html(card: dict[str, Any], opened: Mapping[str, Any] | None, answer: Mapping[str, Any] | None) -> str:
    """Return where the open model runs, and the time of its newest run.

    Parameters
    ----------
    card : dict
        The model.
    opened : mapping or None
        :class:`elmweb.workbench.protocol.DeepModel`.
    answer : mapping or None
        :class:`elmweb.workbench.protocol.DeepAnswer`.

    Returns
    -------
    str
        HTML.
    """
    if opened is None:
        return ""
    milliseconds = (answer or {}).get("milliseconds")
    took = "" if milliseconds is None else f" {duration(milliseconds / 1_000, 3)}"
    other = "wasm" if opened["provider"] == "webgpu" else "webgpu"
    may = other == "wasm" or not card.get("why_not_webgpu")
    change = send_button(words.RUN_ON[other], "open_model", model=card["id"], provider=other) if may else ""
    note = f'<p class="tiny">{escape(opened["note"])}</p>' if opened.get("note") else ""
    return (
        f'<p class="runs"><span class="badge">{words.PROVIDERS[opened["provider"]]}</span><b class="mono">{took}</b>'
        f'<span class="small">{change}</span></p>{note}'
    )


def card_html(card: dict[str, Any]) -> str:
    """Return a model's metrics and what it was trained on.

    Parameters
    ----------
    card : dict
        The model's card.

    Returns
    -------
    str
        HTML.
    """
    seconds = card["training_seconds"]
    trained = f"{card['device']}, {duration(seconds)}" if seconds else words.ELSEWHERE
    dataset = card["dataset"]
    pairs = [
        *metric_words(card["metrics"]),
        (words.MEASURED_ON, card["measured_on"]),
        (words.SIZE, words.size_and_weights(data_size(card["bytes"]), card["n_parameters"])),
        (words.LEARNED_FROM, f"{dataset['name']} ({dataset['source']}; {dataset['licence']})"),
        (words.TRAINED_ON, trained),
        (words.LICENCE, card["licence"]),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in pairs)
    recipe = escape(card["recipe"]).replace("/", "/<wbr>").replace("_", "_<wbr>")  # else it breaks inside a word
    rows += f"<dt>{words.MADE_BY}</dt><dd>{recipe}</dd>"
    return block(words.ABOUT, f'<dl class="facts">{rows}</dl>')


def notes_html(card: dict[str, Any]) -> str:
    """Return what is to be known before a model is used, and what to save of it.

    Parameters
    ----------
    card : dict
        The model's card.

    Returns
    -------
    str
        HTML.
    """
    notes = "".join(f'<p class="tiny">{escape(note).replace(" %", "&nbsp;%")}</p>' for note in card.get("notes", ()))
    page = send_button(words.AS_A_PAGE, "save_passport", page=True)
    passport = words.passport(page, send_button(words.AS_JSON, "save_passport", page=False))
    passport = f'<p class="small under">{passport}</p>'
    return (block(words.NOTES, notes) if notes else "") + passport


def metric_words(metrics: dict[str, float]) -> list[tuple[str, str]]:
    """Return the metrics that the page has names for, or all of them under their own names.

    Parameters
    ----------
    metrics : dict of str to float
        From the manifest.

    Returns
    -------
    list of (str, str)
        Name and value.
    """
    known = [(words.METRICS[key], say(metrics[key])) for key, say in _METRICS.items() if key in metrics]
    return known or [(name.replace("_", " "), quantity(value)) for name, value in metrics.items()]


def check_html(
    check: Mapping[str, Any] | None, progress: dict[str, Any] | None, webgpu: dict[str, Any], note: str = ""
) -> str:
    """Return how each provider's outputs differ from the reference outputs, or the button to compare them.

    Parameters
    ----------
    check : mapping or None
        :class:`elmweb.workbench.protocol.DeepCheck`.
    progress : dict or None
        The newest progress message, while they are compared.
    webgpu : dict
        What WebGPU offers on this device.
    note : str
        What is said of it beside the answer already, and not again.

    Returns
    -------
    str
        HTML.
    """
    if webgpu.get("available"):
        where = words.webgpu_runs_on(webgpu.get("device") or "", is_software=bool(webgpu.get("software")))
    else:
        where = webgpu.get("why", "")
        where += "" if where.endswith((".", "!", "?")) or not where else "."
    intro = f'<p class="small">{escape(where)}</p>' if where not in note else ""
    if progress is not None:
        text = progress.get("text", words.COMPARING)
        return block(words.ON_THIS_DEVICE, intro, f'<p class="small" role="status">{escape(text)}</p>')
    if check is None:
        what = words.COMPARE_BOTH if webgpu.get("available") else words.COMPARE_ONE
        button = send_button(what, "check_model", kind="btn sm")
        lead = f'<p class="small">{words.WHAT_COMPARING_DOES}</p>'
        return block(words.ON_THIS_DEVICE, intro, lead, f"<p>{button}</p>")
    head = [words.RUNS_ON, words.OFF_BY, words.FIRST_RUN, words.LATER_RUNS]
    rows = [
        [
            words.PROVIDERS[row["provider"]],
            quantity(row["relative"], 1),
            duration(row["first_ms"] / 1_000, 3),
            duration(row["steady_ms"] / 1_000, 3),
        ]
        for row in check["rows"]
    ]
    rows += [[words.PROVIDERS[each["provider"]], each["why"], "", ""] for each in check["failed"]]
    under = [words.WHAT_OFF_BY_MEANS]
    if check["default"] and len(check["rows"]) + len(check["failed"]) > 1:
        under.append(words.used_from_now_on(check["default"], is_faster=len(check["rows"]) > 1))
    if check["on_cpu"]:
        under.append(words.left_to_cpu(len(check["on_cpu"]), ", ".join(check["on_cpu"][:_MOST_STEPS])))
    elif check["whole"]:
        under.append(words.WHOLE)
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in under)
    return block(words.ON_THIS_DEVICE, intro, table(head, rows, caption=words.CHECK_CAPTION), notes)
