"""What deep models answer, and what they need for it; names of models and their classes stand in their cards."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

NOT_SURE = "Not sure"


def likeliest(name: str, percent: str, limit: str) -> str:
    """Why a classifier names no class: the likeliest one in quotes, and from which probability it would."""
    return f"The likeliest is {name}, with {percent} %. Below {limit} % it does not decide."


# How similar two inputs are

THIS_ONE = {"photo": "this photo", "clip": "this clip", "text": "this text"}
BRING_SECOND = {
    "photo": "Bring a second photo. Their similarity appears here.",
    "clip": "Bring a second clip. Their similarity appears here.",
    "text": "Bring a second text. Their similarity appears here.",
}
SIMILARITY_SCALE = "100 % is the same, 0 % is unrelated (cosine similarity)."


def similar(percent: str) -> str:
    """How similar an input is to the nearest of those before."""
    return f"{percent} % similar"


def nearest(name: str) -> str:
    """Which one that is, in quotes."""
    return f"To the nearest of those before: {name}."


# Photos and drawings

NO_PHOTO = "There is no photo yet."
A_PHOTO = "a photo"
CHOOSE_OR_DROP = "Choose or drop one."
NOT_A_PHOTO = "The photo cannot be used."
BYTES_OF_A_PHOTO = "bytes of shape (height, width, 3)"
NO_DRAWING = "Nothing is drawn yet."
ONE_STROKE = "at least one stroke"
EMPTY_DRAWING = "an empty drawing"
NO_STROKE = "no drawing"


def of_shape(kind: str, shape: str) -> str:
    """What an array is instead."""
    return f"{kind} of shape {shape}"


# What the layers of a network see

DEPTHS = {
    "early": ("Edges", "First layers: strokes and edges, each in one direction."),
    "middle": ("Parts", "Middle layers: corners, bends and textures, made of edges."),
    "deep": ("Objects", "Last layers: large pieces of what the class looks like."),
}
"""Of a CNN: a title, and what these layers see."""
ATTENTION_DEPTHS = {"first": "First", "middle": "Middle", "last": "Last"}
"""Layers of a Transformer."""


def maps_shown(number: int, n_all: int, height: int, width: int) -> str:
    """How many maps of a layer are shown, and how large they are."""
    return f"{number} of {n_all} maps of {height} by {width}."


def heads_look(layer: int, n_layers: int) -> str:
    """What a layer of a Transformer shows."""
    return f"Layer {layer} of {n_layers}: where each of its heads looks to name the picture."


# Objects on a photo

NOTHING_KNOWN = "Nothing it knows"


def either(names: Sequence[str]) -> str:
    """A thing that is one of several."""
    return " or ".join(names)


def things(found: Sequence[tuple[int, str]], n_more: int) -> str:
    """How many things of each class were found, and how many classes are not named."""
    shown = ", ".join(f"{number} {name}" for number, name in found)
    return f"{shown} and {n_more} more" if n_more > 0 else shown


def less_sure(limit: str, things: str) -> str:
    """What it is less sure of."""
    return f"Less sure, below {limit} % (dashed): {things}."


# Pictures that are generated

NO_SUCH_CLASS = "There is no such class."


def zero_to(last: int) -> str:
    """What a number may be."""
    return f"0 to {last}"


def drawn(first: int, last: int, start: int, end: int, n_steps: int) -> str:
    """Which pictures are shown."""
    return f"Upper row: pictures {first} to {last}. Lower row: the way from {start} to {end} in {n_steps} steps."


# A photo that is repainted

STYLE_OF_PICTURE = "The style of your picture"
NO_STRENGTH = "The strength of the style cannot be used."
STRENGTHS = "0 to 1"
NO_SIZE = "The picture cannot have that size."
TOO_SMALL = "The photo is too small or too narrow."
NO_BLEND = "The blend cannot be used."
BELOW_ZERO = "one below 0, or not finite"
NO_STYLE_CHOSEN = "No style is chosen yet."
ONE_STYLE = "one of them at least, above 0"
NO_STYLE = "There is no style yet."
A_PICTURE = "a picture to take it from"
NONE = "none"


def styles(numbers: Sequence[str]) -> str:
    """The built-in styles that a photo is painted in, by their numbers."""
    return f"Style {numbers[0]}" if len(numbers) == 1 else f"Styles {listed(numbers)}, blended"


def painted(width: int, height: int, percent: str) -> str:
    """How large the picture is, and how strong the style."""
    return f"{width:,} by {height:,} pixels, strength {percent} %."


def longer_side(least: int, most: int) -> str:
    """How large a picture may be."""
    return f"a longer side of {least} to {most:,} pixels"


def both_sides(least: int) -> str:
    """How large a photo must be."""
    return f"both sides {least} pixels or longer"


def pixels(width: int, height: int) -> str:
    """How large a photo is."""
    return f"{width} by {height} pixels"


def weights_needed(number: int) -> str:
    """What a blend is made of."""
    return f"{number} weights of 0 or more"


def numbers(number: int) -> str:
    """How many numbers there are instead."""
    return f"{number} numbers"


# Texts

LOOK_AT_WORDS = "The more strongly a word is marked, the more it counted."
WHERE_IT_LOOKED = "Where it looked"
LOOKED = "A line for each piece it wrote. The stronger a cell, the more it looked at that piece of yours."
SPACE = "space"
"""A piece of text that is one."""


def passes_over(word: str) -> str:
    """Why a text is not decided: it has a word, in quotes, that the model does not take into account."""
    return f"It ignores words such as {word}, which can reverse the meaning of a short text."


def words_read(number: int, n_words: int) -> str:
    """That a text was too long to be read as a whole."""
    return f"{number:,} of {n_words:,} words were read: more does not fit."


def pieces_left_out(number: int) -> str:
    """That a sentence was too long to be translated as a whole."""
    return f"{number} pieces of the sentence were left out: it is too long."


def no_kind(kind: str) -> str:
    """The answer to a sentence of another kind than those learned from; the kind is that of the model's card."""
    return f"No {kind}"


