"""The lesson below the Learn page: its stops forward and back, what each shows, the traps, the address, the script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st

from elmweb.data.dataset import make_dataset
from elmweb.data.readers import read_table
from elmweb.data.roles import guess_roles
from elmweb.exceptions import ColumnError, DataError, SettingsError, TargetError
from elmweb.lesson.check import check_gradients
from elmweb.lesson.connection import connection, fitting_link
from elmweb.lesson.health import examine
from elmweb.lesson.lesson import STOPS, Lesson
from elmweb.lesson.networks import batch_rows, dense_layers
from elmweb.lesson.question import Question, outcome
from elmweb.lesson.rival import cross_entropy
from elmweb.lesson.rows import LessonRows, rows_of_points, rows_of_table, rows_that_are_made
from elmweb.lesson.samples import MADE, made_rows
from elmweb.lesson.scene import lesson_scene, surface_text
from elmweb.lesson.script import ROWS_FILE, rows_csv, script_text
from elmweb.lesson.settings import OPTIONS, LessonSettings, Position, address_of, checked, read_address
from elmweb.lesson.traps import TRAPS, sprung
from elmweb.lesson.view import lesson_view
from elmweb.progress import finish
from elmweb.training.explore import iter_explorer

SAMPLES = Path(__file__).parents[1] / "web" / "samples"


def lesson(**settings: object) -> Lesson:
    """Return a lesson on made rows."""
    chosen = LessonSettings(**settings)  # type: ignore[arg-type]
    return Lesson(chosen, rows_that_are_made(chosen))


def table_rows(text: bytes | Path, target: str, task: str, **settings: object) -> LessonRows:
    """Return the rows of a table as the page would take them."""
    table = read_table(text if isinstance(text, Path) else BytesIO(text), "table.csv")
    dataset = make_dataset(table, [target], task, guess_roles(table.frame), {})  # type: ignore[arg-type]
    return rows_of_table(finish(iter_explorer(dataset)), LessonSettings(data="table", **settings))  # type: ignore[arg-type]


def state(one: Lesson) -> tuple:
    """Return all that makes up a place."""
    values = [parameter.value.copy() for parameter in one.network.parameters]
    return one.step, one.stop, one.at, values


def assert_same(one: tuple, other: tuple) -> None:
    """Check that two places are the same, bit for bit."""
    assert one[:3] == other[:3]
    for a, b in zip(one[3], other[3], strict=True):
        np.testing.assert_array_equal(a, b)


# Forward and back


def test_five_stops_are_one_step_of_the_network() -> None:
    """Oracle: Network.step on the same rows."""
    one, twin = lesson(), lesson()
    for expected in STOPS:
        one.next("stop")
        assert STOPS[one.stop] == expected
    loss = twin.network.step(twin.rows.X[twin.batch], twin.rows.y[twin.batch])
    assert one.step == 1
    assert one.before is not None
    for a, b in zip(one.network.parameters, twin.network.parameters, strict=True):
        np.testing.assert_array_equal(a.value, b.value)
    assert np.isfinite(loss)


@pytest.mark.parametrize("optimizer", OPTIONS["optimizer"])
@pytest.mark.parametrize("speed", ["stop", "row", "batch"])
def test_every_way_back_is_the_way_there(speed: str, optimizer: str) -> None:
    """Oracle: the places that were passed on the way there, bit for bit."""
    one = lesson(optimizer=optimizer, rows=23, batch=5)
    passed = [state(one)]
    for _ in range(27):
        one.next(speed)  # type: ignore[arg-type]
        passed.append(state(one))
    for place in reversed(passed[:-1]):
        one.back(speed)  # type: ignore[arg-type]
        assert_same(state(one), place)
    assert not one.can_go_back
    one.back(speed)  # type: ignore[arg-type]
    assert_same(state(one), passed[0])


def test_a_run_can_be_gone_back_into() -> None:
    """Oracle: a lesson that took that many steps one by one."""
    far, near = lesson(optimizer="adam"), lesson(optimizer="adam")
    far.run(700, 60)
    far.go_to(Position(333, "backward", 2))
    for _ in range(333):
        near.next("batch")
    near.go_to(Position(333, "backward", 2))
    assert_same(state(far), state(near))
    assert far.now.step <= 333
    far.run(100, 60)  # it ends the step that it was in
    assert far.step == 433


def test_going_by_rows_sees_every_row_of_the_batch_once() -> None:
    """Invariant: the rows that are followed are those of the batches, in order; the last of an epoch is shorter."""
    one, seen = lesson(rows=11, batch=4), []
    for _ in range(11):
        one.next("row")
        assert STOPS[one.stop] == "backward"
        seen.append(one.row)
    assert sorted(seen) == list(range(11))
    assert seen[:4] == batch_rows(0, 11, 4, 0).tolist()


def test_the_gradient_of_the_batch_is_the_mean_of_its_rows() -> None:
    """Oracle: the gradients of single rows, averaged."""
    one = lesson(depth=3)
    while STOPS[one.stop] != "backward":
        one.next("stop")
    rows = []
    for at in range(len(one.batch)):
        one.at = at
        rows.append([np.array(parameter.gradient) for parameter in one.followed().parameters])
    for at, parameter in enumerate(one.network.parameters):
        np.testing.assert_allclose(parameter.gradient, np.mean([row[at] for row in rows], axis=0), atol=1e-12)


def test_a_run_stops_when_its_time_is_up() -> None:
    """Invariant: a run takes about as long as it was given, so that Stop is never far away."""
    one = lesson()
    assert 0 < one.run(10**9, 0.05) < 10**6


@pytest.mark.slow
def test_the_history_stays_short_and_ends_where_it_is() -> None:
    """Invariant: a long run has some hundred measurements, the last of them now."""
    one = lesson(rows=20, batch=20)
    one.run(3_000, 60)
    view = lesson_view(one, (0, 0, 0))
    steps = view["history"]["step"]
    assert steps == sorted(set(steps))
    assert steps[0] == 0
    assert steps[-1] == 3_000
    assert 100 < len(steps) <= 240


# What is shown


@pytest.mark.parametrize("data", MADE)
def test_every_stop_is_plain_data_with_numbers_in_its_sentence(data: str) -> None:
    """Invariant: JSON without NaN, and another sentence at each stop."""
    one = lesson(data=data)
    json.dumps(lesson_scene(one, ("x", "y")), allow_nan=False)
    said = set()
    for _ in range(5):
        view = lesson_view(one, (0, 0, 0))
        json.dumps(view, allow_nan=False)
        said.add(view["sentence"])
        assert any(letter.isdigit() for letter in view["sentence"])
        one.next("stop")
    assert len(said) == 5


@pytest.mark.parametrize("optimizer", OPTIONS["optimizer"])
def test_a_connection_has_its_real_numbers(optimizer: str) -> None:
    """Oracle: delta, activation and their product from a network of this row alone, written with four digits."""
    one = lesson(optimizer=optimizer)
    link = (1, 2, 3)
    while STOPS[one.stop] != "update":
        one.next("stop")
    lines = connection(one, link)["lines"]
    numbers = lines[0].split("= ")[2].split(" \u00d7 ")
    gradient = one.followed().layers[2].weights.gradient[2, 3]
    assert float(numbers[0]) * float(numbers[1]) == pytest.approx(gradient, rel=2e-3)
    assert float(lines[0].rsplit("= ", 1)[1]) == pytest.approx(gradient, rel=1e-3)
    batch = one.network.layers[2].weights.gradient[2, 3]
    assert float(lines[1].rsplit("= ", 1)[1]) == pytest.approx(batch, rel=1e-3)
    after = one.network.layers[2].weights.value[2, 3]
    assert float(lines[2].replace(":", "=").rsplit("= ", 1)[1]) == pytest.approx(after, rel=1e-3)


def test_a_connection_that_is_not_there_is_the_nearest() -> None:
    """Invariant: a link made for a deeper network still shows something."""
    assert fitting_link(lesson(depth=1, width=3), (7, 20, -4)) == (1, 2, 0)


def test_wide_layers_are_drawn_in_part() -> None:
    """Invariant: ten units of a layer are drawn, and the rest is counted."""
    one = lesson(width=32)
    scene, view = lesson_scene(one, ()), lesson_view(one, (0, 0, 0))
    assert [layer["more"] for layer in scene["layers"]] == [0, 22, 22, 0]
    assert np.shape(view["weights"][1]) == (10, 10)


def test_a_surface_says_class_and_certainty() -> None:
    """Oracle: worked out by hand."""
    P = np.array([[1.0, 0.0], [0.5, 0.5], [0.1, 0.9]])
    assert surface_text(P) == surface_text(P)
    import base64

    assert list(base64.b64decode(surface_text(P))) == [15, 0, 16 + 12]
    assert list(base64.b64decode(surface_text(np.array([[-9.0], [0.0], [9.0]])))) == [0, 127, 255]


def test_the_clocks_and_the_level_are_those_of_the_elm() -> None:
    """Oracle: the ELM's own losses; the crossing is the first moment at or below its level."""
    one = lesson()
    expected = cross_entropy(one.rival.predictions(one.rows.X_test), one.rows.y_test)
    assert lesson_scene(one, ())["elm"]["test_loss"] == pytest.approx(expected)
    assert "has not taken a step" in lesson_view(one, (0, 0, 0))["race"]
    one.run(20, 60)
    assert "has not come below" in lesson_view(one, (0, 0, 0))["race"]
    weak = lesson(elm_width=1, elm_penalty=1e6)
    weak.run(200, 60)
    first = next(m.step for m in weak.history if m.step and m.test_loss <= weak.rival.test_loss)
    assert f"at step {first:,}, after" in lesson_view(weak, (0, 0, 0))["race"]


