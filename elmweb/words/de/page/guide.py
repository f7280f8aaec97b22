"""The guide for newcomers, around its topics."""

from __future__ import annotations

HEADING = "Kurze Einführung"
LEAD = (
    "Was die Wörter bedeuten, in einfacher Sprache, und wo auf diesen Seiten es zu sehen ist. Ein Thema pro Seite, "
    "der Reihe nach oder nach Wahl."
)
TOPICS = "Themen"
ALL_TOPICS = "Alle Themen"
USED = "Wo es verwendet wird"
COSTS = "Was es kostet"
SEE = "Hier zu sehen"
PAGES = {"data": "Daten", "train": "Trainieren", "race": "Wettlauf", "models": "Modelle"}
"""What a link to a page says."""
SOURCES = "Quellen"
NO_SUCH_TOPIC = "Dieses Thema gibt es in der Einführung nicht."


def one_of(topics: str) -> str:
    """Which topics there are, by their addresses with commas between them; part of an error."""
    return f"eines von {topics}"


def following(title: str) -> str:
    """The link to the next topic."""
    return f"Weiter: {title}"


# What was measured of the models of a topic

MEASURED = "Gemessen, aus den Karten der Modelle"
MEASURED_TABLE = "Modelle dieser Website"
MEASURED_HEAD = ("Modell hier", "Gemessen", "Gewichte", "Trainiert in")
TRAINED_ELSEWHERE = "anderswo"


def trained_on(time: str, device: str) -> str:
    """How long a model was trained, and on what."""
    return f"{time} auf {device}"
