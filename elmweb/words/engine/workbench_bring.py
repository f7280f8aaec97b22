"""Photos and clips that become a table, and texts that are read by their meaning.

A `kind` is what the examples are: ``photo``, ``sound`` or ``text``.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.formatting import count, listed

_THING = {"photo": "photo", "sound": "clip", "text": "text"}

# What cannot be read

CANNOT_BE_READ = "Photos and clips cannot be read here."
INSTALL = "Install Pillow and onnxruntime."
NO_ROW_LEFT = "no row is left"
FOLDERS_OR_LABELS = "a sub-folder for each class, 2 or more, or a labels.csv with the names of the files"
MAKE_FOLDERS = "Put the files of each class into a folder with its name."
SAME_KIND = "the same kind"


def nothing_usable(name: str, kind: str) -> str:
    """That nothing in a file or folder can be used."""
    return f"{name} has no {_THING[kind]} that can be used."


def none_usable(number: int, name: str, kind: str) -> str:
    """That none of several can be used."""
    return f"None of the {number:,} {_THING[kind]}s of {name} can be used."


def no_classes(name: str) -> str:
    """That there is nothing to tell apart."""
    return f"{name} has no classes to learn."


def one_class(name: str) -> str:
    """That there is nothing to tell it from."""
    return f"{name} has one class to learn."


def only(name: str) -> str:
    """The one class that there is."""
    return f"only {name}"


def in_one_folder(number: int, kind: str) -> str:
    """Examples that nothing tells apart."""
    return f"{count(number, _THING[kind])} in one folder"


def trained_on(kind: str) -> str:
    """That a model wants another kind of example."""
    return f"The model was trained on {_THING[kind]}s."


def things(kind: str) -> str:
    """The kind of example that was brought."""
    return f"{_THING[kind]}s"


# While they are embedded


def embedding(step: int, steps: int, kind: str) -> str:
    """Which example is turned into numbers."""
    return f"Embedding {_THING[kind]} {step:,} of {steps:,}"


def embedding_with_time(step: int, steps: int, kind: str, rate: str, left: str) -> str:
    """The same, with how many a second, and the time that is left, which begins with a capital."""
    return f"Embedding {_THING[kind]} {step:,} of {steps:,}, {rate} a second, {left[0].lower()}{left[1:]} to go"


# Notes on a table of examples

NOT_COPIED = (
    "The files are not copied: after a reload, bring them again. What the network made of them is kept in this browser."
)


def left_out_table(name: str, kind: str) -> str:
    """A table beside the examples that is not about them."""
    return f"{name} names none of the {_THING[kind]}s in any column, and is left out."


def empty_class(name: str, kind: str) -> str:
    """A class without examples."""
    return f"The class {name} has no {_THING[kind]} that can be used."


def some_images(number: int, of: int) -> str:
    """That a part of a file's images is used."""
    return f"{number:,} of its {of:,} images are used, drawn at random."


def joined(name: str) -> str:
    """A table beside the examples that names them."""
    return f"{name} is joined by the names of the files."


def named_but_absent(number: int, kind: str) -> str:
    """Examples that a table names."""
    return f"{count(number, _THING[kind])} that it names {'is' if number == 1 else 'are'} not there."


def not_named(number: int, kind: str) -> str:
    """Examples that a table does not name."""
    return f"{count(number, _THING[kind])} {'is' if number == 1 else 'are'} in no row of it, and left out."


def embedded(n_numbers: int, kind: str) -> str:
    """What became of each example."""
    return f"A deep network that is not trained here turned each {_THING[kind]} into {n_numbers:,} numbers."


def known_before(number: int, kind: str) -> str:
    """Examples whose numbers were kept."""
    return f"{count(number, _THING[kind])} {'was' if number == 1 else 'were'} known from before."


def a_second(rate: str) -> str:
    """How many were embedded in a second."""
    return f"{rate} a second."


def animated(names: Sequence[str], most: int) -> str:
    """Photos that move; the first are named."""
    does = "moves: its first frame is used" if len(names) == 1 else "move: their first frames are used"
    return f"{listed(names, most)} {does}."


def four_colours(names: Sequence[str], most: int) -> str:
    """Photos that were made for print; the first are named."""
    have = "has" if len(names) == 1 else "have"
    return f"{listed(names, most)} {have} the four colours of print (CMYK), which may look a little different here."


# Warnings: a title, and what there is to know


def n_unusable(number: int, kind: str) -> str:
    """The title of examples that cannot be used."""
    return f"{count(number, _THING[kind])} cannot be used"


def are_left_out(problems: str, n_more: int, number: int) -> str:
    """What is wrong with the first ones, as sentences, how many are not told, and of how many."""
    more = f" And {n_more:,} more." if n_more > 0 else ""
    left = "It is" if number == 1 else "They are"
    return f"{problems}{more} {left} left out."


def in_two_classes(number: int) -> str:
    """The title of files that are there twice."""
    return "A file is there in two classes" if number == 1 else f"{number:,} files are there in two classes"


def same_content(pairs: Sequence[tuple[str, str]], most: int) -> str:
    """Which files those are; the first pairs are named."""
    names = listed([f"{one} and {other}" for one, other in pairs], most)
    return f"They have the same content: {names}. One class of each must be wrong."


# Texts by their meaning

READ_BY_WORDS = "Read the column by its words, on the Data page."
TEXTS_CANNOT_BE_READ = "Texts cannot be read by their meaning here."
INSTALL_ONNXRUNTIME = "Install onnxruntime."
TEXTS = "texts"
NUMBERS = "numbers"
FITS_INTO_MEMORY = "a file that fits into memory"


def will_be_embedded(columns: Sequence[str], size: str) -> str:
    """What a training does first with columns that are read by meaning."""
    return f"Before that, the texts of {listed(columns)} are turned into numbers by a network of {size}, fetched once."


def will_be_compared(columns: Sequence[str], n_rows: int, size: str) -> str:
    """What a training does first with columns of which it is open how they are read."""
    return (
        f"Before that, {listed(columns)} is read by words and by meaning on {count(n_rows, 'row')}, and the better "
        f"reading kept: half a minute or less, and a network of {size}, fetched once. The Data page lets you choose."
    )


def no_meaning(column: str) -> str:
    """A column that cannot be read so."""
    return f"{column} cannot be read by its meaning."


def read_in_parts(n_rows: int) -> str:
    """A file that is too large for it."""
    return f"{count(n_rows, 'row')} read in parts"


def texts_not_read(number: int, column: str, why: str) -> str:
    """Texts that cannot be embedded; why is a sentence."""
    return f"{count(number, 'text')} of {column} cannot be read: {why}"


def long_texts(number: int, column: str, n_pieces: int) -> str:
    """Texts that are not read to their end."""
    verb = "is" if number == 1 else "are"
    return f"{count(number, 'text')} of {column} {verb} long: of each, the first {n_pieces:,} word pieces are read."


def not_compared(column: str, why: str) -> str:
    """A column whose meaning could not be had; why is a sentence."""
    return f"{column} is read by its words. Its meaning could not be compared: {why}"


def takes_longer(times: str) -> str:
    """Why a column is read by its words although its meaning is better."""
    return (
        f"Its meaning is better, but to read all its texts takes {times} times as long as this "
        "comparison: choose it on the Data page if you want it."
    )
