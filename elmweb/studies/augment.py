"""Do drawn pictures help? A GAN's clothes join a small set of photos, and stay only if leaving photos out agrees.

Each photo is predicted by a model that learned from the other photos and from all drawn pictures: exact leave-one-out,
of photos alone. By it the penalty is chosen, and whether drawn pictures stay. Photos by which nothing was chosen say
whether that was right; the GAN has not seen these.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from elmweb.estimators import ELMClassifier, iter_fit
from elmweb.exceptions import ModelFileError
from elmweb.formatting import in_100
from elmweb.studies.desk import Desk, Report
from elmweb.studies.settings import chosen, seed_of
from elmweb.words.engine import studies_architectures as words
from elmweb.zoo.tasks.generate import noise
from elmweb.zoo.thumbnails import data_url

__all__ = ["DRAWN", "GAN", "SIZES", "iter_left_out", "run"]

GAN = "gan-fashion"
FILE = "clothes/clothes.npz"
SIZES = (5, 10, 20)
"""Photos of each kind that can be learned from."""

DRAWN = (0, 5, 20, 80)
"""Drawn pictures of each kind that are tried."""

_UNITS, _KINDS, _SIDE, _SHOWN = 256, 10, 28, 8
_ALPHAS = tuple(10.0**power for power in range(-1, 5))
_SEEDS = (0, 1, 2)


async def run(asked: Mapping[str, Any], desk: Desk, report: Report) -> dict[str, Any]:
    """Try several numbers of drawn pictures, and decide by leaving photos out.

    Parameters
    ----------
    asked : mapping
        ``size``, one of :data:`SIZES`, and ``seed``, of which pictures are drawn.
    desk : Desk
        Brings the photos, runs the GAN and the fits.
    report : Report
        Gets the rows so far.

    Returns
    -------
    dict
        ``size``; ``kinds``; ``rows``: for each number of drawn pictures ``drawn``, ``left_out`` and ``judged``, the
        shares that are right of the photos that were left out and of those kept back, and ``luck``, the standard error
        of the difference to photos alone, photo by photo; ``stays``, the best number if it is better than photos alone
        by more than that, else 0; ``n_left_out`` and ``n_judged``; ``pictures``, of each kind a data URL, photos above
        drawn ones; and ``said``.
    """
    size, seed = chosen(asked, "size", SIZES), seed_of(asked)
    report(words.LOADING_PHOTOS, 0.02)
    with np.load(await desk.file(FILE), allow_pickle=False) as file:
        real, judged = file["learn"][:, :size], file["judge"]
    report(words.DRAWING, 0.05)
    card = await desk.model_card(GAN)
    drawn = await _drawn(desk, seed)
    pictures = [data_url(_sheet(real[kind], drawn[kind])) for kind in range(_KINDS)]
    rows: list[dict[str, Any]] = []
    alone: np.ndarray | None = None
    for at, number in enumerate(DRAWN):
        say = words.drawn_of_each(number) if number else words.PHOTOS_ALONE
        report(say, 0.1 + 0.9 * at / len(DRAWN), _answer(size, card.labels, rows, pictures, judged))
        hits, right = await desk.drive(iter_left_out(real, drawn[:, :number], judged))
        alone = hits if alone is None else alone
        gains = hits - alone
        luck = float(gains.std(ddof=1) / np.sqrt(len(gains)))
        rows.append({"drawn": number, "left_out": float(hits.mean()), "judged": right, "luck": luck})
    return _answer(size, card.labels, rows, pictures, judged)


async def _drawn(desk: Desk, seed: int) -> np.ndarray:
    """Return pictures that the GAN draws, (kinds, n, 784) of bytes."""
    card = await desk.model_card(GAN)
    latent, kind = card.graph().inputs
    size, name = int(latent.shape[1]), card.graph().results()[0]
    found = []
    for label in range(_KINDS):
        first = 1_000 * seed + 100 * label
        points = np.stack([noise(first + at, size) for at in range(max(DRAWN))])
        feeds = {latent.name: points, kind.name: np.full(len(points), label, dtype=kind.dtype)}
        images = (await desk.model(GAN, {"feeds": feeds, "outputs": [name]}))["answer"]["outputs"][name]
        if images.size != len(points) * _SIDE * _SIDE:
            rule, value = words.pictures_of(_SIDE), "x".join(map(str, images.shape))
            raise ModelFileError(words.DRAWS_SOMETHING_ELSE, rule=rule, value=value)
        found.append(np.rint(255 * images.clip(0, 1)).astype(np.uint8).reshape(len(points), -1))
    return np.stack(found)


def iter_left_out(
    real: np.ndarray, drawn: np.ndarray, judged: np.ndarray
) -> Generator[object, None, tuple[np.ndarray, float]]:
    """Learn from photos and drawn pictures, and leave out each photo.

    Parameters
    ----------
    real, drawn, judged : ndarray of uint8 (kinds, n, pixels)
        What is learned from, and photos kept back; no drawn picture is ever left out or judged by.

    Yields
    ------
    object
        After each step of a fit.

    Returns
    -------
    hits : ndarray of float64 (kinds * n,)
        Of each photo, by how many of a few random layers it is told right when it is left out, from 0 to 1, at the
        penalty by which most are.
    right : float
        The share that is right of the photos kept back, at that penalty.
    """
    X, y, n_real = *_rows(real, drawn), real.shape[0] * real.shape[1]
    X_judged, y_judged = _rows(judged)
    hits, right = np.zeros((len(_ALPHAS), n_real)), np.zeros(len(_ALPHAS))
    for at, alpha in enumerate(_ALPHAS):
        for seed in _SEEDS:
            model = ELMClassifier(_UNITS, alpha=alpha, random_state=seed)
            yield from iter_fit(model, X, y)
            photos = np.flatnonzero(model.loo_rows_ < n_real)
            said = model.classes_[model.loo_decision_[photos].argmax(axis=1)]
            own = model.loo_rows_[photos]
            hits[at, own] += (said == y[own]) / len(_SEEDS)
            right[at] += float((model.predict(X_judged) == y_judged).mean()) / len(_SEEDS)
            yield None
    at = len(hits) - 1 - int(np.round(hits.mean(axis=1), 9)[::-1].argmax())  # of equals the largest penalty
    return hits[at], float(right[at])


def _rows(*parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures as rows of numbers, and their kinds."""
    X = np.concatenate([part.reshape(-1, part.shape[-1]) for part in parts])
    y = np.concatenate([np.repeat(np.arange(len(part)), part.shape[1]) for part in parts])
    return X.astype(np.float64) / 127.5 - 1, y


