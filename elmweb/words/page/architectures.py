"""The chapter about architectures: its screens, and what several of them say."""

from __future__ import annotations

LINKS = "Architectures"
SCREENS = {
    "cnn": "What layers see",
    "lstm": "Why LSTM",
    "attention": "Attention",
    "gan": "Two networks, one game",
    "borrowed": "Borrowed from a network",
}
"""What the link to each says."""


def likely(percent: str) -> str:
    """How probable a model finds its own answer, which stands before it."""
    return f"{percent} % likely."
