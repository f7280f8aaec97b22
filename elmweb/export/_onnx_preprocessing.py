"""Writing the preprocessor of :mod:`elmweb.preprocessing.preprocessor` as operations, column by column.

There is one input per column, (n, 1). Categories and texts are strings, "" where empty. Numbers are
float32, NaN where missing, or float64 where float32 would lose digits that matter to the model.
Dates are float64 seconds since 1970 in UTC: ONNX has no operators that read a date's text.
Photos and clips are their vectors, (n, m) of float32.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.preprocessing import OneHotEncoder, QuantileTransformer

from elmweb.examples.cell import VECTOR_ROLES
from elmweb.exceptions import ExportError
from elmweb.export._onnx_layers import affine, beside
from elmweb.export.graph import ML, OWN, Graph
from elmweb.formatting import exact, quoted
from elmweb.preprocessing.features import LARGEST_NUMBER, Feature
from elmweb.preprocessing.preprocessor import MISSING
from elmweb.preprocessing.transformers import DateFeatures, NumberFeatures, TextFeatures, VectorFeatures
from elmweb.reading.dates import date_words
from elmweb.words.engine import export_common, export_onnx as words

__all__ = ["declare_columns", "preprocess"]

_TOLERANCE = 2e-6  # maximum error of an input in standard deviations when a number is rounded to float32
_HALF_STEP = 2.0**-24  # relative rounding error of float32
_LARGEST = LARGEST_NUMBER
_SMALLEST = 1e-38  # a deviation below which float32 has no more than some of its digits
_MOST_DEVIATIONS = 1e4
_OPTIONS_NAMED = 20
_UNKNOWN = "\x00"  # a text that occurs in no table


def declare_columns(
    graph: Graph, features: Sequence[Feature], preprocessor: ColumnTransformer, *, wide: bool = False
) -> dict[str, str]:
    """Declare one input per column.

    Parameters
    ----------
    graph : Graph
        Graph to declare them in.
    features : sequence of Feature
        Descriptions of the columns.
    preprocessor : ColumnTransformer
        Fitted.
    wide : bool, default=False
        Whether all numbers are float64.

    Returns
    -------
    dict of str to str
        Type of the input by the name of the column.
    """
    in_double = {feature.name for feature in features} if wide else _wide_columns(features, preprocessor)
    lengths = {
        columns[0]: len(step.mean_)
        for _, step, columns in preprocessor.transformers_
        if isinstance(step, VectorFeatures)
    }
    dtypes = {}
    for feature in features:
        if feature.name in lengths:
            dtypes[feature.name] = "float32"
            graph.input(feature.name, "float32", (None, lengths[feature.name]), words.VECTOR)
            continue
        dtype = "string"
        if feature.role in ("number", "date"):
            dtype = "float64" if feature.role == "date" or feature.name in in_double else "float32"
        dtypes[feature.name] = dtype
        graph.input(feature.name, dtype, (None, 1), _about(feature))
    return dtypes


def _about(feature: Feature) -> str:
    """Return what a column holds: its unit, its categories, how its dates are meant, and what was seen."""
    if feature.role == "number":
        unit = feature.reading.unit if feature.reading is not None else ""
        ends = feature.seen or (feature.low, feature.high)
        return words.number(unit, [exact(float(end)) for end in ends if end is not None])
    if feature.role == "category":
        return words.category(feature.options, _OPTIONS_NAMED)
    if feature.role == "date":
        written = words.dates_written(date_words(feature.format)) if feature.format else ""
        seen = words.dates_seen(str(feature.low), str(feature.high)) if feature.low and feature.high else ""
        return " ".join(filter(None, (words.DATE, written, seen)))
    return words.TEXT


def preprocess(
    graph: Graph, preprocessor: ColumnTransformer, dtypes: dict[str, str], features: Sequence[Feature]
) -> str:
    """Append the preprocessing of the columns to the estimator's inputs.

    Parameters
    ----------
    graph : Graph
        With the columns declared.
    preprocessor : ColumnTransformer
        Fitted, from :func:`elmweb.preprocessing.preprocessor.make_preprocessor`.
    dtypes : dict of str to str
        From :func:`declare_columns`.
    features : sequence of Feature
        Descriptions of the columns.

    Returns
    -------
    str
        The inputs (n, d), float64.

    Raises
    ------
    ExportError
        There is no writer for one of its transformers.
    """
    parts = []
    for role, step, columns in preprocessor.transformers_:
        if role == "remainder":
            continue
        kind = role.split()[0]
        if kind not in _WRITERS:
            raise ExportError(words.NO_PREPROCESSING, rule=export_common.one_of(_WRITERS), value=quoted(role))
        parts.append(_WRITERS[kind](graph, step, list(columns), dtypes, features))
    return beside(graph, parts)


def _wide_columns(features: Sequence[Feature], preprocessor: ColumnTransformer) -> set[str]:
    """Return the number columns for which rounding to float32 would change predictions."""
    known = {feature.name: feature for feature in features}
    wide = set()
    for role, step, columns in preprocessor.transformers_:
        if role != "number":
            continue
        for at, name in enumerate(columns):
            feature, mean, deviation = known[name], step.scaler_.mean_[at], step.scaler_.scale_[at]
            ends = [abs(float(end)) for end in (feature.low, feature.high) if end is not None]
            # The range leaves outliers out, and none of n numbers is more than sqrt(n) deviations from the mean.
            largest = max([*ends, abs(mean)])
            if max(largest, abs(mean) + _MOST_DEVIATIONS * deviation) > _LARGEST or deviation < _SMALLEST:
                wide.add(name)
                continue
            if feature.whole and largest < 2**20:
                continue  # float32 holds whole numbers to 2^24
            error = largest / deviation * _HALF_STEP  # in standard deviations
            no_room = largest > _LARGEST or deviation < _SMALLEST  # in float32
            if no_room or error * max(1.0, _steepest_rank(step, at)) > _TOLERANCE:
                wide.add(name)
    return wide


def _steepest_rank(step: NumberFeatures, column: int) -> float:
    """Return the maximum slope of a column's rank per standard deviation of its number."""
    if step.ranker_ is None or column not in step.uneven_:
        return 0.0
    [position] = np.flatnonzero(step.uneven_ == column)
    knots, low, high = _knots(step.ranker_.quantiles_[:, position], step.ranker_.references_)
    return float(np.sqrt(12.0) * ((low[1:] - high[:-1]) / np.diff(knots)).max(initial=0.0))


