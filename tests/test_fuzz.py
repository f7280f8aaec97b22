"""Damaged files of every kind are opened or refused in words, in time and memory: a part of what fuzz_files tries."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("fuzz_files.py")
pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="the limit on memory is set as Linux has it"
)


def _tried(number: int, tmp_path: Path) -> None:
    """Try so many files in a process whose memory is limited."""
    path = os.pathsep.join([str(SCRIPT.parent), str(SCRIPT.parent.parent), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, str(SCRIPT), str(number), "--seed", "2026", "--keep", str(tmp_path / "broken")]
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout[-10_000:] + done.stderr[-10_000:]
    assert f"{number} files" in done.stdout
    assert "0 broke something" in done.stdout


@pytest.mark.slow
def test_some_damaged_files(tmp_path):
    """Invariant: no error but those of elmweb, none takes 10 s or 1 GB more; six files of each kind."""
    _tried(48, tmp_path)


@pytest.mark.slow
def test_many_damaged_files(tmp_path):
    """Invariant: the same, for twenty-five files of each kind."""
    _tried(200, tmp_path)
