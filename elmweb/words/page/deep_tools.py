"""The input tools of the pretrained models: a drawing, a photo, a sound, a text, a date, a choice."""

from __future__ import annotations

from elmweb.formatting import count

DRAW_A_DIGIT = "Draw a digit, 0 to 9"
OR_TRY = "Or try"

# Photos

PHOTOS_TO_TRY = "Photos to try"
PICTURES = {
    "photos/coffee.jpg": "A cup of coffee",
    "photos/astronaut.jpg": "An astronaut",
    "photos/cat.jpg": "A cat",
    "garments/boot.png": "An ankle boot",
    "garments/pullover.png": "A pullover",
    "garments/trousers.png": "Trousers",
    "garments/dress.png": "A dress",
    "garments/bag.png": "A bag",
    "garments/sandal.png": "A sandal",
    "styles/strokes.jpg": "Swirling strokes",
    "styles/planes.jpg": "Coloured planes",
    "styles/ink.jpg": "Ink",
}
"""What the pictures of the site show."""

# The style of a picture

PICTURES_TO_TRY = "Pictures to try"
CHOOSE_A_PICTURE = "Choose a picture"
DROP_A_PICTURE = "Drop a picture here whose style you like."
PICTURE_OF_STYLE = "The picture whose style is taken"
STYLE = "Style"
BUILT_IN = "Built-in styles"
ANY_PICTURE = "Any picture"
STRENGTH = "Strength of the style (%)"
COLOURS = "Colours"
OF_THE_STYLE = "Colours of the style"
OF_THE_PHOTO = "Colours of the photo"
LONGER_SIDE = "Longer side"
LARGER_IS_FINER = "A larger picture gets finer strokes, and takes longer."


def pixels(side: int) -> str:
    """How long the longer side of the repainted picture is."""
    return f"{side:,} pixels"


# Sounds

THE_SPEECH = "a speech from 1961, 11 seconds"


def or_try(speech: str) -> str:
    """The button with a clip to try, within a sentence."""
    return f"Or try {speech}."


def up_to_minutes(minutes: int) -> str:
    """How long a clip may be, and where it goes."""
    return f"Up to {count(minutes, 'minute')} of English are written down. The sound stays on this device."


# A text to be read aloud

SPEED = "Speed"
SLOW = "Slow"
NORMAL = "Normal"
FAST = "Fast"
SPEAK = "Speak"


def write_up_to(most: int) -> str:
    """The field for the text that is read aloud."""
    return f"Write an English text, up to {most:,} characters"


# Texts

WRITE_A_TEXT = "Write a text"
SEARCH = "Search"
CAREFUL = "Careful"
EXAMPLES = {
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
    "speak": (
        "Hello there. Whatever you write here is said by a voice that runs on this device.",
        "The train to York leaves at 7:45 am from platform 3, and a ticket costs $12.50.",
        "I used to live in an old house by the sea, and read a book every evening.",
    ),
    "embed-text": (
        "A man is playing the guitar.",
        "Somebody makes music with strings.",
        "The price of bread went up again.",
    ),
}
"""What the models are tried with, by the task. They read English, so these stay English in every language."""


def fast_or_careful(n_beams: int) -> str:
    """How a translation is searched for, greedily or with a beam."""
    return f"Fast takes the likeliest piece each time. Careful follows {n_beams} ways at once and keeps the best."


# Curves, days and made-up pictures

DAY = "Day"
DAY_FORMAT = "%-d %B %Y"
"""For a slider over days."""
CURVE = "Curve"
MAKE = "Make"
FIRST_PICTURE = "First picture"
BLEND_INTO = "Blend into picture"


def sample(number: int) -> str:
    """One of the curves to try."""
    return f"Sample {number}"


def or_paste(n_numbers: int) -> str:
    """The field for a person's own curve."""
    return f"Or paste {n_numbers:,} numbers"
