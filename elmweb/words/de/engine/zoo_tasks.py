"""What deep models answer, and what they need for it; names of models and their classes stand in their cards."""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

NOT_SURE = "Nicht sicher"


def likeliest(name: str, percent: str, limit: str) -> str:
    """Why a classifier names no class: the likeliest one in quotes, and from which probability it would."""
    return f"Am wahrscheinlichsten ist {name}, mit {percent} %. Unter {limit} % entscheidet es nicht."


# How similar two inputs are

THIS_ONE = {"photo": "dieses Foto", "clip": "diese Tonaufnahme", "text": "dieser Text"}
BRING_SECOND = {
    "photo": "Ein zweites Foto bringen. Die Ähnlichkeit der beiden erscheint hier.",
    "clip": "Eine zweite Tonaufnahme bringen. Die Ähnlichkeit der beiden erscheint hier.",
    "text": "Einen zweiten Text bringen. Die Ähnlichkeit der beiden erscheint hier.",
}
SIMILARITY_SCALE = "100 % ist dasselbe, 0 % ohne Zusammenhang (Kosinus-Ähnlichkeit)."


def similar(percent: str) -> str:
    """How similar an input is to the nearest of those before."""
    return f"{percent} % ähnlich"


def nearest(name: str) -> str:
    """Which one that is, in quotes."""
    return f"Am nächsten von den vorigen: {name}."


# Photos and drawings

NO_PHOTO = "Es gibt noch kein Foto."
A_PHOTO = "ein Foto"
CHOOSE_OR_DROP = "Eines wählen oder hierher ziehen."
NOT_A_PHOTO = "Das Foto ist nicht verwendbar."
BYTES_OF_A_PHOTO = "Bytes der Form (Höhe, Breite, 3)"
NO_DRAWING = "Noch ist nichts gezeichnet."
ONE_STROKE = "mindestens ein Strich"
EMPTY_DRAWING = "eine leere Zeichnung"
NO_STROKE = "keine Zeichnung"


def of_shape(kind: str, shape: str) -> str:
    """What an array is instead."""
    return f"{kind} der Form {shape}"


# What the layers of a network see

DEPTHS = {
    "early": ("Kanten", "Erste Schichten: Striche und Kanten, jede in einer Richtung."),
    "middle": ("Teile", "Mittlere Schichten: Ecken, Bögen und Muster, aus Kanten zusammengesetzt."),
    "deep": ("Gegenstände", "Letzte Schichten: große Stücke dessen, wie die Klasse aussieht."),
}
"""Of a CNN: a title, and what these layers see."""
ATTENTION_DEPTHS = {"first": "Erste", "middle": "Mittlere", "last": "Letzte"}
"""Layers of a Transformer."""


def maps_shown(number: int, n_all: int, height: int, width: int) -> str:
    """How many maps of a layer are shown, and how large they are."""
    return f"{number} von {n_all} Merkmalskarten, je {height} mal {width}."


def heads_look(layer: int, n_layers: int) -> str:
    """What a layer of a Transformer shows."""
    return f"Schicht {layer} von {n_layers}: wohin jeder ihrer Köpfe schaut, um das Bild zu benennen."


# Objects on a photo

NOTHING_KNOWN = "Nichts, was es kennt"


def either(names: Sequence[str]) -> str:
    """A thing that is one of several."""
    return " oder ".join(names)


def things(found: Sequence[tuple[int, str]], n_more: int) -> str:
    """How many things of each class were found, and how many classes are not named."""
    shown = ", ".join(f"{number} {name}" for number, name in found)
    return f"{shown} und {n_more} weitere" if n_more > 0 else shown


def less_sure(limit: str, things: str) -> str:
    """What it is less sure of."""
    return f"Weniger sicher, unter {limit} % (gestrichelt): {things}."


# Pictures that are generated

NO_SUCH_CLASS = "Diese Klasse gibt es nicht."


def zero_to(last: int) -> str:
    """What a number may be."""
    return f"0 bis {last}"


def drawn(first: int, last: int, start: int, end: int, n_steps: int) -> str:
    """Which pictures are shown."""
    steps = _deutsch.number_of(n_steps, "Schritt", "Schritten")
    return f"Obere Reihe: die Bilder {first} bis {last}. Untere Reihe: der Weg von {start} nach {end} in {steps}."


