"""Why a saved model cannot be opened."""

from __future__ import annotations

SAVE_AGAIN = "Train the model again and save it."
WHOLE_FILE = "a whole file"
CUT_OR_CHANGED = "the file is cut or changed"
NUMBERS_CHANGED = "its numbers were changed"
DESCRIPTION_CHANGED = "its description or its report was changed"
FROM_SAVE_MODEL = "a file from Save model"
NO_ZIP = "something else than a zip file"
OTHER_CONTENTS = "a zip file with other contents"
OTHER_PROGRAM = "a zip file of another program"
CHOOSE_A_MODEL = "Choose a file that ends in .elm.zip."
DROP_A_TABLE = "To read a table, drop it on the Data page."
RELOAD = "Reload the page to get the newest version."
NOT_WRITTEN = "The model file holds something that elmweb does not write."


def damaged(name: str) -> str:
    """That a file cannot be trusted; why follows."""
    return f'The model file "{name}" is damaged.'


def foreign(name: str) -> str:
    """That a file is of another program, or something else."""
    return f'"{name}" is not a model that elmweb saved.'


def newer(name: str) -> str:
    """That a file was written by a later version."""
    return f'The model file "{name}" is newer than this page.'


def other_version(name: str) -> str:
    """That a model says something else here, which another version of scikit-learn can cause."""
    return f'The model file "{name}" does not predict here what it predicted where it was saved.'


def needs(scikit_learn: str) -> str:
    """The version of scikit-learn here."""
    return f"scikit-learn {scikit_learn}"


def written_with(scikit_learn: str, elmweb: str) -> str:
    """The versions that a file was written with."""
    return f"scikit-learn {scikit_learn}, elmweb {elmweb}"


def written_by(number: str, elmweb: str) -> str:
    """The format of a file, and the version that wrote it."""
    return f"format {number}, written by elmweb {elmweb}"


def do_not_fit(error: str) -> str:
    """Why it is damaged: the parts of its description contradict each other."""
    return f"its contents do not fit together ({error})"


def unreadable_numbers(error: str) -> str:
    """Why it is damaged: its arrays are none."""
    return f"its numbers cannot be read ({error})"


def too_nested(depth: int, most: int) -> str:
    """Why it is damaged: its JSON is nested more deeply than any that is written here."""
    return f"its description is nested {depth:,} levels deep, and {most} are allowed"


def too_large(size: str, most: str) -> str:
    """Why it is damaged: it would fill the memory."""
    return f"it unpacks to {size}, and {most} are allowed for its size"
