"""The input tools of the models: a drawing, a photo, a sound, a text, a date, a choice.

Each tool is a small view that calls ``ask`` with plain inputs. Drawings, photos and
sounds reach the workbench directly, from the elements of ``web/media``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import FIELD_HOLDS, Text, send_button, stack
from elmweb.words.page import deep as deep_words, deep_tools as words

__all__ = ["tool_for"]

Ask = Callable[..., None]

_PHOTOS = ("photos/coffee.jpg", "photos/astronaut.jpg", "photos/cat.jpg")
_SHOWS = {"photos/coffee.jpg": "cup", "photos/astronaut.jpg": "person", "photos/cat.jpg": "cat"}
"""The class that a model needs to have for the photo to be offered."""

_GARMENTS = (
    "garments/boot.png",
    "garments/pullover.png",
    "garments/trousers.png",
    "garments/dress.png",
    "garments/bag.png",
    "garments/sandal.png",
)
"""Images of the site, in ``web/samples``, with their origin in its SOURCES.md."""

_STYLES = ("styles/strokes.jpg", "styles/planes.jpg", "styles/ink.jpg")
"""Pictures to take a style from, drawn by ``buildsteps/drawn_styles.py``."""
_SPEECH = "sounds/kennedy.wav"


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
        return Text(f'<elm-pad label="{escape(words.DRAW_A_DIGIT)}"></elm-pad>')
    return _TOOLS[card["task"]](card, ask)


def _style(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the photo to repaint, where its style comes from, how strong it is, and the size of the result."""
    settings = card["settings"]
    photo = Text(
        f'<elm-photo data-side="{settings["largest_side"]}"></elm-photo>{_thumbs(_PHOTOS, words.PHOTOS_TO_TRY)}'
    )
    picture = Text(
        f'<elm-photo data-name="painting" data-side="512" data-choose="{escape(words.CHOOSE_A_PICTURE)}" '
        f'data-camera="none" data-hint="{escape(words.DROP_A_PICTURE)}" data-shown="{escape(words.PICTURE_OF_STYLE)}">'
        f"</elm-photo>{_thumbs(_STYLES, words.PICTURES_TO_TRY)}",
        visible=False,
    )
    sheet = escape(f"models/{card['assets']['styles']['file']}")
    blend = Text(
        f'<elm-blend data-sheet="{sheet}" data-n="{settings["n_styles"]}" data-first="{settings["first_style"]}">'
        "</elm-blend>"
    )
    common: dict[str, Any] = {"margin": 0, "sizing_mode": "stretch_width"}
    source = pn.widgets.RadioButtonGroup(
        label=words.STYLE, options={words.BUILT_IN: True, words.ANY_PICTURE: False}, value=True, margin=0
    )
    strength = pn.widgets.IntSlider(label=words.STRENGTH, start=0, end=100, step=5, value=100, **common)
    colours = pn.widgets.RadioButtonGroup(
        label=words.COLOURS, options={words.OF_THE_STYLE: False, words.OF_THE_PHOTO: True}, value=False, margin=0
    )
    sides = {words.pixels(side): side for side in (384, settings["side"], settings["largest_side"])}
    size = pn.widgets.RadioButtonGroup(label=words.LONGER_SIDE, options=sides, value=settings["side"], margin=0)

    def switch(event: Any) -> None:
        blend.visible, picture.visible = event.new, not event.new
        ask(built_in=event.new)

    source.param.watch(switch, "value")
    strength.param.watch(lambda event: ask(strength=event.new / 100), "value")
    colours.param.watch(lambda event: ask(keep_colours=event.new), "value")
    size.param.watch(lambda event: ask(side=event.new), "value")
    hint = Text(f'<p class="tiny">{words.LARGER_IS_FINER}</p>')
    return stack(photo, source, blend, picture, strength, colours, stack(size, hint), kind="stack gap")


def _thumbs(files: Iterable[str], label: str) -> str:
    """Return pictures of the site to press, as HTML."""
    buttons = "".join(
        f'<button type="button" class="thumb" data-photo="samples/{file}">'
        f'<img src="samples/{file}" alt="{escape(words.PICTURES[file])}" loading="lazy"></button>'
        for file in files
    )
    return f'<p class="tiny under">{escape(label)}</p><p class="thumbs">{buttons}</p>'


