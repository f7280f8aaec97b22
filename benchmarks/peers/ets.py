"""Forecast a series from several origins by exponential smoothing (ETS) of statsmodels; reads and prints JSON.

The form is that of the least AICc before the first origin, of errors and seasons that are added or multiplied and of
no trend, a trend and a damped one, without those that R's ``ets`` leaves out as unstable (Hyndman et al. 2008); its
numbers are fitted again before each origin.
"""

from __future__ import annotations

import json
import sys
import warnings
from itertools import product
from typing import Any

import numpy as np
from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # pyright: ignore[reportMissingImports]


def forecasts(y: np.ndarray, origins: list[int], n_steps: int, period: int) -> list[list[float]]:
    """Return the next values from each origin, of which only the values before it are seen."""
    form = min(_forms(y[: origins[0]], period), key=lambda one: _aicc(y[: origins[0]], one))
    return [_fitted(y[:at], form).forecast(n_steps).tolist() for at in origins]


def _forms(y: np.ndarray, period: int) -> list[dict[str, Any]]:
    """Return the forms that are compared."""
    kinds = ("add", "mul") if (y > 0).all() else ("add",)
    seasons = (None, *kinds) if period > 1 else (None,)
    forms = []
    for error, (trend, damped), season in product(kinds, ((None, False), ("add", False), ("add", True)), seasons):
        if error == "add" and season == "mul":
            continue  # its variance may be infinite
        about = {"error": error, "trend": trend, "damped_trend": damped, "seasonal": season}
        forms.append(about | ({"seasonal_periods": period} if season else {}))
    return forms


def _fitted(y: np.ndarray, form: dict[str, Any]) -> Any:
    return ETSModel(y, **form).fit(disp=False, maxiter=500)


def _aicc(y: np.ndarray, form: dict[str, Any]) -> float:
    """Return the AICc of a form; infinite where it cannot be fitted or has too many parameters."""
    try:
        found = _fitted(y, form).aicc
    except ValueError:  # a singular matrix is one, too
        return np.inf
    return float(found) if np.isfinite(found) else np.inf


def main() -> None:
    """Answer what stands on the standard input."""
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    print(json.dumps(forecasts(np.array(asked["y"]), asked["origins"], asked["n_steps"], asked["period"])))


if __name__ == "__main__":
    main()
