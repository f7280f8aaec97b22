"""Boxes out of a detector's answers, beside plain loops."""

from __future__ import annotations

import numpy as np
import pytest

from elmweb.zoo.detect import STRIDES, Boxes, decode, detect, overlap, suppress, things

SIDE = 64
N_PLACES = sum((SIDE // stride) ** 2 for stride in STRIDES)


def answers(seed: int, n_classes: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Return random scores and distances."""
    rng = np.random.default_rng(seed)
    scores = rng.uniform(0, 1, (N_PLACES, n_classes)).astype(np.float32) ** 4
    return scores, rng.normal(0, 2, (N_PLACES, 44)).astype(np.float32)


def plain_boxes(distances: np.ndarray) -> list[list[float]]:
    """Return the boxes by the definition: one place and one side after another."""
    boxes, row = [], 0
    for stride in STRIDES:
        for y in range(SIDE // stride):
            for x in range(SIDE // stride):
                sides = []
                for side in range(4):
                    powers = [np.exp(float(v)) for v in distances[row, side * 11 : side * 11 + 11]]
                    sides.append(sum(k * p for k, p in enumerate(powers)) / sum(powers) * stride)
                middle = ((x + 0.5) * stride, (y + 0.5) * stride)
                boxes.append([middle[0] - sides[0], middle[1] - sides[1], middle[0] + sides[2], middle[1] + sides[3]])
                row += 1
    return boxes


def plain_overlap(a: np.ndarray, b: np.ndarray) -> float:
    """Return area in common over area of both."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(width, 0) * max(height, 0)
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common
    return common / both if both > 0 else 0.0


def plain_suppress(boxes: np.ndarray, confidences: np.ndarray, classes: np.ndarray, most: float) -> list[int]:
    """Return what stays: each box, the surest first, unless a kept one of its class overlaps it more."""
    kept: list[int] = []
    for at in sorted(range(len(boxes)), key=lambda at: -confidences[at]):
        if all(classes[at] != classes[k] or plain_overlap(boxes[at], boxes[k]) <= most for k in kept):
            kept.append(at)
    return kept


@pytest.mark.parametrize("seed", range(3))
def test_boxes_are_those_of_the_definition(seed):
    """The oracle is a loop over places and sides."""
    _, distances = answers(seed)
    np.testing.assert_allclose(decode(distances, SIDE), plain_boxes(distances), rtol=1e-6, atol=1e-6)


def test_a_certain_distance_is_that_many_cells():
    """The oracle is arithmetic: a box 2 cells to each side of the first middle of the coarsest grid."""
    distances = np.full((N_PLACES, 44), -50.0)
    distances[:, [2, 13, 24, 35]] = 50
    first_of_last_grid = N_PLACES - (SIDE // 32) ** 2
    np.testing.assert_allclose(decode(distances, SIDE)[first_of_last_grid], [16 - 64, 16 - 64, 16 + 64, 16 + 64])


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("most", [0.0, 0.3, 0.6, 1.0])
def test_what_stays_is_what_the_definition_keeps(seed, most):
    """The oracle is a double loop."""
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.uniform(0, 1, (60, 2, 2)), axis=1).reshape(60, 4)
    confidences, classes = rng.uniform(0, 1, 60).round(1), rng.integers(0, 3, 60)
    assert suppress(corners, confidences, classes, most).tolist() == plain_suppress(corners, confidences, classes, most)


def test_overlap_of_empty_boxes_is_nothing():
    """The value itself: no area, nothing in common, and no division by it."""
    assert overlap(np.zeros(4), np.zeros((2, 4))).tolist() == [0.0, 0.0]


def test_objects_are_sure_inside_and_in_order():
    """The invariants: at least so sure, inside the photo, the surest first, at most so many."""
    found = detect(*answers(0), SIDE, at_least=0.4, most=7)
    assert len(found.confidences) == 7
    assert (found.confidences >= 0.4).all()
    assert (np.diff(found.confidences) <= 0).all()
    assert ((found.corners >= 0) & (found.corners <= 1)).all()
    assert (found.corners[:, 2:] >= found.corners[:, :2]).all()


def test_nothing_sure_gives_nothing():
    """The value itself."""
    scores, distances = answers(0)
    assert len(detect(scores * 0, distances, SIDE).classes) == 0


def test_answers_of_another_photo_size_are_refused():
    """The number of places is named."""
    scores, distances = answers(0)
    with pytest.raises(ValueError, match=f"{N_PLACES} rows"):
        detect(scores[:-1], distances, SIDE)
    with pytest.raises(ValueError, match="rows of distances"):
        decode(distances, 96)


@pytest.mark.parametrize("seed", range(5))
def test_boxes_of_several_names_at_one_place_are_one_thing(seed):
    """Invariants: every class of a box is a name of some thing; no two things with other names lie at one place.

    The confidence is that of the first name, or its share of all, whichever is less, worked out in a loop.
    """
    rng = np.random.default_rng(seed)
    corners = np.sort(rng.uniform(0, 1, (40, 2, 2)), axis=1).reshape(40, 4)
    corners[20:] = corners[:20] + rng.normal(0, 0.01, (20, 4))
    confidences = np.sort(rng.uniform(0.35, 0.9, 40))[::-1]
    boxes = Boxes(corners, confidences, rng.integers(0, 6, 40))
    found = things(boxes)
    assert {name for thing in found for name in thing.classes} == set(boxes.classes.tolist())
    assert [thing.confidence for thing in found] == sorted((thing.confidence for thing in found), reverse=True)
    left = list(range(40))
    expected = {}
    while left:
        first = left[0]
        same = [
            at
            for at in left[1:]
            if boxes.classes[at] != boxes.classes[first] and overlap(corners[first], corners[[at]])[0] > 0.6
        ]
        total = confidences[first] + sum(confidences[at] for at in same)
        expected[tuple(corners[first])] = min(confidences[first], confidences[first] / total)
        left = [at for at in left[1:] if at not in same]
    assert {tuple(thing.corners): thing.confidence for thing in found} == pytest.approx(expected)


def test_one_box_is_one_thing_as_sure_as_it_was():
    """The value itself; and no box is no thing."""
    boxes = Boxes(np.array([[0.1, 0.1, 0.5, 0.5]]), np.array([0.6]), np.array([3]))
    (thing,) = things(boxes)
    assert (thing.classes, thing.confidence) == ((3,), 0.6)
    assert things(Boxes(np.zeros((0, 4)), np.zeros(0), np.zeros(0, int))) == []