def _photo(card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return the tool for photos, with samples from the site."""
    photos = _GARMENTS if card["settings"].get("input") == "garment" else _PHOTOS
    if card["labels"]:
        photos = tuple(file for file in photos if _SHOWS.get(file, card["labels"][0]) in card["labels"])
    return Text(f"<elm-photo></elm-photo>{_thumbs(photos, words.PHOTOS_TO_TRY)}")


def _sound(_card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return the tool for audio clips."""
    return Text("<elm-sound></elm-sound>")


def _speech(card: dict[str, Any], _ask: Ask) -> pn.viewable.Viewable:
    """Return the tool for clips that are written down, with one to try."""
    longest = card["settings"]["longest_clip"]
    sample = f'<button type="button" class="linkbtn" data-sound="samples/{_SPEECH}">{words.THE_SPEECH}</button>'
    return Text(
        f'<elm-sound data-free data-longest="{longest}"></elm-sound>'
        f'<p class="small under">{words.or_try(sample)}</p><p class="tiny">{words.up_to_minutes(longest // 60)}</p>'
    )


def _speak(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a field for a text, its examples, the speed, and the button that has it said."""
    examples = words.EXAMPLES["speak"]
    most = card["settings"]["most_letters"]
    field = pn.widgets.TextAreaInput(
        label=words.write_up_to(most), value=examples[0], max_length=FIELD_HOLDS, rows=4,
        margin=0, sizing_mode="stretch_width", css_classes=["ask"],
    )  # fmt: skip
    speed = pn.widgets.RadioButtonGroup(
        label=words.SPEED, options={words.SLOW: 0.8, words.NORMAL: 1.0, words.FAST: 1.25}, value=1.0, margin=0
    )
    written = {"text": examples[0]}
    for name in ("value_input", "value"):  # what is in the field now, whether or not it was left
        field.param.watch(lambda event: written.update(text=event.new), name)
    say = pn.widgets.Button(label=words.SPEAK, color="primary", css_classes=["solid"], margin=0)
    say.on_click(lambda _event: ask(text=written["text"], speed=speed.value))
    buttons = [pn.widgets.Button(label=example, margin=0, css_classes=["example"]) for example in examples[1:]]
    for button, example in zip(buttons, examples[1:], strict=True):
        button.on_click(lambda _event, example=example: setattr(field, "value", example))
    tries = stack(Text(f'<p class="tiny">{words.OR_TRY}</p>'), *buttons, kind="stack tight")
    return stack(field, tries, speed, say, kind="stack gap")


def _text(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a text field that is read while it is edited, with a few examples below."""
    examples = words.EXAMPLES[card["task"]]
    field = pn.widgets.TextAreaInput(
        label=card["settings"].get("asks", words.WRITE_A_TEXT),
        value=examples[0], max_length=FIELD_HOLDS, rows=4, margin=0, sizing_mode="stretch_width", css_classes=["ask"],
    )  # fmt: skip
    field.param.watch(lambda event: ask(text=event.new, keep=False), "value_input")
    field.param.watch(lambda event: ask(text=event.new, keep=True), "value")
    buttons = [pn.widgets.Button(label=example, margin=0, css_classes=["example"]) for example in examples[1:]]
    for button, example in zip(buttons, examples[1:], strict=True):
        button.on_click(lambda _event, example=example: setattr(field, "value", example))
    ask(text=examples[0], keep=True)
    return stack(field, Text(f'<p class="tiny">{words.OR_TRY}</p>'), *buttons, kind="stack tight")


def _translate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a field for a sentence, and the choice of the beam width."""
    widest = card["settings"].get("width", 4)
    beams = pn.widgets.RadioButtonGroup(
        label=words.SEARCH, options={words.FAST: 1, words.CAREFUL: widest}, value=1, margin=0
    )
    beams.param.watch(lambda event: ask(beams=event.new), "value")
    hint = Text(f'<p class="tiny">{words.fast_or_careful(widest)}</p>')
    return stack(_text(card, ask), stack(beams, hint, kind="stack tight"), kind="stack gap")


def _forecast(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return a slider over the days that can be forecast."""
    first, n_days = date.fromisoformat(card["settings"]["first_day"]), card["settings"]["n_days"]
    slider = pn.widgets.DateSlider(
        label=words.DAY, start=first, end=first + timedelta(days=n_days - 1), value=first, format=words.DAY_FORMAT,
        margin=0, sizing_mode="stretch_width",
    )  # fmt: skip
    slider.param.watch(lambda event: ask(start=(event.new - first).days), "value")
    ask(start=0)
    return slider


def _curve(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the choice of the model's sample curves, and a field for a person's own numbers."""
    length = card["graphs"][0]["inputs"][0]["shape"][1]
    known = {words.sample(at + 1): at for at in range(card["settings"]["samples"])}
    which = pn.widgets.RadioButtonGroup(label=words.CURVE, options=known, value=0, margin=0)
    own = pn.widgets.TextAreaInput(
        label=words.or_paste(length), value="", max_length=FIELD_HOLDS, rows=3, margin=0,
        sizing_mode="stretch_width",
    )  # fmt: skip
    which.param.watch(lambda event: ask(start=event.new, text=""), "value")
    own.param.watch(lambda event: ask(text=event.new), "value")
    ask(start=0)
    return stack(which, own, kind="stack gap")


def _generate(card: dict[str, Any], ask: Ask) -> pn.viewable.Viewable:
    """Return the choice of the class, of the first seed, and of the seed to interpolate to."""
    common = {"margin": 0, "sizing_mode": "stretch_width"}
    kind = pn.widgets.Select(label=words.MAKE, options={name: at for at, name in enumerate(card["labels"])}, **common)
    seed = pn.widgets.IntSlider(label=words.FIRST_PICTURE, start=0, end=99, value=0, **common)
    other = pn.widgets.IntSlider(label=words.BLEND_INTO, start=0, end=99, value=1, **common)
    names = {kind: "label", seed: "seed", other: "other_seed"}
    for widget, name in names.items():
        widget.param.watch(lambda event, name=name: ask(**{name: event.new}), "value")
    ask(label=0)
    return stack(
        kind, seed, other, Text(send_button(deep_words.SAVE_PNG, "save_pictures", kind="btn")), kind="stack gap"
    )


_TOOLS: dict[str, Callable[[dict[str, Any], Ask], pn.viewable.Viewable]] = {
    "classify-image": _photo,
    "detect-objects": _photo,
    "classify-text": _text,
    "classify-series": _curve,
    "forecast": _forecast,
    "translate": _translate,
    "generate-image": _generate,
    "transfer-style": _style,
    "embed-image": _photo,
    "embed-text": _text,
    "embed-audio": _sound,
    "transcribe": _speech,
    "speak": _speak,
}
