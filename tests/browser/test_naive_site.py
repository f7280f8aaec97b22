"""The site that `bench start` compares with: a benchmark whose other side has stopped to work measures nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.naive_site import build_naive_site
from benchmarks.web import serving

pytestmark = pytest.mark.browser


def test_the_plain_site_comes_to_a_result(chromium: Browser, folder: Path, tmp_path: Path) -> None:
    """Invariant: it reads and trains the irises in its only Python, which is what the benchmark waits for."""
    build_naive_site(folder, tmp_path / "naive")
    with serving(tmp_path / "naive", None) as served, chromium.new_context() as context:
        page = context.new_page()
        page.goto(served.address)
        page.wait_for_selector("html[data-result]", state="attached", timeout=180_000)
