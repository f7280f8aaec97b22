"""A model that is taught one example at a time: the board, and the Teach page's answers from it.

A `kind` is what the examples are: ``photo`` or ``sound``.
"""

from __future__ import annotations

from collections.abc import Sequence

from elmweb.words.de import _deutsch

_ONE = {"photo": "Bild", "sound": "Aufnahme"}
_MANY = {"photo": "Bilder", "sound": "Aufnahmen"}
_OF_MANY = {"photo": "Bildern", "sound": "Aufnahmen"}
"""The same in the dative."""


def _things(number: int, kind: str) -> str:
    return _deutsch.number_of(number, _ONE[kind], _MANY[kind])


def _of_things(number: int, kind: str) -> str:
    return _deutsch.number_of(number, _ONE[kind], _OF_MANY[kind])


# Why there is no answer yet

NO_CLASS = "Es gibt noch keine Klasse. Zwei anlegen und von jeder Beispiele zeigen."


def one_class(kind: str) -> str:
    """That one class is not enough."""
    return f"Es gibt eine Klasse. Um {_MANY[kind]} zu unterscheiden, braucht es zwei."


def empty_classes(names: Sequence[str], kind: str) -> str:
    """Which classes have no examples."""
    have = "hat" if len(names) == 1 else "haben"
    return f"{_deutsch.listed(names)} {have} noch keine {_MANY[kind]}. Mindestens zwei Klassen brauchen welche."


# Changes, each as it stands after "Undo"


def adding(name: str) -> str:
    """A class that was added."""
    return f"Hinzufügen von {name}"


def renaming(name: str) -> str:
    """A class that was renamed, by its name before."""
    return f"Umbenennen von {name}"


def removing(name: str) -> str:
    """A class that was removed."""
    return f"Entfernen von {name}"


def adding_examples(number: int, kind: str) -> str:
    """Examples that were shown."""
    return f"Hinzufügen von {_of_things(number, kind)}"


def removing_examples(number: int, kind: str) -> str:
    """Examples that were removed."""
    return f"Entfernen von {_of_things(number, kind)}"


def moving_examples(number: int, kind: str) -> str:
    """Examples that got another class."""
    return f"Verschieben von {_of_things(number, kind)}"


def taken_back(change: str) -> str:
    """A change, as above, that was undone."""
    return f"Rückgängig gemacht: {change}."


# What cannot be done

EXAMPLE_GONE = "Dieses Beispiel ist nicht mehr da."
CLASS_GONE = "Diese Klasse ist nicht mehr da."
ON_THE_PAGE = "etwas, das auf der Seite zu sehen ist"
TOO_MANY_CLASSES = "Es sind zu viele Klassen."
TOO_MANY_EXAMPLES = "Es sind zu viele Beispiele, um eines nach dem anderen zu lernen."
AS_A_TABLE = "Die Beispiele als Tabelle verwenden; dort haben mehr Platz."
NEEDS_A_NAME = "Eine Klasse braucht einen Namen."
A_LETTER = "mindestens ein Zeichen"
NOTHING = "nichts"
NAME_TOO_LONG = "Der Name der Klasse ist zu lang."
NAME_TAKEN = "Eine Klasse mit diesem Namen gibt es schon."
ANOTHER_NAME = "ein anderer Name"
RECORD_DAMAGED = "Was von den Beispielen aufbewahrt wurde, lässt sich nicht lesen."
WHOLE_RECORD = "eine vollständige Datei dieses Programms"
NO_SUCH_CHANGE = "Das lässt sich hier nicht ändern."
KNOWN_CHANGE = "eine bekannte Änderung"
NO_SUCH_BOARD = "Diese Art von Beispielen gibt es nicht."
A_SOUND = "ein Ton"
SILENCE = "Stille"


def class_number(number: int) -> str:
    """A class that nobody has named yet."""
    return f"Klasse {number}"


def at_most(number: int) -> str:
    """How many classes or examples there may be."""
    return f"höchstens {_deutsch.whole(number)}"


def at_most_letters(number: int) -> str:
    """How long a name may be."""
    return f"höchstens {_deutsch.whole(number)} Zeichen"


def nothing_heard(name: str) -> str:
    """A clip that is silent."""
    return f"In {name} ist nichts zu hören."


def none_can_be_used(number: int, kind: str) -> str:
    """That no file was of use."""
    if number == 1:
        one = {"photo": "Das Bild", "sound": "Die Aufnahme"}[kind]
        return f"{one} lässt sich nicht verwenden."
    which = {"photo": "Keines", "sound": "Keine"}[kind]
    return f"{which} von {_of_things(number, kind)} lässt sich verwenden."


# While examples are read, and afterwards


