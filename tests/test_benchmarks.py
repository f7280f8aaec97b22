"""What the benchmarks compute themselves: thresholds, readers of data, and models that must be equivalent."""

from __future__ import annotations

import json
import math
import os
from argparse import Namespace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from benchmarks import (
    examples,
    image_files,
    images,
    many_photos,
    many_rows,
    many_tables,
    photo_files,
    same_weights,
    site_fixture,
    small,
)
from benchmarks.comparing import compared, ranking
from benchmarks.image_files import Unavailable, parse_idx
from benchmarks.machine import pyodide_version
from benchmarks.peers.scores import of_classes as scores_of_classes
from benchmarks.scipy_page import scipy_elm
from benchmarks.thresholds import REQUIREMENTS, Machine, row, summary
from elmweb.compute import ExactAccumulator, TargetCode, draw_integer_layer, solve_exactly

OLD, NEW = Machine(cores=2, avx_vnni=False), Machine(cores=2, avx_vnni=True)
ROOT = Path(__file__).parent.parent


# -- thresholds -------------------------------------------------------------------------------


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_row_holds_if_its_value_does_not_exceed_the_threshold(value: float, threshold: float) -> None:
    """Oracle: the comparison itself, of the unrounded value; the threshold itself still holds."""
    assert row("x", value, at_most=threshold)["holds"] == (value <= threshold)
    assert row("x", value, at_least=threshold)["holds"] == (value >= threshold)


def test_a_threshold_that_does_not_apply_neither_holds_nor_is_missed() -> None:
    """Invariant: a reason excludes the row from the summary, whatever its value."""
    one = row("x", 9.0, at_most=1.0, why_not="needs more")
    assert (one["applies"], one["holds"], one["why_not"]) == (False, None, "needs more")
    assert summary([one])["holds"] is None
    assert summary([one, row("y", 1, at_most=1)]) | {"rows": ()} == {"rows": (), "holds": True, "misses": []}


def test_the_summary_holds_only_if_every_row_holds() -> None:
    """Invariant: a single miss is enough, and the summary names it."""
    found = summary([row("y", 1, at_most=1), row("z", 0.79996, at_least=0.8)])
    assert found["holds"] is False
    assert found["misses"] == ["z"]
    assert found["rows"][1]["value"] == 0.8  # reported with three decimals, compared with all


@pytest.mark.parametrize("wrong", [{}, {"at_most": 1, "at_least": 0}])
def test_a_row_has_exactly_one_threshold(wrong: dict) -> None:
    """Oracle: the number of thresholds."""
    with pytest.raises(ValueError, match="one threshold"):
        row("x", 1.0, **wrong)


def test_a_missing_value_needs_a_reason() -> None:
    """Invariant: a missing value never counts as holding."""
    with pytest.raises(ValueError, match="nothing was measured"):
        row("x", None, at_most=1)


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_a_machine_names_the_requirement_it_does_not_meet(requirement: str) -> None:
    """Oracle: the machine's own fields."""
    assert Machine(cores=1, avx_vnni=False).why_not(requirement) == REQUIREMENTS[requirement]
    assert not NEW.why_not(requirement)


def _medians(**seconds: float) -> dict[str, float]:
    names = ("native", "float, 1 worker", "float, all cores", "integer, 1 worker", "integer, 2 workers")
    names += ("patches, 2 workers", "integer, 1 worker, VNNI off", "SciPy in Pyodide")
    return dict.fromkeys(names, 1.0) | {"SciPy in Pyodide": 10.0, "float, all cores": 0.9} | seconds


@pytest.mark.parametrize(
    ("width", "thresholds"),
    [(1000, [1.8, 1, 0.45, 0.2, 0.85, 2.2, 0.35]), (2000, [1.8, 1, 0.48]), (4000, [1.8, 1, 0.5])],
)
def test_every_width_has_the_thresholds_of_the_project(width: int, thresholds: list[float]) -> None:
    """Oracle: the project's list of thresholds, by width."""
    rows = images.threshold_rows(width, _medians(), NEW)
    assert [each["threshold"] for each in rows] == [f"at most {threshold:g}" for threshold in thresholds]
    assert all(each["applies"] for each in rows)