def test_another_elm_leaves_the_network_where_it_is() -> None:
    """Invariant: only the ELM changes."""
    one = lesson()
    one.run(30, 60)
    before = state(one)
    one.solve_again(replace(one.settings, elm_width=2))
    assert_same(state(one), before)
    assert one.rival.n_hidden == 2


def test_the_gradient_check_agrees_and_disturbs_nothing() -> None:
    """Oracle: central differences; the network is the same after it."""
    one = lesson(depth=3, width=16)
    one.next("stop")
    before = state(one)
    found = check_gradients(one, (1, 0, 0))
    assert found["agrees"]
    assert found["largest"] < 1e-7
    assert "the one you look at" in found["rows"][0]["name"]
    assert_same(state(one), before)
    wrong = lesson()
    wrong.probe.loss_function.backward = lambda: np.ones((10, 2))  # type: ignore[method-assign]
    assert not check_gradients(wrong, (0, 0, 0))["agrees"]


# Traps


def run_trap(name: str) -> Lesson:
    """Spring a trap and take the steps after which it shows."""
    trap = next(one for one in TRAPS if one.id == name)
    settings = sprung(name, LessonSettings(elm_width=17))
    assert settings.elm_width == 17
    if settings.data in MADE:
        one = Lesson(settings, rows_that_are_made(settings))
    else:
        rows = table_rows(SAMPLES / f"{settings.data}.csv", "progression", "regression")
        one = Lesson(settings, rows)
    one.run(trap.steps, 60)
    return one


