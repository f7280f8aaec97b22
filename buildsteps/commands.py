"""What each command of ``build.py`` does, once its environment is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import webbrowser
from argparse import Namespace
from importlib import import_module
from pathlib import Path

from buildsteps.browser import find_chromium, find_firefox, find_webkit
from buildsteps.checkers import failed_checks
from buildsteps.progress import fail, step
from buildsteps.server import serve_forever
from buildsteps.site import ROOT, build_site_once


def run(options: Namespace, rest: list[str]) -> int:
    """Run the command that ``options`` names; return the exit code."""
    commands = {
        "serve": _serve,
        "site": _site,
        "docs": _docs,
        "test": _test,
        "pictures": _pictures,
        "bench": _bench,
        "models": _models,
    }
    return commands[options.command](options, rest)


def _site(options: Namespace, _rest: list[str]) -> int:
    build_site_once(options.out.resolve())
    print(f"The site is in {options.out}.")
    return 0


def _serve(options: Namespace, _rest: list[str]) -> int:
    build_site_once(options.out.resolve())
    address = f"http://127.0.0.1:{options.port}/"
    print(f"elmweb is at {address} (Ctrl+C ends it)", flush=True)
    if not options.no_open:
        webbrowser.open(address)
    serve_forever(options.out.resolve(), options.port)
    return 0


def _docs(options: Namespace, _rest: list[str]) -> int:
    from buildsteps.docs.pages import FOLDER, build_docs  # noqa: PLC0415 - needs Sphinx, which site does not install

    build_docs(options.out.resolve())
    print(f"The site is in {options.out}, its documentation in {options.out / FOLDER}.")
    return 0


FAST = "not browser and not torch and not slow and not checks"
"""Which tests need neither a browser nor PyTorch, and end in minutes."""
LEAST_COVERAGE = 90
"""Percent of the lines and branches of elmweb that the whole run must reach."""


def _test(options: Namespace, rest: list[str]) -> int:
    chosen = [*options.rest, *rest]
    environment = dict(os.environ)
    if not options.fast:
        build_site_once(ROOT / "dist")
        with step("Find a Chromium, a Firefox and a WebKit"):
            environment |= {"ELMWEB_CHROMIUM": find_chromium(), "ELMWEB_FIREFOX": find_firefox() or ""}
            find_webkit()  # what is missing is installed before a test waits for it
    if failed := failed_checks(fast=options.fast):
        print(f"build.py: {' and '.join(failed)} failed; the lines above say where.")
        return 1
    if options.fast:
        chosen = ["-m", FAST, *chosen]
    elif not chosen:
        coverage = ["--cov=elmweb", "--cov-branch", "--cov-report=term:skip-covered"]
        chosen = [*coverage, f"--cov-fail-under={LEAST_COVERAGE}"]
    if options.fast or not (options.rest or rest):  # one process a core, and a core for each
        chosen = ["-n", str(os.cpu_count() or 1), *chosen]
        environment |= {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL")}
    return subprocess.run([sys.executable, "-m", "pytest", *chosen], env=environment, check=False).returncode


def _pictures(options: Namespace, _rest: list[str]) -> int:
    from buildsteps.pictures import take_pictures  # noqa: PLC0415 - needs Playwright, which site does not install

    build_site_once(ROOT / "dist")
    failed = take_pictures(ROOT / "dist", options.out.resolve(), options.only, options.language)
    print(f"The pictures are in {options.out}, all of them in its index.html.", *failed, sep="\n")
    return 1 if failed else 0


def _bench(options: Namespace, _rest: list[str]) -> int:
    benchmark = import_module(f"benchmarks.{options.what}")  # each needs other packages
    known = list(getattr(benchmark, "CASES", ()))
    unknown = [case for case in options.only if case not in known]
    if unknown:
        fail(f"bench {options.what} has {', '.join(known) or 'no cases'}; got {', '.join(unknown)}.")
    if options.what == "reading":  # files, not the site
        numbers = benchmark.measure(options.folder or benchmark.FOLDER)
    else:
        build_site_once(ROOT / "dist")
        os.environ["ELMWEB_CHROMIUM"] = find_chromium()
        some = {"only": options.only} if known else {}
        numbers = benchmark.measure(ROOT / "dist", options.runs, **some)
    text = json.dumps(numbers, indent=1)
    if options.what != "reading":  # it has printed a table
        print(text)
    if options.json is not None:
        Path(options.json).write_text(text + "\n")
    return 0


def _models(options: Namespace, _rest: list[str]) -> int:
    from buildsteps.deep.command import run_models  # noqa: PLC0415 - needs PyTorch, which only this command installs

    return run_models(options)
