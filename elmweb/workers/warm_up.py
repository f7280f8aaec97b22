"""Import what the workbench will need, in small steps, before anybody asks for it.

Importing SciPy and scikit-learn takes seconds in a browser and cannot be
interrupted. What others import themselves comes first, so no step is long;
what was put off comes last (:mod:`elmweb.workers.later`).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from elmweb.workers.later import run_now

__all__ = ["FOR_TABLES", "STEPS", "iter_warm_up"]

FOR_TABLES = (  # Since version 3 pandas does without pytz.
    *("numpy.random", "dateutil.parser", *(("pytz",) if find_spec("pytz") else ())),
    *("pandas", "elmweb.data", "elmweb.workbench.open_table"),
)
"""Modules that open a table, in the order in which they are imported."""

STEPS = (
    *FOR_TABLES,
    # SciPy, the leaves first.
    *("scipy._lib._util", "scipy.linalg", "scipy.sparse._csr", "scipy.special", "scipy.sparse.linalg"),
    "scipy.sparse.csgraph",
    # To train and to judge.
    *("joblib", "sklearn.utils", "sklearn.preprocessing", "sklearn.metrics", "sklearn.neighbors", "sklearn.pipeline"),
    *("sklearn.linear_model", "sklearn.impute", "sklearn.tree", "sklearn.ensemble"),
    *("elmweb.estimators", "elmweb.training.search", "scipy.optimize", "elmweb.evaluation"),
    *("elmweb.evaluation.report", "elmweb.export", "elmweb.workbench.predict"),
    # What few trainings need, the leaves first.
    *("numpy.f2py", "numpy.testing", "numpy.polynomial", "numpy.ctypeslib", "scipy.fft"),
    *("scipy.linalg.interpolative", "scipy.optimize._highspy._highs_wrapper", "scipy.optimize._linprog_highs"),
    *("scipy.spatial.distance", "scipy.spatial", "scipy.integrate", "scipy.interpolate"),
    *("scipy.ndimage", "scipy.stats.distributions", "scipy.stats"),
    *("sklearn.decomposition", "sklearn.feature_extraction.text", "sklearn.cluster"),
)
"""All modules, in the order in which they are imported."""


def iter_warm_up(names: Sequence[str] = STEPS) -> Iterator[str]:
    """Import one module a step.

    Parameters
    ----------
    names : sequence of str
        :data:`STEPS`, or some of them.

    Yields
    ------
    str
        The module that has been imported.
    """
    for name in names:
        run_now(importlib.import_module(name))
        yield name