def findings(one: Lesson) -> str:
    """Return what the page says is wrong."""
    return " ".join(lesson_view(one, (0, 0, 0))["findings"])


def test_a_rate_too_high_leaps_about() -> None:
    """Oracle: the loss rises from one measurement to the next in a third of all cases, and never settles."""
    losses = [moment.train_loss for moment in run_trap("rate").history]
    assert np.mean(np.diff(losses) > 0) > 1 / 3
    assert losses[-1] > losses[0]


def test_a_diverging_network_is_caught_and_explained() -> None:
    """Invariant: the loss is no number, it goes no further, the sentence names the rate, and the way back is open."""
    one = run_trap("diverging")
    assert one.diverged
    view = lesson_view(one, (0, 0, 0))
    json.dumps(view, allow_nan=False)
    assert "no longer a number" in view["diverged"]
    assert "The rate is 30;" in view["diverged"]
    step = one.step
    one.next("stop")
    assert one.run(10, 1) == 0
    assert one.step == step
    one.back("batch")
    assert not one.diverged
    one.next("batch")
    assert one.diverged


def test_dead_units_stay_dead() -> None:
    """Oracle: the outputs of the units over all rows, all zero, and their weights' gradients, all zero."""
    one = run_trap("dead")
    health = examine(one)
    assert sum(layer.dead for layer in health) >= 8
    assert "units of layer 2 are dead" in findings(one)
    gradients = dense_layers(one.probe)[1].weights.gradient
    assert not np.any(gradients)


