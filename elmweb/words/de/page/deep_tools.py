"""The input tools of the pretrained models: a drawing, a photo, a sound, a text, a date, a choice."""

from __future__ import annotations

from elmweb.words.de import _deutsch

DRAW_A_DIGIT = "Eine Ziffer zeichnen, 0 bis 9"
OR_TRY = "Oder ausprobieren"

# Photos

PHOTOS_TO_TRY = "Fotos zum Ausprobieren"
PICTURES = {
    "photos/coffee.jpg": "Eine Tasse Kaffee",
    "photos/astronaut.jpg": "Eine Astronautin",
    "photos/cat.jpg": "Eine Katze",
    "garments/boot.png": "Eine Stiefelette",
    "garments/pullover.png": "Ein Pullover",
    "garments/trousers.png": "Eine Hose",
    "garments/dress.png": "Ein Kleid",
    "garments/bag.png": "Eine Tasche",
    "garments/sandal.png": "Eine Sandale",
    "styles/strokes.jpg": "Wirbelnde Striche",
    "styles/planes.jpg": "Farbige Flächen",
    "styles/ink.jpg": "Tusche",
}
"""What the pictures of the site show."""

# The style of a picture

PICTURES_TO_TRY = "Bilder zum Ausprobieren"
CHOOSE_A_PICTURE = "Bild wählen"
DROP_A_PICTURE = "Ein Bild hierher ziehen, dessen Stil gefällt."
PICTURE_OF_STYLE = "Das Bild, dessen Stil übernommen wird"
STYLE = "Stil"
BUILT_IN = "Mitgelieferte Stile"
ANY_PICTURE = "Beliebiges Bild"
STRENGTH = "Stärke des Stils (%)"
COLOURS = "Farben"
OF_THE_STYLE = "Farben des Stils"
OF_THE_PHOTO = "Farben des Fotos"
LONGER_SIDE = "Längere Seite"
LARGER_IS_FINER = "Ein größeres Bild bekommt feinere Striche und braucht länger."


def pixels(side: int) -> str:
    """How long the longer side of the repainted picture is."""
    return _deutsch.number_of(side, "Pixel", "Pixel")


# Sounds

THE_SPEECH = "eine Rede von 1961, 11 Sekunden"


def or_try(speech: str) -> str:
    """The button with a clip to try, within a sentence."""
    return f"Oder ausprobieren: {speech}."


def up_to_minutes(minutes: int) -> str:
    """How long a clip may be, and where it goes."""
    most = _deutsch.number_of(minutes, "Minute", "Minuten")
    return f"Bis zu {most} Englisch werden aufgeschrieben. Der Ton bleibt auf diesem Gerät."


# A text to be read aloud

SPEED = "Tempo"
SLOW = "Langsam"
NORMAL = "Normal"
FAST = "Schnell"
SPEAK = "Vorlesen"


def write_up_to(most: int) -> str:
    """The field for the text that is read aloud."""
    return f"Einen englischen Text schreiben, höchstens {_deutsch.whole(most)} Zeichen"


# Texts

WRITE_A_TEXT = "Einen Text schreiben"
SEARCH = "Suche"
CAREFUL = "Sorgfältig"
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
    return (
        "„Schnell“ nimmt jedes Mal das wahrscheinlichste Stück. „Sorgfältig“ verfolgt "
        f"{_deutsch.whole(n_beams)} Wege zugleich und behält den besten."
    )


# Curves, days and made-up pictures

DAY = "Tag"
DAY_FORMAT = "%-d.%-m.%Y"
"""For a slider over days."""
CURVE = "Kurve"
MAKE = "Was gezeichnet wird"
FIRST_PICTURE = "Erstes Bild"
BLEND_INTO = "Übergehen in Bild"


def sample(number: int) -> str:
    """One of the curves to try."""
    return f"Beispiel {number}"


def or_paste(n_numbers: int) -> str:
    """The field for a person's own curve."""
    return f"Oder {_deutsch.whole(n_numbers)} Zahlen einfügen"
