"""The screen about what a small model can borrow from a network: drawn pictures, and answers."""

from __future__ import annotations

HEADING = "Von einem Netz geliehen"
LEAD = (
    "Ein großes Netz hat mehr gesehen, als die eigene Tabelle zeigt. Hier ist zu sehen, was ein kleines Modell von ihm "
    "übernehmen kann und was das bringt."
)

# Pictures

AUGMENT = "Bilder (Augmentation)"
AUGMENT_TEXT = (
    "Ein Modell lernt aus wenigen Fotos von zehn Arten Kleidung, einmal allein und einmal zusammen mit Bildern, die "
    "ein GAN zeichnet. Dann wird jedes Foto einmal weggelassen und aus allen anderen vorhergesagt. Gezeichnete Bilder "
    "bleiben nur dann dabei, wenn mit ihnen mehr Fotos richtig erkannt werden, und zwar um mehr als den Zufall (einen "
    "Standardfehler)."
)
AUGMENT_START = "Zeichnen und vergleichen"
AUGMENTING = "Fotos werden weggelassen und vorhergesagt"
HOW_MANY_PHOTOS = "Wie viele Fotos"
NONE_DRAWN = "keine"
AUGMENT_TABLE = "Nur Fotos, und mit gezeichneten Bildern"
AUGMENT_NOTE = (
    "Oben Fotos (Fashion-MNIST), darunter gezeichnete Bilder. Das GAN hat aus 60.000 Fotos gelernt, und die "
    "weggelassenen sind darunter: Es verleiht, was es dort gesehen hat. Die zurückgehaltenen Fotos kennt es nicht. "
    "Alle Zahlen sind Mittelwerte über drei zufällige Schichten mit 256 Einheiten, jeweils mit dem Strafterm, der beim "
    "Weglassen am besten abschneidet."
)


def photos_of_each(n_photos: int) -> str:
    """How many photos of each kind a model learns from, as a choice."""
    return f"{n_photos} Fotos von jeder Art"


def augment_head(n_left_out: str, n_judged: str) -> list[str]:
    """The columns of the table: pictures, accuracy on photos left out in turn, and on others."""
    return [
        "Gezeichnete je Art",
        f"Trefferquote (%), {n_left_out} weggelassene",
        f"Trefferquote (%), {n_judged} zurückgehaltene",
    ]


def pictures_of(kind: str) -> str:
    """The pictures of one kind of clothes, for those who do not see them."""
    return f"{kind}: oben Fotos, unten gezeichnete Bilder"


# Answers

DISTIL = "Antworten (Destillation)"
DISTIL_TEXT = (
    "Ein CNN liest 10.000 handgeschriebene Ziffern. Eine ELM, der Schüler, lernt, was das CNN zu jeder sagt, ohne je "
    "die richtige Antwort (das Label) zu sehen."
)
DISTIL_START = "Schüler unterrichten"
DISTILLING = "Der Schüler lernt"
HOW_WIDE = "Wie breit der Schüler ist"
DISTIL_TABLE = "Lehrer und Schüler"
DISTIL_HEAD = (
    "Modell",
    "Trefferquote (%)",
    "Einig mit dem Lehrer (%)",
    "Größe",
    "Größe mit Startwert",
    "Zeit je Ziffer (ms)",
)


def hidden_units(n_units: str) -> str:
    """How wide the pupil is, as a choice."""
    return f"{n_units} verdeckte Einheiten"


def distil_note(n_learned: str, n_judged: str) -> str:
    """What the numbers of the table are."""
    return (
        f"Gelernt aus {n_learned} Ziffern von MNIST, gemessen an {n_judged} anderen. Die Größen der ELMs gelten für "
        "32-Bit-Zahlen; mit dem Startwert (Seed) muss die verdeckte Schicht nicht gespeichert werden. Die Zeiten sind "
        "in Batches gemessen, auf diesem Gerät."
    )