def embedding(step: int, steps: int, kind: str) -> str:
    """Which example is turned into numbers."""
    return f"{_ONE[kind]} {_deutsch.whole(step)} von {_deutsch.whole(steps)} wird in Zahlen verwandelt (Embedding)"


def more_cannot_be_used(number: int) -> str:
    """After some that are named."""
    if number == 1:
        return "Und 1 weitere Datei lässt sich nicht verwenden."
    return f"Und {_deutsch.whole(number)} weitere Dateien lassen sich nicht verwenden."


def copies(number: int, name: str, kind: str) -> str:
    """Examples that the class had already."""
    verb = "ist" if number == 1 else "sind"
    out = "wird" if number == 1 else "werden"
    return f"{_things(number, kind)} {verb} schon in {name} und {out} weggelassen."


# What the model says

NONE_OF_THESE = "Nichts davon"


def unlike_all(nearest: str) -> str:
    """Why it says "none of these"."""
    return f"weiter von jedem Beispiel entfernt als diese voneinander; am nächsten: {nearest}"


def likely(percent: str) -> str:
    """How sure it is."""
    return f"{percent} % wahrscheinlich"


def n_examples(number: int, kind: str) -> str:
    """How many examples a class has."""
    return _things(number, kind)


def of_all(number: int) -> str:
    """Below the number of examples that it gets right."""
    return f"von {_deutsch.whole(number)} richtig, jedes ohne sich selbst beurteilt"


def learned(number: int, seconds: str, kind: str) -> str:
    """How long the newest change took to learn."""
    return (
        f"Gelernt aus {_of_things(number, kind)}; die letzte Änderung dauerte {seconds}. Nach jeder Änderung wird neu "
        "gelernt."
    )


def none_needs_two(kind: str) -> str:
    """Why it cannot say "none of these" yet."""
    return f"Für „Nichts davon“ braucht eine Klasse zwei {_MANY[kind]}."


def about_none(number: int, n_noticed: int, n_lost: int, kind: str) -> str:
    """How well "none of these" works."""
    every, that = {"photo": ("jedem Bild", "das Bild"), "sound": ("jeder Aufnahme", "die Aufnahme")}[kind]
    return (
        f"Was keinem Beispiel ähnelt, heißt „Nichts davon“. Zur Probe mit {every}: Fehlt die ganze Klasse, wird "
        f"„Nichts davon“ bei {_deutsch.whole(n_noticed)} von {_of_things(number, kind)} gesagt, was richtig ist; fehlt "
        f"nur {that} selbst, bei {_deutsch.whole(n_lost)}, was falsch ist."
    )


def in_two_classes(one: str, other: str, n_more: int, kind: str) -> str:
    """Files that are in two classes; the first is told in full."""
    same = {"photo": "Dasselbe Bild", "sound": "Dieselbe Aufnahme"}[kind]
    more = f" Das gilt auch für {_deutsch.whole(n_more)} weitere." if n_more else ""
    return f"{same} ist in {one} und in {other}. Eine der beiden Zuordnungen muss falsch sein.{more}"


# What is kept

OTHER_TAB = "Ein anderer Tab hat diese Beispiele geändert. Die Seite neu laden, um mit ihnen weiterzumachen."
KEEPS_NOTHING = "Dieser Browser bewahrt hier nichts auf: Mit dieser Seite sind auch die Beispiele weg."
TWO_CLASSES = "zwei Klassen mit Beispielen"
STORAGE = "Speicher"
NONE_THAT_LASTS = "keiner, der bleibt"


def forgotten(number: int, kind: str) -> str:
    """That a board was emptied."""
    return f"Alles ist vergessen: {_things(number, kind)}, und was davon aufbewahrt wurde."


def lost(number: int, kind: str) -> str:
    """Examples that were kept and cannot be read."""
    if number == 1:
        return f"{_things(number, kind)} ließ sich nicht wieder lesen und ist verloren."
    return f"{_things(number, kind)} ließen sich nicht wieder lesen und sind verloren."


# All examples as a file


def no_table(why: str) -> str:
    """Why there is no file yet; the reason is a sentence."""
    return f"Es gibt noch keine Tabelle. {why}"


def files_not_kept(kind: str) -> str:
    """Why there is no file at all."""
    return f"Die Dateien der {_MANY[kind]} werden in diesem Browser nicht aufbewahrt."


def not_in_the_file(number: int, kind: str) -> str:
    """Examples that the file has not."""
    if number == 1:
        return f"{_things(number, kind)} ließ sich nicht aufbewahren und fehlt."
    return f"{_things(number, kind)} ließen sich nicht aufbewahren und fehlen."


def file_name(classes: Sequence[str]) -> str:
    """The name of the file, without its ending."""
    return f"Beigebracht {_deutsch.listed(classes, most=3)}"
