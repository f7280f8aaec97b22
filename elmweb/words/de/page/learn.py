"""The Learn page: its chapters, and what they share."""

from __future__ import annotations

CHAPTERS_LABEL = "Kapitel"
CHAPTERS = {
    "": "Wie ein Netz lernt",
    "architectures": "Architekturen von innen",
    "jobs": "Fünf Aufgaben",
    "papers": "Fachartikel nachrechnen",
    "lottery": "Die Lotterie",
    "guide": "Kurze Einführung",
}
NO_SUCH_CHAPTER = "Dieses Kapitel gibt es nicht."


def done(percent: str) -> str:
    """How far a study is, for those who do not see the bar."""
    return f"{percent} % erledigt"