def test_saturated_units_are_counted() -> None:
    """Oracle: the outputs of the first layer beyond 0.97."""
    one = run_trap("saturated")
    examine(one)
    outputs = one.probe.layers[1].output
    assert examine(one)[0].full == pytest.approx(np.mean(np.abs(outputs) > 0.97))
    assert "at the end of their range" in findings(one)


def test_the_gradient_vanishes_layer_by_layer() -> None:
    """Invariant: each layer nearer to the inputs has a smaller gradient, the first less than a thousandth."""
    one = run_trap("vanishing")
    sizes = [layer.gradient for layer in examine(one)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 1e-3 * sizes[-1]
    assert "The first layer's gradient is" in findings(one)


def test_overfitting_is_found() -> None:
    """Invariant: the loss on held-back rows rises while that on the others falls."""
    one = run_trap("overfitting")
    assert "Overfitting" in findings(one)
    assert one.now.train_right == 1.0


def test_zeros_never_move() -> None:
    """Oracle: all weights are still zero."""
    one = run_trap("zeros")
    for layer in dense_layers(one.network):
        assert not np.any(layer.weights.value)
    assert "compute the same" in findings(one)


# The question


def test_the_answer_says_what_happened() -> None:
    """Oracle: the losses of the lesson itself."""
    one = lesson()
    question = Question("half", 0, 50, one.now.train_loss)
    assert lesson_view(one, (0, 0, 0), question)["answer"] == ""
    one.run(50, 60)
    assert one.now.train_loss < 0.5
    assert lesson_view(one, (0, 0, 0), question)["answer"].startswith("You were right.")
    wrong = replace(question, guess="higher")
    assert "You said: it rises. It falls to less than half." in lesson_view(one, (0, 0, 0), wrong)["answer"]
    with pytest.raises(SettingsError):
        replace(question, guess="perhaps")


@pytest.mark.parametrize(
    ("after", "expected"),
    [(1.0, "same"), (1.04, "same"), (1.1, "higher"), (0.9, "lower"), (0.4, "half"), (float("nan"), "none")],
)
def test_each_outcome(after: float, expected: str) -> None:
    """Oracle: the borders as they are written."""
    assert outcome(1.0, after, diverged=False) == expected


# The address


@given(
    st.builds(
        LessonSettings,
        data=st.sampled_from([*MADE, "table", "drawn", "iris"]),
        depth=st.integers(1, 8),
        rate=st.floats(1e-6, 1e6),
        noise=st.floats(0, 1),
        optimizer=st.sampled_from(list(OPTIONS["optimizer"])),
        start=st.sampled_from(list(OPTIONS["start"])),
        seed=st.integers(0, 9_999),
        ask=st.booleans(),
    ),
    st.builds(
        Position,
        step=st.integers(0, 1_000_000),
        stop=st.sampled_from(STOPS),
        at=st.integers(0, 300),
        link=st.tuples(*[st.integers(0, 9)] * 3),
    ),
)
def test_an_address_goes_there_and_back(settings: LessonSettings, position: Position) -> None:
    """Invariant: reading an address gives exactly what it was made of; it needs no escaping in a hash."""
    address = address_of(settings, position)
    assert read_address(address) == (settings, position)
    assert "/" not in address
    assert "#" not in address


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("depth=deep", "The depth cannot be used. Needed: a whole number. Found: deep"),
        ("speed=1", "The address asks for something that Learn does not have."),
        ("stop=halt", "The stop cannot be used."),
        ("step=-1", "The number of steps cannot be used."),
        ("link=1.2", "The connection cannot be used."),
        ("ask=yes", "The questions cannot be used. Needed: 0 or 1"),
        ("rate=fast", "The rate cannot be used. Needed: a number"),
    ],
)
def test_a_wrong_address_is_answered_in_words(address: str, said: str) -> None:
    """Invariant: the sentence names what cannot be used, the rule and the value."""
    with pytest.raises(SettingsError) as told:
        read_address(address)
    assert str(told.value).startswith(said)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"data": "mars"}, "There are no such data."),
        ({"activation": "gelu"}, "The activation cannot be used. Needed: one of tanh, relu, logistic. Found: gelu."),
        ({"depth": 0}, "The depth cannot be used. Needed: from 1 to 8. Found: 0."),
        ({"rate": float("nan")}, "The rate cannot be used."),
        ({"elm_penalty": -1.0}, "The ELM's penalty cannot be used."),
    ],
)
def test_wrong_settings_are_answered_in_words(settings: dict, said: str) -> None:
    """Invariant: the sentence names the setting, the rule and the value."""
    with pytest.raises(SettingsError) as told:
        checked(LessonSettings(**settings), tuple(MADE))
    assert str(told.value).startswith(said)


