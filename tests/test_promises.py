"""Left-out scores and "9 of 10". Oracle: fresh rows of the rule that made the training rows."""

import numpy as np
import pytest

from benchmarks import promises
from benchmarks.promises import draw, promise_of


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(promises.tested()))
def test_nine_of_ten_holds(name):
    """Invariant: over 12 draws the coverage is near 90 %, and the left-out error not far from that of fresh rows.

    docs/benchmarks.md has 200 draws, for which the limits are 88 and 92.
    """
    found = promise_of(promises.tested()[name], 12)
    assert 86 <= found["coverage"] <= 94
    assert abs(found["bias"]) < 2


def test_the_rows_are_drawn_as_it_says():
    """Invariant: the same seed, the same rows; both kinds of answer follow from one rule."""
    X, numbers = draw(3, 50, numbers=True)
    again, kinds = draw(3, 50, numbers=False)
    np.testing.assert_array_equal(X, again)
    np.testing.assert_array_equal(kinds == "c", numbers >= 0.6)
