"""What a person brings to a model: a drawing, a photo, a sound, a text, a date, a choice.

Each tool is a small view that calls ``ask`` with plain inputs. Drawings, photos and
sounds reach the workbench by themselves, from the elements of ``web/media``.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, send_button, stack

__all__ = ["tool_for"]

Ask = Callable[..., None]

PHOTOS = {
    "coffee": "A cup of coffee",
    "astronaut": "An astronaut",
    "cat": "A cat",
}
"""Photos of the site, in ``web/samples/photos``, where SOURCES.md says from whom they are."""


def tool_for(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return what brings something to a model.

    Parameters
    ----------
    card : dict
        The model's card.
    ask : callable
        ``ask(**inputs)`` asks the open model.

    Returns
    -------
    panel.viewable.Viewable
        A layout.
    """
    if card["task"] == "classify-image" and card["settings"].get("input") == "drawing":
        return Text('<elm-pad label="Draw a digit, 0 to 9"></elm-pad>')
    return _TOOLS[card["task"]](card, ask)


def _photo(_card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return a place for photos, with some of the site's own."""
    samples = "".join(
        f'<button type="button" class="thumb" data-photo="samples/photos/{name}.jpg">'
        f'<img src="samples/photos/{name}.jpg" alt="{escape(words)}" loading="lazy"></button>'
        for name, words in PHOTOS.items()
    )
    return Text(f'<elm-photo></elm-photo><p class="thumbs" aria-label="Photos to try">{samples}</p>')


def _sound(_card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return a place for clips."""
    return Text("<elm-sound></elm-sound>")


def _text(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a field for text with a few examples under it."""
    examples = list(card["settings"].get("examples", ()))
    field = pn.widgets.TextAreaInput(
        label=card["settings"].get("asks", "Write a text"),
        value=examples[0] if examples else "",
        rows=4, margin=0, sizing_mode="stretch_width", css_classes=["ask"],
    )  # fmt: skip
    field.param.watch(lambda event: ask(text=event.new), "value_input")
    field.param.watch(lambda event: ask(text=event.new), "value")
    buttons = [pn.widgets.Button(label=example, margin=0, css_classes=["example"]) for example in examples[1:]]
    for button, example in zip(buttons, examples[1:], strict=True):
        button.on_click(lambda _event, example=example: setattr(field, "value", example))
    return stack(field, *buttons, kind="stack tight")


def _translate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a field for a sentence, and how far the search for its translation looks."""
    beams = pn.widgets.RadioButtonGroup(label="Search", options={"Fast": 1, "Careful": 4}, value=1, margin=0)
    beams.param.watch(lambda event: ask(beams=event.new), "value")
    return stack(_text(card, ask), beams, kind="stack gap")


def _series(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a slider through the held-out series that came with a model."""
    starts = card["settings"]["starts"]  # {"label": what is chosen, "names": one a place}
    slider = pn.widgets.DiscreteSlider(
        label=starts["label"], options={name: at for at, name in enumerate(starts["names"])},
        value=0, margin=0, sizing_mode="stretch_width",
    )  # fmt: skip
    slider.param.watch(lambda event: ask(start=event.new), "value")
    return slider


def _generate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return what is to be made, which draw of it, and the walk between two draws."""
    common = {"margin": 0, "sizing_mode": "stretch_width"}
    kind = pn.widgets.Select(label="Make", options={name: at for at, name in enumerate(card["labels"])}, **common)
    seed = pn.widgets.IntSlider(label="Draw", start=0, end=99, value=0, **common)
    other = pn.widgets.IntSlider(label="Walk to draw", start=0, end=99, value=1, **common)
    names = {kind: "label", seed: "seed", other: "other_seed"}
    for widget, name in names.items():
        widget.param.watch(lambda event, name=name: ask(**{name: event.new}), "value")
    return stack(kind, seed, other, Text(send_button("Save as PNG", "save_pictures", kind="btn")), kind="stack gap")


_TOOLS: dict[str, Callable[[dict[str, Any], Ask], pn.viewable.Viewable]] = {
    "classify-image": _photo,
    "detect-objects": _photo,
    "classify-text": _text,
    "classify-series": _series,
    "forecast": _series,
    "translate": _translate,
    "generate-image": _generate,
    "embed-image": _photo,
    "embed-text": _text,
    "embed-audio": _sound,
}
