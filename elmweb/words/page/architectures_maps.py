"""The screen about what the layers of a CNN see."""

from __future__ import annotations

HEADING = "What the layers of a CNN see"
LEAD = (
    "Let two networks read the same handwritten digits: one that was trained on 60,000 of them, and a small one that "
    "you train here. A bright spot in a map is a place where its filter found what it looks for."
)
CHOOSE = "Choose a digit"
WHICH = "Which digit"
MORE = (
    'Draw a digit of your own and see the maps while you draw: <a href="#/models/cnn-mnist">Digit reader</a>. Look '
    'through a network that knows photos: <a href="#/models/embed-image">photos</a>, '
    '<a href="#/models/cnn-cifar10">ten kinds of things</a>.'
)


def likely_but_wrong(percent: str, digit: int) -> str:
    """How probable a network finds its own answer, which stands before it, and which digit it should have been."""
    return f"{percent} % likely. It is {'an' if digit == 8 else 'a'} {digit}."


# The pretrained network

PRETRAINED = "Trained on 60,000 digits"
READ = "Read digits with it"
READING = "Reading digits"
DEPTHS = {"early": "First layer", "middle": "Third layer", "deep": "Fifth layer"}
DEPTHS_TEXT = {
    "early": "Strokes and edges, each filter in a direction of its own.",
    "middle": "Corners, bends and ends of strokes, put together from edges.",
    "deep": "Large parts of a digit: a loop, an upper half. Objects, as far as digits are objects.",
}
WHAT_IS_SHOWN = (
    "On the left the map for your digit, beside it the parts of other digits that this filter answered to most: what "
    "it looks for. Deeper layers see larger parts."
)


def pretrained_text(size: str) -> str:
    """What happens when the button is pressed."""
    return (
        f"The digit reader of the Models page. The first press loads it, {size}, and what runs it; each further press "
        "takes ten other digits."
    )


def area(text: str, side: int) -> str:
    """What a layer looks for, which comes first, and how much of the picture a place of its maps sees."""
    return f"{text} It sees {side} by {side} pixels of 28 by 28."


def maps_shown(n_shown: int, n_maps: int, side: int) -> str:
    """How many of a layer's maps are shown, and how large they are."""
    return f"{n_shown} of {n_maps} maps of {side} by {side}."


def trained(time: str, device: str, percent_right: str, measured_on: str) -> str:
    """How the network was trained, and how well it reads."""
    return f"It was trained for {time} on {device} and reads {percent_right} % of MNIST's {measured_on} right."


def read_here(n_right: int, n_read: int) -> str:
    """How well it reads the digits that are shown."""
    return (
        f"Here it read {n_right} of {n_read}: these were written elsewhere, and have 8 by 8 pixels that were enlarged."
    )


# The network that is trained here

OWN = "Trained here"
OWN_TEXT = (
    "Two layers of 8 and 16 filters of 3 by 3, on digits of 8 by 8 pixels. It takes a few seconds; watch the filters "
    "change."
)
TRAIN = "Train it"
TRAINING = "Training a small CNN"
LAYERS = {"first": "First layer", "second": "Second layer"}
FILTERS = "Filters of the first layer"
FILTERS_BEFORE = "Before: random."
FILTERS_NOW = "Now: light where ink counts for it, dark where it counts against it."


def maps_of(n_maps: int, side: int) -> str:
    """How many maps a layer has, and how large they are."""
    return f"{n_maps} maps of {side} by {side}."


def how_much_changed(n_parameters: str, n_digits: str, cosine: str) -> str:
    """How large the network is, and how far training took its filters from where they began."""
    return (
        f"{n_parameters} parameters, {n_digits} digits to learn from. The cosine similarity between its first filters "
        f"now and at the start is {cosine}: 1 would be unchanged, 0 unrelated. Where it stays near 1, random filters "
        "were good enough, which is what an ELM bets on."
    )
