"""Photos and clips that become a table, and texts that are read by their meaning.

A `kind` is what the examples are: ``photo``, ``sound`` or ``text``.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

_ONE = {"photo": "Foto", "sound": "Tonaufnahme", "text": "Text"}
_MANY = {"photo": "Fotos", "sound": "Tonaufnahmen", "text": "Texte"}
_OF_MANY = {"photo": "Fotos", "sound": "Tonaufnahmen", "text": "Texten"}
"""The same in the dative."""
_NONE_THAT = {"photo": "kein Foto, das", "sound": "keine Tonaufnahme, die", "text": "keinen Text, der"}


def _things(number: int, kind: str) -> str:
    return _deutsch.number_of(number, _ONE[kind], _MANY[kind])


# What cannot be read

CANNOT_BE_READ = "Fotos und Tonaufnahmen lassen sich hier nicht lesen."
INSTALL = "Pillow und onnxruntime installieren."
NO_ROW_LEFT = "keine Zeile bleibt übrig"
FOLDERS_OR_LABELS = "ein Unterordner für jede Klasse, mindestens 2, oder eine labels.csv mit den Namen der Dateien"
MAKE_FOLDERS = "Die Dateien jeder Klasse in einen Ordner mit deren Namen legen."
SAME_KIND = "dieselbe Art"


def nothing_usable(name: str, kind: str) -> str:
    """That nothing in a file or folder can be used."""
    return f"{name} enthält {_NONE_THAT[kind]} sich verwenden lässt."


def none_usable(number: int, name: str, kind: str) -> str:
    """That none of several can be used."""
    if number == 1:
        one = {"photo": "Das Foto", "sound": "Die Tonaufnahme", "text": "Der Text"}[kind]
        return f"{one} aus {name} lässt sich nicht verwenden."
    which = {"photo": "keines", "sound": "keine", "text": "keiner"}[kind]
    return f"Von {_deutsch.number_of(number, _ONE[kind], _OF_MANY[kind])} aus {name} lässt sich {which} verwenden."


def no_classes(name: str) -> str:
    """That there is nothing to tell apart."""
    return f"{name} enthält keine Klassen, die sich lernen ließen."


def one_class(name: str) -> str:
    """That there is nothing to tell it from."""
    return f"{name} enthält nur eine Klasse."


def only(name: str) -> str:
    """The one class that there is."""
    return f"nur {name}"


def in_one_folder(number: int, kind: str) -> str:
    """Examples that nothing tells apart."""
    return f"{_things(number, kind)} in einem einzigen Ordner"


def trained_on(kind: str) -> str:
    """That a model wants another kind of example."""
    return f"Das Modell wurde mit {_OF_MANY[kind]} trainiert."


def things(kind: str) -> str:
    """The kind of example that was brought."""
    return _MANY[kind]


# While they are embedded


def embedding(step: int, steps: int, kind: str) -> str:
    """Which example is turned into numbers."""
    return f"{_ONE[kind]} {_deutsch.whole(step)} von {_deutsch.whole(steps)} wird in Zahlen verwandelt (Embedding)"


def embedding_with_time(step: int, steps: int, kind: str, rate: str, left: str) -> str:
    """The same, with how many a second, and the time that is left, which begins with a capital."""
    return f"{embedding(step, steps, kind)}, {rate} pro Sekunde, noch {left[0].lower()}{left[1:]}"


# Notes on a table of examples

NOT_COPIED = (
    "Die Dateien werden nicht kopiert: Nach einem Neuladen der Seite müssen sie wieder hierher. Was das Netz aus ihnen "
    "gemacht hat, bleibt in diesem Browser."
)


def left_out_table(name: str, kind: str) -> str:
    """A table beside the examples that is not about them."""
    named = {"photo": "eines der Fotos", "sound": "eine der Tonaufnahmen", "text": "einen der Texte"}[kind]
    return f"{name} nennt in keiner Spalte {named} und wird weggelassen."


def empty_class(name: str, kind: str) -> str:
    """A class without examples."""
    return f"Die Klasse {name} enthält {_NONE_THAT[kind]} sich verwenden lässt."


def some_images(number: int, of: int) -> str:
    """That a part of a file's images is used."""
    return f"Verwendet werden {_deutsch.whole(number)} der {_deutsch.whole(of)} Bilder darin, zufällig gezogen."


def joined(name: str) -> str:
    """A table beside the examples that names them."""
    return f"{name} ist über die Namen der Dateien angefügt."


def named_but_absent(number: int, kind: str) -> str:
    """Examples that a table names."""
    if number == 1:
        which = {"photo": "das", "sound": "die", "text": "der"}[kind]
        return f"{_things(number, kind)}, {which} dort genannt ist, fehlt."
    return f"{_things(number, kind)}, die dort genannt sind, fehlen."


def not_named(number: int, kind: str) -> str:
    """Examples that a table does not name."""
    if number == 1:
        return f"{_things(number, kind)} steht in keiner Zeile davon und wird weggelassen."
    return f"{_things(number, kind)} stehen in keiner Zeile davon und werden weggelassen."


def embedded(n_numbers: int, kind: str) -> str:
    """What became of each example."""
    each = {"photo": "jedem Foto", "sound": "jeder Tonaufnahme", "text": "jedem Text"}[kind]
    return (
        f"Ein tiefes Netz, das hier nicht trainiert wird, hat aus {each} "
        f"{_deutsch.number_of(n_numbers, 'Zahl', 'Zahlen')} gemacht."
    )