def _knots(quantiles: np.ndarray, references: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the distinct quantiles, and the lowest and highest rank of each."""
    knots, first = np.unique(quantiles, return_index=True)
    last = np.append(first[1:], len(quantiles)) - 1
    return knots, references[first], references[last]


# ---- photos and clips


def _vectors(
    graph: Graph,
    step: VectorFeatures,
    columns: list[str],
    dtypes: dict[str, str],  # noqa: ARG001  as the other writers
    features: Sequence[Feature],  # noqa: ARG001
) -> str:
    """Append the centring and scaling of a column of vectors; a missing one is the mean, which is 0 then."""
    X = graph.cast(columns[0], "float64")
    Z = graph.add("Div", graph.add("Sub", X, graph.constant(step.mean_)), graph.constant(step.size_))
    return graph.add("Where", graph.add("IsNaN", Z), graph.constant(0.0), Z)


# ---- numbers


Bounds = tuple[float | None, float | None]


def _bounds_of(feature: Feature, dtype: str) -> Bounds:
    """Return the bounds beyond which numbers of a column are missing; a float32 has its own."""
    if feature.reading is None:
        return None, None
    ends = feature.reading.lowest, feature.reading.highest
    return ends if dtype != "float32" or ends != (-_LARGEST, _LARGEST) else (None, None)


def _numbers(
    graph: Graph, step: NumberFeatures, columns: list[str], dtypes: dict[str, str], features: Sequence[Feature]
) -> str:
    """Append imputation, standardisation and ranks of all number columns; marks and far numbers are missing."""
    known = {feature.name: feature for feature in features}
    marks = {name: one.reading.missing_numbers if one.reading else () for name, one in known.items()}
    bounds = [_bounds_of(known[name], dtypes[name]) for name in columns]
    X = beside(graph, [_without_marks(graph, name, dtypes[name], marks[name]) for name in columns])
    # Infinity minus infinity is NaN too, so that all values that are not finite count as missing.
    if any(end is not None for ends in bounds for end in ends):
        lowest, highest = (
            graph.constant([[other if ends[at] is None else ends[at] for ends in bounds]])
            for at, other in enumerate((-np.inf, np.inf))
        )
        nothing = graph.constant(np.nan)
        X = graph.add("Where", graph.add("Greater", X, highest), nothing, X)
        X = graph.add("Where", graph.add("Greater", lowest, X), nothing, X)
    missing = graph.add("IsNaN", graph.add("Sub", X, X))
    X = graph.add("Where", missing, graph.constant(step.imputer_.statistics_), X)
    mean, deviation = step.scaler_.mean_, step.scaler_.scale_
    Z = graph.add("Div", graph.add("Sub", X, graph.constant(mean)), graph.constant(deviation))
    if step.ranker_ is None:
        return Z
    return beside(graph, [Z, _ranks(graph, step, step.ranker_, Z, [dtypes[columns[at]] for at in step.uneven_])])


def _without_marks(graph: Graph, name: str, dtype: str, marks: Sequence[float]) -> str:
    """Return a number column as float64, NaN where it is one of the marks: only then is ``(x - m) / (x - m)`` NaN."""
    x = graph.cast(name, "float64") if dtype == "float32" else name
    for mark in marks:
        off = graph.add("Sub", x, graph.constant(float(np.float32(mark)) if dtype == "float32" else mark))
        x = graph.add("Mul", x, graph.add("Div", off, off))
    return x


def _ranks(graph: Graph, step: NumberFeatures, ranker: QuantileTransformer, Z: str, dtypes: list[str]) -> str:
    """Append the ranks of the skewed columns, which are sums of ramps and jumps.

    Between two quantiles a rank rises linearly. Where several quantiles are equal (rainfall is
    mostly 0) it jumps: half of the jump is at the value, the other half above it; at the lowest value
    the whole jump is above it, at the highest the whole jump is at it.
    """
    tables = [_ramps_and_jumps(step, ranker, at, dtype) for at, dtype in enumerate(dtypes)]
    width = max(len(knots) for knots, *_ in tables)
    # Columns have different numbers of knots: ramps of height 0 pad them.
    knots, lengths, heights, at_knot, above = (
        np.array([np.pad(row, (0, width - len(row)), constant_values=fill) for row in rows])
        for rows, fill in zip(zip(*tables, strict=True), (0.0, 1.0, 0.0, 0.0, 0.0), strict=True)
    )
    uneven = graph.add("Gather", Z, graph.constant(step.uneven_, np.int64), axis=1)
    z = graph.add("Unsqueeze", uneven, graph.constant([2], np.int64))  # (n, c, 1), broadcast with (c, m)
    U, zero, one = graph.constant(knots), graph.constant(0.0), graph.constant(1.0)
    position = graph.add("Div", graph.add("Sub", z, U), graph.constant(lengths))
    ramp = graph.add("Mul", graph.add("Min", graph.add("Max", position, zero), one), graph.constant(heights))
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
    """Return knots, lengths and heights of the ramps that start at them, and the jumps at and above them; all (m,)."""
    quantiles = ranker.quantiles_[:, position]
    if dtype == "float32":
        # Numbers that equal a knot must equal it in float32 too, so knots are rounded like the inputs.
        column = step.uneven_[position]
        mean, deviation = step.scaler_.mean_[column], step.scaler_.scale_[column]
        raw = (quantiles * deviation + mean).astype(np.float32).astype(np.float64)
        quantiles = (raw - mean) / deviation
    knots, low, high = _knots(quantiles, ranker.references_)
    jump = high - low
    fraction = np.full(len(knots), 0.5)  # of a jump that is at its knot
    fraction[-1], fraction[0] = 1.0, 0.0
    lengths = np.append(np.diff(knots), 1.0)
    heights = np.append(low[1:] - high[:-1], 0.0)
    return knots, lengths, heights, jump * fraction, jump * (1.0 - fraction)


# ---- categories


def _categories(graph: Graph, step: Any, columns: list[str], _: dict[str, str], features: Sequence[Feature]) -> str:
    """Append the one-hot encoding of all category columns, with tables computed by the encoder itself."""
    encoder: OneHotEncoder = step[-1]
    first = np.array([values[0] for values in encoder.categories_], dtype=object)
    spellings = {feature.name: feature.spellings for feature in features}
    parts, start = [], 0
    for at, (name, values) in enumerate(zip(columns, encoder.categories_, strict=True)):
        rows = np.tile(first, (len(values) + 1, 1))
        rows[:-1, at], rows[-1, at] = values, _UNKNOWN
        table = encoder.transform(rows)
        width = _width_of(encoder, at)
        table, start = table[:, start : start + width], start + width
        codes = {str(value): code for code, value in enumerate(values)}
        codes[""] = codes.get(MISSING, len(values))
        codes |= {other: codes[label] for other, label in spellings[name] if label in codes and other not in codes}
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
    """Return the number of inputs of a category column; rare values share one."""
    rare = getattr(encoder, "infrequent_categories_", None)
    few = None if rare is None else rare[column]
    n_values = len(encoder.categories_[column])
    return n_values if few is None else n_values - len(few) + 1


# ---- dates


def _dates(graph: Graph, step: Any, columns: list[str], _: dict[str, str], __: Sequence[Feature]) -> str:
    """Append trend and phases of all date columns, standardised."""
    features: DateFeatures = step[0]
    zero, year = graph.constant(0.0), graph.constant(365.2425)
    seconds = beside(graph, columns)
    days = graph.add("Div", seconds, graph.constant(86_400.0))
    missing = graph.add("IsNaN", graph.add("Sub", days, days))
    middle = graph.constant(features.middle_)
    days = graph.add("Where", missing, middle, days)
    values = [graph.add("Div", graph.add("Sub", days, middle), year)]
    week = graph.add("Div", graph.add("Floor", days), graph.constant(7.0))
    for cycle in (graph.add("Div", days, year), week, days):
        phase = graph.add("Sub", cycle, graph.add("Floor", cycle))
        angle = graph.add("Mul", phase, graph.constant(2 * np.pi))
        values += [graph.add("Where", missing, zero, graph.add(wave, angle)) for wave in ("Sin", "Cos")]
    last = graph.constant([2], np.int64)
    side_by_side = graph.add("Concat", *(graph.add("Unsqueeze", value, last) for value in values), axis=2)  # (n, c, 7)
    flat = graph.add("Reshape", side_by_side, graph.constant([-1, features.kept_.size], np.int64))
    kept = graph.add("Gather", flat, graph.constant(np.flatnonzero(features.kept_), np.int64), axis=1)
    scaler = step[1]
    return graph.add("Div", graph.add("Sub", kept, graph.constant(scaler.mean_)), graph.constant(scaler.scale_))


# ---- texts


def _text(graph: Graph, step: TextFeatures, columns: list[str], _: dict[str, str], __: Sequence[Feature]) -> str:
    """Append TF-IDF and the components of a text column.

    ONNX has no operator that splits texts into words as the model does. Counting words is therefore a
    custom operator, which the HTML predictor has and an ONNX file cannot have.
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


_WRITERS: dict[str, Callable[[Graph, Any, list[str], dict[str, str], Sequence[Feature]], str]] = {
    "number": _numbers,
    "category": _categories,
    "date": _dates,
    "text": _text,
    **dict.fromkeys(VECTOR_ROLES, _vectors),
}
