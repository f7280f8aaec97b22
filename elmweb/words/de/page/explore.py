"""The small model beside the sliders: its score, and what it predicts over two columns."""

from __future__ import annotations

from elmweb.words.de import _deutsch

HORIZONTAL = "Waagerechte Achse"
VERTICAL = "Senkrechte Achse"
NO_UNITS = (
    "Die Schieberegler und das kleine Modell daneben sind für Schichten aus Einheiten. Diese Art von Modell hat keine."
)
FIRST = "Das erste kleine Modell wird trainiert."
_AS_TYPICAL = "Alle anderen Spalten stehen auf einem typischen Wert. Die Markierungen sind Trainingszeilen."
SHADES = f"Dunkler heißt mehr. {_AS_TYPICAL}"
"""How the picture of a predicted number is read."""
COLOURS = f"Blasser heißt weniger sicher. {_AS_TYPICAL}"
"""How the picture of predicted classes is read."""


def trained(scored_on: str, n_hidden: int, alpha: str, seconds: str) -> str:
    """Below the score: what it was measured on, a sentence; then the model."""
    units = _deutsch.number_of(n_hidden, "Einheit", "Einheiten")
    return f"{scored_on} {units}, Alpha {alpha}, trainiert und gezeichnet in {seconds}."


def described(x: str, y: str, *, has_classes: bool) -> str:
    """The picture for those who do not see it."""
    what = "Klasse" if has_classes else "Zahl"
    return f"Diagramm. Die {what}, die das Modell vorhersagt, mit {x} nach rechts und {y} nach oben."
