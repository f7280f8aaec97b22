"""The Models page: choose a pretrained model, give it an input, see its answer; a person's own ONNX file."""

from __future__ import annotations

from elmweb.words.de import _deutsch

LEAD = (
    "Jedes wird einmal heruntergeladen, wenn es geöffnet wird, und läuft dann auf diesem Gerät. Oder "
    '<a href="#/teach">einem eigenen Modell etwas an Beispielen beibringen</a>, mit Kamera oder Mikrofon.'
)
NO_LIST = "Die Liste der Modelle konnte nicht geladen werden."
TRY_AGAIN = "Noch einmal versuchen"
ALL_MODELS = "Alle Modelle"
PUT_IN = {
    "drawing": "Eine Ziffer zeichnen. Die Antwort erscheint hier schon beim Zeichnen.",
    "garment": "Ein Foto eines Kleidungsstücks wählen oder ein Beispiel ausprobieren. Die Antwort erscheint hier.",
    "classify-image": "Ein Foto wählen oder ein Beispiel ausprobieren. Die Antwort erscheint hier.",
    "transfer-style": "Ein Foto wählen oder ein Beispiel ausprobieren. Das neu gemalte erscheint hier.",
    "detect-objects": "Ein Foto wählen oder ein Beispiel ausprobieren. Was darin gefunden wird, erscheint hier.",
    "embed-image": "Zwei oder mehr Fotos hinzufügen. Ihre Ähnlichkeit erscheint hier.",
    "embed-audio": "Zwei oder mehr Tonaufnahmen hinzufügen. Ihre Ähnlichkeit erscheint hier.",
    "speak": "Einen Text schreiben und „Vorlesen“ drücken. Hier ist er dann zu hören.",
    "transcribe": "Eine Tonaufnahme wählen oder selbst sprechen. Die Wörter erscheinen hier, sobald sie erkannt sind.",
}
"""What to give a model, in the place of its answer; by its input or its task."""


def load(size: str) -> str:
    """The button that downloads a model."""
    return f"Laden, {size}"


def downloading(title: str, size: str) -> str:
    """Before the first bytes of a model have arrived."""
    return f"{title} wird geladen, {size}"


def downloaded(done: str, total: str) -> str:
    """How much of a model has arrived."""
    return f"{done} von {total}"


# The answer

SHOW_ANYWAY = "Trotzdem zeigen"
"""Unfolds an answer that is probably wrong."""
NO_ANSWER = "Die Antwort ist leer."
"""In place of such an answer that has no words."""
SAVE_PNG = "Als PNG speichern"
SAVE_WAV = "Als WAV speichern"
SAVE_TEXT = "Als Text speichern"
WHAT_LAYERS_SEE = "Was die Schichten sehen"
ATTENTION = "Aufmerksamkeit (Attention)"


def read_as(phonemes: str) -> str:
    """How a text was read aloud, in phonetic letters."""
    return f"Gelesen als {phonemes}"


# For a screen reader, and failures


def is_ready(title: str) -> str:
    """That a model is loaded."""
    return f"{title} ist bereit."


NO_SUCH_MODEL = "Dieses Modell gibt es nicht."
NO_PICTURE = "Es gibt noch kein Bild."
CHOOSE_WHAT_TO_MAKE = "Zuerst wählen, was gezeichnet werden soll."
NO_WORDS = "Es gibt noch keine Wörter."
CHOOSE_A_CLIP = "Eine Tonaufnahme wählen oder selbst aufnehmen."
NO_SOUND = "Es gibt noch keinen Ton."
WRITE_A_TEXT = "Einen Text schreiben und „Vorlesen“ drücken."
NO_FILE = "Es gibt noch keine Datei."
CHOOSE_ONNX = "Eine .onnx-Datei wählen."


def one_of(names: str) -> str:
    """The models that there are; stands in "Needed: ..."."""
    return f"eines von {names}"


def input_too_large(name: str) -> str:
    """That no numbers can be made up for an input of a person's own model."""
    return f"Die Eingabe „{name}“ ist zu groß, um sie auszuprobieren."


def at_most_numbers(most: int) -> str:
    """How many numbers an input may have; stands in "Needed: ..."."""
    return f"höchstens {_deutsch.number_of(most, 'Zahl', 'Zahlen')}"


RECORDING = "Aufnahme"
"""The name of a file with the words of a recording; an ending follows."""

# A person's own file

BRING_YOUR_OWN = "Eigenes Modell mitbringen"
WHAT_IS_SHOWN = (
    "Eine .onnx-Datei öffnen: Zu sehen ist dann, was hineingeht, was herauskommt, woraus sie besteht und ob sie auf "
    "diesem Gerät läuft."
)
ENDS_CAPTION = "Eingaben und Ausgaben"
IN = "hinein"
OUT = "heraus"
NAME = "Name"
NUMBERS = "Zahlen"
SHAPE = "Form"
ONE_NUMBER = "eine Zahl"
WHAT_IT_IS_MADE_OF = "Woraus es besteht"
RUN_IT = "Mit erfundenen Zahlen ausführen"
CANNOT_RUN = "Es kann hier nicht laufen."


def back_to(name: str) -> str:
    """The link back to a person's own file."""
    return f"Zurück zu {name}"


def file_facts(size: str, n_steps: int, n_weights: int, opset: int) -> str:
    """What a person's own file holds."""
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritte")
    return f"{size}, {steps}, {_deutsch.number_of(n_weights, 'Gewicht', 'Gewichte')}, Opset {opset}."


def by(sizes: list[str]) -> str:
    """The shape of an input or an output, such as "28 by 28"."""
    return " mal ".join(sizes)


def shape_and_range(shape: str, low: str, high: str) -> str:
    """The shape of an output, and the smallest and the largest number in it."""
    return f"{shape}, von {low} bis {high}"


def ran(provider: str, time: str, left: str) -> str:
    """Where a person's own model ran, how long it took, and which steps were left to the CPU, if any."""
    where = f"Der CPU überlassen: {left}." if left else "Jeder Schritt lief dort."
    return f"{provider}, {time}. {where}"
