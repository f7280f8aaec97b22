"""Scoring a model and baselines on the same test rows."""

from elmweb.evaluation.judge import Evaluation, Judging, MethodScore, evaluate, iter_compare, iter_evaluate
from elmweb.evaluation.report import result_dict
from elmweb.evaluation.scores import SCORE_NAMES, Lead, Score, lead, row_values, score, wilson_range

__all__ = [
    "SCORE_NAMES",
    "Evaluation",
    "Judging",
    "Lead",
    "MethodScore",
    "Score",
    "evaluate",
    "iter_compare",
    "iter_evaluate",
    "lead",
    "result_dict",
    "row_values",
    "score",
    "wilson_range",
]