# A photo that is repainted

STYLE_OF_PICTURE = "Der Stil des eigenen Bilds"
NO_STRENGTH = "Diese Stärke des Stils ist nicht möglich."
STRENGTHS = "0 bis 1"
NO_SIZE = "Diese Größe kann das Bild nicht haben."
TOO_SMALL = "Das Foto ist zu klein oder zu schmal."
NO_BLEND = "Diese Mischung ist nicht möglich."
BELOW_ZERO = "einer unter 0 oder nicht endlich"
NO_STYLE_CHOSEN = "Noch ist kein Stil gewählt."
ONE_STYLE = "mindestens einer davon über 0"
NO_STYLE = "Es gibt noch keinen Stil."
A_PICTURE = "ein Bild, von dem er genommen wird"
NONE = "keiner"


def styles(numbers: Sequence[str]) -> str:
    """The built-in styles that a photo is painted in, by their numbers."""
    return f"Stil {numbers[0]}" if len(numbers) == 1 else f"Stile {_deutsch.listed(numbers)}, gemischt"


def painted(width: int, height: int, percent: str) -> str:
    """How large the picture is, and how strong the style."""
    return f"{_deutsch.whole(width)} mal {_deutsch.whole(height)} Pixel, Stärke {percent} %."


def longer_side(least: int, most: int) -> str:
    """How large a picture may be."""
    return f"eine längere Seite von {_deutsch.whole(least)} bis {_deutsch.whole(most)} Pixeln"


def both_sides(least: int) -> str:
    """How large a photo must be."""
    return f"beide Seiten mindestens {least} Pixel lang"


def pixels(width: int, height: int) -> str:
    """How large a photo is."""
    return f"{width} mal {height} Pixel"


def weights_needed(number: int) -> str:
    """What a blend is made of."""
    return f"{number} Gewichte von mindestens 0"


def numbers(number: int) -> str:
    """How many numbers there are instead."""
    return _deutsch.number_of(number, "Zahl", "Zahlen")


# Texts

LOOK_AT_WORDS = "Je stärker ein Wort markiert ist, desto mehr hat es gezählt."
WHERE_IT_LOOKED = "Wohin es geschaut hat"
LOOKED = (
    "Eine Zeile je Stück, das es geschrieben hat. Je stärker ein Feld, desto mehr hat es auf dieses Stück der Vorlage "
    "geschaut."
)
SPACE = "Leerzeichen"
"""A piece of text that is one."""


def passes_over(word: str) -> str:
    """Why a text is not decided: it has a word, in quotes, that the model does not take into account."""
    return f"Wörter wie {word} beachtet es nicht; in einem kurzen Text können sie den Sinn umkehren."


def words_read(number: int, n_words: int) -> str:
    """That a text was too long to be read as a whole."""
    return f"Gelesen wurden {_deutsch.whole(number)} von {_deutsch.whole(n_words)} Wörtern: mehr passt nicht hinein."


def pieces_left_out(number: int) -> str:
    """That a sentence was too long to be translated as a whole."""
    left_out = "1 Stück des Satzes wurde" if number == 1 else f"{number} Stücke des Satzes wurden"
    return f"{left_out} ausgelassen: Er ist zu lang."


def no_kind(kind: str) -> str:
    """The answer to a sentence of another kind than those learned from; the kind is that of the model's card."""
    return f"Gehört nicht zu: {kind}"


def unlike(kind: str) -> str:
    """Why the translation is not shown at once."""
    return f"Dieser Satz ist anders als das, woraus es gelernt hat ({kind}); die Übersetzung ist wahrscheinlich falsch."


def telling_words(found: Sequence[str]) -> str:
    """By which words that can be told."""
    return f"Daran zu erkennen: {', '.join(found)}."


# Curves and forecasts

