"""Read a folder of awkward files and compare each table with what its file holds.

The folder has a file ``outcomes.json``, or ``reading_outcomes.json`` beside this one knows its files. For each it says
the number of ``rows``, the ``columns``, ``sums`` of numbers, ``counts`` of texts, how many are ``missing``, texts in
the ``first`` row, lines ``left_out`` by their kind, ``sheets`` to choose from, and patterns that the notes match
(``says``). ``options`` are those of the reader.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from elmweb.data import ReadOptions, Table, read_table
from elmweb.exceptions import ElmwebError

__all__ = ["FOLDER", "compare", "differences", "measure"]

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "tests" / "data" / "reading"
KNOWN = Path(__file__).with_name("reading_outcomes.json")


def outcomes_of(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the files of a folder hold.

    Parameters
    ----------
    folder : Path
        With a file ``outcomes.json``, or with files that are known by name.

    Returns
    -------
    dict of str to dict
        By the file's name.
    """
    own = folder / "outcomes.json"
    return json.loads((own if own.exists() else KNOWN).read_text())


def differences(table: Table, expected: Mapping[str, Any]) -> list[str]:
    """Compare a table with what its file holds.

    Parameters
    ----------
    table : Table
        As it was read.
    expected : mapping
        As this module describes it.

    Returns
    -------
    list of str
        What differs; empty for a table that is right.
    """
    if "columns" in expected and table.columns != expected["columns"]:
        return [f"columns {table.columns} instead of {expected['columns']}"]
    pairs: list[tuple[str, Any, Any]] = [("rows", table.n_rows, expected["rows"])]
    pairs += [(f"sum of {name}", _sum(table, name), wanted) for name, wanted in expected.get("sums", {}).items()]
    for name, wanted in expected.get("counts", {}).items():
        counts = table.frame[name].value_counts()
        pairs.append((f"counts of {name}", {key: int(counts.get(key, 0)) for key in wanted}, wanted))
    for name, wanted in expected.get("missing", {}).items():
        pairs.append((f"missing in {name}", int(table.frame[name].isna().sum()), wanted))
    for name, wanted in expected.get("first", {}).items():
        pairs.append((f"first of {name}", str(table.frame[name].iloc[0]), wanted))
    account = getattr(table, "account", None)  # older versions have none
    if account is not None:
        pairs.append(("lines that add up", account.adds_up, True))
        left = {kind: lines.n for kind, lines in account.left_out.items()}
        pairs.append(("left out", left, expected.get("left_out", left)))
    if "sheets" in expected:
        pairs.append(("sheets", list(getattr(table, "sheets", ())), expected["sheets"]))
    found = [f"{what}: {have} instead of {wanted}" for what, have, wanted in pairs if have != wanted]
    notes = " ".join(table.notes)
    return found + [f"no note says {says!r}" for says in expected.get("says", ()) if not re.search(says, notes)]


def _sum(table: Table, name: str) -> float | str:
    """Return the sum of a column to 6 decimals, "text" for a column of texts."""
    values = table.frame[name].to_numpy()
    return "text" if values.dtype == object else round(float(np.nansum(values)), 6)


def compare(path: Path, expected: Mapping[str, Any]) -> tuple[str, str]:
    """Read a file and say whether its table is right.

    Parameters
    ----------
    path : Path
        The file.
    expected : mapping
        What it holds.

    Returns
    -------
    outcome : str
        "right", "refused", "wrong", or "broken" for an error that is not elmweb's own.
    why : str
        What differs, or the error.
    """
    try:
        found = differences(read_table(path, options=ReadOptions(**expected.get("options", {}))), expected)
    except ElmwebError as error:
        return "refused", str(error)
    except Exception as error:  # noqa: BLE001  whatever it is, it is an outcome
        return "broken", repr(error)
    return ("wrong", "; ".join(found)) if found else ("right", "")


def measure(folder: Path = FOLDER) -> dict[str, Any]:
    """Read every file of a folder that is known, and print a table of the outcomes.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    dict
        ``files``: outcome and reason by name; ``counts`` of the outcomes.
    """
    files = {}
    for name, expected in outcomes_of(folder).items():
        if (folder / name).exists():
            outcome, why = compare(folder / name, expected)
            files[name] = {"outcome": outcome, "why": why}
            print(f"{outcome:8} {name:42} {why[:160]}")
    outcomes = [each["outcome"] for each in files.values()]
    counts = {outcome: outcomes.count(outcome) for outcome in ("right", "wrong", "refused", "broken")}
    print(", ".join(f"{n} {outcome}" for outcome, n in counts.items()))
    return {"files": files, "counts": counts}


if __name__ == "__main__":
    measure(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
