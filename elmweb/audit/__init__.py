"""What rows and model say about each other: surprising rows, measured coverage, exact forgetting, shared sums."""

from elmweb.audit.coverage import LEVELS, Distances, least_levels, measured_coverage
from elmweb.audit.labelling import iter_label_curve, label_worth
from elmweb.audit.surprise import Surprise, find_surprises, iter_check_list, iter_refit_with, share_found

__all__ = [
    "LEVELS",
    "Distances",
    "Surprise",
    "find_surprises",
    "iter_check_list",
    "iter_label_curve",
    "iter_refit_with",
    "label_worth",
    "least_levels",
    "measured_coverage",
    "share_found",
]
