"""The sample tables that come with the page."""

from __future__ import annotations

from dataclasses import dataclass

from elmweb.exceptions import DataError

__all__ = ["SAMPLES", "Sample", "find_sample", "known_sample"]

_BSD = "BSD 3-Clause, as part of scikit-learn"
_UCI = "UCI Machine Learning Repository, through scikit-learn"


@dataclass(frozen=True)
class Sample:
    """A sample table and its source.

    Parameters
    ----------
    id : str
        Stable id, also the stem of the file name.
    title : str
        Displayed name.
    file : str
        File name inside ``web/samples/``.
    n_rows : int
        Number of rows.
    text : str
        One short sentence about its content.
    target : str
        The column to predict.
    source : str
        Authors and origin.
    licence : str
        Licence under which it may be redistributed.
    """

    id: str
    title: str
    file: str
    n_rows: int
    text: str
    target: str
    source: str
    licence: str


SAMPLES: tuple[Sample, ...] = (
    Sample(
        id="iris",
        title="Iris",
        file="iris.csv",
        n_rows=150,
        text="Three iris species, four measurements per flower.",
        target="species",
        source=f"R. A. Fisher, 1936; {_UCI}",
        licence=_BSD,
    ),
    Sample(
        id="wine",
        title="Wine",
        file="wine.csv",
        n_rows=178,
        text="Wines of three growers, thirteen chemical measurements each.",
        target="grower",
        source=f"M. Forina and others, 1991; {_UCI}",
        licence=_BSD,
    ),
    Sample(
        id="breast-cancer",
        title="Breast cancer",
        file="breast-cancer.csv",
        n_rows=569,
        text="Benign or malignant, from thirty measurements of cell nuclei.",
        target="diagnosis",
        source=f"W. H. Wolberg, W. N. Street and O. L. Mangasarian, 1995; {_UCI}",
        licence=_BSD,
    ),
    Sample(
        id="digits",
        title="Digits",
        file="digits.csv",
        n_rows=1797,
        text="Handwritten digits, 0 to 9, 8 by 8 pixels each.",
        target="digit",
        source=f"E. Alpaydin and C. Kaynak, 1998; {_UCI}",
        licence=_BSD,
    ),
    Sample(
        id="diabetes",
        title="Diabetes",
        file="diabetes.csv",
        n_rows=442,
        text="Predict how much diabetes progressed in a year.",
        target="progression",
        source="B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, 2004; through scikit-learn",
        licence=_BSD,
    ),
    Sample(
        id="seattle-weather",
        title="Seattle weather",
        file="seattle-weather.csv",
        n_rows=1461,
        text="Four years of daily weather: rain, sun, fog, drizzle or snow.",
        target="weather",
        source="NOAA, 2012 to 2015; through vega_datasets 0.9.0",
        licence="Public domain (NOAA); the package is MIT",
    ),
)


def known_sample(id: str, file: str) -> str:  # noqa: A002  the field of Sample has this name
    """Return the id of a sample if a table is said to be it and has its name, else an empty text."""
    return id if any((sample.id, sample.file) == (id, file) for sample in SAMPLES) else ""


def find_sample(id: str) -> Sample:  # noqa: A002  the field of Sample has this name
    """Return the sample table with this id.

    Parameters
    ----------
    id : str
        One of the ids in ``SAMPLES``.

    Returns
    -------
    Sample
        The sample.

    Raises
    ------
    DataError
        If there is no sample of this id.

    Examples
    --------
    >>> from elmweb.data import find_sample
    >>> find_sample("iris").n_rows
    150
    """
    for sample in SAMPLES:
        if sample.id == id:
            return sample
    raise DataError(
        f'There is no sample table called "{id}".',
        rule="one of " + ", ".join(sample.id for sample in SAMPLES),
        value=f'"{id}"',
    )
