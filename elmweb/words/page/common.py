"""What is said in more than one room."""

from __future__ import annotations

CANCEL = "Cancel"
CARRY_ON = "Carry on"
CHOOSE_A_FILE = "Choose a file"
CLOSE = "Close"
FINISHED = "Finished."
GETTING_READY = "Getting ready"
GO_TO_TRAIN = "Go to Train"
MISSING = "missing"
PRETRAINED_MODELS = "Pretrained models"
SEED = "Seed"
STOP = "Stop"
WRITING = "Writing the file"


def and_more(number: int) -> str:
    """The last item of a list that is cut short: how many are not listed."""
    return f"and {number:,} more"


def names_and_more(names: str, number: int) -> str:
    """Names with commas between them; the number of those that are not named may be 0."""
    return f"{names} and {number:,} more" if number > 0 else names


def saved(filename: str, note: str = "") -> str:
    """That a file was saved; what is to be known of it follows, as sentences of its own."""
    return f"{filename} is saved. {note}".strip()


def between(low: str, high: str) -> str:
    """A range of values, from the lowest to the highest."""
    return f"{low} to {high}"


def likely(percent: str) -> str:
    """The probability of an answer, beside it."""
    return f"{percent} % likely"


def sample(name: str) -> str:
    """A table that elmweb brings, in a list to choose from."""
    return f"{name}, a sample"


def open_table(name: str) -> str:
    """The visitor's own table, in a list to choose from."""
    return f"{name}, the open table"


# A message that the page sends and Python does not know; only a mistake in the program shows it

A_KNOWN_MESSAGE = "a known message"


def nobody_answers(*message: str) -> str:
    """What went wrong; the message may have several parts."""
    return f'The page sent "{" ".join(message)}", which nobody answers.'


# While the columns of a table are looked at

LOOK_AGAIN = "Look again"
LOOKING = "Looking at the columns."
LOOKING_STOPPED = "Looking at the columns was stopped."
