"""The chapter about architectures: its screens, and what several of them say."""

from __future__ import annotations

LINKS = "Architekturen"
SCREENS = {
    "cnn": "Was die Schichten sehen",
    "lstm": "Warum LSTM",
    "attention": "Aufmerksamkeit (Attention)",
    "gan": "Zwei Netze, ein Spiel",
    "borrowed": "Von einem Netz geliehen",
}
"""What the link to each says."""


def likely(percent: str) -> str:
    """How probable a model finds its own answer, which stands before it."""
    return f"{percent} % wahrscheinlich."
