"""The screen about attention: where each head of a Transformer looks in a sentence."""

from __future__ import annotations

from elmweb.formatting import count

HEADING = "Attention: words looking at words"
LEAD = (
    "Write what you think of a film, and see which words look at which. The network is the small Transformer of the "
    "Models page that tells whether a review likes the film: 2 layers with 4 heads each."
)
FIELD = "A sentence about a film, in English"
EXAMPLE = "The acting was not good, but I never stopped laughing."
"""What stands in the field at first. It is read by a model that knows only English, so it stays English."""
START = "Look inside"
DOING = "Reading"


def left_out(n_words: int) -> str:
    """That a text was too long."""
    return f"{count(n_words, 'word')} at the end did not fit."


# The heads

CHOOSE = "Choose a head"
WHICH = "Which head"


def head(layer: int, number: int) -> str:
    """The name of a head; both numbers begin with 1."""
    return f"Layer {layer}, head {number}"


READING_THE_MATRIX = (
    "Each row is a word that looks, each column one that is looked at. The stronger the colour, the more attention."
)
LOOKS_EVENLY = "This head looks at all words about equally: in this sentence it takes their mean and little else."


def strongest(word: str, percent: str, other: str) -> str:
    """The largest value of a head: how much of what it looks at a word takes from another."""
    return f"Its strongest attention: “{word}” takes {percent} % from “{other}”."


def strongest_itself(word: str, percent: str) -> str:
    """The same, where a word looks at itself."""
    return f"Its strongest attention: “{word}” takes {percent} % from itself."


# What counts, and how it was done

COUNTS = "What counts in the answer"
COUNTS_TEXT = "After both layers, the answer is read from the mean of all words with these weights."
MEANING = (
    'A word takes up what it looks at: that is how "not" can change what "good" means. Where a network looks does not '
    "explain why it decides; different attention can give the same answer (Jain and Wallace, 2019, arXiv:1902.10186)."
)


def how_done(time: str, device: str, size: str, difference: str) -> str:
    """How the network was trained, and that it is computed right here."""
    return (
        f"Trained for {time} on {device}, {size}. Computed here in NumPy from the same weights; the largest difference "
        f"from onnxruntime is {difference}. A rare word is read in pieces, marked ##. How a translation looks at its "
        'sentence: <a href="#/models/transformer-translate">Software help in Spanish</a>.'
    )
