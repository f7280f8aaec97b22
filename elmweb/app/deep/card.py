"""What is known about a model: its metrics, its training, and where it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from elmweb.app.parts import block, send_button, table
from elmweb.formatting import count, data_size, duration, in_100, quantity, score

__all__ = ["card_html", "check_html", "list_html", "metric_words", "runs_html"]

PROVIDERS = {"webgpu": "WebGPU", "wasm": "CPU", "cpu": "CPU"}
"""The page's name of each execution provider."""

KINDS = {
    "classify-image": "Names what is in a picture",
    "detect-objects": "Finds things in a photo",
    "classify-text": "Judges a text",
    "classify-series": "Judges a curve",
    "forecast": "Looks ahead",
    "translate": "Translates",
    "generate-image": "Makes pictures",
    "embed-image": "Compares pictures",
    "embed-text": "Compares texts",
    "embed-audio": "Compares sounds",
}
"""What the list says about each task."""

_METRICS: dict[str, tuple[str, Callable[[float], str]]] = {
    "accuracy": ("right", lambda value: f"{in_100(value, 1)} in 100"),
    "macro_f1": ("mean F1 over the classes", score),
    "mae": ("off by, in the mean", quantity),
    "mae_to_last_week": ("beside the same hours a week before", lambda value: f"{score(value)} of their error"),
    "mae_to_ridge": ("beside ridge regression", lambda value: f"{score(value)} of its error"),
    "share_inside_band": ("inside the band", lambda value: f"{in_100(value)} in 100"),
    "cosine": ("cosine to the published weights, lowest", lambda value: score(value, 4)),
    "bleu": ("BLEU", lambda value: in_100(value / 100, 1)),
    "chrf": ("chrF", lambda value: in_100(value / 100, 1)),
    "memory_bleu": ("BLEU of the likest learned sentence's translation", lambda value: in_100(value / 100, 1)),
    "memory_chrf": ("its chrF", lambda value: in_100(value / 100, 1)),
    "read_right": ("read as what was asked for", lambda value: f"{in_100(value, 1)} in 100"),
    "reader_on_photos": ("the same of photos", lambda value: f"{in_100(value, 1)} in 100"),
    "frechet_distance": ("Fréchet distance to photos", quantity),
    "same_boxes": ("same boxes as the published model", lambda value: f"{in_100(value)} in 100"),
    "same_name": ("same name as the published model", lambda value: f"{in_100(value)} in 100"),
    "parity": ("off from the published model by", lambda value: f"{quantity(value, 1)} at the most"),
}
"""The page's names of the most important metrics, and their formats; the model card has all."""


def list_html(cards: list[dict[str, Any]], chosen: str) -> str:
    """Return the models to choose from.

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
        f"<b>{escape(card['title'])}</b><i>{data_size(card['bytes'])}{', here' if card.get('kept') else ''}</i>"
        f'<span class="small">{KINDS.get(card["task"], escape(card["task"]))}</span></a>'
        for card in cards
    )
    return f'<nav class="mlist" aria-label="Models">{items}</nav>'


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
    change = (
        send_button(f"Run on {_with_article(PROVIDERS[other])}", "open_model", model=card["id"], provider=other)
        if may
        else ""
    )
    note = f'<p class="tiny">{escape(opened["note"])}</p>' if opened.get("note") else ""
    return (
        f'<p class="runs"><span class="badge">{PROVIDERS[opened["provider"]]}</span><b class="mono">{took}</b>'
        f'<span class="small">{change}</span></p>{note}'
    )


def card_html(card: dict[str, Any]) -> str:
    """Return a model's metrics and how it was trained.

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
    trained = f"{card['device']}, {duration(seconds)}" if seconds else "elsewhere; converted here"
    dataset = card["dataset"]
    pairs = [
        *metric_words(card["metrics"]),
        ("measured on", card["measured_on"]),
        ("size", f"{data_size(card['bytes'])}, {count(card['n_parameters'], 'weight')}"),
        ("learned from", f"{dataset['name']} ({dataset['source']}; {dataset['licence']})"),
        ("trained on", trained),
        ("licence of the weights", card["licence"]),
        ("made by", card["recipe"]),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in pairs)
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in card.get("notes", ()))
    save = send_button("as a page to print", "save_passport", page=True)
    passport = f'<p class="small under">Passport: {save}, or {send_button("as JSON", "save_passport", page=False)}.</p>'
    return block("About this model", f'<dl class="facts">{rows}</dl>', notes, passport)


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
    known = [(name, say(metrics[key])) for key, (name, say) in _METRICS.items() if key in metrics]
    return known or [(name.replace("_", " "), quantity(value)) for name, value in metrics.items()]


def check_html(check: Mapping[str, Any] | None, progress: dict[str, Any] | None, webgpu: dict[str, Any]) -> str:
    """Return how each provider's outputs differ from the reference outputs, or the button to compare them.

    Parameters
    ----------
    check : mapping or None
        :class:`elmweb.workbench.protocol.DeepCheck`.
    progress : dict or None
        The newest progress message, while they are compared.
    webgpu : dict
        What WebGPU offers on this device.

    Returns
    -------
    str
        HTML.
    """
    device = webgpu.get("device") or "a graphics device"
    where = webgpu.get("why", "") if not webgpu.get("available") else f"WebGPU runs on {device}"
    where += ", which is a program and no graphics card." if webgpu.get("software") else "" if not where else "."
    intro = f'<p class="small">{escape(where.replace("..", "."))}</p>'
    if progress is not None:
        text = progress.get("text", "Comparing")
        return block("On this device", intro, f'<p class="small" role="status">{escape(text)}</p>')
    if check is None:
        what = "Compare CPU and WebGPU" if webgpu.get("available") else "Compare with the known answers"
        button = send_button(what, "check_model", kind="btn sm")
        return block("On this device", intro, f"<p>{button}</p>")
    head = ["Runs on", "Off by", "First run", "Later runs"]
    rows = [
        [
            PROVIDERS[row["provider"]],
            quantity(row["relative"], 1),
            duration(row["first_ms"] / 1_000, 3),
            duration(row["steady_ms"] / 1_000, 3),
        ]
        for row in check["rows"]
    ]
    rows += [[PROVIDERS[each["provider"]], each["why"], "", ""] for each in check["failed"]]
    under = ["Off by is the largest difference from the known answers, as a share of their largest number."]
    if check["default"] and len(check["rows"]) + len(check["failed"]) > 1:
        which = "the faster one that is right" if len(check["rows"]) > 1 else "the one that is right"
        under.append(f"From now on {_with_article(PROVIDERS[check['default']])} is taken: {which}.")
    if check["on_cpu"]:
        under.append(
            f"WebGPU leaves {count(len(check['on_cpu']), 'step')} to the CPU: {', '.join(check['on_cpu'][:6])}."
        )
    elif check["whole"]:
        under.append("WebGPU runs every step itself.")
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in under)
    return block("On this device", intro, table(head, rows, caption="CPU and WebGPU compared"), notes)


def _with_article(provider: str) -> str:
    return "the CPU" if provider == "CPU" else provider
