"""The screen about attention: where each head of a Transformer looks in a sentence."""

from __future__ import annotations

from elmweb.words.de import _deutsch

HEADING = "Aufmerksamkeit (Attention): Wörter achten auf Wörter"
LEAD = (
    "Auf Englisch schreiben, wie ein Film war, und sehen, welche Wörter auf welche achten. Das Netz ist der kleine "
    "Transformer von der Seite Modelle, der sagt, ob einer Kritik der Film gefällt: 2 Schichten mit je 4 Köpfen."
)
FIELD = "Ein englischer Satz über einen Film"
EXAMPLE = "The acting was not good, but I never stopped laughing."
"""What stands in the field at first. It is read by a model that knows only English, so it stays English."""
START = "Hineinsehen"
DOING = "Der Satz wird gelesen"


def left_out(n_words: int) -> str:
    """That a text was too long."""
    fits = "passte" if n_words == 1 else "passten"
    return f"{_deutsch.number_of(n_words, 'Wort', 'Wörter')} am Ende {fits} nicht mehr hinein."


# The heads

CHOOSE = "Einen Kopf wählen"
WHICH = "Welcher Kopf"


def head(layer: int, number: int) -> str:
    """The name of a head; both numbers begin with 1."""
    return f"Schicht {layer}, Kopf {number}"


READING_THE_MATRIX = (
    "Jede Zeile ist ein Wort, das auf andere achtet, jede Spalte eines, auf das geachtet wird. Je kräftiger die Farbe, "
    "desto mehr Aufmerksamkeit."
)
LOOKS_EVENLY = (
    "Dieser Kopf achtet auf alle Wörter etwa gleich: In diesem Satz bildet er kaum mehr als ihren Mittelwert."
)


def strongest(word: str, percent: str, other: str) -> str:
    """The largest value of a head: how much of what it looks at a word takes from another."""
    return f"Die stärkste Aufmerksamkeit: „{word}“ nimmt {percent} % von „{other}“."


def strongest_itself(word: str, percent: str) -> str:
    """The same, where a word looks at itself."""
    return f"Die stärkste Aufmerksamkeit: „{word}“ nimmt {percent} % von sich selbst."


# What counts, and how it was done

COUNTS = "Was bei der Antwort zählt"
COUNTS_TEXT = "Nach beiden Schichten wird die Antwort aus dem Mittel aller Wörter gelesen, mit diesen Gewichten."
MEANING = (
    "Ein Wort nimmt auf, worauf es achtet: So kann „not“ verändern, was „good“ bedeutet. Worauf ein Netz achtet, "
    "erklärt nicht, warum es so entscheidet; eine andere Aufmerksamkeit kann zur selben Antwort führen (Jain und "
    "Wallace, 2019, arXiv:1902.10186)."
)


def how_done(time: str, device: str, size: str, difference: str) -> str:
    """How the network was trained, and that it is computed right here."""
    return (
        f"Trainiert in {time} auf {device}, {size}. Hier in NumPy mit denselben Gewichten berechnet; der größte "
        f"Unterschied zu onnxruntime ist {difference}. Seltene Wörter werden in Stücken gelesen, die mit ## "
        'gekennzeichnet sind. Wie eine Übersetzung auf ihren Satz achtet: <a href="#/models/transformer-translate">'
        "Softwarehilfe auf Spanisch</a>."
    )
