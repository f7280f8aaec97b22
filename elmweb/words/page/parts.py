"""What all pages have in common."""

from __future__ import annotations

TERMS = {
    "accuracy": "accuracy",
    "range": "95 % range",
    "leave-one-out": "leave-one-out",
    "hidden-units": "hidden units",
    "alpha": "alpha",
    "seed": "seed",
    "auc": "AUC",
    "confusion": "confusion matrix",
    "calibration": "calibration",
    "threshold": "threshold",
    "conformal": "conformal prediction",
    "permutation-importance": "permutation importance",
    "shapley": "Shapley values",
    "unlearn": "forgetting",
}
"""Words that the documentation explains, by their anchors in docs/words.md."""


def about(links: str, number: int) -> str:
    """Links to where the documentation explains so many words, with commas between them."""
    return f"About {links}." if number == 1 else f"Words on this page: {links}."
