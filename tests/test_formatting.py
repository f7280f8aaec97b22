"""Numbers as text: what stands at the borders of each kind, and that no other module rounds a number into a text."""

from __future__ import annotations

import ast
import doctest
from math import inf, nan
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from elmweb import formatting
from elmweb.evaluation import scores
from elmweb.formatting import (
    about,
    compact,
    count,
    data_size,
    duration,
    in_100,
    percent,
    probability,
    quantity,
    score,
)

PACKAGE = Path(formatting.__file__).parent
THOUSANDS = ","  # a whole number in a sentence; nothing is rounded
LIBRARY = ("estimators", "compute")
"""Folders whose exceptions repeat a parameter for a programmer, with ``:g``."""
NO_TEXT = {
    "app/surface.py": "02X",
    "export/report_page.py": ".{places}f",
    "preprocessing/features.py": ".10g",
    "workbench/bring.py": "g",
    "workbench/teaching.py": "05",
}
"""Formats that make a colour, a coordinate, a number again, and names of files."""


@pytest.mark.parametrize("module", [formatting, scores])
def test_examples_in_docstrings_hold(module):
    """Every example in the module's docstrings gives what it shows."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def specs_of(path):
    """Return every format that a file gives a value inside an f-string."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield ast.unparse(node.format_spec).removeprefix("f").strip("'\"")


@pytest.mark.slow
def test_numbers_are_rounded_in_one_module_only():
    """Invariant: outside formatting.py an f-string groups the digits of whole numbers, and rounds none."""
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        allowed = {THOUSANDS, NO_TEXT.get(place.as_posix()), "g" if place.parts[0] in LIBRARY else THOUSANDS}
        if place.name != "formatting.py":
            wrong += [f"{place}: {spec}" for spec in specs_of(path) if spec not in allowed]
    assert wrong == []


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        (lambda value: count(value, "row"), {0: "0 rows", 1: "1 row", 2: "2 rows", 999_999: "999,999 rows"}),
        (compact, {0: "0", 9_999: "9999", 10_000: "10k", 99_949: "99.9k", 99_950: "100k", 999_499: "999k"}),
        (compact, {999_500: "1M", 999_999: "1M", 1_234_567: "1.2M", 123_456_789: "123M"}),
        (in_100, {0.0: "0", 0.0004: "0.04", 0.004: "0.4", 0.005: "0.5", 0.996: "99.6", 0.998: "99.8"}),
        (in_100, {0.9996: "99.96", 0.999999: "nearly 100", 1e-9: "nearly 0", 1.0: "100", nan: "nan", inf: "inf"}),
        (lambda value: in_100(value, 1), {0.0: "0", 0.95: "95.0", 0.9996: "99.96", 0.998: "99.8", 1.0: "100"}),
        (probability, {0.0: "0", 0.0004: "<1", 0.0099: "<1", 0.01: "1", 0.5: "50", 0.99: "99", 0.998: ">99"}),
        (probability, {0.9996: ">99", 1.0: "100", nan: "nan"}),
        (percent, {-1.0: "0", 0.0: "0", 0.004: "0", 0.374: "37", 0.9996: "100", 1.0: "100", 999_999: "100", nan: "0"}),
        (score, {1.0: "1.00", 0.998: "0.998", 0.9996: "0.9996", 0.9949: "0.99", 0.0: "0.00", 0.0004: "0.0004"}),
        (score, {0.9999999: "1.00", 1.0000001: "1.00", -1e-9: "0.00", -0.003: "-0.003", -0.5: "-0.50"}),
        (score, {-12.34: "-12.3", 999_999: "999,999", nan: "nan", inf: "inf"}),
        (quantity, {-0.0: "0", 0.0004: "0.0004", 0.998: "0.998", 0.9996: "1", 1.0: "1", 99.96: "100"}),
        (quantity, {999_999: "999,999", -12.3456: "-12.3", -999_999: "-999,999", 1e15: "1e+15", 2.5e-9: "2.5e-09"}),
        (quantity, {nan: "nan", inf: "inf", -inf: "-inf"}),
        (duration, {0.0: "under 0.1 ms", 0.00006: "0.1 ms", 0.0042: "4.2 ms", 0.0996: "0.1 s", 0.93: "0.9 s"}),
        (duration, {9.94: "9.9 s", 9.96: "10 s", 75: "75 s", 99.4: "99 s", 99.6: "1.7 min", 150: "2.5 min"}),
        (duration, {870.1: "15 min", 5_999: "1.7 h", 9_000: "2.5 h", 999_999: "278 h", -1: "under 0.1 ms"}),
        (lambda value: duration(value, 3), {0.00041: "0.41 ms", 0.0123: "12.3 ms", 1.234: "1.23 s", 41.26: "41.3 s"}),
        (about, {0.0: "About 1 second", 9.2: "About 10 seconds", 11: "About 15 seconds", 61: "About 2 minutes"}),
        (data_size, {0: "0 bytes", 1: "1 byte", 999: "999 bytes", 1_000: "1.0 kB", 9_949: "9.9 kB", 9_960: "10 kB"}),
        (data_size, {999_499: "999 kB", 999_999: "1.0 MB", 1_500_000: "1.5 MB", 104_857_600: "105 MB"}),
        (data_size, {999_999_999: "1.0 GB", 2**31: "2.1 GB", 10**13: "10,000 GB"}),
        (lambda value: data_size(value, guessed=True), {642: "642 bytes", 642_000_000: "640 MB", 12.34e9: "12 GB"}),
    ],
)  # fmt: skip
def test_borders_of_each_kind(say, expected):
    """Oracle: written by hand; what is nearly all or nothing, a unit's last and next number, not finite, and huge."""
    assert {value: say(value) for value in expected} == expected


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_100_stands_for_all_and_0_for_none(counts):
    """Invariant: a fraction reads 100 only when all are right and 0 only when none is."""
    right, n = counts
    text = in_100(right / n)
    assert (text == "100") == (right == n)
    assert (text == "0") == (right == 0)


