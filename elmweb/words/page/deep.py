"""The Models page: choose a pretrained model, give it an input, see its answer; a person's own ONNX file."""

from __future__ import annotations

from elmweb.formatting import count

LEAD = (
    "Each is downloaded once, when you open it, and then runs on this device. Or "
    '<a href="#/teach">teach a model of your own by example</a>, with a camera or a microphone.'
)
NO_LIST = "The list of models could not be loaded."
TRY_AGAIN = "Try again"
ALL_MODELS = "All models"
PUT_IN = {
    "drawing": "Draw a digit. The answer appears here while you draw.",
    "garment": "Choose a photo of a piece of clothing, or try one of ours. The answer appears here.",
    "classify-image": "Choose a photo, or try one of ours. The answer appears here.",
    "transfer-style": "Choose a photo, or try one of ours. The repainted one appears here.",
    "detect-objects": "Choose a photo, or try one of ours. What is found in it appears here.",
    "embed-image": "Add two photos or more. Their similarity appears here.",
    "embed-audio": "Add two clips or more. Their similarity appears here.",
    "speak": "Write a text and press Speak. You can listen to it here.",
    "transcribe": "Choose a clip or record yourself. The words appear here as they are recognised.",
}
"""What to give a model, in the place of its answer; by its input or its task."""


def load(size: str) -> str:
    """The button that downloads a model."""
    return f"Load it, {size}"


def downloading(title: str, size: str) -> str:
    """Before the first bytes of a model have arrived."""
    return f"Loading {title}, {size}"


def downloaded(done: str, total: str) -> str:
    """How much of a model has arrived."""
    return f"{done} of {total}"


# The answer

SHOW_ANYWAY = "Show it anyway"
"""Unfolds an answer that is probably wrong."""
NO_ANSWER = "It is empty."
"""In place of such an answer that has no words."""
SAVE_PNG = "Save as PNG"
SAVE_WAV = "Save as WAV"
SAVE_TEXT = "Save as text"
WHAT_LAYERS_SEE = "What the layers see"
ATTENTION = "Attention"


def read_as(phonemes: str) -> str:
    """How a text was read aloud, in phonetic letters."""
    return f"Read as {phonemes}"


# For a screen reader, and failures


def is_ready(title: str) -> str:
    """That a model is loaded."""
    return f"{title} is ready."


NO_SUCH_MODEL = "There is no such model."
NO_PICTURE = "There is no picture yet."
CHOOSE_WHAT_TO_MAKE = "Choose what to make first."
NO_WORDS = "There are no words yet."
CHOOSE_A_CLIP = "Choose a clip or record one."
NO_SOUND = "There is no sound yet."
WRITE_A_TEXT = "Write a text and press Speak."
NO_FILE = "There is no file yet."
CHOOSE_ONNX = "Choose an .onnx file."


def one_of(names: str) -> str:
    """The models that there are; stands in "Needed: ..."."""
    return f"one of {names}"


def input_too_large(name: str) -> str:
    """That no numbers can be made up for an input of a person's own model."""
    return f'Input "{name}" is too large to try.'


def at_most_numbers(most: int) -> str:
    """How many numbers an input may have; stands in "Needed: ..."."""
    return f"at most {most:,} numbers"


RECORDING = "recording"
"""The name of a file with the words of a recording; an ending follows."""

# A person's own file

BRING_YOUR_OWN = "Bring your own"
WHAT_IS_SHOWN = (
    "Open an .onnx file to see what goes in, what comes out and what it is made of, and whether it runs on this device."
)
ENDS_CAPTION = "Inputs and outputs"
IN = "in"
OUT = "out"
NAME = "Name"
NUMBERS = "Numbers"
SHAPE = "Shape"
ONE_NUMBER = "one number"
WHAT_IT_IS_MADE_OF = "What it is made of"
RUN_IT = "Run it on made-up numbers"
CANNOT_RUN = "It cannot run here."


def back_to(name: str) -> str:
    """The link back to a person's own file."""
    return f"Back to {name}"


def file_facts(size: str, n_steps: int, n_weights: int, opset: int) -> str:
    """What a person's own file holds."""
    return f"{size}, {count(n_steps, 'step')}, {count(n_weights, 'weight')}, opset {opset}."


def by(sizes: list[str]) -> str:
    """The shape of an input or an output, such as "28 by 28"."""
    return " by ".join(sizes)


def shape_and_range(shape: str, low: str, high: str) -> str:
    """The shape of an output, and the smallest and the largest number in it."""
    return f"{shape}, from {low} to {high}"


def ran(provider: str, time: str, left: str) -> str:
    """Where a person's own model ran, how long it took, and which steps were left to the CPU, if any."""
    where = f"Left to the CPU: {left}." if left else "Every step ran there."
    return f"{provider}, {time}. {where}"
