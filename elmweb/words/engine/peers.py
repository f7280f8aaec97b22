"""Models of scikit-learn: their names, and why some of them stay in Python."""

from __future__ import annotations

NAMES = {
    "linear": "Logistic regression",
    "neighbours": "Nearest neighbours",
    "forest": "Random forest",
    "boosting": "Gradient boosting",
}
"""A linear model of numbers or of several labels is a ridge regression."""
NO_GRAPH = {
    "trees": "The ONNX file and the HTML page hold sums and products; this kind of model is made of trees",
    "rows": "The ONNX file and the HTML page hold sums and products; this kind of model is a comparison of rows",
    "cut": "The ONNX file and the HTML page hold sums and products; this kind of model is cut off at 0 and 1",
}
"""Why a model cannot become either; without the dot at the end."""
INSTEAD = "Save the model, which opens here again, or the script that trains it."


def why_no_graph(why: str, instead: str) -> str:
    """Why it cannot, and what can be saved instead."""
    return f"{why}. {instead}"
