"""How numbers are said."""

import doctest

import pytest
from hypothesis import given, strategies as st

from elmweb import formatting
from elmweb.evaluation import scores


@pytest.mark.parametrize("module", [formatting, scores])
def test_examples_in_docstrings_hold(module):
    """Every example in the module's docstrings gives what it shows."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_100_stands_for_all_and_0_for_none(counts):
    """A share is said as 100 only when all are right and as 0 only when none is."""
    right, n = counts
    text = formatting.in_100(right / n)
    assert (text == "100") == (right == n)
    assert (text == "0") == (right == 0)


@given(st.floats(-1e11, 1e11))
def test_quantity_keeps_three_digits(value):
    """What is said differs from the number by less than half a percent."""
    said = float(formatting.quantity(value).replace(",", ""))
    assert said == pytest.approx(value, rel=5e-3, abs=1e-300)
