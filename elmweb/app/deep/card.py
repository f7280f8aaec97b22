"""What is known of a model: how good it is, what it was made of, where it runs."""

from __future__ import annotations

from html import escape
from typing import Any

from elmweb.app.parts import block, count, send_button, table
from elmweb.state import seconds_text, size_text
from elmweb.words import quantity

__all__ = ["card_html", "list_html", "runs_html", "truth_html"]

PROVIDERS = {"webgpu": "WebGPU", "wasm": "CPU", "cpu": "CPU"}
"""What the page calls each way to run a model."""

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
"""Task to what it does, in the words of the list."""

_METRICS = {
    "accuracy": ("right", lambda value: f"{100 * value:.1f} in 100"),
    "macro_f1": ("mean F1 over the classes", lambda value: f"{value:.2f}"),
}


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
        f"<b>{escape(card['title'])}</b><i>{size_text(card['bytes'])}{', here' if card.get('kept') else ''}</i>"
        f'<span class="small">{KINDS.get(card["task"], escape(card["task"]))}</span></a>'
        for card in cards
    )
    return f'<nav class="mlist" aria-label="Models">{items}</nav>'


def runs_html(card: dict[str, Any], opened: dict[str, Any] | None, answer: dict[str, Any] | None) -> str:
    """Return where the open model runs and how long its newest answer took.

    Parameters
    ----------
    card : dict
        The model.
    opened : dict or None
        ``provider``, ``seconds`` and ``why``, a sentence when it is not what was asked for.
    answer : dict or None
        With ``milliseconds``.

    Returns
    -------
    str
        HTML.
    """
    if opened is None:
        return ""
    took = f"{answer['milliseconds']:.1f} ms" if answer and answer.get("milliseconds") is not None else ""
    other = "wasm" if opened["provider"] == "webgpu" else "webgpu"
    change = send_button(f"Run it on the {PROVIDERS[other]}", "open_model", model=card["id"], provider=other)
    why = f'<p class="tiny">{escape(opened["why"])}</p>' if opened.get("why") else ""
    return (
        f'<p class="runs"><span class="badge">{PROVIDERS[opened["provider"]]}</span> <b class="mono">{took}</b> '
        f'<span class="small">{change}</span></p>{why}'
    )


def card_html(card: dict[str, Any]) -> str:
    """Return how good a model is and what it was made of.

    Parameters
    ----------
    card : dict
        The model's card.

    Returns
    -------
    str
        HTML.
    """
    trained = (
        f"{card['device']}, {seconds_text(card['training_seconds'])}" if card["training_seconds"] else card["device"]
    )
    dataset = card["dataset"]
    pairs = [
        *((_metric_name(name), _metric_value(name, value)) for name, value in card["metrics"].items()),
        ("measured on", card["measured_on"]),
        ("size", f"{size_text(card['bytes'])}, {count(card['n_parameters'], 'weight')}"),
        ("learned from", f"{dataset['name']} ({dataset['source']}; {dataset['licence']})"),
        ("trained on", trained),
        ("licence of the weights", card["licence"]),
        ("made by", card["recipe"]),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in pairs)
    notes = "".join(f'<p class="tiny">{escape(note)}</p>' for note in card.get("notes", ()))
    return block("About this model", f'<dl class="facts">{rows}</dl>', notes)


def _metric_name(name: str) -> str:
    return _METRICS[name][0] if name in _METRICS else name.replace("_", " ")


def _metric_value(name: str, value: float) -> str:
    return _METRICS[name][1](value) if name in _METRICS else quantity(value, 3)


def truth_html(truth: dict[str, Any] | None, *, busy: bool) -> str:
    """Return both ways to run a model side by side, or the button that compares them.

    Parameters
    ----------
    truth : dict or None
        ``rows``, one a provider: ``provider``, ``difference``, ``first``, ``steady`` (milliseconds), ``on_cpu`` and
        ``problem``; and ``text``.
    busy : bool
        Whether it is being measured now.

    Returns
    -------
    str
        HTML.
    """
    if truth is None:
        button = "" if busy else send_button("Compare CPU and WebGPU here", "compare_model", kind="btn sm")
        return block("On this device", f'<p class="small">The same inputs on both, beside known answers.</p>{button}')
    head = ["Runs on", "Largest difference", "First run", "Later runs", "Steps left to the CPU"]
    rows = [
        [PROVIDERS[row["provider"]], row["problem"], "", "", ""]
        if row.get("problem")
        else [
            PROVIDERS[row["provider"]],
            f"{row['difference']:.1e}",
            f"{row['first']:.0f} ms",
            f"{row['steady']:.1f} ms",
            row["on_cpu"],
        ]
        for row in truth["rows"]
    ]
    said = f'<p class="small">{escape(truth["text"])}</p>'
    return block("On this device", said, table(head, rows, caption="CPU and WebGPU compared"))
