"""A column at a glance: its bars, its span, its kinds and what is missing."""

import numpy as np
import pandas as pd
import pytest

from elmweb.data.profile import MOST_ROWS, profile_column


def test_numbers_are_a_histogram():
    """Oracle: numpy.histogram; the highest bar is 1."""
    values = np.random.default_rng(0).normal(size=900)
    values[::9] = np.nan
    found = profile_column(pd.Series(values), "number")
    counts, _ = np.histogram(values[np.isfinite(values)], bins=12)
    np.testing.assert_allclose(found.bars, counts / counts.max())
    assert (found.n_kinds, found.is_exact) == (800, True)
    assert found.missing == pytest.approx(1 / 9)


@pytest.mark.parametrize("high", [1, 2, 5, 8, 11])
def test_whole_numbers_have_a_bar_each(high):
    """Oracle: numpy.bincount; there is no gap between neighbours, and one where a number is missing."""
    values = np.repeat(np.arange(high + 1), np.arange(1, high + 2))
    found = profile_column(pd.Series(values), "number")
    np.testing.assert_allclose(found.bars, np.arange(1, high + 2) / (high + 1))
    assert profile_column(pd.Series([3, 3, 5]), "number").bars == (1.0, 0.0, 0.5)


def test_kinds_are_bars_by_how_frequent_they_are():
    """Oracle: counted by hand; texts that never repeat get no bars."""
    column = pd.Series(["b", "a", "b", None, "c", "b", "a", None], dtype=object)
    found = profile_column(column, "category")
    assert found.bars == (1.0, pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert (found.n_kinds, found.missing, found.span) == (3, 0.25, "")
    names = profile_column(pd.Series(["x", "y", "z"], dtype=object), "ignore")
    assert (names.bars, names.n_kinds) == ((), 3)
    flags = profile_column(pd.Series([True, True, False, True]), "category")
    assert (flags.bars, flags.n_kinds) == ((1.0, pytest.approx(1 / 3)), 2)
    codes = profile_column(pd.Series([1.0, 1.0, 2.0]), "category")
    assert codes.bars == (1.0, 0.5)


def test_dates_span_days():
    """Invariant: the first and the last day are said; what is no date counts for nothing."""
    days = pd.Series(["24.12.2025", "01.02.2026", "unknown", None, "01.02.2026"], dtype=object)
    found = profile_column(days, "date", "%d.%m.%Y")
    assert (found.span, found.missing) == ("2025-12-24 to 2026-02-01", 0.2)
    assert (found.bars[0], found.bars[-1]) == (0.5, 1.0)


@pytest.mark.parametrize(
    ("values", "role", "span"),
    [
        ([], "number", ""),
        ([np.nan, np.nan], "ignore", ""),
        ([None, None], "ignore", ""),
        ([3.0, 3.0], "ignore", "3"),
        ([np.inf, 1.0], "number", "1"),
        (["no", "dates"], "date", ""),
    ],
)
def test_what_cannot_be_drawn_has_no_bars(values, role, span):
    """Invariant: nothing breaks; a constant column has no histogram."""
    found = profile_column(pd.Series(values, dtype=object if None in values or "no" in values else float), role)
    assert (found.bars, found.span) == ((), span)


def test_the_widest_span_is_drawn():
    """Invariant: a difference beyond the largest number breaks nothing, nor one that is hardly there."""
    close = profile_column(pd.Series([1.0, np.nextafter(1.0, 2)]), "number")
    assert (close.bars[0], close.bars[-1]) == (1.0, 1.0)
    found = profile_column(pd.Series([-1.7e308, 1.7e308]), "number")
    assert (found.bars[0], found.bars[-1], found.span) == (1.0, 1.0, "-1.7e+308 to 1.7e+308")


def test_a_long_column_is_looked_at_in_part():
    """Invariant: rows from all of it, and it is said that they are not all."""
    found = profile_column(pd.Series(np.arange(3.0 * MOST_ROWS)), "number")
    assert not found.is_exact
    assert found.n_kinds == MOST_ROWS
    assert found.span.startswith("0 to 59,99")
