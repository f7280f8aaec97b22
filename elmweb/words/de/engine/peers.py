"""Models of scikit-learn: their names, and why some of them stay in Python."""

from __future__ import annotations

NAMES = {
    "linear": "Logistische Regression",
    "neighbours": "Nächste Nachbarn",
    "forest": "Random Forest",
    "boosting": "Gradient Boosting",
}
"""A linear model of numbers or of several labels is a ridge regression."""
_HOLDS = "ONNX-Datei und HTML-Seite enthalten Summen und Produkte"
NO_GRAPH = {
    "trees": f"{_HOLDS}; diese Art von Modell besteht aus Bäumen",
    "rows": f"{_HOLDS}; diese Art von Modell vergleicht Zeilen",
    "cut": f"{_HOLDS}; diese Art von Modell wird bei 0 und 1 abgeschnitten",
}
"""Why a model cannot become either; without the dot at the end."""
INSTEAD = "Stattdessen das Modell speichern, das sich hier wieder öffnen lässt, oder das Skript, das es trainiert."


def why_no_graph(why: str, instead: str) -> str:
    """Why it cannot, and what can be saved instead."""
    return f"{why}. {instead}"
