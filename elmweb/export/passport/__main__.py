"""``python -m elmweb.export.passport``: check a passport, or write it as a page to print."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from elmweb.exceptions import ElmwebError, needed_and_found
from elmweb.export.passport.check import read_passport, run_check
from elmweb.export.passport.page import passport_page
from elmweb.words.engine import export_passport as words

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        0 when all is equal, 1 when something differs, 2 when it could not be checked.
    """
    parser = argparse.ArgumentParser("python -m elmweb.export.passport", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help=words.HELP["check"])
    check.add_argument("passport", type=Path)
    check.add_argument("files", type=Path, nargs="+", help=words.HELP["files"])
    page = commands.add_parser("page", help=words.HELP["page"])
    page.add_argument("passport", type=Path)
    page.add_argument("html", type=Path)
    asked = parser.parse_args(arguments)
    try:
        if asked.command == "page":
            asked.html.write_bytes(passport_page(read_passport(asked.passport.read_bytes(), asked.passport.name)))
            return 0
        found, summary = run_check(asked.passport, asked.files)
    except (ElmwebError, OSError) as error:
        said = error.to_dict() if isinstance(error, ElmwebError) else {"what": str(error)}
        needed = needed_and_found(str(said.get("rule", "")), str(said.get("value", "")))
        sys.stderr.write(" ".join(filter(None, (str(said["what"]), needed))) + "\n")
        return 2
    sys.stdout.write("\n".join([*map(str, found), "", summary, ""]))
    return int(any(one.counts and not one.equal for one in found))


if __name__ == "__main__":
    sys.exit(main())
