"""The preprocessor of :mod:`elmweb.preprocessing.preprocessor` as operations, column for column what it does.

One input a column, (n, 1). Categories and texts are strings, "" where empty. Numbers are
float32, NaN where missing, or float64 where float32 would lose digits that the model sees.
Dates are float64 seconds since 1970 in UTC: ONNX has no operators that read a date's text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

from elmweb.exceptions import ExportError
from elmweb.export._onnx_layers import affine, beside
from elmweb.export.graph import ML, OWN, Graph
from elmweb.preprocessing.features import Feature
from elmweb.preprocessing.preprocessor import MISSING
from elmweb.preprocessing.transformers import DateFeatures, NumberFeatures, TextFeatures

__all__ = ["declare_columns", "preprocess"]

_TOLERANCE = 2e-6  # how far float32 may move what the hidden layer sees, in standard deviations
_HALF_STEP = 2.0**-24  # of a float32, relative
_UNKNOWN = "\x00"  # a text that no table holds


def declare_columns(graph: Graph, features: Sequence[Feature], preprocessor: ColumnTransformer) -> dict[str, str]:
    """Declare one input a column.

    Parameters
    ----------
    graph : Graph
        What to declare them in.
    features : sequence of Feature
        What the model knows of each column.
    preprocessor : ColumnTransformer
        Fitted.

    Returns
    -------
    dict of str to str
        Column name to the type of its input.
    """
    wide = _wide_columns(features, preprocessor)
    about = {
        "number": "A number; NaN where it is missing.",
        "category": "A category; an empty text where it is missing.",
        "date": "Seconds since 1970-01-01 in UTC; NaN where it is missing.",
        "text": "A text; empty where it is missing.",
    }
    dtypes = {}
    for feature in features:
        dtype = "string"
        if feature.role in ("number", "date"):
            dtype = "float64" if feature.role == "date" or feature.name in wide else "float32"
        dtypes[feature.name] = dtype
        graph.input(feature.name, dtype, (None, 1), about[feature.role])
    return dtypes


def preprocess(graph: Graph, preprocessor: ColumnTransformer, dtypes: dict[str, str]) -> str:
    """Append everything from the columns to the estimator's inputs.

    Parameters
    ----------
    graph : Graph
        With the columns declared.
    preprocessor : ColumnTransformer
        Fitted, from :func:`elmweb.preprocessing.preprocessor.make_preprocessor`.
    dtypes : dict of str to str
        From :func:`declare_columns`.

    Returns
    -------
    str
        The inputs (n, d), float64.

    Raises
    ------
    ExportError
        It holds a part that nothing here writes.
    """
    parts = []
    for role, step, columns in preprocessor.transformers_:
        if role == "remainder":
            continue
        kind = role.split()[0]
        if kind not in _WRITERS:
            raise ExportError(
                "This preprocessing cannot be exported.", rule="one of " + ", ".join(_WRITERS), value=f'"{role}"'
            )
        parts.append(_WRITERS[kind](graph, step, list(columns), dtypes))
    return beside(graph, parts)


def _wide_columns(features: Sequence[Feature], preprocessor: ColumnTransformer) -> set[str]:
    """Return the number columns whose values float32 would change so much that the model could see it."""
    known = {feature.name: feature for feature in features}
    wide = set()
    for role, step, columns in preprocessor.transformers_:
        if role != "number":
            continue
        for at, name in enumerate(columns):
            feature, deviation = known[name], step.scaler_.scale_[at]
            ends = [abs(float(end)) for end in (feature.low, feature.high) if end is not None]
            largest = max([*ends, abs(step.scaler_.mean_[at])])
            if feature.whole and largest < 2**20:
                continue  # float32 holds whole numbers to 2^24
            error = largest / deviation * _HALF_STEP  # in deviations
            if error * max(1.0, _steepest_rank(step, at)) > _TOLERANCE:
                wide.add(name)
    return wide


def _steepest_rank(step: NumberFeatures, column: int) -> float:
    """Return how much a column's rank moves for each deviation of its number, at most."""
    if step.ranker_ is None or column not in step.uneven_:
        return 0.0
    [position] = np.flatnonzero(step.uneven_ == column)
    knots, low, high = _knots(step.ranker_.quantiles_[:, position], step.ranker_.references_)
    return float(np.sqrt(12.0) * ((low[1:] - high[:-1]) / np.diff(knots)).max(initial=0.0))