def test_every_setting_has_a_rule() -> None:
    """Invariant: whatever an address may hold is checked, but for what can only be yes or no."""
    for one in fields(LessonSettings):
        value = {"str": "nonsense", "int": -1, "float": -1.0}.get(str(one.type))
        if value is not None:
            with pytest.raises(SettingsError):
                checked(replace(LessonSettings(), **{one.name: value}), tuple(MADE))


# Data


def test_made_rows_are_the_same_each_time_and_of_two_classes() -> None:
    """Invariant: same arguments, same rows; both classes are equally frequent."""
    for name in MADE:
        one, two = made_rows(name, 50), made_rows(name, 50)
        for a, b in zip(one, two, strict=True):
            np.testing.assert_array_equal(a, b)
        assert np.bincount(one[1]).tolist() == [25, 25]
    with pytest.raises(SettingsError):
        made_rows("triangles")


def test_drawn_points_are_learned_and_some_are_held_back() -> None:
    """Oracle: two clouds far apart, which any network parts."""
    rng = np.random.default_rng(0)
    points = [[sign * 0.5 + dx, dy, sign > 0] for sign in (-1, 1) for dx, dy in rng.normal(0, 0.1, (12, 2))]
    rows = rows_of_points(points)
    assert (len(rows.X), len(rows.X_test), rows.classes) == (18, 6, ("A", "B"))
    one = Lesson(LessonSettings(data="drawn"), rows)
    one.run(200, 60)
    assert one.measure_now().test_right == 1.0
    few = rows_of_points([[0, 0, 0], [0, 1, 0], [1, 0, 2], [1, 1, 2]])
    assert few.classes == ("A", "C")
    assert len(few.X_test) == 0
    small = Lesson(LessonSettings(data="drawn"), few)
    small.run(5, 60)
    json.dumps([lesson_view(small, (0, 0, 0)), lesson_scene(small, ())], allow_nan=False)


@pytest.mark.parametrize("points", [[], [[0, 0, 0]], [[0, 0, 1]] * 9])
def test_too_few_points_are_answered_in_words(points: list) -> None:
    """Invariant: the rule and how many there are."""
    with pytest.raises(DataError) as told:
        rows_of_points(points)
    assert told.value.rule == "at least 4 points, of 2 classes"
    assert str(len(points)) in told.value.value


def test_a_table_is_learned_by_two_columns_or_by_all() -> None:
    """Oracle: iris: two columns give two inputs, all give four; both kinds of model are right on most rows."""
    two = table_rows(SAMPLES / "iris.csv", "species", "multiclass")
    every = table_rows(SAMPLES / "iris.csv", "species", "multiclass", columns="all")
    assert two.X.shape[1] == 2
    assert every.X.shape[1] == 4
    assert two.classes == ("setosa", "versicolor", "virginica")
    assert two.grid is not None
    assert two.grid.Z.shape[1] == 2
    for rows in (two, every):
        one = Lesson(LessonSettings(data="table"), rows)
        one.run(300, 60)
        assert one.measure_now().test_right > 0.85
        assert one.rival.test_right > 0.85
        view, scene = lesson_view(one, (0, 0, 0)), lesson_scene(one, rows.columns)
        json.dumps([view, scene], allow_nan=False)


