"""Guesses about columns."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from elmweb.data import date_format, guess_roles, guess_target, guess_task, parse_dates

DAYS = [dt.datetime(2024, 1, 1, 8, 30, tzinfo=dt.UTC) + dt.timedelta(days=17 * i, minutes=i) for i in range(40)]


@pytest.mark.parametrize(
    "pattern",
    ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y %H:%M", "%d-%m-%y"],
)
def test_dates_read_back(pattern):
    """Oracle: the dates that strftime wrote down come back, to what the format holds."""
    texts = pd.Series([day.strftime(pattern) for day in DAYS], dtype=object)
    assert guess_roles(pd.DataFrame({"day": texts}))["day"] == "date"
    whole = [day.replace(tzinfo=None, **({} if "%H" in pattern else {"hour": 0, "minute": 0})) for day in DAYS]
    assert parse_dates(texts).tolist() == whole


def test_nine_of_ten_dates_are_enough():
    """The threshold is 90 of 100, and what is no date becomes NaT."""
    texts = pd.Series(["2024-01-05"] * 9 + ["soon"], dtype=object)
    assert date_format(texts) == "ISO8601"
    assert np.isnat(parse_dates(texts)).tolist() == [False] * 9 + [True]
    assert date_format(pd.Series(["2024-01-05"] * 8 + ["soon", "later"], dtype=object)) is None


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=20))
def test_any_text_has_a_role(texts):
    """Invariant: whatever the cells hold, a role comes back and nothing is raised."""
    role = guess_roles(pd.DataFrame({"x": pd.Series(texts, dtype=object)}))["x"]
    assert role in {"category", "date", "text", "ignore"}


def test_roles_by_content():
    """One column of each kind gets its role."""
    n = 12
    frame = pd.DataFrame(
        {
            "size": np.linspace(0, 1, n),
            "kind": ["red", "blue", None] * 4,
            "review": [f"it was number {i} and I liked it a lot" for i in range(n)],
            "empty": np.full(n, np.nan),
            "same": ["x"] * n,
            "code": [f"A{i}" for i in range(n)],
        }
    )
    roles = guess_roles(frame)
    assert roles == {
        "size": "number",
        "kind": "category",
        "review": "text",
        "empty": "ignore",
        "same": "ignore",
        "code": "category",
    }
    assert guess_target(frame, roles) == "kind"  # the code differs in every row
    assert guess_target(frame.assign(Target=[0, 1] * 6), {**roles, "Target": "number"}) == "Target"


@pytest.mark.parametrize(
    ("values", "role", "task"),
    [
        (["a", "b", "a"], "category", "binary"),
        (["a", "b", "c"], "category", "multiclass"),
        ([0, 1, 1, 0], "number", "binary"),
        (list(range(10)) * 10, "number", "multiclass"),
        (list(range(10)) * 9, "number", "regression"),
        ([0.5, 1.5, 2.5] * 30, "number", "regression"),
        ([0.5, 1.5, 2.5] * 30, "category", "multiclass"),
    ],
)
def test_task_by_content(values, role, task):
    """The documented rule: two values, text, or whole numbers seen ten times each are kinds."""
    assert guess_task(pd.Series(values), role) == task