def _knots(quantiles: np.ndarray, references: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the different quantiles, and the lowest and highest rank that each stands for."""
    knots, first = np.unique(quantiles, return_index=True)
    last = np.append(first[1:], len(quantiles)) - 1
    return knots, references[first], references[last]


# ---- numbers


def _numbers(graph: Graph, step: NumberFeatures, columns: list[str], dtypes: dict[str, str]) -> str:
    """Append the imputing, the scaling and the ranks of all number columns."""
    X = beside(graph, [graph.cast(name, "float64") if dtypes[name] == "float32" else name for name in columns])
    # Infinite minus infinite is no number either: what is not finite counts as missing.
    missing = graph.add("IsNaN", graph.add("Sub", X, X))
    X = graph.add("Where", missing, graph.constant(step.imputer_.statistics_), X)
    mean, deviation = step.scaler_.mean_, step.scaler_.scale_
    Z = graph.add("Div", graph.add("Sub", X, graph.constant(mean)), graph.constant(deviation))
    if step.ranker_ is None:
        return Z
    return beside(graph, [Z, _ranks(graph, step, step.ranker_, Z, [dtypes[columns[at]] for at in step.uneven_])])


def _ranks(graph: Graph, step: NumberFeatures, ranker: QuantileTransformer, Z: str, dtypes: list[str]) -> str:
    """Append the ranks of the uneven columns, which are sums of ramps and jumps.

    Between two quantiles a rank rises evenly. Where several quantiles are one value (rainfall is
    mostly 0) it jumps: halfway at the value, the other half above it; at the lowest value the whole
    jump comes above it, at the highest the whole jump at it.
    """
    tables = [_ramps_and_jumps(step, ranker, at, dtype) for at, dtype in enumerate(dtypes)]
    width = max(len(knots) for knots, *_ in tables)
    # Columns have different numbers of knots: a ramp of height 0 fills up.
    knots, lengths, heights, at_knot, above = (
        np.array([np.pad(row, (0, width - len(row)), constant_values=fill) for row in rows])
        for rows, fill in zip(zip(*tables, strict=True), (0.0, 1.0, 0.0, 0.0, 0.0), strict=True)
    )
    uneven = graph.add("Gather", Z, graph.constant(step.uneven_, np.int64), axis=1)
    z = graph.add("Unsqueeze", uneven, graph.constant([2], np.int64))  # (n, c, 1) beside (c, m)
    U, zero, one = graph.constant(knots), graph.constant(0.0), graph.constant(1.0)
    share = graph.add("Div", graph.add("Sub", z, U), graph.constant(lengths))
    ramp = graph.add("Mul", graph.add("Min", graph.add("Max", share, zero), one), graph.constant(heights))
    reached = graph.cast(graph.add("GreaterOrEqual", z, U), "float64")
    passed = graph.cast(graph.add("Greater", z, U), "float64")
    jumps = graph.add(
        "Add",
        graph.add("Mul", reached, graph.constant(at_knot)),
        graph.add("Mul", passed, graph.constant(above)),
    )
    ranks = graph.add("ReduceSum", graph.add("Add", ramp, jumps), graph.constant([2], np.int64), keepdims=0)
    return graph.add("Mul", graph.add("Sub", ranks, graph.constant(0.5)), graph.constant(np.sqrt(12.0)))


def _ramps_and_jumps(
    step: NumberFeatures, ranker: QuantileTransformer, position: int, dtype: str
) -> tuple[np.ndarray, ...]:
    """Return knots, lengths and heights of the ramps after them, and the jumps at and above them; all (m,)."""
    quantiles = ranker.quantiles_[:, position]
    if dtype == "float32":
        # What is equal in the table must be equal in float32: knots are rounded as the inputs are.
        column = step.uneven_[position]
        mean, deviation = step.scaler_.mean_[column], step.scaler_.scale_[column]
        raw = (quantiles * deviation + mean).astype(np.float32).astype(np.float64)
        quantiles = (raw - mean) / deviation
    knots, low, high = _knots(quantiles, ranker.references_)
    jump = high - low
    share = np.full(len(knots), 0.5)  # of a jump, at its knot
    share[-1], share[0] = 1.0, 0.0
    lengths = np.append(np.diff(knots), 1.0)
    heights = np.append(low[1:] - high[:-1], 0.0)
    return knots, lengths, heights, jump * share, jump * (1.0 - share)


# ---- categories


def _categories(graph: Graph, step: Any, columns: list[str], _: dict[str, str]) -> str:
    """Append one 0/1 input a value; the encoder itself says which, also for what it never saw."""
    encoder: OneHotEncoder = step[-1]
    first = np.array([values[0] for values in encoder.categories_], dtype=object)
    parts, start = [], 0
    for at, (name, values) in enumerate(zip(columns, encoder.categories_, strict=True)):
        rows = np.tile(first, (len(values) + 1, 1))
        rows[:-1, at], rows[-1, at] = values, _UNKNOWN
        table = encoder.transform(rows)
        width = _width_of(encoder, at)
        table, start = table[:, start : start + width], start + width
        codes = {str(value): code for code, value in enumerate(values)}
        codes[""] = codes.get(MISSING, len(values))
        code = graph.add(
            "LabelEncoder",
            name,
            domain=ML,
            keys_strings=list(codes),
            values_int64s=list(codes.values()),
            default_int64=len(values),
        )
        found = graph.add("Gather", graph.constant(table), code, axis=0)  # (n, 1, width)
        parts.append(graph.add("Squeeze", found, graph.constant([1], np.int64)))
    return beside(graph, parts)


def _width_of(encoder: OneHotEncoder, column: int) -> int:
    """Return how many inputs a category column became; rare values share one."""
    rare = getattr(encoder, "infrequent_categories_", None)
    few = None if rare is None else rare[column]
    n_values = len(encoder.categories_[column])
    return n_values if few is None else n_values - len(few) + 1


# ---- dates


def _dates(graph: Graph, step: Any, columns: list[str], _: dict[str, str]) -> str:
    """Append the trend and the circles of all date columns, scaled."""
    features: DateFeatures = step[0]
    zero, year = graph.constant(0.0), graph.constant(365.2425)
    seconds = beside(graph, columns)
    days = graph.add("Div", seconds, graph.constant(86_400.0))
    missing = graph.add("IsNaN", graph.add("Sub", days, days))
    middle = graph.constant(features.middle_)
    days = graph.add("Where", missing, middle, days)
    values = [graph.add("Div", graph.add("Sub", days, middle), year)]
    week = graph.add("Div", graph.add("Floor", days), graph.constant(7.0))
    for turn in (graph.add("Div", days, year), week, days):
        place = graph.add("Sub", turn, graph.add("Floor", turn))
        angle = graph.add("Mul", place, graph.constant(2 * np.pi))
        values += [graph.add("Where", missing, zero, graph.add(wave, angle)) for wave in ("Sin", "Cos")]
    last = graph.constant([2], np.int64)
    side_by_side = graph.add("Concat", *(graph.add("Unsqueeze", value, last) for value in values), axis=2)  # (n, c, 7)
    flat = graph.add("Reshape", side_by_side, graph.constant([-1, features.kept_.size], np.int64))
    kept = graph.add("Gather", flat, graph.constant(np.flatnonzero(features.kept_), np.int64), axis=1)
    scaler = step[1]
    return graph.add("Div", graph.add("Sub", kept, graph.constant(scaler.mean_)), graph.constant(scaler.scale_))


# ---- texts


def _text(graph: Graph, step: TextFeatures, columns: list[str], _: dict[str, str]) -> str:
    """Append TF-IDF and the directions of one text column.

    ONNX has no operator that finds the words of a text as the model does, so counting them is
    an operator of our own, which the HTML predictor has and an ONNX file cannot have.
    """
    if not step.vocabulary_:
        nothing = {"keys_strings": [_UNKNOWN], "values_floats": [0.0], "default_float": 0.0}
        return graph.cast(graph.add("LabelEncoder", columns[0], domain=ML, **nothing), "float64")  # (n, 1), all 0
    counts = graph.add("CountWords", columns[0], domain=OWN, words=list(step.vocabulary_))  # (n, w)
    one, zero = graph.constant(1.0), graph.constant(0.0)
    some = graph.add("Greater", counts, zero)
    lowered = graph.add("Add", graph.add("Log", graph.add("Max", counts, one)), one)
    weights = graph.add("Mul", graph.add("Where", some, lowered, zero), graph.constant(step.idf_))
    squares = graph.add("ReduceSum", graph.add("Mul", weights, weights), graph.constant([1], np.int64), keepdims=1)
    length = graph.add("Sqrt", squares)
    length = graph.add("Where", graph.add("Greater", length, zero), length, one)
    outputs = affine(graph, graph.add("Div", weights, length), step.components_.T, -step.mean_)
    return graph.add("Div", outputs, graph.constant(step.size_))


_WRITERS: dict[str, Callable[[Graph, Any, list[str], dict[str, str]], str]] = {
    "number": _numbers,
    "category": _categories,
    "date": _dates,
    "text": _text,
}