@pytest.mark.parametrize("width", images.WIDTHS)
def test_thresholds_that_require_avx_vnni_do_not_apply_without_it(width: int) -> None:
    """Oracle: the list of those thresholds; all others still apply, including the one for V8 without AVX-VNNI."""
    waived = [each for each in images.threshold_rows(width, _medians(), OLD) if not each["applies"]]
    assert {each["why_not"] for each in waived} == {"needs AVX-VNNI, which this CPU does not have"}
    assert {each["what"].split(" / ")[0] for each in waived} <= {
        f"integer, 2 workers, {width:,} units",
        "integer, 1 worker, 1,000 units",
    }


def test_a_ratio_is_ours_divided_by_the_peer() -> None:
    """Oracle: the quotient of the two medians, for the peer named in the row."""
    rows = {each["what"]: each for each in images.threshold_rows(1000, _medians(native=2.0), OLD)}
    assert rows["float, all cores, 1,000 units / native NumPy, 1 thread"]["value"] == 0.45
    assert rows["float, 1 worker, 1,000 units / SciPy in Pyodide"]["value"] == 0.1


def test_the_memory_threshold_does_not_apply_without_proc() -> None:
    """Invariant: memory that the system does not report never counts as holding; times are compared by medians."""
    few = [{"seconds": seconds, "file_mb": 1.0, "mb": 1.0} for seconds in (1, 2, 30)]
    memory, time = many_rows.threshold_rows({1: few, 2: [{"seconds": 4.2, "file_mb": 100.0, "mb": 399.0}]})
    assert (memory["value"], memory["holds"], time["value"], time["holds"]) == (299, True, 2.1, True)
    memory, time = many_rows.threshold_rows({1: few, 2: [{"seconds": 4.6, "file_mb": 100.0}]})
    assert (memory["applies"], "/proc" in memory["why_not"], time["holds"]) == (False, True, False)


def test_memory_is_the_sum_over_all_descendants(tmp_path: Path) -> None:
    """Oracle: a synthetic /proc; children and grandchildren count, the process itself and unrelated ones do not."""
    for pid, parent, kilobytes in ((10, 1, 1), (11, 10, 1000), (12, 11, 2000), (13, 1, 4000), (14, 12, None)):
        (tmp_path / str(pid)).mkdir()
        memory = "" if kilobytes is None else f"VmRSS:\t  {kilobytes} kB\n"  # a process that is exiting has none
        (tmp_path / str(pid) / "status").write_text(f"Name:\tx\nPPid:\t{parent}\n{memory}")
    assert many_rows.children_mb(10, tmp_path) == pytest.approx(3.072)
    assert many_rows.children_mb(10, tmp_path / "nowhere") == 0


def test_processor_time_is_the_sum_over_all_descendants(tmp_path: Path) -> None:
    """Oracle: a synthetic /proc, with a name that holds spaces and a bracket."""
    tick = os.sysconf("SC_CLK_TCK")
    for pid, parent, user, system in ((10, 1, 9, 9), (11, 10, 2, 1), (12, 11, 4, 0), (13, 1, 7, 7)):
        (tmp_path / str(pid)).mkdir()
        fields = ["S", parent, *[0] * 9, user * tick, system * tick, 0]
        (tmp_path / str(pid) / "stat").write_text(f"{pid} (a ) b) {' '.join(map(str, fields))}\n")
    assert many_rows.children_seconds(10, tmp_path) == 7
    assert many_rows.children_seconds(10, tmp_path / "nowhere") == 0


def test_memory_by_photo_is_the_median_of_each_part() -> None:
    """Oracle: medians by hand; a part without a sample keeps the value before it."""
    samples = [(1, 5.0), (2, 7.0), (3, 6.0), (9, 1.0), (10, 3.0)]
    assert many_photos.medians_by_photo(samples, 10, 5) == [6, 6, 6, 6, 2]
    found = {"photos": 20, "cancel_seconds": 1.0, "stopped_at": 4, "known": 3}
    flat = [100.0] * 18 + [110.0, 130.0]
    growth, cancel, twice = many_photos.threshold_rows(found | {"memory_mb": flat})
    assert (growth["value"], cancel["holds"], twice["value"]) == (20, True, 1)
    assert not many_photos.threshold_rows(found | {"memory_mb": [0.0] * 20})[0]["applies"]


