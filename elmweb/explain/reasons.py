"""The reasons of one prediction, and of every row of a file: contributions by column, the strongest first."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from elmweb.explain.shapley import Contributions, iter_contributions
from elmweb.explain.subject import Subject
from elmweb.progress import finish

__all__ = ["Players", "iter_file_reasons", "iter_reasons", "players_of"]

_MOST_PLAYERS = 60  # further columns count as one
_EXACT_PREDICTIONS, _SAMPLED_PREDICTIONS = 24_000, 12_000
_BACKGROUND = (40, 60)
_MOST_EXACT = 10
# A file may have many rows, so each gets fewer orders.
_FILE_PLAYERS, _FILE_BACKGROUND, _FILE_EXACT = 13, 16, 4


@dataclass(frozen=True, eq=False)
class Players:
    """What contributions are shared out among: columns, and the less important ones together.

    Parameters
    ----------
    names : tuple of str
        The columns that count by themselves.
    inputs : tuple of ndarray of int
        Inputs of each, and last those of all others where there are any.
    n_others : int
        Number of other columns.
    """

    names: tuple[str, ...]
    inputs: tuple[np.ndarray, ...]
    n_others: int = 0


def players_of(subject: Subject, ranked: Sequence[str] = (), most: int = _MOST_PLAYERS) -> Players:
    """Return what contributions are shared out among.

    Parameters
    ----------
    subject : Subject
        The model.
    ranked : sequence of str, optional
        Its columns, the most important first.
    most : int, default=60
        Number of parts; where there are more columns, the last part is all others.

    Returns
    -------
    Players
        Together they hold every input once.
    """
    names = [name for name in dict.fromkeys([*ranked, *subject.columns]) if name in subject.columns]
    if len(names) <= most:
        return Players(tuple(names), tuple(subject.columns[name] for name in names))
    alone, others = names[: most - 1], names[most - 1 :]
    inputs = [subject.columns[name] for name in alone]
    inputs.append(np.concatenate([subject.columns[name] for name in others]))
    return Players(tuple(alone), tuple(inputs), len(others))


def iter_reasons(  # noqa: PLR0917  a row and what it is compared with
    subject: Subject, row: np.ndarray, Z: np.ndarray, players: Players, target: int = 0, seed: int = 0
) -> Generator[float, None, tuple[Contributions, int]]:
    """Work out the reasons of one prediction.

    Parameters
    ----------
    subject : Subject
        The model.
    row : ndarray of shape (d,)
        Inputs of the row.
    Z : ndarray of shape (n, d)
        Preprocessed rows, of which some are drawn to compare it with.
    players : Players
        What contributions are shared out among.
    target : int, default=0
        Which class or label.
    seed : int, default=0
        Same seed, same rows and orders.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    Contributions
        One value for each part of `players`.
    int
        Number of background rows.
    """
    k = len(players.inputs)
    n = int(np.clip(_EXACT_PREDICTIONS >> k, *_BACKGROUND)) if k <= _MOST_EXACT else _BACKGROUND[1]
    background = Z[np.random.default_rng(seed).permutation(len(Z))[:n]]
    n_rounds = int(np.clip(_SAMPLED_PREDICTIONS // (2 * len(background) * (k + 1)), 1, 4))
    found = yield from iter_contributions(
        partial(subject.values, target=target),
        row,
        background,
        players.inputs,
        n_rounds=n_rounds,
        most_exact=_MOST_EXACT,
        seed=seed,
    )
    return found, len(background)


def iter_file_reasons(
    subject: Subject, rows: np.ndarray, Z: np.ndarray, ranked: Sequence[str] = (), seed: int = 0
) -> Generator[float, None, tuple[Players, list[Contributions]]]:
    """Work out the reasons of many predictions, each with fewer orders than a single one gets.

    Parameters
    ----------
    subject : Subject
        The model.
    rows : ndarray of shape (m, d)
        Inputs of the rows; of classes or labels the most probable one is explained.
    Z : ndarray of shape (n, d)
        Preprocessed training rows, of which some are drawn to compare them with.
    ranked : sequence of str, optional
        The columns, the most important first; the first twelve count by themselves.
    seed : int, default=0
        Same seed, same rows and orders.

    Yields
    ------
    float
        Fraction that is done.

    Returns
    -------
    Players
        What the values are of.
    list of Contributions
        One for each row.
    """
    players = players_of(subject, ranked, _FILE_PLAYERS)
    background = Z[np.random.default_rng(seed).permutation(len(Z))[:_FILE_BACKGROUND]]
    found = []
    targets = subject.model.positions(subject.all_values(rows)) if len(rows) else []
    for at, (row, target) in enumerate(zip(rows, targets, strict=True)):
        predict = partial(subject.values, target=int(target))
        steps = iter_contributions(predict, row, background, players.inputs, most_exact=_FILE_EXACT, seed=seed)
        found.append(finish(steps))
        yield (at + 1) / len(rows)
    return players, found
