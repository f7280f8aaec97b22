"""What the library must do with NumPy, SciPy and scikit-learn alone.

A program for an environment without pandas, or for one in which ``--hide`` makes it and the page's packages look
uninstalled; test_package.py runs both. Its argument is the file of a model that was trained on a table. It prints what
it found as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ABSENT = ("pandas", "panel", "bokeh", "openpyxl")
"""Packages of the page."""

NEEDS_PANDAS = {
    "elmweb.data": "read_table",
    "elmweb.evaluation": "evaluate",
    "elmweb.preprocessing": "as_inputs",
    "elmweb.training": "train",
}
"""One public name of each package that is about tables."""

HINT = 'pip install "elmweb[page]"'


class Hide:
    """An import hook that makes packages look uninstalled."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> None:
        """Refuse a hidden package, and leave every other to the finders that follow."""
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def raised(action: Callable[[], object], kind: type[Exception] = ImportError) -> Exception:
    """Return the error of a kind that an action must raise."""
    try:
        action()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def seconds_to_import(name: str) -> float:
    """Import a module; return the seconds of CPU time that it took, which other programs do not change."""
    started = time.process_time()
    import_module(name)
    return time.process_time() - started


def fitted(name: str) -> tuple[Any, Any]:
    """Return a fitted estimator of a class of elmweb, and its inputs."""
    import numpy as np
    from sklearn.base import is_regressor

    import elmweb

    rng = np.random.default_rng(0)
    X = rng.integers(0, 256, size=(60, 64)) / 255 if name.startswith("LocalReceptive") else rng.normal(size=(60, 4))
    y = X[:, 0] - X[:, 1]
    estimator = getattr(elmweb, name)()
    if not is_regressor(estimator):
        y = np.digitize(y, np.quantile(y, [1 / 3, 2 / 3]))
    if name.startswith("SemiSupervised"):
        y[30:] = -1
    if "random_state" in estimator.get_params():
        estimator.set_params(random_state=0)
    return estimator.fit(X, y), X


def check_estimator(name: str) -> float:
    """Fit, predict, save, load and write as ONNX; return how far the ONNX file is from the model."""
    import numpy as np

    from elmweb.export import check_onnx, load_model, save_model, to_onnx

    model, X = fitted(name)
    again, report = load_model(save_model(model, {"score": np.float64(0.5)}))
    assert report == {"score": 0.5}
    assert (again.predict(X) == model.predict(X)).all(), name
    difference = check_onnx(to_onnx(model), model, X)
    assert difference < 1e-4, name
    return difference


def check_preprocessor() -> None:
    """Columns of an array are prepared by their positions."""
    import numpy as np

    from elmweb.preprocessing import make_preprocessor

    rows = np.array([[1.0, "a"], [2.0, "b"], [3.0, "a"], [np.nan, None]] * 5, dtype=object)
    prepared = make_preprocessor({0: "number", 1: "category"}, len(rows)).fit_transform(rows)
    assert prepared.shape[0] == len(rows)
    assert np.isfinite(prepared).all()


def check_sentences(saved: bytes) -> None:
    """Whatever is about tables says which package is missing and how to install it."""
    from elmweb.export import ExportError, load_model, to_html

    for module, name in NEEDS_PANDAS.items():
        assert HINT in str(raised(lambda module=module, name=name: getattr(import_module(module), name))), module
    assert HINT in str(raised(lambda: load_model(saved)))
    refused = raised(lambda: to_html(fitted("ELMClassifier")[0]), ExportError)
    assert "a model trained on a table" in str(refused)


def main() -> None:
    """Do everything; any failure ends the program with a traceback."""
    parser = argparse.ArgumentParser()
    parser.add_argument("table_model", type=Path)
    parser.add_argument("--hide", action="store_true")
    options = parser.parse_args()
    if options.hide:
        sys.meta_path.insert(0, Hide)
    for package in ABSENT:
        assert isinstance(raised(lambda package=package: import_module(package)), ModuleNotFoundError)

    seconds = {name: seconds_to_import(name) for name in ("sklearn.base", "elmweb.estimators", "elmweb.export")}
    import elmweb

    names = [name for name in elmweb.__all__ if name[0].isupper()]
    differences = {name: check_estimator(name) for name in names}
    check_preprocessor()
    check_sentences(options.table_model.read_bytes())
    json.dump({"file": elmweb.__file__, "seconds": seconds, "onnx_differences": differences}, sys.stdout)


if __name__ == "__main__":
    main()
