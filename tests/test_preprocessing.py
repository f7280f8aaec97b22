"""The preprocessor against scikit-learn's parts and hand-made columns."""

import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from bench_data import mixed_frame
from sklearn.preprocessing import StandardScaler

from elmweb.preprocessing import Feature, as_inputs
from elmweb.preprocessing.preprocessor import MISSING, column_slices, make_preprocessor
from elmweb.preprocessing.transformers import DateFeatures, NumberFeatures, TextFeatures


def inputs() -> pd.DataFrame:
    """Return one column of each role, as inputs of the preprocessor."""
    frame = mixed_frame()[["size", "orchard", "picked", "note"]]
    return frame.assign(picked=frame["picked"].astype("datetime64[ns]"))


ROLES = {"size": "number", "orchard": "category", "picked": "date", "note": "text"}


def test_output_is_finite_dense_float64_of_comparable_size():
    """Every input is finite, and no column has a spread far from the others'."""
    Z = make_preprocessor(ROLES, 240).fit_transform(inputs())
    assert Z.dtype == np.float64
    assert np.isfinite(Z).all()
    assert Z.std(axis=0).max() < 10


def test_numbers_agree_with_standard_scaler():
    """A column without gaps or skew comes out as scikit-learn's StandardScaler has it."""
    X = np.random.default_rng(0).normal(5, 3, (100, 2))
    np.testing.assert_allclose(NumberFeatures().fit_transform(X), StandardScaler().fit_transform(X))


def test_uneven_numbers_also_come_as_ranks():
    """The second output of a skewed column orders rows as the column does, evenly spread."""
    X = np.column_stack([np.arange(200.0), np.exp(np.linspace(0, 12, 200))])
    features = NumberFeatures().fit(X)
    Z = features.transform(X)
    assert features.outputs_of(0) == [0]
    assert features.outputs_of(1) == [1, 2]
    np.testing.assert_allclose(np.diff(Z[:, 2]), np.sqrt(12) / 199, rtol=1e-6)


def test_all_missing_number_column_is_harmless():
    """A column with no number at all becomes zeros."""
    X = np.column_stack([np.full(10, np.nan), np.arange(10.0)])
    assert (NumberFeatures().fit_transform(X)[:, 0] == 0).all()


def test_unknown_category_and_missing_cell_do_not_stop_it():
    """An unknown category gives zeros where none is rare, and a missing cell has an input of its own."""
    X = pd.DataFrame({"orchard": ["hill"] * 20 + ["lake"] * 20 + [None] * 5}, dtype=object)
    fitted = make_preprocessor({"orchard": "category"}, 45).fit(X)
    assert MISSING in fitted.named_transformers_["category"][-1].categories_[0]
    Z = fitted.transform(pd.DataFrame({"orchard": ["sea", None]}, dtype=object))
    assert Z[0].tolist() == [0, 0, 0]
    assert Z[1].sum() == 1


def test_rare_categories_share_one_input():
    """A column with 300 categories gives at most 200 inputs."""
    values = np.array([f"v{at % 300}" for at in range(3000)] + ["v0"] * 100, dtype=object)
    Z = make_preprocessor({"c": "category"}, 3100).fit_transform(pd.DataFrame({"c": values}))
    assert Z.shape[1] == 200


def test_december_is_next_to_january():
    """On the circle of the year 31 December is nearer to 1 January than to 1 December."""
    dates = np.arange("2020-01-01", "2022-01-01", dtype="datetime64[D]")[:, None]
    Z = DateFeatures().fit(dates).transform(dates)[:, 1:3]
    new_year, eve, december = Z[366], Z[365], Z[335]
    assert np.linalg.norm(eve - new_year) < np.linalg.norm(eve - december)


def test_plain_dates_have_no_hour():
    """Dates without a time give trend, year and week, five values; times add the day's circle."""
    days = np.arange("2020-01-01", "2021-01-01", dtype="datetime64[D]")[:, None]
    assert DateFeatures().fit(days).n_outputs_ == [5]
    hours = np.arange("2020-01-01", "2021-01-01", dtype="datetime64[h]")[:, None]
    assert DateFeatures().fit(hours).n_outputs_ == [7]


