"""The calculator of the Race page: what a training of another size would take."""

from __future__ import annotations

TITLE = "Und in der Größe von ImageNet oder GPT?"
LEAD = (
    "Eine Tabelle wie diese braucht mit jedem Verfahren Sekunden. Tiefe Netze brauchen Stunden bis Monate, weil sie "
    "groß sind und aus vielen Daten lernen. Diese Schätzung sagt nichts über die Güte: Dass eine ELM dieser Größe "
    "mithalten kann, ist hier nicht gezeigt."
)

# What is asked

PUBLISHED = "Ein Training so groß wie"
OWN = "Eigene Werte"
CHIP = "Auf diesem Chip"
HOW_MANY = "Wie viele davon"
PARAMETERS = "Parameter"
EXAMPLES = "Zeilen oder Token, aus denen es lernt, Wiederholungen mitgezählt"

# The answer

OPERATIONS = "Rechenschritte"
AS_CHOSEN = "Mit dieser Auswahl"
ENERGY = "Energie der Chips"
HERE = "Auf diesem Gerät, so schnell wie seine Netze liefen"
AS_PUBLISHED = "Wie veröffentlicht"
PUBLISHED_ENERGY = "Energie jenes Trainings"


def in_all(time: str, chip_hours: str) -> str:
    """How long it takes, and the hours of all chips together."""
    return f"{time}, insgesamt {chip_hours}"


def on(time: str, hardware: str) -> str:
    """How long it took, on which chips."""
    return f"{time} auf {hardware}"


def known_from(energy: str, source: str) -> str:
    """An amount of energy, and where it is known from."""
    return f"{energy}, {source}"


def assumed(percent: str) -> str:
    """What the answer takes for granted."""
    return (
        f"Angenommen ist, dass Chips {percent} % der Spitzenleistung in ihrem Datenblatt erreichen, bei voller "
        "Leistungsaufnahme; Llama 3 berichtet 38 bis 43 %, PaLM 46 %. Kühlung und frühere Anläufe sind nicht "
        "mitgezählt."
    )


def sources(operations: str, source: str) -> str:
    """Where the numbers of a published training come from."""
    return f"Rechenschritte: {operations}. Quelle: {source}."


RULE = "Rechenschritte: 6 je Parameter und Zeile (Kaplan und andere, 2020, arXiv:2001.08361)."


# Amounts


def years(n: str) -> str:
    """Two or more."""
    return f"{n} Jahre"


def days(n: str) -> str:
    """Two or more."""
    return f"{n} Tage"


def hours(n: str) -> str:
    """Two or more."""
    return f"{n} Stunden"


def minutes(n: str) -> str:
    """Two or more."""
    return f"{n} Minuten"


def seconds(n: str) -> str:
    """Any number of them, also fractions."""
    return f"{n} Sekunden"


def chip_hours(n: str) -> str:
    """Hours of all chips together."""
    return f"{n} Chipstunden"
