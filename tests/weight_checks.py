"""What scikit-learn's checks of weights cannot find here, and why."""

from __future__ import annotations

from typing import Any

__all__ = ["WHOLE_ROWS", "whole_rows"]

WHOLE_ROWS = {
    "check_sample_weight_equivalence_on_dense_data": "alpha and probabilities come from leaving out whole rows: a row "
    "of weight 2 leaves with both units, of two equal rows one stays; test_leave_out.py compares what must be equal",
}


def whole_rows(estimator: Any) -> dict[str, str]:
    """Return the checks that an estimator whose penalty is chosen by leave-one-out cannot pass."""
    return WHOLE_ROWS
