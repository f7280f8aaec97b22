"""The type checkers: unpacked once, over every script, and strict enough to find a mistake."""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from buildsteps import checkers
from buildsteps.vendor import node_program

WEB = Path(__file__).parent.parent / "web"
CONFIGS = sorted(WEB.glob("tsconfig*.json"))


def tsc(config: Path, *options: str) -> subprocess.CompletedProcess:
    """Run the TypeScript of the lock."""
    script = checkers.unpacked("typescript") / "bin" / "tsc"
    command = [str(node_program()), str(script), "--project", str(config), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_package_is_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: a package made by hand; the second time nothing is fetched or written."""
    with tarfile.open(tmp_path / "tool-1.0.tgz", "w:gz") as packed:
        member = tarfile.TarInfo("package/index.js")
        member.size = 2
        packed.addfile(member, io.BytesIO(b"42"))
    entry = {"name": "tool", "version": "1.0", "file": "tool-1.0.tgz", "sha256": "0" * 64}
    (tmp_path / "lock.json").write_text(json.dumps({"npm": [entry]}))
    monkeypatch.setattr(checkers, "LOCK", tmp_path / "lock.json")
    monkeypatch.setattr(checkers, "UNPACKED", tmp_path / "tools")
    monkeypatch.setattr(checkers, "bring", lambda found, _registry: tmp_path / found["file"])
    folder = checkers.unpacked("tool")
    assert (folder / "index.js").read_bytes() == b"42"
    monkeypatch.setattr(checkers, "bring", lambda *_: pytest.fail("it is there"))
    assert checkers.unpacked("tool") == folder
    assert [path.name for path in (tmp_path / "tools").iterdir()] == ["tool-1.0-0000000000000000"]


@pytest.mark.slow
def test_every_script_is_checked() -> None:
    """Oracle: the files there are; each one is reached by the configuration of where it runs."""
    checked = {Path(line) for config in CONFIGS for line in tsc(config, "--listFilesOnly").stdout.split("\n") if line}
    assert sorted(path.relative_to(WEB) for path in set(WEB.rglob("*.js")) - checked) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("/** @type {number} */ export const n = 'one';", "TS2322"),
        ("export const twice = (n) => 2 * n;", "TS7006"),
        ("export const words = document.querySelector('p').textContent;", "TS2531"),
        ("export const length = (/** @type {string} */ text) => text.lenght;", "TS2551"),
    ],
    ids=["wrong type", "no type", "perhaps null", "no such property"],
)
def test_a_mistake_is_found(script: str, said: str, tmp_path: Path) -> None:
    """Oracle: TypeScript's number for the mistake, under the project's own options."""
    (tmp_path / "script.js").write_text(script)
    config = {"extends": str(WEB / "tsconfig.json"), "include": ["script.js"]}
    (tmp_path / "tsconfig.json").write_text(json.dumps(config))
    done = tsc(tmp_path / "tsconfig.json")
    assert done.returncode
    assert said in done.stdout
