"""What all pages have in common."""

from __future__ import annotations

TERMS = {
    "accuracy": "Trefferquote (Accuracy)",
    "range": "95-%-Bereich",
    "leave-one-out": "Leave-one-out",
    "hidden-units": "verdeckte Einheiten",
    "alpha": "Alpha",
    "seed": "Startwert (Seed)",
    "auc": "AUC",
    "confusion": "Verwechslungsmatrix",
    "calibration": "Kalibrierung",
    "threshold": "Schwelle",
    "conformal": "konforme Vorhersage",
    "permutation-importance": "Permutationswichtigkeit",
    "shapley": "Shapley-Werte",
    "unlearn": "Vergessen",
}
"""Words that the documentation explains, by their anchors in docs/words.md."""


def about(links: str, number: int) -> str:
    """Links to where the documentation explains so many words, with commas between them."""
    return f"Mehr dazu: {links}." if number == 1 else f"Begriffe auf dieser Seite: {links}."
