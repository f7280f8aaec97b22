"""Formulas of a workbook that have no stored result, as programs write them that do not calculate."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from typing import BinaryIO
from xml.etree.ElementTree import iterparse

from elmweb.data._cells import cut
from elmweb.words.engine import data_notes as words

__all__ = ["formula_notes"]

_BLOCK = 1 << 20
_LONGEST = 1 << 16
_EMPTY = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*><f(?:[^>]*/>|[^>]*>([^<]*)</f>)(?:<v */>|<v></v>)?</c>')


def formula_notes(source: BinaryIO, title: str) -> list[str]:
    """Say which columns of a sheet hold formulas without a result.

    Parameters
    ----------
    source : BinaryIO
        The workbook.
    title : str
        The sheet's name.

    Returns
    -------
    list of str
        A sentence, or none.
    """
    found: Counter[str] = Counter()
    first = ""
    with zipfile.ZipFile(source) as archive:
        path = _path_of(archive, title)
        if path not in archive.namelist():
            return []
        rest = b""
        with archive.open(path) as sheet:
            while data := sheet.read(_BLOCK):
                text = rest + data
                cut_at = text.rfind(b"</c>") + 4
                for match in _EMPTY.finditer(text, 0, max(cut_at, 0)):
                    found[match[1].decode()] += 1
                    first = (
                        first
                        or f"{match[1].decode()}{match[2].decode()}: ={(match[3] or b'').decode('utf-8', 'replace')}"
                    )
                rest = text[cut_at:][-_LONGEST:]
    if not found:
        return []
    return [words.without_result(sum(found.values()), list(found)[:5], cut(first, 60))]


def _path_of(archive: zipfile.ZipFile, title: str) -> str:
    """Return where a sheet is in the archive."""
    ids, targets = {}, {}
    with archive.open("xl/workbook.xml") as book:
        for _, one in iterparse(book):  # noqa: S314  openpyxl has parsed it before
            if one.tag.endswith("}sheet"):
                ids[one.get("name")] = next((value for key, value in one.items() if key.endswith("}id")), "")
    with archive.open("xl/_rels/workbook.xml.rels") as book:
        for _, one in iterparse(book):  # noqa: S314
            targets[one.get("Id")] = one.get("Target", "")
    target = targets.get(ids.get(title, ""), "")
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