def known_before(number: int, kind: str) -> str:
    """Examples whose numbers were kept."""
    return f"{_things(number, kind)} {'war' if number == 1 else 'waren'} schon bekannt."


def a_second(rate: str) -> str:
    """How many were embedded in a second."""
    return f"{rate} pro Sekunde."


def animated(names: Sequence[str], most: int) -> str:
    """Photos that move; the first are named."""
    listed = _deutsch.listed(names, most)
    if len(names) == 1:
        return f"{listed} bewegt sich: Verwendet wird das erste Bild."
    return f"{listed} bewegen sich: Verwendet wird jeweils das erste Bild."


def four_colours(names: Sequence[str], most: int) -> str:
    """Photos that were made for print; the first are named."""
    have = "hat" if len(names) == 1 else "haben"
    return (
        f"{_deutsch.listed(names, most)} {have} die vier Farben des Drucks (CMYK). Das kann hier etwas anders aussehen."
    )


# Warnings: a title, and what there is to know


def n_unusable(number: int, kind: str) -> str:
    """The title of examples that cannot be used."""
    return f"{_things(number, kind)} {'lässt' if number == 1 else 'lassen'} sich nicht verwenden"


def are_left_out(problems: str, n_more: int, number: int) -> str:
    """What is wrong with the first ones, as sentences, how many are not told, and of how many."""
    more = f" Dazu {_deutsch.number_of(n_more, 'weitere Datei', 'weitere Dateien')}." if n_more > 0 else ""
    left = "Die Datei wird weggelassen." if number == 1 else "Diese Dateien werden weggelassen."
    return f"{problems}{more} {left}"


def in_two_classes(number: int) -> str:
    """The title of files that are there twice."""
    if number == 1:
        return "Eine Datei steht in zwei Klassen"
    return f"{_deutsch.whole(number)} Dateien stehen in zwei Klassen"


def same_content(pairs: Sequence[tuple[str, str]], most: int) -> str:
    """Which files those are; the first pairs are named."""
    shown = "; ".join(f"{one} und {other}" for one, other in pairs[:most])
    more = f"; und {_deutsch.whole(len(pairs) - most)} weitere" if len(pairs) > most else ""
    return f"Sie haben denselben Inhalt: {shown}{more}. Eine der beiden Klassen muss jeweils falsch sein."


# Texts by their meaning

READ_BY_WORDS = "Die Spalte auf der Seite Daten nach ihren Wörtern lesen lassen."
TEXTS_CANNOT_BE_READ = "Texte lassen sich hier nicht nach ihrer Bedeutung lesen."
INSTALL_ONNXRUNTIME = "onnxruntime installieren."
TEXTS = "Texte"
NUMBERS = "Zahlen"
FITS_INTO_MEMORY = "eine Datei, die in den Arbeitsspeicher passt"


def will_be_embedded(columns: Sequence[str], size: str) -> str:
    """What a training does first with columns that are read by meaning."""
    return (
        f"Davor werden die Texte von {_deutsch.listed(columns)} in Zahlen verwandelt, von einem Netz mit {size}, das "
        "einmal geladen wird."
    )


def will_be_compared(columns: Sequence[str], n_rows: int, size: str) -> str:
    """What a training does first with columns of which it is open how they are read."""
    be = "wird" if len(columns) == 1 else "werden"
    return (
        f"Davor {be} {_deutsch.listed(columns)} auf {_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')} nach Wörtern und "
        "nach Bedeutung gelesen, und die bessere Lesart bleibt: eine halbe Minute oder weniger, und ein Netz mit "
        f"{size}, das einmal geladen wird. Auf der Seite Daten lässt sich das wählen."
    )


def no_meaning(column: str) -> str:
    """A column that cannot be read so."""
    return f"{column} lässt sich nicht nach der Bedeutung lesen."


def read_in_parts(n_rows: int) -> str:
    """A file that is too large for it."""
    return f"{_deutsch.number_of(n_rows, 'Zeile', 'Zeilen')}, in Teilen gelesen"


def texts_not_read(number: int, column: str, why: str) -> str:
    """Texts that cannot be embedded; why is a sentence."""
    can = "lässt" if number == 1 else "lassen"
    return f"{_things(number, 'text')} in {column} {can} sich nicht lesen: {why}"


def long_texts(number: int, column: str, n_pieces: int) -> str:
    """Texts that are not read to their end."""
    verb = "ist" if number == 1 else "sind"
    return (
        f"{_things(number, 'text')} in {column} {verb} lang: Gelesen werden jeweils die ersten "
        f"{_deutsch.whole(n_pieces)} Wortstücke."
    )


def not_compared(column: str, why: str) -> str:
    """A column whose meaning could not be had; why is a sentence."""
    return f"{column} wird nach Wörtern gelesen. Die Bedeutung ließ sich nicht damit vergleichen: {why}"


def takes_longer(times: str) -> str:
    """Why a column is read by its words although its meaning is better."""
    return (
        f"Nach der Bedeutung wäre besser, aber alle Texte so zu lesen, dauert {times}-mal so lange wie dieser "
        "Vergleich: bei Bedarf auf der Seite Daten wählen."
    )
