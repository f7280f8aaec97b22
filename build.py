#!/usr/bin/env python3
"""Everything one does with this project, from a machine that has only Python.

    python3 build.py serve     build the site and open it on this machine
    python3 build.py site      only build it, into dist/
    python3 build.py docs      build it with its documentation beside it
    python3 build.py test      run every check and test
    python3 build.py pictures  take pictures of every page and state, to be looked at
    python3 build.py bench     measure, peers side by side
    python3 build.py models    train the deep models in models/ again

The first run makes a .venv beside this file and installs what is needed there.
This file itself imports nothing but the standard library.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARK = VENV / "installed.sha256"
OLDEST = (3, 11)


def in_venv() -> Path:
    """Return the interpreter of the project's own environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(extras: str) -> None:
    """Make the .venv and install the project with ``extras``; a second run does nothing."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    installed = MARK.read_text().splitlines() if MARK.exists() else []
    if installed[:1] == [wanted] and extras in installed:
        return
    if not in_venv().exists():
        print("  Make the environment .venv ...", flush=True)
        venv.create(VENV, with_pip=True)
    print(f"  Install what {extras} needs (once; a minute or two) ...", flush=True)
    pip = [str(in_venv()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--editable", f"{ROOT}[{extras}]"], check=False)
    if done.returncode:
        sys.exit("build.py: the packages could not be installed; pip said why above.")
    keep = [extra for extra in installed[1:] if installed[:1] == [wanted]]
    MARK.write_text("\n".join([wanted, *keep, extras]))


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="build the site and serve it on 127.0.0.1")
    serve.add_argument("--port", type=int, default=8700)
    serve.add_argument("--no-open", action="store_true", help="do not open a browser")
    site = commands.add_parser("site", help="only build the site")
    docs = commands.add_parser("docs", help="build the site with its documentation beside it")
    for command in (serve, site, docs):
        command.add_argument("--out", type=Path, default=ROOT / "dist", help="where to (default: dist)")
    test = commands.add_parser("test", help="run every check and test")
    test.add_argument("--fast", action="store_true", help="only what needs neither a browser nor PyTorch")
    test.add_argument("rest", nargs="*", help="given to pytest as it is")
    pictures = commands.add_parser("pictures", help="take pictures of every page and state, to be looked at")
    pictures.add_argument("--out", type=Path, default=ROOT / ".cache" / "pictures", help="where to")
    pictures.add_argument("--only", nargs="+", default=[], metavar="STATE", help="only these states")
    pictures.add_argument("--language", default="en", help="of the visitor (default: en)")
    bench = commands.add_parser("bench", help="measure, peers side by side")
    bench.add_argument("what", choices=["start", "upload", "train", "accuracy", "models", "embed", "reading"])
    bench.add_argument("--json", type=Path, nargs="?", metavar="FILE", help="write the numbers into FILE too")
    bench.add_argument("--only", nargs="+", default=[], metavar="CASE", help="only these cases of the benchmark")
    bench.add_argument("--runs", type=int, default=5, help="interleaved runs (default: 5)")
    bench.add_argument("--folder", type=Path, help="of the files that bench reading reads")
    models = commands.add_parser("models", help="train the deep models in models/ again")
    models.add_argument("--only", metavar="ID", help="one model, such as cnn-mnist (default: every recipe)")
    models.add_argument(
        "--device", choices=["auto", "cuda", "mps", "cpu"], default="auto", help="where (default: auto)"
    )
    models.add_argument(
        "--quick", action="store_true", help="try each recipe for a few seconds; models/ is not touched"
    )
    return parser


def main() -> int:
    """Run one command, inside the project's own environment."""
    if sys.version_info < OLDEST:
        sys.exit(f"build.py: needs Python {'.'.join(map(str, OLDEST))} or newer; this is {sys.version.split()[0]}.")
    options, rest = arguments().parse_known_args()
    if rest and options.command != "test":
        arguments().error(f"unknown arguments: {' '.join(rest)}")
    extras = {
        "docs": "build,docs",
        "test": "build,test,models",
        "bench": "build,test,bench",
        "pictures": "build,docs",
        "models": "build,models",
    }
    fast = options.command == "test" and options.fast
    prepare("build,test" if fast else extras.get(options.command, "build"))
    if Path(sys.executable).resolve() != in_venv().resolve() or sys.prefix == sys.base_prefix:
        return subprocess.run([str(in_venv()), str(ROOT / "build.py"), *sys.argv[1:]], check=False).returncode
    os.chdir(ROOT)
    from buildsteps import commands  # noqa: PLC0415 - needs the environment made above

    return commands.run(options, rest)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