THE_CURVE = "Die Kurve"
SAMPLE = "Abtastwert"
SCALED = "skaliert"
HOURS = "Stunden"
MEGAWATTS = "MW"
MEMORY = "Gedächtnis im Verlauf"
NO_SUCH_DAY = "Dieser Tag liegt nicht in der Zeitreihe."
NO_SUCH_SAMPLE = "Dieses Beispiel gibt es nicht."
NO_SERIES = "Die Zeitreihe lässt sich nicht lesen."
NUMBERS_WITH_SPACES = "Zahlen mit Leerzeichen dazwischen"
SERIES_DOES_NOT_FIT = "Die Zeitreihe passt nicht."
NOT_FINITE = "nicht alle sind endlich"
LEVEL_SERIES = "Die Zahlen der Zeitreihe sind alle gleich."
NUMBERS_THAT_DIFFER = "verschiedene Zahlen"


def forecast_legend(percent: str) -> str:
    """What the lines of the chart are, and how much of what came lies in the band."""
    return (
        "Grau: die Tage davor. Linie und Band: die Prognose, und wie weit sie danebenliegen kann. Gepunktet: der "
        f"wirkliche Verbrauch, {percent} % im Band."
    )


def megawatts_off(error: str) -> str:
    """How far the forecast was off."""
    return f"{error} MW daneben"


def week_before_off(error: str) -> str:
    """How far last week's demand would have been off."""
    return f"Dieselben Stunden der Vorwoche liegen {error} MW daneben. Mittel über die 24 Stunden."


def zero_to_days(last: int) -> str:
    """Which days there are."""
    return f"0 bis {last} Tage"


def finite_numbers(number: int) -> str:
    """How many numbers there must be."""
    return _deutsch.number_of(number, "endliche Zahl", "endliche Zahlen")


def all_alike(number: int, value: str) -> str:
    """What the numbers of a level series are."""
    return f"{number}-mal {value}"


def memory(n_cells: int, n_steps: int) -> str:
    """What the picture of a memory shows."""
    cells = _deutsch.number_of(n_cells, "Gedächtniszelle", "Gedächtniszellen")
    return (
        f"{cells}, je eine Zeile, über {_deutsch.number_of(n_steps, 'Schritt', 'Schritte')}. Hell ist 1, dunkel ist -1."
    )


# Sound

NO_WORDS_HEARD = "Darin waren keine Wörter zu hören."
NO_SOUND = "Es gibt noch keinen Ton."
A_CLIP = "eine Tonaufnahme"
CHOOSE_OR_RECORD = "Eine wählen oder aufnehmen."
CLIP_TOO_SHORT = "Die Tonaufnahme ist zu kurz."
NOTHING_HEARD = "In der Tonaufnahme ist nichts zu hören."
A_SOUND = "ein Geräusch"


def clip(number: int) -> str:
    """The name of a clip that has none."""
    return f"Tonaufnahme {number}"


def seconds_heard(number: int) -> str:
    """That a clip is longer than what the model hears."""
    if number == 1:
        return "Gehört wurde die erste Sekunde."
    return f"Gehört wurden die ersten {_deutsch.whole(number)} Sekunden."


def written_down(place: str, length: str) -> str:
    """How far it has come, as places in the clip."""
    return f"{place} von {length} aufgeschrieben."


def stopped_at(place: str, length: str) -> str:
    """Where it was stopped."""
    return f"Angehalten bei {place} von {length}."


def no_more_at_once(place: str, length: str) -> str:
    """That a clip is too long to be written down as a whole."""
    return f"{place} von {length} aufgeschrieben: Mehr wird nicht auf einmal gehört."


def at_least(time: str) -> str:
    """How long a clip must be."""
    return f"mindestens {time}"


def silence(time: str) -> str:
    """What a clip is."""
    return f"{time} Stille"


# A voice

NO_SPEED = "Diese Geschwindigkeit ist nicht möglich."
NO_WORD_TO_SAY = "Darin ist kein Wort, das sich sprechen lässt."
ENGLISH_WORDS = "englische Wörter oder Zahlen"


def sentence(number: int, n_sentences: int) -> str:
    """How far it has come."""
    return f"Satz {number} von {n_sentences}"


def between(low: str, high: str) -> str:
    """Which speeds there are."""
    return f"{low} bis {high}"


def made_by_program(seconds: int) -> str:
    """What a voice that is no person's has to say of itself."""
    length = _deutsch.number_of(seconds, "Sekunde", "Sekunden")
    return f"{length}, von einem Programm gesprochen, nicht von einem Menschen."
