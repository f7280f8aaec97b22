"""The sample tables that come with the page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from elmweb.exceptions import DataError
from elmweb.words.engine import data_files, data_samples as words

__all__ = ["SAMPLES", "Sample", "find_sample", "known_sample"]


@dataclass(frozen=True)
class Sample:
    """A sample table and its source.

    Parameters
    ----------
    id : str
        Stable id, also the stem of the file name.
    file : str
        File name inside ``web/samples/``.
    n_rows : int
        Number of rows.
    target : str
        The column to predict.
    """

    id: str
    file: str
    n_rows: int
    target: str

    @property
    def title(self) -> str:
        """Displayed name."""
        return words.TITLES[self.id]

    @property
    def text(self) -> str:
        """One short sentence about its content."""
        return words.TEXTS[self.id]

    @property
    def source(self) -> str:
        """Authors and origin."""
        return words.SOURCES[self.id]

    @property
    def licence(self) -> str:
        """Licence under which it may be redistributed."""
        return words.LICENCES[self.id]

    def plain(self) -> dict[str, Any]:
        """Return all of it as plain data, for the page."""
        said = {"title": self.title, "text": self.text, "source": self.source, "licence": self.licence}
        return {**asdict(self), **said}


SAMPLES: tuple[Sample, ...] = (
    Sample("iris", "iris.csv", 150, "species"),
    Sample("wine", "wine.csv", 178, "grower"),
    Sample("breast-cancer", "breast-cancer.csv", 569, "diagnosis"),
    Sample("digits", "digits.csv", 1_797, "digit"),
    Sample("diabetes", "diabetes.csv", 442, "progression"),
    Sample("seattle-weather", "seattle-weather.csv", 1_461, "weather"),
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
        data_files.no_sample(id),
        rule=data_files.one_of([sample.id for sample in SAMPLES]),
        value=f'"{id}"',
    )
