"""The input tools of the models: a drawing, a photo, a sound, a text, a date, a choice.

Each tool is a small view that calls ``ask`` with plain inputs. Drawings, photos and
sounds reach the workbench directly, from the elements of ``web/media``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import FIELD_HOLDS, Text, send_button, stack

__all__ = ["tool_for"]

Ask = Callable[..., None]

_PHOTOS = {
    "photos/coffee.jpg": "A cup of coffee",
    "photos/astronaut.jpg": "An astronaut",
    "photos/cat.jpg": "A cat",
}
_SHOWS = {"photos/coffee.jpg": "cup", "photos/astronaut.jpg": "person", "photos/cat.jpg": "cat"}
"""The class that a model needs to have for the photo to be offered."""

_GARMENTS = {
    "garments/boot.png": "An ankle boot",
    "garments/pullover.png": "A pullover",
    "garments/trousers.png": "Trousers",
    "garments/dress.png": "A dress",
    "garments/bag.png": "A bag",
    "garments/sandal.png": "A sandal",
}
"""Images of the site, in ``web/samples``, with their origin in its SOURCES.md."""

_EXAMPLES = {
    "classify-text": (
        "I expected little and was moved to tears: the best film of the year.",
        "Two hours of my life that I will never get back.",
        "The acting is fine, but the story is not worth telling.",
    ),
    "translate": (
        "Click the button to open the file.",
        "Choose the cells that you want to print.",
        "The document is saved automatically.",
    ),
    "embed-text": (
        "A man is playing the guitar.",
        "Somebody makes music with strings.",
        "The price of bread went up again.",
    ),
}


def tool_for(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the input tool of a model.

    Parameters
    ----------
    card : dict
        The model's card.
    ask : callable
        ``ask(**inputs)`` runs the open model.

    Returns
    -------
    panel.viewable.Viewable
        A layout.
    """
    if card["task"] == "classify-image" and card["settings"].get("input") == "drawing":
        return Text('<elm-pad label="Draw a digit, 0 to 9"></elm-pad>')
    return _TOOLS[card["task"]](card, ask)


def _photo(card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return the tool for photos, with samples from the site."""
    photos = _GARMENTS if card["settings"].get("input") == "garment" else _PHOTOS
    if card["labels"]:
        photos = {
            file: words for file, words in photos.items() if _SHOWS.get(file, card["labels"][0]) in card["labels"]
        }
    samples = "".join(
        f'<button type="button" class="thumb" data-photo="samples/{file}">'
        f'<img src="samples/{file}" alt="{escape(words)}" loading="lazy"></button>'
        for file, words in photos.items()
    )
    return Text(f'<elm-photo></elm-photo><p class="thumbs" aria-label="Photos to try">{samples}</p>')


def _sound(_card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return the tool for audio clips."""
    return Text("<elm-sound></elm-sound>")


def _text(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a text field that is read while it is edited, with a few examples below."""
    examples = _EXAMPLES[card["task"]]
    field = pn.widgets.TextAreaInput(
        label=card["settings"].get("asks", "Write a text"),
        value=examples[0], max_length=FIELD_HOLDS, rows=4, margin=0, sizing_mode="stretch_width", css_classes=["ask"],
    )  # fmt: skip
    field.param.watch(lambda event: ask(text=event.new, keep=False), "value_input")
    field.param.watch(lambda event: ask(text=event.new, keep=True), "value")
    buttons = [pn.widgets.Button(label=example, margin=0, css_classes=["example"]) for example in examples[1:]]
    for button, example in zip(buttons, examples[1:], strict=True):
        button.on_click(lambda _event, example=example: setattr(field, "value", example))
    ask(text=examples[0], keep=True)
    return stack(field, Text('<p class="tiny">Or try</p>'), *buttons, kind="stack tight")


def _translate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a field for a sentence, and the choice of the beam width."""
    widest = card["settings"].get("width", 4)
    beams = pn.widgets.RadioButtonGroup(label="Search", options={"Fast": 1, "Careful": widest}, value=1, margin=0)
    beams.param.watch(lambda event: ask(beams=event.new), "value")
    hint = f"Fast takes the likeliest piece each time. Careful follows {widest} ways at once and keeps the best."
    return stack(_text(card, ask), stack(beams, Text(f'<p class="tiny">{hint}</p>')), kind="stack gap")


def _forecast(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a slider over the days that can be forecast."""
    first, n_days = date.fromisoformat(card["settings"]["first_day"]), card["settings"]["n_days"]
    slider = pn.widgets.DateSlider(
        label="Day", start=first, end=first + timedelta(days=n_days - 1), value=first, format="%d %B %Y", margin=0,
        sizing_mode="stretch_width",
    )  # fmt: skip
    slider.param.watch(lambda event: ask(start=(event.new - first).days), "value")
    ask(start=0)
    return slider


def _curve(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the choice of the model's sample curves, and a field for a person's own numbers."""
    length = card["graphs"][0]["inputs"][0]["shape"][1]
    known = {f"Sample {at + 1}": at for at in range(card["settings"]["samples"])}
    which = pn.widgets.RadioButtonGroup(label="Curve", options=known, value=0, margin=0)
    own = pn.widgets.TextAreaInput(
        label=f"Or paste {length} numbers", value="", max_length=FIELD_HOLDS, rows=3, margin=0,
        sizing_mode="stretch_width",
    )  # fmt: skip
    which.param.watch(lambda event: ask(start=event.new, text=""), "value")
    own.param.watch(lambda event: ask(text=event.new), "value")
    ask(start=0)
    return stack(which, own, kind="stack gap")


def _generate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the choice of the class, of the first seed, and of the seed to interpolate to."""
    common = {"margin": 0, "sizing_mode": "stretch_width"}
    kind = pn.widgets.Select(label="Make", options={name: at for at, name in enumerate(card["labels"])}, **common)
    seed = pn.widgets.IntSlider(label="First picture", start=0, end=99, value=0, **common)
    other = pn.widgets.IntSlider(label="Walk to picture", start=0, end=99, value=1, **common)
    names = {kind: "label", seed: "seed", other: "other_seed"}
    for widget, name in names.items():
        widget.param.watch(lambda event, name=name: ask(**{name: event.new}), "value")
    ask(label=0)
    return stack(kind, seed, other, Text(send_button("Save as PNG", "save_pictures", kind="btn")), kind="stack gap")


_TOOLS: dict[str, Callable[[dict[str, Any], Ask], pn.viewable.Viewable]] = {
    "classify-image": _photo,
    "detect-objects": _photo,
    "classify-text": _text,
    "classify-series": _curve,
    "forecast": _forecast,
    "translate": _translate,
    "generate-image": _generate,
    "embed-image": _photo,
    "embed-text": _text,
    "embed-audio": _sound,
}
