"""Import what the workbench will need, in small steps, before anybody asks for it.

Importing SciPy and scikit-learn takes seconds in a browser and cannot be
interrupted. What others import themselves comes first, so no step is long.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

__all__ = ["FOR_TABLES", "STEPS", "iter_warm_up"]

FOR_TABLES = (  # Since version 3 pandas does without pytz.
    *("numpy.random", "dateutil.parser", *(("pytz",) if find_spec("pytz") else ())),
    *("pandas", "elmweb.data", "elmweb.workbench.open_table"),
)
"""Modules that open a table, in the order in which they are imported."""

STEPS = (
    *FOR_TABLES,
    # SciPy, the leaves first.
    *("numpy.f2py", "scipy._lib._util", "scipy.special", "scipy.fft"),
    *("scipy.sparse._csr", "scipy.sparse.linalg", "scipy.sparse.csgraph", "scipy.linalg", "scipy.spatial"),
    *("scipy.linalg.interpolative", "scipy.optimize", "scipy.integrate", "scipy.interpolate", "scipy.ndimage"),
    *("scipy.stats.distributions", "scipy.stats"),
    # To train and to judge.
    *("joblib", "sklearn.utils", "sklearn.preprocessing", "sklearn.metrics", "sklearn.neighbors", "sklearn.pipeline"),
    *("sklearn.linear_model", "sklearn.decomposition", "sklearn.feature_extraction.text", "sklearn.impute"),
    *("sklearn.tree", "sklearn.ensemble", "elmweb.estimators", "elmweb.training.search", "elmweb.evaluation"),
    *("elmweb.evaluation.report", "elmweb.export", "elmweb.workbench.predict", "sklearn.cluster"),
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
        importlib.import_module(name)
        yield name