@given(st.floats(0, 1))
def test_an_estimate_is_100_or_0_only_when_it_is(value):
    """Invariant: a probability reads 100 only at 1 and 0 only at 0."""
    assert (probability(value) == "100") == (value == 1)
    assert (probability(value) == "0") == (value == 0)


@given(st.floats(-1, 1))
def test_a_score_is_1_or_0_only_when_it_is(value):
    """Invariant: a score that is further from 1 or from 0 than rounding goes reads neither; its sign is kept."""
    shown = float(score(value))
    for whole in (0, 1):
        assert (shown == whole) == (abs(value - whole) < 1e-6)
    assert shown == pytest.approx(value, abs=0.005 + 1e-9)
    assert shown * value >= 0


@given(st.floats(-1e11, 1e11))
def test_quantity_keeps_three_digits(value):
    """Invariant: the text differs from the number by less than half a percent."""
    shown = float(quantity(value).replace(",", ""))
    assert shown == pytest.approx(value, rel=5e-3, abs=1e-300)


@given(st.integers(0, 10**9))
def test_a_compact_count_has_five_characters_at_most(number):
    """Invariant: the count of any table that can be read fits beside the page's name."""
    assert len(compact(number)) <= 5


@given(st.floats(1e-4, 1e7), st.sampled_from([2, 3]))
def test_a_duration_differs_by_its_digits_alone(seconds, digits):
    """Invariant: read back, a time span is right to half of its last digit, and never 100 of a unit but the hour."""
    number, unit = duration(seconds, digits).split()
    scale = {"ms": 1e-3, "s": 1.0, "min": 60.0, "h": 3_600.0}[unit]
    shown = float(number.replace(",", ""))
    places = len(number.partition(".")[2])
    assert abs(shown - seconds / scale) <= 0.5 * 10.0**-places * (1 + 1e-9)
    assert shown < 100 or unit == "h"
