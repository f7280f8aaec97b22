"""Tables of other people: the page as a person uses it, beside other methods with their defaults.

Twenty-four were chosen before any score was seen. Since then the members of the blend were picked by scores on them,
with seed 0: what is said of the blend is honest only on tables that are not among these. Twenty-six others were chosen
when it was done, and nothing has been chosen by them.

Each table is split 75 to 25 for each seed. The page opens the first part, trains with nothing chosen but the target and
the kind of model, and what it saves predicts the second. The peers see the same rows behind an ordinary preparation
(peers/fit.py), in an environment of their own, which is made under ``.cache/peers``; ELMWEB_PEERS may name the Python
of another. The tables are those of the folder ELMWEB_TABLES (``tables.json`` and ``data/*.csv``), or are written by
peers/tables.py. ELMWEB_ONLY_TABLES may name some of them, separated by commas.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import rankdata
from sklearn.model_selection import train_test_split

from benchmarks.machine import run_native
from benchmarks.peers.scores import of_classes, of_numbers
from elmweb.data.readers import read_table
from elmweb.export import load_model
from elmweb.workbench.local import LocalWorkbench

__all__ = ["mean_ranks", "measure", "measure_fresh"]

_ROOT = Path(__file__).parents[1]
_CACHE = _ROOT / ".cache"
OURS = {"elmweb, blend": "blend", "elmweb, simple ELM": "elm"}
"""Kinds of model of the page that are measured."""

SCORES = ("R2", "accuracy", "AUC", "log loss")


def measure_fresh(runs: int) -> dict[str, Any]:
    """Score every method on every table that the blend was not made by; see :func:`measure`."""
    return measure(runs, "fresh")


def measure(runs: int, which: Literal["many", "fresh"] = "many") -> dict[str, Any]:
    """Score every method on every table.

    Parameters
    ----------
    runs : int
        Number of seeds.
    which : {"many", "fresh"}, default="many"
        Which tables.

    Returns
    -------
    dict
        ``mean_rank`` by the score, over tables and seeds: each kind of elmweb's model ranked among the peers, and the
        peers among themselves and the blend; ``scores`` by the table. There is no threshold, so ``rows`` is empty.
    """
    python, folder = peers_python(), _tables(which)
    tables = json.loads((folder / "tables.json").read_text())
    some = os.environ.get("ELMWEB_ONLY_TABLES", "").split(",")
    found: dict[str, list[dict[str, dict[str, float]]]] = {}
    for table in sorted((one for one in tables if some == [""] or one["name"] in some), key=lambda one: one["rows"]):
        for seed in range(runs):
            with tempfile.TemporaryDirectory() as at:
                _split(folder / "data" / f"{table['name']}.csv", table, seed, Path(at))
                about = [f"{at}/train.csv", f"{at}/test.csv", table["target"], table["task"]]
                scores = {name: run_native("many_tables", *about, kind, threads=None) for name, kind in OURS.items()}
                command = [str(python), "-m", "benchmarks.peers.fit", *about]
                peers = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=True)
                scores |= json.loads(peers.stdout.splitlines()[-1])
                found.setdefault(table["name"], []).append(scores)
        key = "R2" if table["task"] == "regression" else "AUC"
        print(f"  {table['name']}: {_means(found[table['name']], key)}", flush=True)
    scores = {name: _means(each, *SCORES, "seconds") for name, each in found.items()}
    return {"rows": [], "mean_rank": mean_ranks(found), "scores": scores, "n_seeds": runs}


def mean_ranks(found: dict[str, list[dict[str, dict[str, float]]]]) -> dict[str, dict[str, float]]:
    """Return the mean rank of each method by each score, where 1 is best.

    Parameters
    ----------
    found : dict
        For each table one dict a seed, of methods and their scores; higher is better.

    Returns
    -------
    dict
        By the score, the rank of each peer and of the blend among each other, and of the simple ELM among the peers.
        A method without probabilities has no log loss, and is not ranked by it.
    """
    ranks: dict[str, dict[str, list[float]]] = {}
    for runs in found.values():
        for scores in runs:
            first = next(iter(OURS))
            for key in [key for key in SCORES if key in scores[first]]:
                for ours in OURS:
                    names = [name for name in scores if key in scores[name] and (name not in OURS or name == ours)]
                    for name, rank in zip(names, rankdata([-scores[name][key] for name in names]), strict=True):
                        if ours in {first, name}:
                            ranks.setdefault(key, {}).setdefault(name, []).append(float(rank))
    return {
        key: {name: round(float(np.mean(each)), 2) for name, each in sorted(by_name.items(), key=_mean_of)}
        for key, by_name in ranks.items()
    }


def _mean_of(item: tuple[str, list[float]]) -> float:
    return float(np.mean(item[1]))


def _means(runs: list[dict[str, dict[str, float]]], *keys: str) -> dict[str, Any]:
    """Return the mean scores of each method over seeds."""
    found = {
        name: {key: round(float(np.mean([run[name][key] for run in runs])), 4) for key in keys if key in runs[0][name]}
        for name in runs[0]
    }
    return {name: next(iter(each.values())) for name, each in found.items()} if len(keys) == 1 else found


def _split(file: Path, table: dict[str, Any], seed: int, folder: Path) -> None:
    """Write the rows to learn from, those without an answer among them, and the rows to test on."""
    frame = pd.read_csv(file, low_memory=False)
    answers, strata = frame[table["target"]], None
    if table["task"] != "regression":
        counts = answers.map(answers.value_counts())
        strata = answers.where(counts > 1, "rare").fillna("none")
        strata = None if (strata.value_counts() < 2).any() else strata
    learn, held_out = train_test_split(frame, test_size=0.25, random_state=seed, stratify=strata)
    learn.to_csv(folder / "train.csv", index=False)
    held_out[held_out[table["target"]].notna()].to_csv(folder / "test.csv", index=False)


def _tables(which: str) -> Path:
    """Return the folder of the tables, which are written if need be."""
    if named := os.environ.get("ELMWEB_TABLES"):
        return Path(named)
    folder = _CACHE / f"{which}-tables"
    if not (folder / "tables.json").exists():
        write = [str(peers_python()), "-m", "benchmarks.peers.tables", str(folder), which]
        subprocess.run(write, cwd=_ROOT, check=True)
    return folder


def peers_python() -> Path:
    """Return the Python that has the peers, which are installed if need be."""
    if named := os.environ.get("ELMWEB_PEERS"):
        return Path(named)
    python, installed = _CACHE / "peers" / "bin" / "python", _CACHE / "peers" / "installed.txt"
    folder = _ROOT / "benchmarks" / "peers"
    methods, tables = folder / "requirements.txt", folder / "tables.txt"
    wanted = methods.read_text() + tables.read_text()
    if not installed.exists() or installed.read_text() != wanted:
        venv.create(_CACHE / "peers", with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet"]
        subprocess.run([*install, "-r", str(methods)], check=True)
        # One of them asks for NumPy 1.23, which the methods have left behind; its files of tables need no version.
        subprocess.run([*install, "--no-deps", "-r", str(tables)], check=True)
        installed.write_text(wanted)
    return python


async def _of_page(train: str, test: str, target: str, task: str, kind: str) -> dict[str, float]:
    """Return the scores of what the page trains and saves."""
    workbench, started = LocalWorkbench(), time.perf_counter()
    await workbench.open_table({"path": train}, None, _ignore)
    await workbench.train({"targets": [target], "task": task}, {"model_kind": kind}, _ignore)
    seconds = {"seconds": time.perf_counter() - started}
    model, _ = load_model((await workbench.export("model"))["data"])
    rows = read_table(test, readings=model.readings).frame
    if task == "regression":
        return of_numbers(pd.read_csv(test)[target].to_numpy(float), model.predict(rows)) | seconds
    truth, classes = (np.array([_named(name) for name in names]) for names in (rows[target], model.classes))
    return of_classes(truth, classes, model.predict_proba(rows)) | seconds


def _named(label: Any) -> str:
    """Return a label as text: 1, 1.0 and "1" are one class, however a file was read."""
    try:
        return f"{float(label):g}"
    except ValueError:
        return str(label)


def _ignore(_message: dict[str, Any]) -> None:
    """Take a progress message and do nothing."""


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_of_page(*sys.argv[1:]))))