@pytest.mark.parametrize("n", [3, 40])
def test_photos_are_distinct_and_whole(tmp_path: Path, n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: no two files and no two pictures are equal, and a moved one has the rows of the first."""
    image = pytest.importorskip("PIL.Image")
    monkeypatch.setattr(photo_files, "WIDTH", 320)
    monkeypatch.setattr(photo_files, "HEIGHT", 240)
    size = photo_files.write_photos(tmp_path / "photos", n)
    files = sorted((tmp_path / "photos").rglob("*.jpg"))
    assert len({file.read_bytes() for file in files}) == len(files) == n
    assert sum(file.stat().st_size for file in files) == size
    pixels = {file: np.asarray(image.open(file)).astype(int) for file in files}
    assert {found.shape for found in pixels.values()} == {(240, 320, 3)}
    if n == 40:
        first, moved = (pixels[tmp_path / "photos" / "temple" / f"{at}.jpg"] for at in (0, 16))
        assert np.abs(first[32:224] - moved[16:208]).max() < 40  # colours at the edges of blocks are interpolated
        assert np.abs(first - moved).mean() > 1


# -- data -------------------------------------------------------------------------------------


def _idx(array: np.ndarray) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes() + array.tobytes()


def test_an_idx_file_is_read_back() -> None:
    """Oracle: the array from which the file was written, following the description of the format."""
    images_of = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    assert np.array_equal(parse_idx(_idx(images_of)), images_of)
    assert np.array_equal(parse_idx(_idx(np.array([7, 1], np.uint8))), [7, 1])


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"\0\0\x0d\1\0\0\0\0", "00 00 0d"), (_idx(np.zeros(3, np.uint8))[:-1], r"shape \(3,\); it has 2"), (b"", "IDX")],
)
def test_a_file_of_another_format_is_refused(data: bytes, message: str) -> None:
    """Oracle: the error message names what was found."""
    with pytest.raises(ValueError, match=message):
        parse_idx(data)


def test_a_missing_apt_get_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Oracle: a machine without the program; the message becomes the reason why a row does not apply."""
    monkeypatch.setattr(image_files, "CACHE", tmp_path)
    monkeypatch.setattr(image_files.shutil, "which", lambda _name: None)
    with pytest.raises(Unavailable, match="apt-get is not available on this machine"):
        image_files.package("fashion-mnist")


def test_a_debian_package_with_another_hash_is_removed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Invariant: a file with another sha256 is never used."""
    monkeypatch.setattr(image_files, "CACHE", tmp_path)
    file = tmp_path / image_files._LOCK["fashion-mnist"]["file"]
    file.write_bytes(b"other")
    with pytest.raises(Unavailable, match="is not the locked file"):
        image_files.package("fashion-mnist")
    assert not file.exists()


def test_every_entry_of_the_lock_is_complete() -> None:
    """Oracle: the fields that are needed to fetch and verify a package."""
    for entry in image_files._LOCK.values():
        assert set(entry) == {"registry", "name", "version", "file", "sha256"}
        assert len(entry["sha256"]) == 64


def test_the_generated_rows_are_a_table_of_two_classes(tmp_path: Path) -> None:
    """Oracle: pandas; the requested number of rows, 19 digits per number, both classes, and a learnable target."""
    file = tmp_path / "rows.csv"
    many_rows.write_csv(file, 700, seed=1)
    table = pd.read_csv(file)
    assert table.shape == (700, 1 + many_rows.N_COLUMNS)
    assert 0.2 < table["class"].mean() < 0.8
    assert abs(table["c2"].corr(table["class"])) > 0.15
    assert file.stat().st_size > 700 * 29 * 24


# -- equivalent models ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> tuple[np.ndarray, np.ndarray]:
    """Return 3,000 rows of bytes and their classes."""
    draws = np.random.default_rng(0)
    X = draws.integers(0, 256, (3000, 784), dtype=np.uint8)
    return X, draws.integers(0, 10, 3000, dtype=np.uint8)


def test_the_fast_sums_are_exact(rows: tuple, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the package's exact accumulator and solver, for the whole layer and for its leading units."""
    X, y = rows
    monkeypatch.setattr(same_weights, "WIDTHS", (20, 50))
    T = np.where(y[:, None] == np.arange(10), np.float32(1), np.float32(-1))
    layer = draw_integer_layer(784, 50, sample=X)
    found = same_weights._outputs(layer, same_weights.integer_units, X, T, X[:100])
    for width, outputs in found.items():
        sums = ExactAccumulator(layer.leading(width), TargetCode.classes(10))
        sums.add(X, T)
        coef, intercept = solve_exactly(sums.result(), same_weights.ALPHA, layer.unit)
        assert np.abs(outputs - (layer.leading(width)(X[:100]) @ coef + intercept)).max() < 1e-9


def test_float_units_approximate_the_integer_units(rows: tuple) -> None:
    """Oracle: the integer layer; its units are within 0.015 of the exact tanh, in at most 63 steps of 1/64."""
    X, _ = rows
    layer = draw_integer_layer(784, 40, sample=X)
    difference = same_weights.float_units(layer, X) - same_weights.integer_units(layer, X)
    assert np.abs(difference).max() * layer.unit < 0.015 + 1 / 64 + 1 / 128


@pytest.mark.parametrize("precision", ["s", "d"])
@pytest.mark.parametrize("tanh", scipy_elm.TANH)
def test_scipy_in_pyodide_trains_the_model_of_the_native_peer(
    rows: tuple, precision: str, tanh: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Oracle: the normal equations solved by NumPy in double precision, with NumPy's tanh."""
    X, y = rows
    draws = np.random.default_rng(1)
    W, b = (draws.standard_normal(shape).astype(np.float32) for shape in ((784, 30), (30,)))
    W *= np.float32(0.1)
    solved = {}
    potrs = getattr(scipy_elm.lapack, f"{precision}potrs")
    monkeypatch.setattr(scipy_elm.lapack, f"{precision}potrs", lambda *given: solved.setdefault("C", potrs(*given)[0]))
    seconds = scipy_elm.train(X, y, W.tobytes(), b.tobytes(), precision=precision, tanh=tanh, alpha=100.0, rows=2500)
    H, T = np.tanh(X[:2500] / 255.0 @ W + b), np.eye(10)[y[:2500]]
    wanted = np.linalg.solve(H.T @ H + 100 * np.eye(30), H.T @ T)
    assert np.abs(solved["C"] - wanted).max() < (1e-3 if precision == "s" else 1e-7)  # the weights are given in float32
    assert 0 < seconds < math.inf


def test_the_network_gets_its_best_settings() -> None:
    """Oracle: synthetic results; the number of splits that reach the accuracy comes first, then the time."""
    names = [{"batch": 1}, {"batch": 2}, {"batch": 3}]
    slow = [{"reached": True, "seconds": 9.0}, {"reached": True, "seconds": 9.0}]
    quick = [{"reached": True, "seconds": 1.0}, {"reached": True, "seconds": 2.0}]
    never = [{"reached": True, "seconds": 0.1}, {"reached": False, "seconds": 0.1}]
    assert small.fastest([slow, quick, never], names) == {"batch": 2}
    assert small.fastest([slow, never, never], names) == {"batch": 1}


def test_the_lock_file_of_pyodide_states_its_platform(tmp_path: Path) -> None:
    """Oracle: what the build wrote for the site's own worker."""
    (tmp_path / "pyodide").mkdir()
    (tmp_path / "pyodide" / "pyodide.asm.wasm.gz").write_bytes(site_fixture.gzip.compress(b"\0asm"))
    platform = {"arch": "wasm32", "abi_version": "2026_0"}
    (tmp_path / "site.json").write_text(json.dumps({"start": {"platform": platform}}))
    site_fixture._unpack_pyodide(tmp_path)
    lock = json.loads((tmp_path / "pyodide" / "pyodide-lock.json").read_text())
    assert lock == {"info": platform, "packages": {}}
    assert (tmp_path / "pyodide" / "pyodide.asm.wasm").read_bytes() == b"\0asm"


def test_an_unknown_case_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: the benchmark's own list of cases; nothing is built for an unknown one."""
    from buildsteps import commands

    monkeypatch.setattr(commands, "build_site_once", lambda _out: pytest.fail("built"))
    with pytest.raises(SystemExit, match="bench start has first, later, slow, slow later; got peak"):
        commands.run(Namespace(command="bench", what="start", only=["peak"], runs=1, json=None), [])


# -- comparing --------------------------------------------------------------------------------


def test_ranks_are_averaged_over_tables_and_seeds() -> None:
    """Oracle: ranks counted by hand; ties get their mean rank."""
    scores = {
        "a": {"elmweb": [0.9, 0.5], "other": [0.8, 0.6], "third": [0.7, 0.5]},
        "b": {"elmweb": [1.0, 1.0], "other": [1.0, 0.9], "third": [0.0, 0.8]},
    }
    found = ranking(scores)
    assert found["mean_rank"] == {"elmweb": 1.5, "other": 1.62, "third": 2.88}  # (1 + 2.5 + 1.5 + 1) / 4, ...
    assert found["mean_score"]["a"] == {"elmweb": 0.7, "other": 0.7, "third": 0.6}
    assert found["ahead"] == {"a": [], "b": []}
    assert ranking({"a": {"elmweb": [0.5], "other": [0.6]}})["ahead"] == {"a": ["other"]}


def test_a_difference_is_notable_if_it_is_large_and_significant() -> None:
    """Oracle: mean and standard error computed by hand."""
    found = compared([0.91, 0.92, 0.93], [0.90, 0.91, 0.92], is_regression=False)
    assert (found["gain"], found["standard_error"], found["lowest"], found["notable"]) == (1.0, 0.0, 1.0, True)
    assert not compared([0.95, 0.89], [0.90, 0.92], is_regression=False)["notable"]  # one up, one down
    assert not compared([0.9005, 0.9005], [0.9, 0.9], is_regression=False)["notable"]  # 0.05 points
    assert not compared([0.95], [0.90], is_regression=False)["notable"]  # one seed gives no standard error


def test_regressions_are_compared_by_their_errors() -> None:
    """Oracle: R2 of 0.9999 and 0.9996 are root mean square errors of 0.01 and 0.02 of the spread, 100 percent more."""
    found = compared([0.9996, 0.9996], [0.9999, 0.9999], is_regression=True)
    assert (found["gain"], found["unit"], found["notable"]) == (-100.0, "percent of error", True)


# -- many tables ------------------------------------------------------------------------------


def test_each_of_our_models_is_ranked_among_the_peers_alone() -> None:
    """Oracle: ranks by hand; the simple ELM does not push anybody back, and who has no log loss has no rank by it."""
    blend, simple = many_tables.OURS
    scores = {blend: {"AUC": 0.9, "log loss": -0.3}, simple: {"AUC": 0.85, "log loss": -0.4}}
    scores |= {"forest": {"AUC": 0.95, "log loss": -0.2}, "SVM": {"AUC": 0.8}}
    found = many_tables.mean_ranks({"a": [scores], "b": [scores]})
    assert found["AUC"] == {"forest": 1.0, blend: 2.0, simple: 2.0, "SVM": 3.0}
    assert found["log loss"] == {"forest": 1.0, blend: 2.0, simple: 2.0}


def test_scores_of_classes_that_were_never_learned() -> None:
    """Oracle: by hand; a class that no training row has is wrong, and is left out of the probabilities' scores."""
    proba = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.5, 0.5]])
    found = scores_of_classes(np.array(["a", "b", "a", "new"]), np.array(["a", "b"]), proba)
    assert found["accuracy"] == pytest.approx(2 / 4)
    assert found["AUC"] == 1.0
    assert found["log loss"] == pytest.approx(np.log([0.9, 0.8, 0.4]).mean())


