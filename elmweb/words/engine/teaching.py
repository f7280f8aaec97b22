"""A model that is taught one example at a time: the board, and the Teach page's answers from it.

A `kind` is what the examples are: ``photo`` or ``sound``.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

_THING = {"photo": "picture", "sound": "clip"}

# Why there is no answer yet

NO_CLASS = "There is no class yet. Add two, and show examples of each."


def one_class(kind: str) -> str:
    """That one class is not enough."""
    return f"There is one class. It takes two to tell {_THING[kind]}s apart."


def empty_classes(names: Sequence[str], kind: str) -> str:
    """Which classes have no examples."""
    have = "has" if len(names) == 1 else "have"
    return f"{listed(names)} {have} no {_THING[kind]}s yet. Two classes need some."


# Changes, each as it stands after "Undo"


def adding(name: str) -> str:
    """A class that was added."""
    return f"adding {name}"


def renaming(name: str) -> str:
    """A class that was renamed, by its name before."""
    return f"renaming {name}"


def removing(name: str) -> str:
    """A class that was removed."""
    return f"removing {name}"


def adding_examples(number: int, kind: str) -> str:
    """Examples that were shown."""
    return f"adding {count(number, _THING[kind])}"


def removing_examples(number: int, kind: str) -> str:
    """Examples that were removed."""
    return f"removing {count(number, _THING[kind])}"


def moving_examples(number: int, kind: str) -> str:
    """Examples that got another class."""
    return f"moving {count(number, _THING[kind])}"


def taken_back(change: str) -> str:
    """A change, as above, that was undone."""
    return f"Taken back: {change}."


# What cannot be done

EXAMPLE_GONE = "This example is not here any more."
CLASS_GONE = "This class is not here any more."
ON_THE_PAGE = "one that is on the page"
TOO_MANY_CLASSES = "There are too many classes."
TOO_MANY_EXAMPLES = "There are too many examples for a head that learns one at a time."
AS_A_TABLE = "Use them as a table, which takes more."
NEEDS_A_NAME = "A class needs a name."
A_LETTER = "a letter at least"
NOTHING = "nothing"
NAME_TOO_LONG = "The name of the class is too long."
NAME_TAKEN = "There is a class of this name already."
ANOTHER_NAME = "another name"
RECORD_DAMAGED = "What was kept of the examples cannot be read."
WHOLE_RECORD = "a whole file of this program"
NO_SUCH_CHANGE = "The board cannot do that."
KNOWN_CHANGE = "a known change"
NO_SUCH_BOARD = "There is no such board."
A_SOUND = "a sound"
SILENCE = "silence"


def class_number(number: int) -> str:
    """A class that nobody has named yet."""
    return f"Class {number}"


def at_most(number: int) -> str:
    """How many classes or examples there may be."""
    return f"at most {number:,}"


def at_most_letters(number: int) -> str:
    """How long a name may be."""
    return f"at most {number} letters"


def nothing_heard(name: str) -> str:
    """A clip that is silent."""
    return f"Nothing is heard in {name}."


def none_can_be_used(number: int, kind: str) -> str:
    """That no file was of use."""
    return f"None of the {number:,} {_THING[kind]}s can be used."


# While examples are read, and afterwards


def embedding(step: int, steps: int, kind: str) -> str:
    """Which example is turned into numbers."""
    return f"Embedding {_THING[kind]} {step:,} of {steps:,}"


def more_cannot_be_used(number: int) -> str:
    """After some that are named."""
    return f"And {number:,} more cannot be used."


def copies(number: int, name: str, kind: str) -> str:
    """Examples that the class had already."""
    verb = "is" if number == 1 else "are"
    return f"{count(number, _THING[kind])} {verb} in {name} already, and left out."


# What the model says

NONE_OF_THESE = "None of these"


def unlike_all(nearest: str) -> str:
    """Why it says "none of these"."""
    return f"farther from every example than those are from each other; nearest: {nearest}"


def likely(percent: str) -> str:
    """How sure it is."""
    return f"{percent} % likely"


def n_examples(number: int, kind: str) -> str:
    """How many examples a class has."""
    return count(number, _THING[kind])


def of_all(number: int) -> str:
    """Below the number of examples that it gets right."""
    return f"of {number:,} right, each judged without itself"


def learned(number: int, seconds: str, kind: str) -> str:
    """How long the newest change took to learn."""
    return (
        f"Learned from {count(number, _THING[kind])}; the newest change took {seconds}. "
        "It learns again after every change."
    )


def none_needs_two(kind: str) -> str:
    """Why it cannot say "none of these" yet."""
    return f'"None of these" needs two {_THING[kind]}s of a class.'


def about_none(number: int, n_noticed: int, n_lost: int, kind: str) -> str:
    """How well "none of these" works."""
    thing = _THING[kind]
    return (
        f"Something unlike every {thing} is called none of these. Of the {number:,} {thing}s, {n_noticed:,} "
        f"would be when their whole class is left out, which is right, and {n_lost:,} when only the {thing} "
        "itself is, which is wrong."
    )


def in_two_classes(one: str, other: str, n_more: int, kind: str) -> str:
    """Files that are in two classes; the first is told in full."""
    more = f" So are {count(n_more, 'other')}." if n_more > 1 else " So is 1 other." if n_more else ""
    return f"The same {_THING[kind]} is in {one} and {other}. One of the two must be wrong.{more}"


# What is kept

OTHER_TAB = "Another tab has changed these examples. Load this page again to go on with them."
KEEPS_NOTHING = "This browser keeps nothing here: the examples are gone with this page."
TWO_CLASSES = "two classes with examples"
STORAGE = "storage"
NONE_THAT_LASTS = "none that lasts"


def forgotten(number: int, kind: str) -> str:
    """That a board was emptied."""
    return f"Everything is forgotten: {count(number, _THING[kind])} and what was kept of them."


def lost(number: int, kind: str) -> str:
    """Examples that were kept and cannot be read."""
    gone = "is" if number == 1 else "are"
    return f"{count(number, _THING[kind])} could not be read again, and {gone} gone."


# All examples as a file


def no_table(why: str) -> str:
    """Why there is no file yet; the reason is a sentence."""
    return f"There is no table yet. {why}"


def files_not_kept(kind: str) -> str:
    """Why there is no file at all."""
    return f"The files of the {_THING[kind]}s are not kept in this browser."


def not_in_the_file(number: int, kind: str) -> str:
    """Examples that the file has not."""
    is_missing = "is missing" if number == 1 else "are missing"
    return f"{count(number, _THING[kind])} could not be kept, and {is_missing}."


def file_name(classes: Sequence[str]) -> str:
    """The name of the file, without its ending."""
    return f"Taught {listed(classes, most=3)}"