def _sheet(real: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the first photos of a kind above the first drawn pictures, as one picture."""
    n = min(len(real), len(drawn), _SHOWN)
    tall = [np.concatenate([one.reshape(_SIDE, _SIDE) for one in part[:n]], axis=1) for part in (real, drawn)]
    return np.concatenate(tall)


def _answer(
    size: int, kinds: Any, rows: list[dict[str, Any]], pictures: list[str], judged: np.ndarray
) -> dict[str, Any]:
    """Return what there is so far; nothing is said before the last row."""
    stays, said = 0, ""
    if len(rows) == len(DRAWN):
        best, alone = max(rows, key=lambda row: (round(row["left_out"], 9), -row["drawn"])), rows[0]
        stays = best["drawn"] if best["left_out"] - alone["left_out"] > best["luck"] else 0
        said = _said(best, alone, stays)
    return {
        "size": size, "kinds": list(kinds), "rows": list(rows), "stays": stays, "n_left_out": size * _KINDS,
        "n_judged": judged.shape[0] * judged.shape[1], "pictures": pictures, "said": said,
    }  # fmt: skip


def _said(best: Mapping[str, Any], alone: Mapping[str, Any], stays: int) -> str:
    """Return what leaving photos out decided, and whether photos kept back agree."""
    if not stays:
        return words.none_stays(in_100(alone["left_out"], 1), in_100(best["left_out"], 1))
    left_out, kept_back = (
        (in_100(best[which], 1), in_100(alone[which], 1)) for which in ("left_out", "judged")
    )  # with them, and without
    return words.some_stay(stays, left_out, kept_back, agree=best["judged"] > alone["judged"])