def test_numbers_are_learned_too() -> None:
    """Oracle: diabetes: both come below half the loss of always saying the mean, which is 0.5."""
    rows = table_rows(SAMPLES / "diabetes.csv", "progression", "regression", columns="all")
    one = Lesson(LessonSettings(data="table", rate=0.03), rows)
    one.run(400, 60)
    assert rows.classes == ()
    assert one.measure_now().train_loss < 0.25
    assert one.rival.test_loss < 0.45
    for _ in range(5):
        one.next("stop")
        json.dumps(lesson_view(one, (0, 0, 0)), allow_nan=False)
    assert check_gradients(one, (0, 0, 0))["agrees"]


def csv(head: str, *rows: str) -> bytes:
    """Return a small table."""
    return ("\n".join([head, *rows]) + "\n").encode()


def test_a_table_of_categories_has_no_plane_but_can_be_learned_from_all_columns() -> None:
    """Invariant: two columns are refused with a hint; all columns work, and the missing surface is said."""
    text = csv(
        "colour,shape,kind",
        *(f"{'red' if i % 3 else 'blue'},{'round' if i % 2 else 'long'},{'ab'[i % 2]}" for i in range(60)),
    )
    with pytest.raises(ColumnError) as told:
        table_rows(text, "kind", "binary")
    assert told.value.rule == "two number columns whose values differ"
    assert "Choose all columns." in told.value.hints
    rows = table_rows(text, "kind", "binary", columns="all")
    assert rows.grid is None
    assert "no surface" in rows.notes[0]
    one = Lesson(LessonSettings(data="table"), rows)
    one.run(20, 60)
    json.dumps([lesson_view(one, (0, 0, 0)), lesson_scene(one, rows.columns)], allow_nan=False)


def test_too_many_classes_are_answered_in_words() -> None:
    """Invariant: the number of classes and the limit."""
    text = csv("a,b,kind", *(f"{i},{i * 7 % 31},k{i % 14}" for i in range(140)))
    with pytest.raises(TargetError) as told:
        table_rows(text, "kind", "multiclass")
    assert "14 classes" in str(told.value)
    assert "at most 10" in str(told.value)


# The script


@pytest.mark.slow
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"data": "spirals", "start": "large", "optimizer": "momentum", "rate": 0.03, "batch": 7, "seed": 3},
        {"activation": "relu", "start": "he", "optimizer": "adam", "depth": 1, "width": 32, "rows": 60},
        {"data": "iris", "optimizer": "adamw", "rate": 0.01},
        {"data": "diabetes", "start": "small"},
    ],
    ids=lambda settings: settings.get("data", "made"),
)
def test_the_script_takes_the_same_steps(settings: dict, tmp_path: Path) -> None:
    """Oracle: the losses that the page shows, of the network and of the ELM, from another Python that runs the file."""
    chosen = LessonSettings(**settings)
    if chosen.data in MADE:
        one = Lesson(chosen, rows_that_are_made(chosen))
    else:
        target, task = {"iris": ("species", "multiclass"), "diabetes": ("progression", "regression")}[chosen.data]
        one = Lesson(chosen, table_rows(SAMPLES / f"{chosen.data}.csv", target, task, columns="all"))
        (tmp_path / ROWS_FILE).write_bytes(rows_csv(one))
    one.run(37, 60)
    text = script_text(one)
    assert len([line for line in text.splitlines() if line]) <= 24
    assert max(map(len, text.splitlines())) <= 120
    (tmp_path / "learn.py").write_text(text)
    there = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-W", "error", "learn.py"]
    done = subprocess.run(command, cwd=tmp_path, env=there, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    losses = [float(line.rsplit(" ", 1)[1]) for line in done.stdout.splitlines()]
    np.testing.assert_allclose(losses, [one.measure_now().train_loss, one.rival.train_loss], rtol=1e-9)
