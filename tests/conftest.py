"""What every test run shares: which tests run first, and which stay together when several processes share them out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

BROWSER = "tests/browser/"

CORE = frozenset(
    f"test_{name}.py"
    for name in (
        *("activations", "arithmetic", "autoencoder", "bad_rows", "broad", "compute", "deep_rvfl", "elm", "ensemble"),
        *("growing", "hidden", "image_weights", "kernel_elm", "local_receptive", "members", "model_kinds", "online"),
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
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let one process alone run browser tests last, and of several one begin with them.

    Quick tests then fail first, and Playwright's event loop is in nobody's way; but browser tests take longest.
    """
    shared = hasattr(config, "workerinput")
    items.sort(key=lambda item: item.nodeid.startswith(BROWSER) != shared)


class Together(LoadScopeScheduling):
    """All browser tests go to one process, in order, and each other file to one: they share a Chromium, a cluster."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER if file.startswith(BROWSER) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Share tests out as :class:`Together` says."""
    config.option.loadscopereorder = False  # or the file with most tests would begin
    return Together(config, log)
