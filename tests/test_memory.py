"""How much memory training takes, and what is refused."""

import pytest
from hypothesis import given, strategies as st

from elmweb.compute.memory import MOST_UNITS, largest_width, memory_limit, training_bytes
from elmweb.exceptions import OutOfMemory
from elmweb.training import plan as planning
from elmweb.training.model import Settings


@given(st.integers(2, 10**7), st.integers(1, 5000), st.integers(10**8, 10**11))
def test_the_largest_width_fits_and_one_more_does_not(n_rows, n_inputs, limit):
    """Invariant: the result is the boundary; 0 means that not even one unit fits."""
    width = largest_width(n_rows, n_inputs, limit)
    assert width == MOST_UNITS or training_bytes(n_rows, n_inputs, width + 1) > limit
    assert width == 0 or training_bytes(n_rows, n_inputs, width) <= limit


def test_this_machine_has_enough_memory():
    """Invariant: the limit is above what the tests themselves need."""
    assert memory_limit() > 1e9


def test_a_width_that_cannot_fit_is_refused_with_the_largest_that_can(monkeypatch):
    """Oracle: the largest width is planned; one more is refused, with the largest in the message."""
    monkeypatch.setattr(planning, "memory_limit", lambda: 3_500_000_000)
    most = largest_width(60_000, 784, 3_500_000_000)
    assert planning.make_plan(60_000, 784, Settings(n_hidden=most)).n_bytes <= 3_500_000_000
    with pytest.raises(OutOfMemory, match="does not fit") as caught:
        planning.make_plan(60_000, 784, Settings(n_hidden=most + 1))
    assert f"{most:,}" in caught.value.rule
    assert f"{most:,}" in caught.value.hints[0]


def test_a_table_that_cannot_fit_is_refused(monkeypatch):
    """Invariant: when no width fits, the message names the table and not the width."""
    monkeypatch.setattr(planning, "memory_limit", lambda: 3_500_000_000)
    with pytest.raises(OutOfMemory, match="once its columns are numbers"):
        planning.make_plan(10_000_000, 784, Settings())
