"""The same steps as a Python file of some twenty lines, which gives the loss that the page shows."""

from __future__ import annotations

import io

import numpy as np

from elmweb.lesson.lesson import Lesson
from elmweb.lesson.networks import START_FACTORS
from elmweb.lesson.samples import MADE
from elmweb.words.engine import lesson_view as words

__all__ = ["ROWS_FILE", "rows_csv", "script_text"]

ROWS_FILE = "learn rows.csv"
"""The file with rows that the script cannot make itself."""

_ACTIVATIONS = {"tanh": "Tanh", "relu": "ReLU", "logistic": "Logistic"}
_OPTIMIZERS = {"sgd": "SGD({})", "momentum": "SGD({}, momentum=0.9)", "adam": "Adam({})", "adamw": "AdamW({})"}


def script_text(lesson: Lesson) -> str:
    """Return a Python file that takes the steps which are done, and prints the losses of network and ELM.

    Parameters
    ----------
    lesson : Lesson
        Its settings and the number of its steps.

    Returns
    -------
    str
        Needs elmweb and, unless the rows are made ones, :data:`ROWS_FILE` beside it.
    """
    s, rows = lesson.settings, lesson.rows
    by_class = bool(rows.classes)
    loss, elm = ("SoftmaxCrossEntropy", "ELMClassifier") if by_class else ("SquaredError", "ELMRegressor")
    activation, optimizer = _ACTIVATIONS[s.activation], _OPTIMIZERS[s.optimizer].format(repr(s.rate))
    factor = START_FACTORS.get(s.start)
    start = "glorot" if factor else s.start
    widths = [rows.X.shape[1], *[s.width] * s.depth, rows.n_outputs]
    names = sorted({"Dense", "Network", activation, loss, optimizer.split("(")[0]}, key=str.lower)
    made, penalty = s.data in MADE, s.elm_penalty or "loo"
    elm_target = "y" if by_class else "y[:, 0]"
    elm_loss = (
        "-np.log(elm.predict_proba(X)[range(len(y)), y]).mean()"
        if by_class
        else "0.5 * np.square(elm.predict(X) - y[:, 0]).mean()"
    )
    lines = [
        f'"""{words.script_title(_title(lesson))}"""',
        "",
        "import numpy as np",
        f"from elmweb.backprop import {', '.join(names)}",
        f"from elmweb.estimators import {elm}",
        "from elmweb.lesson.networks import batch_rows",
        "from elmweb.lesson.samples import made_rows" if made else "",
        "",
        f'X, y, *_ = made_rows("{s.data}", {s.rows}, {s.noise!r})' if made else _reading(by_class=by_class),
        f"widths, rng = {widths}, np.random.default_rng({s.seed})",
        "layers = []",
        "for n_in, n_out in zip(widths, widths[1:]):",
        f'    layers += [Dense(n_in, n_out, start="{start}", rng=rng, dtype=float), {activation}()]',
        f"    layers[-2].weights.value *= {factor}" if factor else "",
        f"network = Network(layers[:-1], {loss}(), {optimizer})  # {words.LAST_LAYER}",
        f"for step in range({lesson.step}):",
        f"    rows = batch_rows(step, len(X), {s.batch}, seed={s.seed})",
        "    network.forward(X[rows])",
        "    network.loss(y[rows])",
        "    network.backward()",
        "    network.update()",
        "network.forward(X)",
        f'print("{words.NETWORK}", network.loss(y))',
        f"elm = {elm}({s.elm_width}, alpha={penalty!r}, scale={s.elm_scale!r}, random_state={s.elm_seed})",
        f"elm.fit(X, {elm_target})",
        f'print("{words.ELM}", {elm_loss})',
    ]
    blank = {1, 7}
    return "\n".join(line for at, line in enumerate(lines) if line or at in blank) + "\n"


def _title(lesson: Lesson) -> str:
    return lesson.rows.name.replace("\\", "").replace('"', "") or words.ROWS


def _reading(*, by_class: bool) -> str:
    target = "table[:, -1].astype(int)" if by_class else "table[:, -1:]"
    return (
        f'table = np.loadtxt("{ROWS_FILE}", delimiter=",", skiprows=1, ndmin=2)\n'
        f"X, y = np.ascontiguousarray(table[:, :-1]), {target}"
    )


def rows_csv(lesson: Lesson) -> bytes:
    """Return the rows that are learned from, as the network takes them, for the script to read.

    Parameters
    ----------
    lesson : Lesson
        Its rows.

    Returns
    -------
    bytes
        CSV: the inputs, then the number of the class or the number to predict.
    """
    rows = lesson.rows
    names = [f"input {at + 1}" for at in range(rows.X.shape[1])]
    text = io.StringIO()
    np.savetxt(
        text,
        np.column_stack([rows.X, rows.y]),
        fmt="%.17g",
        delimiter=",",
        header=",".join([*names, "answer"]),
        comments="",
    )
    return text.getvalue().encode()
