"""The sample tables match their descriptions."""

from __future__ import annotations

from pathlib import Path

import pytest
from sklearn import datasets

from elmweb.data import SAMPLES, find_sample, guess_roles, guess_target, guess_task, make_dataset, read_table
from elmweb.exceptions import DataError

FOLDER = Path(__file__).parent.parent / "web" / "samples"
EVERY = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)


@EVERY
def test_file_matches_its_description(sample):
    """Rows and target are counted in the file itself, and the guess finds the named target."""
    table = read_table(FOLDER / sample.file)
    assert table.n_rows == sample.n_rows
    for name in ("", sample.file):
        assert guess_target(table.frame, guess_roles(table.frame), name) == sample.target
    assert sample.source
    assert sample.licence


@EVERY
def test_trains_without_a_choice(sample):
    """Every sample becomes a dataset by the defaults alone, with all rows accounted for."""
    table = read_table(FOLDER / sample.file)
    roles = guess_roles(table.frame)
    task = guess_task(table.frame[sample.target], roles[sample.target])
    data = make_dataset(table, [sample.target], task, roles, {})
    assert len(data.train) + len(data.test) == len(data.X)
    assert abs(len(data.test) / len(data.X) - 0.2) < 0.02


def test_folder_and_list_agree():
    """Each file in the folder has an entry and each entry a file."""
    assert sorted(path.name for path in FOLDER.glob("*.csv")) == sorted(sample.file for sample in SAMPLES)


def test_digits_are_scikit_learns():
    """Oracle: the pixels of scikit-learn's own loader."""
    frame = read_table(FOLDER / "digits.csv").frame
    bunch = datasets.load_digits()
    assert (frame.drop(columns="digit").to_numpy() == bunch.data).all()
    assert (frame["digit"].to_numpy() == bunch.target).all()


def test_unknown_sample_is_named():
    """The error holds the wrong id and all right ones."""
    with pytest.raises(DataError, match=r"lilies.*iris"):
        find_sample("lilies")
