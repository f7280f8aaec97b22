"""What is wrong with a file that should hold a MedMNIST set."""

from __future__ import annotations

from collections.abc import Sequence

WHOLE_FILE = "eine vollständige .npz-Datei von MedMNIST"
EMPTY_FILE = "eine leere Datei"
AS_THEY_HAVE_IT = "Eine Datei nehmen, wie medmnist.com sie anbietet, etwa bloodmnist.npz."
NUMPY_ARRAY = "ein NumPy-Array"
WHOLE_ARRAY = "ein vollständiges Array"
WHOLE_NUMBERS = "ganze Zahlen"
SINGLE_NUMBERS = "einzelne Zahlen"
TAKE_FLAT = "Die zweidimensionalen Datensätze mit 28 oder 64 Pixeln nehmen."
ONE_SIZE = "Bilder von einer Größe und zu jedem eine Klasse"
ONE_LABEL = "eine Klasse je Bild"
SEVERAL_LABELS = "ChestMNIST ist ein solcher Datensatz. Einen anderen nehmen."
PIXELS = "Pixel von 0 bis 255"


def file_unreadable(name: str) -> str:
    """That a file is damaged, or none of NumPy."""
    return f"„{name}“ lässt sich nicht lesen."


def no_array(name: str, key: str) -> str:
    """That an array is missing from a file."""
    return f"In „{name}“ fehlt „{key}“."


def the_arrays(keys: Sequence[str]) -> str:
    """What a file must hold."""
    return f"die Arrays {', '.join(keys)}"


def array_unreadable(name: str, key: str) -> str:
    """That an array of a file is damaged."""
    return f"„{key}“ in „{name}“ lässt sich nicht lesen."


def no_whole_numbers(name: str, key: str) -> str:
    """That an array of a file is of another kind."""
    return f"„{key}“ in „{name}“ enthält keine ganzen Zahlen."


def too_large(name: str, key: str) -> str:
    """That an array of a file is too large."""
    return f"„{key}“ in „{name}“ ist zu groß."


def largest_array(size: str) -> str:
    """How large an array may be."""
    return f"Arrays von höchstens {size}"


def images_do_not_fit(name: str) -> str:
    """That the images of a file are of another kind."""
    return f"Die Bilder in „{name}“ passen nicht."


def sides(low: int, high: int) -> str:
    """How large an image may be."""
    return f"{low} bis {high} Pixel je Seite, in Grau oder in drei Farben"


def sides_found(sizes: Sequence[int]) -> str:
    """How large the images are."""
    return " mal ".join(map(str, sizes))


def parts_differ(name: str) -> str:
    """That images and labels of a file do not go together."""
    return f"Die Teile von „{name}“ passen nicht zusammen."


def shapes_of_part(part: str, images: str, labels: str) -> str:
    """The shapes of both arrays of a part, as a program writes them."""
    return f"{part}: Bilder {images}, Klassen {labels}"


def several_labels(name: str) -> str:
    """That an image of a file has more than one label."""
    return f"„{name}“ hat mehrere Klassen je Bild."


def n_labels(number: int) -> str:
    """How many labels an image has."""
    return f"{number} Klassen"


def pixel_range(low: int, high: int) -> str:
    """What the pixels are."""
    return f"{low} bis {high}"


def labels_do_not_fit(name: str) -> str:
    """That there are too few classes in a file, or too many."""
    return f"Die Klassen in „{name}“ passen nicht."


def classes_allowed(low: int, high: int) -> str:
    """How many classes there may be."""
    return f"{low} bis {high} Klassen"


def classes_found(number: int) -> str:
    """How many classes there are."""
    return f"{number}"
