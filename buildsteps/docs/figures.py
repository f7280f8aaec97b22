"""The picture of each estimator, drawn from fits on small data that is made here or comes with scikit-learn."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.datasets import load_diabetes, load_digits, load_wine, make_circles, make_friedman1, make_moons
from sklearn.preprocessing import StandardScaler

import elmweb
from buildsteps.docs.drawing import Chart, side_by_side, tiles
from elmweb.estimators.elm import BaseELM

__all__ = ["FIGURES"]

_GRID = np.linspace(-1, 1, 240)[:, None]


def _wave(n: int = 60, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return noisy values of a wave that fades to both sides."""
    draws = np.random.default_rng(seed)
    x = np.sort(draws.uniform(-1, 1, n))
    return x[:, None], np.sinc(3 * x) + 0.1 * draws.normal(size=n)


def _wave_chart(title: str) -> Chart:
    chart = Chart(title, (-1, 1), (-0.6, 1.2), "input", "target")
    x, y = _wave()
    chart.dots(x[:, 0], y, "dot quiet", "60 rows", radius=2.2)
    return chart


_WAVE_TICKS = ((-1, -0.5, 0, 0.5, 1), (-0.5, 0, 0.5, 1))


def elm() -> str:
    """Draw random units as they are weighted, and their sum."""
    model: BaseELM = elmweb.ELMRegressor(12, scale=3.0, random_state=1).fit(*_wave())
    units = Chart("Twelve random units of one input", (-1, 1), (-1.1, 1.1), "input", "output", (420, 280))
    H = model.layer_(_GRID)
    for at, unit in enumerate(H.T):
        units.line(_GRID[:, 0], unit, "thin", "" if at else "one unit, never trained")
    total = Chart("Their weighted sum, fitted to 60 rows", (-1, 1), (-0.6, 1.2), "input", "target", (420, 280))
    x, y = _wave()
    total.dots(x[:, 0], y, "dot quiet", "rows", radius=2.2)
    total.line(_GRID[:, 0], model.predict(_GRID), "ours", "the ELM")
    said = (
        "Left: twelve random curves in the shape of an S. Right: their weighted sum follows a wave of 60 noisy points."
    )
    return side_by_side([(units, (-1, 0, 1), (-1, 0, 1)), (total, (-1, 0, 1), (-0.5, 0, 0.5, 1))], said)


def rvfl() -> str:
    """Draw an ELM and an RVFL network beyond the rows that they learned from."""
    draws = np.random.default_rng(1)
    x = np.sort(draws.uniform(-1, 1, 60))[:, None]
    y = 1.2 * x[:, 0] + 0.25 * np.sin(5 * x[:, 0]) + 0.06 * draws.normal(size=60)
    wide = np.linspace(-6, 6, 240)[:, None]
    chart = Chart("A trend with a ripple, learned between -1 and 1", (-6, 6), (-8, 8), "input", "target")
    for estimator, kind, name in (
        (elmweb.ELMRegressor(32, random_state=0), "grey dashed", "without direct links (ELM)"),
        (elmweb.RVFLRegressor(32, random_state=0), "ours", "with direct links (RVFL)"),
    ):
        chart.line(wide[:, 0], estimator.fit(x, y).predict(wide), kind, name)
    chart.dots(x[:, 0], y, "dot quiet", "rows", radius=2.2)
    said = (
        "Both curves follow the rows. Outside of them the ELM bends away, and the RVFL network goes on with the trend."
    )
    return side_by_side([(chart, (-6, -4, -2, 0, 2, 4, 6), (-8, -4, 0, 4, 8))], said)


def kernel() -> str:
    """Draw fits with kernels of three widths."""
    chart = _wave_chart("How local the kernel is: gamma")
    for gamma, kind in ((0.3, "grey dashed"), (10.0, "ours"), (2000.0, "thin")):
        model = elmweb.KernelELMRegressor(gamma=gamma, alpha=0.1).fit(*_wave())
        chart.line(_GRID[:, 0], model.predict(_GRID), kind, f"gamma {gamma:g}")
    said = "A small gamma gives a curve that is too flat, 10 follows the wave, 2000 jumps from row to row."
    return side_by_side([(chart, *_WAVE_TICKS)], said)