def test_missing_date_is_the_middle():
    """A missing date counts as the median for the trend and as the centre of each circle."""
    dates = np.array(["2020-01-01", "2020-06-01", "2021-01-01", "NaT"], dtype="datetime64[D]")[:, None]
    assert (DateFeatures().fit_transform(dates)[3] == 0).all()


def test_dates_that_are_all_missing_give_a_constant():
    """A column without any date gives one constant value."""
    dates = np.full((4, 1), np.datetime64("NaT"), dtype="datetime64[D]")
    assert (DateFeatures().fit_transform(dates) == 0).all()


def test_texts_with_the_same_words_are_the_same():
    """Word order and letter case do not matter, another word does."""
    texts = np.array([[f"{taste} apple number {at}"] for at in range(30) for taste in ("sweet", "sour")], dtype=object)
    features = TextFeatures().fit(texts)
    Z = features.transform(np.array([["sweet apple"], ["Apple SWEET"], ["sour apple"]], dtype=object))
    np.testing.assert_allclose(Z[0], Z[1])
    assert np.abs(Z[0] - Z[2]).max() > 0.1


@pytest.mark.parametrize("texts", [["!", "?", None], ["", "", ""]])
def test_texts_without_words_are_harmless(texts):
    """A text column without a single word gives one constant input."""
    Z = TextFeatures().fit_transform(np.array(texts, dtype=object)[:, None])
    assert Z.tolist() == [[0.0]] * 3


def test_new_rows_come_in_the_roles_that_were_learned():
    """Missing columns and odd cells become missing, extra columns go, the order is the model's."""
    frame = pd.DataFrame({"extra": [1, 2], "code": [1.0, np.nan], "size": ["1.5", "big"]})
    features = [Feature("size", "number"), Feature("code", "category"), Feature("gone", "text"), Feature("w", "number")]
    new, notes = as_inputs(frame, features)
    assert list(new) == ["size", "code", "gone", "w"]
    assert new["size"].tolist()[0] == 1.5
    assert new[["size", "w"]].isna().to_numpy().tolist() == [[False, True], [True, True]]
    assert new["code"].tolist() == ["1", None]
    assert new["gone"].tolist() == [None, None]
    assert len(notes) == 3  # two columns that are not there, a number that is none, and a category never seen


def test_slices_name_every_input_once():
    """Each input belongs to exactly one column, and changing a column changes only its inputs."""
    X = inputs()
    fitted = make_preprocessor(ROLES, len(X)).fit(X)
    slices = column_slices(fitted)
    before = fitted.transform(X)
    assert sorted(at for positions in slices.values() for at in positions) == list(range(before.shape[1]))
    for name, positions in slices.items():
        changed = X.copy()
        changed[name] = pd.Series(X[name].to_numpy()[::-1], index=X.index, dtype=X[name].dtype)
        differs = np.flatnonzero(np.abs(fitted.transform(changed) - before).max(axis=0) > 1e-12)
        assert set(differs) <= set(positions)
        assert len(differs)


NUMBERED = """
import numpy as np
from elmweb.preprocessing.transformers import TextFeatures
texts = [f"tastes {('sweet', 'sour')[at % 2]}, says person {at} of the panel" for at in range(120)]
print(TextFeatures().fit_transform(np.array(texts, dtype=object)[:, None]).tobytes().hex())
"""


@pytest.mark.slow
def test_words_that_occur_equally_often_have_the_same_features_on_every_processor() -> None:
    """Oracle: another kernel of OpenBLAS, which adds up in another order; Invariant: it decides no direction."""
    found = []
    for kernel in ("Nehalem", "Haswell"):
        environment = {**os.environ, "OPENBLAS_CORETYPE": kernel}
        done = subprocess.run(
            [sys.executable, "-c", NUMBERED], env=environment, capture_output=True, text=True, check=True
        )
        found.append(np.frombuffer(bytes.fromhex(done.stdout)))
    np.testing.assert_allclose(*found, atol=1e-6)
