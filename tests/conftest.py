"""What every test run shares: which tests run first, and which stay together when several processes share them out."""

from __future__ import annotations

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

BROWSER = "tests/browser/"


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
