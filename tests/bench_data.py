"""Datasets and models that several tests share, made once."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from elmweb.data._guess_target import guess_target
from elmweb.data.dataset import Dataset, make_dataset
from elmweb.data.readers import read_table
from elmweb.data.roles import guess_roles, guess_task
from elmweb.data.table import Table
from elmweb.evaluation import Evaluation, evaluate
from elmweb.training.model import Settings, TrainedModel
from elmweb.training.search import train

SAMPLES = Path(__file__).parent.parent / "web" / "samples"
ALL = ("iris", "wine", "breast-cancer", "digits", "diabetes", "seattle-weather")


def dataset_from(frame: pd.DataFrame, targets: list[str], task: str, **roles: str) -> Dataset:
    """Return a dataset with guessed roles, except those given."""
    table = Table("made", frame, 0, 0.0)
    return make_dataset(table, targets, task, guess_roles(frame) | roles, {})


@cache
def sample(name: str) -> Dataset:
    """Return a sample with everything guessed."""
    table = read_table(SAMPLES / f"{name}.csv")
    roles = guess_roles(table.frame)
    target = guess_target(table.frame, roles)
    return make_dataset(table, [target], guess_task(table.frame[target], roles[target]), roles, {})


def mixed_frame(n: int = 240, seed: int = 0) -> pd.DataFrame:
    """Return numbers, categories, dates and texts with gaps, and answers that depend on all of them."""
    rng = np.random.default_rng(seed)
    size = rng.normal(50, 10, n)
    orchard = rng.choice(["hill", "lake", "road"], n)
    day = np.datetime64("2021-01-01") + rng.integers(0, 900, n)
    word = rng.choice(["sweet", "sour", "bitter"], n)
    month = day.astype("datetime64[M]").astype(int) % 12
    note = [f"this apple tastes {taste} to person {at} of panel" for at, taste in enumerate(word)]
    # A little noise, or the doctor would leave a column out because it gives the answer away.
    price = size + 8 * (orchard == "hill") + 6 * (word == "sweet") + 3 * np.cos(2 * np.pi * month / 12)
    frame = pd.DataFrame(
        {
            "size": np.where(rng.random(n) < 0.05, np.nan, size),
            "orchard": pd.Series(orchard, dtype=object).where(rng.random(n) > 0.05, None),
            "picked": pd.Series(day.astype(str), dtype=object),
            "note": pd.Series(note, dtype=object),
            "price": price + rng.normal(0, 1, n),
            "big": np.where(size + rng.normal(0, 4, n) > 50, "yes", "no"),
            "hilly": np.where(orchard == "hill", "yes", "no"),
        }
    )
    for name in ("big", "hilly"):
        frame[name] = frame[name].astype(object)
    return frame


def noise_frame(n: int = 120, seed: int = 0) -> pd.DataFrame:
    """Return columns that say nothing about the answers "kind" and "amount"."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(size=(n, 4)), columns=list("abcd"))
    frame["kind"] = pd.Series(rng.choice(["x", "y"], n, p=[0.7, 0.3]), dtype=object)
    frame["amount"] = rng.standard_t(3, n)
    return frame


@cache
def mixed(task: str) -> Dataset:
    """Return the mixed table for a task."""
    frame = mixed_frame()
    if task == "regression":
        return dataset_from(frame.drop(columns=["big", "hilly"]), ["price"], task, note="text")
    if task == "binary":
        return dataset_from(frame.drop(columns=["price", "hilly"]), ["big"], task, note="text")
    return dataset_from(frame.drop(columns=["price"]), ["big", "hilly"], task, note="text")


@cache
def trained(name: str, kind: str = "elm") -> tuple[Dataset, TrainedModel, Evaluation]:
    """Return dataset, model and evaluation of a sample, or of the mixed table for a task; "auto" is the page's kind."""
    dataset = sample(name) if name in ALL else mixed(name)
    model = train(dataset, Settings(model_kind=kind))
    return dataset, model, evaluate(model, dataset)


def with_estimator(name: str, estimator: Any) -> tuple[Dataset, TrainedModel]:
    """Return a dataset and a model of it whose estimator is a clone of this one, fitted on all rows."""
    dataset, model, _ = trained(name)
    fitted = clone(estimator).fit(model.inputs(dataset.X), dataset.y)
    return dataset, replace(model, pipeline=Pipeline([("prepare", model.preprocessor), ("elm", fitted)]))


FORMULAS = (
    *("=SUM(A1)", "+1+1", "-2+3", "@SUM(A1)", " =1", "'=1", "''@x", "\t=1", "x\ty", "\uff1d1", "- one", "=", "'"),
    *("-1.5", "+2e3", "-3 %", "'-1.5", "'twas", "a=b", "1-2", "it's", "'quoted'", 'say "=1"', "=a,'b'\n=c", "plain"),
)
"""Texts that a spreadsheet takes for formulas, and texts beside them that it does not."""
