"""The Learn page: its chapters, and what they share."""

from __future__ import annotations

CHAPTERS_LABEL = "Chapters"
CHAPTERS = {
    "": "How a network learns",
    "architectures": "Inside the architectures",
    "jobs": "Five jobs",
    "papers": "Reproduce a paper",
    "lottery": "The lottery",
    "guide": "A short guide",
}
NO_SUCH_CHAPTER = "There is no such chapter."


def done(percent: str) -> str:
    """How far a study is, for those who do not see the bar."""
    return f"{percent} % done"