def online() -> str:
    """Draw one model after each of three blocks of rows, and after the last block was forgotten."""
    x, y = _wave(90, seed=2)
    model = elmweb.OnlineELMRegressor(24, scale=4.0, alpha=0.05, random_state=0)
    learned = Chart("After each of three blocks", (-1, 1), (-0.7, 1.3), "input", "target", (420, 280))
    learned.dots(x[:, 0], y, "dot quiet", "90 rows", radius=2.0)
    curves = []
    for at, kind in enumerate(("thin", "grey dashed", "ours")):
        block = slice(30 * at, 30 * at + 30)
        model.partial_fit(x[block], y[block])
        curves.append(model.predict(_GRID))
        learned.line(_GRID[:, 0], curves[-1], kind, f"after {30 * at + 30} rows")
    model.forget(x[60:], y[60:])
    gone = Chart("The last 30 rows forgotten", (-1, 1), (-0.7, 1.3), "input", "target", (420, 280))
    gone.dots(x[:60, 0], y[:60], "dot quiet", radius=2.0)
    gone.line(_GRID[:, 0], curves[1], "grey dashed")
    gone.line(_GRID[:, 0], model.predict(_GRID), "accent-thin", "after forgetting: the curve of 60 rows again")
    said = (
        "Left: the curve grows from left to right as blocks of rows arrive. Right: with the last block forgotten "
        "it lies on the curve of 60 rows."
    )
    ticks = ((-1, 0, 1), (-0.5, 0, 0.5, 1))
    return side_by_side([(learned, *ticks), (gone, *ticks)], said)


def _by_units(counts: np.ndarray, errors: np.ndarray, kept: int, title: str, name: str) -> str:
    """Draw a leave-one-out error over numbers of units."""
    errors = 1000 * errors
    step = 10 ** np.floor(np.log10(np.ptp(errors)))
    low, top = step * np.floor(errors.min() / step - 0.5), step * np.ceil(errors.max() / step)
    chart = Chart(title, (counts.min(), counts.max()), (low, top), "hidden units", "error x 1000", log_x=True)
    chart.line(counts, errors, "ours", "leave-one-out squared error")
    chart.dots(counts, errors, "dot accent", radius=3)
    at = int(np.flatnonzero(counts == kept)[0])
    chart.dots(counts[at : at + 1], errors[at : at + 1], "dot ring", f"{kept} units are {name}", radius=7)
    ticks = [tick for tick in (4, 8, 16, 32, 64, 128) if counts.min() <= tick <= counts.max()]
    said = f"The leave-one-out error falls to its lowest at {kept} units and rises with more."
    return side_by_side([(chart, ticks, tuple(np.linspace(low, top, 5).round(2)))], said)


def pruned() -> str:
    """Draw the error over the numbers of units that were kept."""
    model = elmweb.PrunedELMRegressor(64, scale=5.0, random_state=0).fit(*_wave())
    title = "The best of 64 units, ranked by what they explain"
    return _by_units(model.counts_, model.count_errors_, model.layer_.n_hidden, title, "kept")


def growing() -> str:
    """Draw the error over the widths that were tried."""
    model = elmweb.GrowingELMRegressor(256, patience=4, scale=5.0, random_state=0).fit(*_wave())
    title = "Units are added while the error falls"
    return _by_units(model.widths_, model.width_errors_, model.layer_.n_hidden, title, "taken")


def ensemble() -> str:
    """Draw the members, their mean and how far they are apart."""
    x, y = _wave()
    x, y = x[::3], y[::3]
    grid = np.linspace(-1.2, 1.2, 240)[:, None]
    model = elmweb.EnsembleELMRegressor(16, n_members=8, scale=5.0, random_state=0).fit(x, y)
    mean, spread = model.predict(grid), model.predict_spread(grid)
    chart = Chart("Eight random layers on 20 rows", (-1.2, 1.2), (-1.5, 1.5), "input", "target")
    chart.band(grid[:, 0], mean - spread, mean + spread, "fill", "mean, plus and minus the spread")
    chart.dots(x[:, 0], y, "dot quiet", "20 rows", radius=2.6)
    chart.line(grid[:, 0], mean, "ours", "mean of the members")
    said = "The band is narrow where there are rows, and wide to the left and right of them."
    return side_by_side([(chart, (-1, -0.5, 0, 0.5, 1), (-1, 0, 1))], said)


