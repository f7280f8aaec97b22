"""What is wrong with a file that should hold a MedMNIST set."""

from __future__ import annotations

from collections.abc import Sequence

WHOLE_FILE = "a whole .npz file of MedMNIST"
EMPTY_FILE = "an empty file"
AS_THEY_HAVE_IT = "Bring a file as medmnist.com has it, such as bloodmnist.npz."
NUMPY_ARRAY = "an array of NumPy"
WHOLE_ARRAY = "a whole array"
WHOLE_NUMBERS = "whole numbers"
SINGLE_NUMBERS = "single numbers"
TAKE_FLAT = "Take the two-dimensional sets, of 28 or 64 pixels."
ONE_SIZE = "images of one size, and a label for each"
ONE_LABEL = "one label for each image"
SEVERAL_LABELS = "ChestMNIST is such a set. Take another one."
PIXELS = "pixels from 0 to 255"


def file_unreadable(name: str) -> str:
    """That a file is damaged, or none of NumPy."""
    return f'"{name}" cannot be read.'


def no_array(name: str, key: str) -> str:
    """That an array is missing from a file."""
    return f'"{name}" has no "{key}".'


def the_arrays(keys: Sequence[str]) -> str:
    """What a file must hold."""
    return f"the arrays {', '.join(keys)}"


def array_unreadable(name: str, key: str) -> str:
    """That an array of a file is damaged."""
    return f'"{key}" in "{name}" cannot be read.'


def no_whole_numbers(name: str, key: str) -> str:
    """That an array of a file is of another kind."""
    return f'"{key}" in "{name}" holds no whole numbers.'


def too_large(name: str, key: str) -> str:
    """That an array of a file is too large."""
    return f'"{key}" in "{name}" is too large.'


def largest_array(size: str) -> str:
    """How large an array may be."""
    return f"arrays of at most {size}"


def images_do_not_fit(name: str) -> str:
    """That the images of a file are of another kind."""
    return f'The images of "{name}" do not fit.'


def sides(low: int, high: int) -> str:
    """How large an image may be."""
    return f"{low} to {high} pixels on each side, in grey or in three colours"


def sides_found(sizes: Sequence[int]) -> str:
    """How large the images are."""
    return " by ".join(map(str, sizes))


def parts_differ(name: str) -> str:
    """That images and labels of a file do not go together."""
    return f'The parts of "{name}" do not go together.'


def shapes_of_part(part: str, images: str, labels: str) -> str:
    """The shapes of both arrays of a part, as a program writes them."""
    return f"{part}: images {images}, labels {labels}"


def several_labels(name: str) -> str:
    """That an image of a file has more than one label."""
    return f'"{name}" has several labels for each image.'


def n_labels(number: int) -> str:
    """How many labels an image has."""
    return f"{number} labels"


def pixel_range(low: int, high: int) -> str:
    """What the pixels are."""
    return f"{low} to {high}"


def labels_do_not_fit(name: str) -> str:
    """That there are too few classes in a file, or too many."""
    return f'The labels of "{name}" do not fit.'


def classes_allowed(low: int, high: int) -> str:
    """How many classes there may be."""
    return f"{low} to {high} classes"


def classes_found(number: int) -> str:
    """How many classes there are."""
    return f"{number} of them"