def unlike(kind: str) -> str:
    """Why the translation is not shown at once."""
    return f"This sentence is unlike the {kind} that it learned from, so the translation is probably wrong."


def telling_words(found: Sequence[str]) -> str:
    """By which words that can be told."""
    return f"Words that tell: {', '.join(found)}."


# Curves and forecasts

THE_CURVE = "The curve"
SAMPLE = "sample"
SCALED = "scaled"
HOURS = "hours"
MEGAWATTS = "MW"
MEMORY = "Memory over time"
NO_SUCH_DAY = "That day is not in the series."
NO_SUCH_SAMPLE = "There is no such sample."
NO_SERIES = "The series cannot be read."
NUMBERS_WITH_SPACES = "numbers, with spaces between"
SERIES_DOES_NOT_FIT = "The series does not fit."
NOT_FINITE = "not all are finite"
LEVEL_SERIES = "The numbers of the series are all the same."
NUMBERS_THAT_DIFFER = "numbers that differ"


def forecast_legend(percent: str) -> str:
    """What the lines of the chart are, and how much of what came lies in the band."""
    return (
        "Grey: the days before. Line and band: the forecast, and how far it may be off. Dotted: the actual demand, "
        f"{percent} % inside the band."
    )


def megawatts_off(error: str) -> str:
    """How far the forecast was off."""
    return f"{error} MW off"


def week_before_off(error: str) -> str:
    """How far last week's demand would have been off."""
    return f"The same hours of the week before are {error} MW off. Mean over the 24 hours."


def zero_to_days(last: int) -> str:
    """Which days there are."""
    return f"0 to {last} days"


def finite_numbers(number: int) -> str:
    """How many numbers there must be."""
    return f"{number} finite numbers"


def all_alike(number: int, value: str) -> str:
    """What the numbers of a level series are."""
    return f"{number} times {value}"


def memory(n_cells: int, n_steps: int) -> str:
    """What the picture of a memory shows."""
    return f"{n_cells} memory cells, a row each, over {n_steps} steps. Light is 1, dark is -1."


# Sound

NO_WORDS_HEARD = "No words were heard in it."
NO_SOUND = "There is no sound yet."
A_CLIP = "a clip"
CHOOSE_OR_RECORD = "Choose or record one."
CLIP_TOO_SHORT = "The clip is too short."
NOTHING_HEARD = "Nothing is heard in the clip."
A_SOUND = "a sound"


def clip(number: int) -> str:
    """The name of a clip that has none."""
    return f"Clip {number}"


def seconds_heard(number: int) -> str:
    """That a clip is longer than what the model hears."""
    return f"The first {count(number, 'second')} were heard."


def written_down(place: str, length: str) -> str:
    """How far it has come, as places in the clip."""
    return f"{place} of {length} is written down."


def stopped_at(place: str, length: str) -> str:
    """Where it was stopped."""
    return f"Stopped at {place} of {length}."


def no_more_at_once(place: str, length: str) -> str:
    """That a clip is too long to be written down as a whole."""
    return f"{place} of {length} is written down: more is not heard at once."


def at_least(time: str) -> str:
    """How long a clip must be."""
    return f"{time} at least"


def silence(time: str) -> str:
    """What a clip is."""
    return f"{time} of silence"


# A voice

NO_SPEED = "The speed cannot be used."
NO_WORD_TO_SAY = "There is no word in it to say."
ENGLISH_WORDS = "English words or numbers"


def sentence(number: int, n_sentences: int) -> str:
    """How far it has come."""
    return f"Sentence {number} of {n_sentences}"


def between(low: str, high: str) -> str:
    """Which speeds there are."""
    return f"{low} to {high}"


def made_by_program(seconds: int) -> str:
    """What a voice that is no person's has to say of itself."""
    return f"{count(seconds, 'second')}, made by a program. No person said these words."