def _plane(estimator: object, X: np.ndarray, y: np.ndarray, title: str) -> Chart:
    """Draw two classes and the border between them."""
    reach = 1.1 * np.abs(X).max()
    chart = Chart(title, (-reach, reach), (-reach, reach), size=(300, 280))
    chart.dots(X[y == 0, 0], X[y == 0, 1], "dot quiet", "class 0", radius=2.4)
    chart.dots(X[y == 1, 0], X[y == 1, 1], "dot warm", "class 1", radius=2.4)
    side = np.linspace(-reach, reach, 70)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    surface = estimator.fit(X, y).decision_function(grid).reshape(70, 70)  # pyright: ignore[reportAttributeAccessIssue]
    chart.border(side, side, surface, "ours", "border between the classes")
    return chart


def _spiral(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points on two arms of a spiral, with some noise."""
    draws = np.random.default_rng(seed)
    turn, arm = 3 * np.pi * np.sqrt(draws.uniform(0.04, 1, n)), draws.integers(0, 2, n)
    X = np.column_stack([turn * np.cos(turn + np.pi * arm), turn * np.sin(turn + np.pi * arm)]) / (2 * np.pi)
    return X + 0.02 * draws.normal(size=X.shape), arm


def deep_rvfl() -> str:
    """Draw a border through a spiral, and the accuracy over the number of layers."""
    (X, y), (X_new, y_new) = _spiral(400, 0), _spiral(2000, 1)
    plane = _plane(elmweb.DeepRVFLClassifier(12, n_layers=4, random_state=2), X, y, "A spiral, 4 layers of 12 units")
    plane.size = (340, 300)
    depths, seeds = np.array([1, 2, 3, 4, 6, 8]), range(10)
    models = [[elmweb.DeepRVFLClassifier(12, n_layers=int(n), random_state=s) for n in depths] for s in seeds]
    scores = 100 * np.array([[model.fit(X, y).score(X_new, y_new) for model in row] for row in models])
    chart = Chart("12 units a layer, ten seeds", (1, 8), (80, 100), "layers", "right, %", (420, 300))
    for row in scores:
        chart.dots(depths, row, "dot faint", "one seed", radius=2.4)
    chart.line(depths, scores.mean(axis=0), "accent-thin", "mean of the seeds")
    said = "Left: the border follows both arms. Right: accuracy rises a little with the second layer, then stays."
    return side_by_side([(plane, (), ()), (chart, (1, 2, 3, 4, 6, 8), (80, 85, 90, 95, 100))], said)


def autoencoder() -> str:
    """Draw what each unit of an autoencoder layer looks for in digits."""
    X, y = load_digits(return_X_y=True)
    model = elmweb.AutoencoderELMClassifier(encoder_widths=(24,), random_state=0).fit(X / 16, y)
    varies = X.std(axis=0)[:, None]  # a weight counts by how much its pixel varies
    first = (varies * model.layer_.layers[0].weights).T.reshape(-1, 8, 8)
    plain = (varies * elmweb.ELMClassifier(24, random_state=0).fit(X / 16, y).hidden_weights_).T.reshape(-1, 8, 8)
    said = "Weights of ten units as images of 8 by 8 pixels: those that were learned have larger light and dark areas."
    return tiles([("Ten units of a random layer", plain[:10]), ("Ten units of the autoencoder", first[:10])], said)


def blend() -> str:
    """Draw the weights of the four members on four tables."""
    draws = np.random.default_rng(0)
    straight = draws.normal(size=(300, 6))
    wine = load_wine(return_X_y=True)[0]
    tables = {
        "a weighted sum, with noise": (straight, straight @ [1, 2, 3, 0, 0, 1] + draws.normal(size=300)),
        "diabetes": load_diabetes(return_X_y=True),
        "Friedman's first": make_friedman1(400, noise=1.0, random_state=0),
        "wine, alcohol": (wine[:, 1:], wine[:, 0]),
    }
    weights = [
        elmweb.BlendELMRegressor(random_state=0).fit(StandardScaler().fit_transform(X), y).weights_
        for X, y in tables.values()
    ]
    chart = Chart("Weight of each member, by table", (-0.45, 1), (0, 1), "share of the blend")
    kinds = (("fill-a", "linear"), ("fill-b", "dense units"), ("fill-c", "sparse units"), ("fill-d", "kernel"))
    chart.bars(list(tables), np.array(weights), kinds)
    said = "One bar for each of four tables. Which member has the largest weight differs from table to table."
    return side_by_side([(chart, (0, 0.25, 0.5, 0.75, 1), ())], said)


def broad() -> str:
    """Draw the accuracy on digits over the number of enhancement units, beside a plain ELM."""
    X, y = load_digits(return_X_y=True)
    X = X / 16
    widths = np.array([8, 16, 32, 64, 128, 256])
    chart = Chart("Digits: 900 rows learned, 897 scored", (8, 256), (30, 100), "random units", "right, %", log_x=True)
    for make, kind, name in (
        (elmweb.ELMClassifier, "grey dashed", "random units alone (ELM)"),
        (elmweb.BroadLearningClassifier, "ours", "with 60 feature units beside them (broad)"),
    ):
        scores = [100 * make(int(w), random_state=0).fit(X[:900], y[:900]).score(X[900:], y[900:]) for w in widths]
        chart.line(widths, np.array(scores), kind, name)
        chart.dots(widths, np.array(scores), "dot accent" if kind == "ours" else "dot quiet")
    said = (
        "With few random units the feature units help most. With 128 and more, random units alone are a little ahead."
    )
    return side_by_side([(chart, (8, 16, 32, 64, 128, 256), (40, 60, 80, 100))], said)


def local_receptive() -> str:
    """Draw a digit, some filters, and the pooled maps they give."""
    X, y = load_digits(return_X_y=True)
    model = elmweb.LocalReceptiveELMClassifier(512, patch_size=3, pool_radius=1, pool_stride=1, random_state=0)
    layer = model.fit(X[:400], y[:400]).layer_
    filters = layer.filters.T.reshape(-1, 3, 3)[:8]
    n_shown = 8 * layer.units_per_map
    maps = layer(X[7:8])[0, :n_shown].reshape(8, *(len(layer.pool_windows(n)) for n in layer.map_size))
    rows = [("A seven", X[7:8].reshape(1, 8, 8)), ("Eight random filters", filters), ("What each finds, pooled", maps)]
    return tiles(rows, "A drawn seven, eight random filters of 3 by 3 pixels, and eight maps of where each responds.")


def _forecast(model: object, title: str, series: np.ndarray, n_known: int, n_ahead: int) -> str:
    """Draw the end of a series and what a model forecasts from there."""
    fitted = model.fit(series[:n_known])  # pyright: ignore[reportAttributeAccessIssue]
    ahead = np.asarray(fitted.forecast(series[:n_known], n_ahead)).ravel()
    shown = np.arange(n_known - 60, n_known + n_ahead)
    low, high = float(series.min()), float(series.max())
    reach = 0.12 * (high - low)
    chart = Chart(title, (-60, n_ahead), (low - reach, high + reach), "steps from now", "value")
    chart.line(shown - n_known, series[shown], "grey dashed", "what happened")
    chart.line(np.arange(n_ahead), ahead, "ours", "forecast, fed back step by step")
    ticks = tuple(np.round(np.linspace(low, high, 4), 1))
    said = f"The forecast of {n_ahead} steps lies close to what happened and leaves it slowly."
    return side_by_side([(chart, (-60, -40, -20, 0, 20, 40, 60), ticks)], said)


def _tide(n: int = 560) -> np.ndarray:
    """Return a series of two periods and some noise."""
    t = np.arange(n)
    noise = 0.05 * np.random.default_rng(0).normal(size=n)
    return np.sin(t / 5) + 0.5 * np.sin(t / 13 + 1) + noise


def _mackey_glass(n: int = 1300) -> np.ndarray:
    """Return the series of Mackey and Glass with a delay of 17, by Euler's method in steps of 0.1."""
    step, delay = 0.1, 170
    x = np.full(delay + n * 10, 1.2)
    for t in range(delay, len(x) - 1):
        late = x[t - delay]
        x[t + 1] = x[t] + step * (0.2 * late / (1 + late**10) - 0.1 * x[t])
    return x[delay::10]


def lagged() -> str:
    """Draw a forecast by lagged rows."""
    return _forecast(elmweb.LaggedELMRegressor(24, random_state=0), "Two periods and noise, 500 rows", _tide(), 500, 60)


def echo_state() -> str:
    """Draw a forecast by an echo state network."""
    model = elmweb.EchoStateRegressor(300, spectral_radius=0.95, leak=0.5, alpha=1e-6, random_state=0)
    return _forecast(model, "Mackey-Glass, a chaotic series, 1,200 rows", _mackey_glass(), 1200, 60)


def next_generation() -> str:
    """Draw a forecast by products of the last rows."""
    model = elmweb.NextGenerationReservoirRegressor(4, lag_step=6, alpha=1e-6)
    return _forecast(model, "Mackey-Glass, a chaotic series, 1,200 rows", _mackey_glass(), 1200, 60)


def semi_supervised() -> str:
    """Draw the border that six labels give, with and without the other rows."""
    X, y = make_moons(240, noise=0.08, random_state=0)
    X = StandardScaler().fit_transform(X)
    known = np.concatenate([np.flatnonzero(y == label)[[3, 40, 80]] for label in (0, 1)])
    marked = np.full(len(y), -1)
    marked[known] = y[known]
    side = np.linspace(-2.2, 2.2, 80)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    charts = []
    for title, model, rows in (
        ("From the 6 labelled rows", elmweb.ELMClassifier(64, random_state=0), known),
        ("From the labels and the other 234", elmweb.SemiSupervisedELMClassifier(64, random_state=0), slice(None)),
    ):
        chart = Chart(title, (-2.2, 2.2), (-2.2, 2.2), size=(420, 320))
        chart.dots(X[:, 0], X[:, 1], "dot faint", "no label", radius=2.0)
        for label, kind in ((0, "dot quiet"), (1, "dot warm")):
            rows_of = known[y[known] == label]
            chart.dots(X[rows_of, 0], X[rows_of, 1], kind, f"labelled {label}", radius=5)
        surface = model.fit(X[rows], marked[rows]).decision_function(grid).reshape(80, 80)
        chart.border(side, side, surface, "ours", "border between the classes")
        charts.append((chart, (), ()))
    said = "Two half moons. From six labels alone the border cuts through both; with all rows it runs between them."
    return side_by_side(charts, said)


def circles() -> str:
    """Draw how the border between two rings depends on the width."""
    X, y = make_circles(200, factor=0.5, noise=0.08, random_state=0)
    charts = []
    for width in (4, 16, 256):
        model = elmweb.ELMClassifier(width, scale=2.0, random_state=0)
        charts.append((_plane(model, X, y, f"{width} units"), (), ()))
    return side_by_side(charts, "Two rings. Four units draw an open border, sixteen and more a closed one.")


FIGURES: dict[str, Callable[[], str]] = {
    "elm": elm,
    "width": circles,
    "rvfl": rvfl,
    "kernel": kernel,
    "online": online,
    "pruned": pruned,
    "growing": growing,
    "ensemble": ensemble,
    "deep-rvfl": deep_rvfl,
    "autoencoder": autoencoder,
    "blend": blend,
    "broad": broad,
    "local-receptive": local_receptive,
    "lagged": lagged,
    "echo-state": echo_state,
    "next-generation": next_generation,
    "semi-supervised": semi_supervised,
}
"""Name of a picture, as a page asks for it, to the function that draws it."""
