"""Calibrate the classifiers: a temperature, and how often they are right when they are sure.

``python -m buildsteps.deep.calibrate [id ...]`` does it again for committed models, without training them. Held-out
rows are split in two: on every second one the temperature is fitted, on the others everything is measured. A
temperature changes no answer, so the accuracy stays what it is.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar

from buildsteps.deep.catalogue import file_entry
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import MODELS, load_recipe
from buildsteps.progress import step
from elmweb.zoo.tasks.probabilities import softmax

__all__ = ["SURE_FROM", "calibration", "calibration_error", "fit_temperature"]

SURE_FROM = 0.7
"""The page says "Not sure" below this probability: fewer than 7 of 10 such answers are right."""
N_BINS = 15


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """Return the number that divides logits so that the mean log-likelihood of the labels is largest.

    Parameters
    ----------
    logits : ndarray of shape (n, n_classes)
        The outputs of a classifier on rows it has not learned from.
    labels : ndarray of shape (n,), int
        Their classes.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017). On calibration of modern neural networks. ICML. arXiv:1706.04599
    """

    def loss(log_temperature: float) -> float:
        likely = softmax(logits / np.exp(log_temperature))[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(likely, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


def calibration_error(probabilities: np.ndarray, labels: np.ndarray, n_bins: int = N_BINS) -> float:
    """Return the expected calibration error: how far confidence and accuracy are apart in bins of equal width.

    Parameters
    ----------
    probabilities : ndarray of shape (n, n_classes)
        Of the classes.
    labels : ndarray of shape (n,), int
        The true classes.
    n_bins : int, optional
        Bins of confidence, the largest probability of a row.

    References
    ----------
    Naeini, Cooper, Hauskrecht (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI.
    """
    confidence, right = probabilities.max(1), probabilities.argmax(1) == labels
    bins = np.minimum((confidence * n_bins).astype(int), n_bins - 1)
    apart = [abs(float((confidence[bins == at] - right[bins == at]).sum())) for at in range(n_bins)]
    return sum(apart) / len(labels)


def calibration(logits: np.ndarray, labels: np.ndarray) -> tuple[dict[str, float], dict[str, float]]:
    """Return the settings of a calibrated classifier, and its metrics.

    Parameters
    ----------
    logits : ndarray of shape (n, n_classes)
        On held-out rows.
    labels : ndarray of shape (n,), int
        Their classes.

    Returns
    -------
    settings : dict
        ``temperature`` and ``sure_from``.
    metrics : dict
        ``ece``, the expected calibration error, and ``ece_before`` without the temperature; ``share_sure`` of the rows,
        and ``accuracy_sure``, the accuracy on these; absent where there are none.
    """
    temperature = round(fit_temperature(logits[::2], labels[::2]), 3)
    rest, truth = logits[1::2], labels[1::2]
    probabilities = softmax(rest / temperature)
    sure = probabilities.max(1) >= SURE_FROM
    metrics = {
        "ece": calibration_error(probabilities, truth),
        "ece_before": calibration_error(softmax(rest), truth),
        "share_sure": float(sure.mean()),
    }
    if sure.any():
        metrics["accuracy_sure"] = float((probabilities.argmax(1) == truth)[sure].mean())
    return {"temperature": temperature, "sure_from": SURE_FROM}, metrics


def update(model_id: str, folder: Path = MODELS) -> None:
    """Calibrate a committed model, and write what was found into the manifest and its card."""
    recipe, path = load_recipe(model_id), folder / "manifest.json"
    manifest = json.loads(path.read_text())
    (entry,) = (each for each in manifest["models"] if each["id"] == model_id)
    files = {graph["name"]: OnnxFile(folder / graph["file"]) for graph in entry["graphs"]}
    logits, labels = recipe.held_out(files, recipe.load_data(recipe.SETTINGS["cpu"]))
    settings, metrics = calibration(logits, labels)
    accuracy = float((logits.argmax(1) == labels).mean())
    if abs(accuracy - entry["metrics"]["accuracy"]) > 1e-3:
        raise SystemExit(f"{model_id}: accuracy is {accuracy:.4f}, the manifest says {entry['metrics']['accuracy']}.")
    entry["settings"] |= settings
    entry["metrics"] |= {name: float(f"{value:.5g}") for name, value in metrics.items()}
    card = folder / entry["assets"]["card"]["file"]
    card.write_text(_with_rows(card.read_text(), metrics))
    entry["assets"]["card"] = file_entry(card)
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")
    print(f"  {model_id}: {settings}, {metrics}", flush=True)


def _with_rows(text: str, metrics: dict[str, float]) -> str:
    """Return a card with a row for each metric at the end of its table of metrics."""
    text = re.sub(rf"^\| ({'|'.join(metrics)}) \|.*\n", "", text, flags=re.MULTILINE)
    head, rows, tail = re.split(r"((?:^\| \w+ \| .*\n)+)(?=\n## Properties)", text, maxsplit=1, flags=re.MULTILINE)
    n_empty = rows.splitlines()[0].count("|") - 3
    return (
        head + rows + "".join(f"| {name} | {value:.4g} |{' |' * n_empty}\n" for name, value in metrics.items()) + tail
    )


if __name__ == "__main__":
    known = json.loads((MODELS / "manifest.json").read_text())["models"]
    for name in sys.argv[1:] or [each["id"] for each in known if hasattr(load_recipe(each["id"]), "held_out")]:
        with step(f"Calibrate {name}"):
            update(name)
