"""What every test run shares: the order of the tests, and which of them stay together on one of several processes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler.loadscope import LoadScopeScheduling

# Boosting starts a thread for each core, which spins: beside another test process a fit then takes minutes.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long examples take to make is a matter of what else the machine does.
settings.register_profile("any machine", parent=settings(), suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

BROWSER = "tests/browser/"

LONG = (
    *("tests/test_recipes.py", "tests/test_dask.py", "tests/test_model_kinds.py"),
    *(
        f"{BROWSER}test_{name}.py"
        for name in (
            *("engines", "slow_browsers", "bad_input", "model_parity", "second_visit", "robust", "access", "flow"),
            "first_visit",
            *("models_every", "models_worker", "models_python", "offline"),
        )
    ),
)
"""Files that take minutes, the longest first: begun early, none of them is left to one process at the end."""


def file_of(nodeid: str) -> str:
    """Return the file of a test."""
    return nodeid.partition("::")[0]


def order(item: pytest.Item) -> tuple[bool, int]:
    """Return a test's place: those with a browser last, and of each kind the long files first.

    Playwright's event loop stays open in a process, where a test that runs a loop of its own could no longer do so.
    """
    file = file_of(item.nodeid)
    return file.startswith(BROWSER), LONG.index(file) if file in LONG else len(LONG)


CORE = frozenset(
    f"test_{name}.py"
    for name in (
        *("activations", "arithmetic", "autoencoder", "bad_rows", "broad", "compute", "deep_rvfl", "elm", "ensemble"),
        *("growing", "hidden", "image_weights", "kernel_elm", "leave_out", "local_receptive", "members", "model_kinds"),
        *("blend", "online"),
        *("package", "path", "pruned", "refit", "ridge", "rvfl", "semi_supervised", "series"),
    )
)
"""The tests of the library: they need NumPy, SciPy, scikit-learn and the extra ``core-test``, and no more."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that leaves out every test that needs the page's packages, a browser or PyTorch."""
    parser.addoption("--core", action="store_true", help="only the tests of the estimators and of the package")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the other files under ``--core``, so that they are not even imported."""
    name = collection_path.name
    other = name == "browser" or (name.startswith("test_") and name not in CORE)
    return True if config.getoption("--core") and other else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests; those of one file keep their order."""
    items.sort(key=order)
    for item in items:  # what adds nothing to the coverage is not traced: that takes a third longer
        if item.get_closest_marker("browser") or item.get_closest_marker("checks"):
            item.add_marker(pytest.mark.no_cover)


class ByFile(LoadScopeScheduling):
    """Each file goes to one process: its tests share a Chromium, a cluster, a trained model."""

    def _split_scope(self, nodeid: str) -> str:
        return file_of(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Share tests out by file, in the order in which they are sorted."""
    config.option.loadscopereorder = False
    return ByFile(config, log)
