"""The search for a translation, beside all answers there are."""

from __future__ import annotations

import asyncio
from itertools import product

import numpy as np
import pytest

from elmweb.zoo.bpe import MARKS, BytePairs
from elmweb.zoo.translate import search, translate

START, END, LONGEST = 0, 1, 4


def model(seed: int, n_pieces: int = 4) -> np.ndarray:
    """Return log shares of the next piece after the last two: (n_pieces, n_pieces, n_pieces)."""
    logits = np.random.default_rng(seed).normal(0, 2, (n_pieces,) * 3)
    logits[..., START] = -np.inf
    return logits - np.log(np.exp(logits).sum(-1, keepdims=True))


def find(table: np.ndarray, width: int, penalty: float = 1.0, longest: int = LONGEST) -> list:
    """Search a model that remembers one piece more than it is shown, so that mixed-up states are noticed."""

    async def step(last, state):
        return table[state["before"], last], {"before": last, "path": np.column_stack([state["path"], last])}

    first = {"before": np.array([START]), "path": np.zeros((1, 0), int)}
    return asyncio.run(search(step, first, start=START, end=END, width=width, longest=longest, penalty=penalty))


def every_answer(table: np.ndarray, penalty: float) -> dict[tuple[int, ...], float]:
    """Return all answers of at most LONGEST pieces with their scores."""
    others = [piece for piece in range(len(table)) if piece not in (START, END)]
    scores = {}
    for length in range(LONGEST):
        for pieces in product(others, repeat=length):
            path = [START, START, *pieces, END]
            total = sum(table[path[at], path[at + 1], path[at + 2]] for at in range(len(path) - 2))
            scores[pieces] = total / (length + 1) ** penalty
    return scores


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("penalty", [0.0, 0.6, 1.0])
def test_a_wide_search_finds_the_best_of_all_answers(seed, penalty):
    """The oracle is every answer there is, scored one by one."""
    table = model(seed)
    scores = every_answer(table, penalty)
    found = find(table, width=200, penalty=penalty)
    assert len(found) == len(scores)
    assert found[0].pieces == max(scores, key=scores.get)
    assert [each.score for each in found] == pytest.approx(sorted(scores.values(), reverse=True))


@pytest.mark.parametrize("seed", range(8))
def test_width_one_takes_the_likeliest_piece_each_time(seed):
    """The oracle is a loop that takes the largest."""
    table, pieces = model(seed), []
    before, last = START, START
    for _ in range(LONGEST - 1):
        piece = int(table[before, last].argmax())
        if piece == END:
            break
        pieces.append(piece)
        before, last = last, piece
    assert find(table, width=1)[0].pieces == tuple(pieces)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_scores_and_states_are_those_of_the_answer(seed, width):
    """The oracle is the score of all answers; the state must be the answer's own path."""
    table = model(seed)
    scores = every_answer(table, 1.0)
    found = find(table, width)
    assert 1 <= len(found) <= width
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    for each in found:
        assert each.score == pytest.approx(scores[each.pieces])
        assert each.state["path"].tolist() == [START, *each.pieces]


def test_an_answer_that_never_ends_is_ended():
    """The value itself: the end is impossible, so every answer has the greatest length."""
    table = model(0)
    table[..., END] = -50
    assert {len(each.pieces) for each in find(table, width=3)} == {LONGEST - 1}


@pytest.mark.parametrize(("width", "longest"), [(0, 3), (2, 0)])
def test_no_width_or_length_is_refused(width, longest):
    """Both values are named."""
    with pytest.raises(ValueError, match=f"{width} and {longest}"):
        find(model(0), width, longest=longest)


# A model that copies: it answers with the pieces it read, and can do so only if its memory is handed back in order.
VOCABULARY = BytePairs([*MARKS, *"▁abcd"], [])


async def copy(graph: str, feeds: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the source as keys, and as the next piece the one at the place so far written."""
    if graph == "encoder":
        return {"keys": feeds["ids"][:, None, None, :, None].astype(np.float32), "values": np.zeros((1, 1, 1, 1, 1))}
    n, place = len(feeds["piece"]), feeds["place"]
    assert feeds["past_keys"].shape[3] == feeds["past_mask"].shape[1] == place[0] + 1
    assert (feeds["past_mask"] == [[0] + [1] * place[0]]).all()
    source = feeds["keys"][:, 0, 0, :, 0].astype(int)
    logits = np.zeros((n, len(VOCABULARY.pieces)), np.float32)
    logits[:, MARKS.index("<unknown>")] = 9  # must never be written
    logits[np.arange(n), source[np.arange(n), np.minimum(place, source.shape[1] - 1)]] = 5
    attention = np.eye(source.shape[1], dtype=np.float32)[np.minimum(place, source.shape[1] - 1)][:, None]
    new = np.concatenate([feeds["past_keys"], feeds["piece"][:, None, None, None, None]], axis=3)
    return {"logits": logits, "new_keys": new, "new_values": new, "attention": attention}


@pytest.mark.parametrize("width", [1, 4])
def test_a_model_that_copies_copies(width):
    """The oracle is the source itself, and attention that lies on the diagonal."""
    found = asyncio.run(translate("abc  dab", VOCABULARY, copy, most=20, width=width))
    assert found.text == "abc dab"
    assert found.pieces == found.source == [*"▁abc▁dab", "<end>"]
    np.testing.assert_array_equal(found.attention, np.eye(9, dtype=np.float32))
    assert found.n_left_out == 0


def test_a_long_sentence_is_cut_and_counted():
    """The oracle is the count: of 11 pieces 7 and the end fit."""
    found = asyncio.run(translate("abcdabcdab", VOCABULARY, copy, most=8, width=2))
    assert (found.text, found.n_left_out) == ("abcdab", 4)


def test_nothing_is_translated_to_nothing():
    """The value itself; the model is not asked."""
    assert asyncio.run(translate("  ", VOCABULARY, None, most=8)).text == ""