def test_examples_of_each_class_are_drawn_alike():
    """Invariant: as many of each class as are asked for, each once, and the smaller draws are parts of the larger."""
    y = np.repeat(np.arange(4), 50)[np.random.default_rng(0).permutation(200)]
    drawn = examples._some_of_each(y, 20, seed=0)
    assert drawn.shape == (4, 20)
    assert len(np.unique(drawn)) == 80
    assert all((y[rows] == one).all() for one, rows in enumerate(drawn))


@pytest.mark.slow
def test_the_elm_of_the_examples_is_judged_on_other_rows():
    """Oracle: vectors whose first number tells; those judged by are told without an error."""
    rng = np.random.default_rng(1)
    y = np.arange(60) % 3
    Z = np.column_stack([y - 1.0, rng.normal(0, 0.05, (60, 4))]).astype(np.float32)
    scores = examples._vector_scores(Z[:45], y[:45], Z[45:], y[45:])
    of_elm = {"with direct links": 100.0, "random units alone": 100.0}
    assert scores == of_elm | {"logistic regression": 100.0, "5 nearest": 100.0}


@pytest.mark.parametrize("version", ["0.27.7", "314.0.3"])
def test_a_report_names_the_pyodide_of_the_site(tmp_path: Path, version: str) -> None:
    """Oracle: the constant, as a minifier writes it; a site whose script has none is not passed over in silence."""
    script = tmp_path / "pyodide" / "pyodide.mjs"
    script.parent.mkdir()
    script.write_text(f'var X="1.2";var Y="{version}";function f(){{}}')
    assert pyodide_version(tmp_path) == version
    script.write_text("function f(){}")
    with pytest.raises(ValueError, match="version"):
        pyodide_version(tmp_path)
