"""A loaded model predicts on a pandas frame as people have them, of any types and with gaps; or says what is wrong."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from bench_data import dataset_from, mixed_frame

from elmweb.exceptions import ColumnError
from elmweb.export import load_model, save_model
from elmweb.training import Settings, train

FEATURES = ["size", "orchard", "picked", "note"]
ROWS = mixed_frame(160)[FEATURES].head(30)


@pytest.fixture(scope="module")
def model():
    """Return a model of numbers, categories, dates and texts, saved and loaded."""
    data = dataset_from(mixed_frame(160)[[*FEATURES, "price"]], ["price"], "regression", note="text", picked="date")
    return load_model(save_model(train(data, Settings(n_hidden=24, n_seeds=1))))[0]


@pytest.fixture(scope="module")
def expected(model):
    """Return the predictions for the rows as a table has them that was read from a file."""
    return model.predict(ROWS)


def _each(column, change):
    """Return the rows with every cell of a column that is there changed, as objects."""
    cells = [None if pd.isna(cell) else change(cell) for cell in ROWS[column]]
    return ROWS.assign(**{column: pd.Series(cells, dtype=object)})


FRAMES = {
    "rows by other labels": ROWS.set_index(pd.Index([7] * len(ROWS))),
    "columns in another order, and others": ROWS[FEATURES[::-1]].assign(shop=1, price=None),
    "names in other capitals": ROWS.rename(columns=str.upper),
    "types that hold missing values": ROWS.convert_dtypes(),
    "categories": ROWS.assign(orchard=ROWS["orchard"].astype("category")),
    "moments": ROWS.assign(picked=pd.to_datetime(ROWS["picked"])),
    "moments in seconds": ROWS.assign(picked=pd.to_datetime(ROWS["picked"]).astype("datetime64[s]")),
    "moments of a time zone": ROWS.assign(picked=pd.to_datetime(ROWS["picked"]).dt.tz_localize("UTC")),
    "periods": ROWS.assign(picked=pd.PeriodIndex(ROWS["picked"], freq="D")),
    "Python's dates": _each("picked", dt.date.fromisoformat),
    "Python's moments": _each("picked", dt.datetime.fromisoformat),
    "objects of pandas": _each("picked", pd.Timestamp),
    "decimals": _each("size", lambda cell: Decimal(repr(float(cell)))),
    "numbers as text": _each("size", lambda cell: f" {float(cell)!r} "),
}


@pytest.mark.parametrize("name", FRAMES)
def test_what_is_in_a_frame_counts_and_not_how(model, expected, name):
    """Oracle: the predictions for the same cells as they are read from a file."""
    np.testing.assert_allclose(model.predict(FRAMES[name]), expected, rtol=1e-12)


def test_types_of_arrow(model, expected):
    """Oracle: the same cells in pandas' own types."""
    pytest.importorskip("pyarrow")
    np.testing.assert_allclose(model.predict(ROWS.convert_dtypes(dtype_backend="pyarrow")), expected, rtol=1e-12)


@pytest.mark.parametrize("column", FEATURES)
def test_a_column_that_is_missing_is_one_of_gaps(model, column):
    """Oracle: the same rows with that column there and empty, whatever stands for empty."""
    absent = model.predict(ROWS.drop(columns=column))
    for nothing in (None, np.nan, pd.NA, pd.NaT):
        np.testing.assert_array_equal(model.predict(ROWS.assign(**{column: nothing})), absent)


def test_no_rows_give_no_predictions(model):
    """Invariant: an empty frame is answered by an empty array, of as many columns as there would be."""
    assert model.predict(ROWS.head(0)).shape == (0,)
    assert model.inputs(ROWS.head(0)).shape == (0, model.inputs(ROWS).shape[1])
    two = train(dataset_from(mixed_frame(80)[["size", "big"]], ["big"], "binary"), Settings(n_hidden=8, n_seeds=1))
    assert two.predict_proba(ROWS.head(0)).shape == (0, 2)
    assert two.predict(ROWS.head(0)).dtype == two.predict(ROWS).dtype


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (pd.DataFrame({"weight": [1.0]}), 'No column of the table is known .* Found: columns named "weight"'),
        (pd.concat([ROWS, ROWS[["size"]]], axis=1), '"size" is in the table more than once.* Found: 2 of that name'),
        (ROWS.to_dict("list"), "Needed: a pandas.DataFrame. Found: dict"),
        (ROWS.to_numpy(), "Needed: a pandas.DataFrame. Found: ndarray"),
    ],
)
def test_what_cannot_be_predicted_is_told(model, rows, words):
    """Invariant: the error names the thing, the rule and the value; a guess for every row alike would be no answer."""
    with pytest.raises(ColumnError, match=words):
        model.predict(rows)
