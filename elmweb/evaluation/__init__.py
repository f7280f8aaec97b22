"""Scoring a model and baselines on the same test rows."""

from elmweb.evaluation.judge import Evaluation, Judging, MethodScore, evaluate, iter_compare, iter_evaluate
from elmweb.evaluation.report import result_dict
from elmweb.evaluation.scores import Lead, Score, lead, row_values, score, score_name, wilson_range

__all__ = [
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
    "score_name",
    "wilson_range",
]
