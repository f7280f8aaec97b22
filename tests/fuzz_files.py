"""Damaged files of every kind, and what the page makes of them: python tests/fuzz_files.py 2000 --seed 1.

Good files are changed at random, by a seed: bytes flipped, cut, repeated and moved, parts of archives too, and tokens
put in that mean something to a reader; some are bombs, small files that unpack or expand to large ones. Each is opened
as the page opens it. None may be silent for 10 seconds, take a minute or 1 GB, nor raise anything but an error of
elmweb. What breaks this is kept in a folder, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import csv
import datetime as dt
import hashlib
import io
import json
import os
import random
import resource
import signal
import sys
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from html import escape
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

import numpy as np

from elmweb.app.deep.own import own_html
from elmweb.exceptions import ElmwebError
from elmweb.export.model_file import _told_hash
from elmweb.onnx_format.summary import read_onnx_file
from elmweb.workbench.local import LocalWorkbench

HERE = Path(__file__).parent
SECONDS, MOST_SECONDS, MEGABYTES = 10, 60, 1_000  # of this process, whatever else the machine does
MODELS = ("iris", "diabetes", "mixed", "iris-kernel", "iris-deep")
EXPORTS = ("html", "onnx", "model", "report")

Change = Callable[[random.Random, bytes], bytes]


class HangError(BaseException):
    """A file took too long; no handler of exceptions takes it."""


# ---- good files


def rows_of(rng: random.Random) -> list[list[str]]:
    """Return a table of numbers, kinds, dates and texts, with holes."""
    names = ["size", "kind", "day", "note", "count", "answer"]
    rows = [
        [
            f"{rng.gauss(50, 20):.3f}",
            rng.choice(["a", "b", "it's", ""]),
            f"2024-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
            " ".join(rng.choice(["red", "green", 'say "x"', "a,b", "é", "=1"]) for _ in range(5)),
            str(rng.randint(-5, 9)),
            rng.choice(["yes", "no"]),
        ]
        for _ in range(40)
    ]
    return [names, *rows]


def delimited(delimiter: str) -> bytes:
    """Return a delimited text file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows_of(random.Random(0)))
    return text.getvalue().encode()


def records(*, lines: bool) -> bytes:
    """Return JSON records, in a list or one a line."""
    names, *rows = rows_of(random.Random(0))
    made = [
        {"id": at, "ok": at % 2 == 0, "in": {"x": [at]}, **dict(zip(names, row, strict=True))}
        for at, row in enumerate(rows)
    ]
    return ("\n".join(map(json.dumps, made)) if lines else json.dumps(made)).encode()


def workbook() -> bytes:
    """Return a workbook of two sheets, with texts, numbers and dates."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows_of(random.Random(0)):
        book.active.append([*row, dt.date(2024, 1, 2), 1.5, True, None, "=A1"])
    book.create_sheet("other").append(["x", 1])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def page() -> bytes:
    """Return a web page with a table."""
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows_of(random.Random(0))
    )
    return f"<!doctype html><html><head><title>x</title></head><body><table>{rows}</table></body></html>".encode()


def originals() -> dict[str, list[bytes]]:
    """Return good files by the endings of their names."""
    from tiny_onnx import cnn, lstm

    saved = [(HERE / "data" / "saved" / f"{name}.elm.zip").read_bytes() for name in MODELS]
    return {
        "csv": [delimited(","), delimited(";")],
        "tsv": [delimited("\t")],
        "json": [records(lines=False)],
        "jsonl": [records(lines=True)],
        "xlsx": [workbook()],
        "html": [page()],
        "parquet": [(HERE / "data" / "apples.parquet").read_bytes()],
        "elm.zip": saved,
        "onnx": [cnn().SerializeToString(), lstm().SerializeToString()],
    }


# ---- changes to bytes

WORDS = (
    *('"', "'", ",", ";", "\t", "|", "\n", "\r\n", "\r", "\0", " ", "\ufeff", "\ud83d", "\u2028", "\x1a", "\\", "#"),
    *("=1+1", "-", "NaN", "inf", "-Infinity", "1e308", "1e-400", "1e400", "4e4924924924", "9" * 5_000, "1,234.5"),
    *("[", "]", "{", "}", "null", "[" * 200, '{"a":' * 120, "\\ud83d", "\\u0000", '"__proto__":1,', "true", "1" * 400),
    *("<row>", "</row>", "<c/>", "<v>", '<c r="XFD1048576"><v>1</v></c>', '<row r="99999999">', "<!DOCTYPE x>", "&#0;"),
    *("&a;", 'r="A0"', 't="s"', 't="d"', 's="9999"', "]]>", "<!--", "<a>" * 300, "PK\x03\x04", "PAR1", "\x93NUMPY"),
)
TOKENS = (
    *(word.encode("utf-8", "surrogatepass") for word in WORDS),
    *(b"\xff", b"\xff\xff\xff\xff", b"\x80" * 12, b"\xff\xfe", b"\xed\xa0\x80", bytes(64)),
)


def flipped(rng: random.Random, data: bytes) -> bytes:
    """Change some bytes."""
    made = bytearray(data)
    for _ in range(rng.choice([1, 1, 2, 8, 50])):
        made[rng.randrange(len(made))] = rng.choice([rng.randrange(256), 0, 255, 32])
    return bytes(made)


def cut(rng: random.Random, data: bytes) -> bytes:
    """Leave out the end, the start, or a piece."""
    at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
    return rng.choice([data[:at], data[at:], data[:at] + data[to:]])


def repeated(rng: random.Random, data: bytes) -> bytes:
    """Repeat a piece, up to thousands of times."""
    at = rng.randrange(len(data))
    to = min(len(data), at + rng.choice([1, 5, 40, 300]))
    times = min(rng.choice([2, 10, 1_000, 100_000]), 2_000_000 // (to - at))
    return data[:at] + data[at:to] * times + data[to:]


def moved(rng: random.Random, data: bytes) -> bytes:
    """Exchange two neighbouring pieces."""
    at, to, end = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    return data[:at] + data[to:end] + data[at:to] + data[end:]


def put_in(rng: random.Random, data: bytes) -> bytes:
    """Put in what means something to a reader."""
    for _ in range(rng.choice([1, 1, 3, 20])):
        at = rng.randrange(len(data) + 1)
        data = data[:at] + rng.choice(TOKENS) + data[at:]
    return data


CHANGES: tuple[Change, ...] = (flipped, cut, repeated, moved, put_in)


def changed(rng: random.Random, data: bytes) -> bytes:
    """Change bytes in one or several ways."""
    for _ in range(rng.choice([1, 1, 1, 2, 4])):
        data = rng.choice(CHANGES)(rng, data or b" ")
    return data


# ---- changes to archives, whose checksums stay right


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the parts of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an archive of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return out.getvalue()


def changed_sheet(rng: random.Random, data: bytes) -> bytes:
    """Change the bytes of one part of a workbook, mostly of its sheet."""
    parts = unzipped(data)
    name = rng.choice([*parts, *["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"] * 6])
    if name in parts:
        parts[name] = changed(rng, parts[name])
    return zipped(parts)


def changed_model(rng: random.Random, data: bytes) -> bytes:
    """Change the description or the arrays of a model file, and make its checksums fit."""
    parts = unzipped(data)
    head, arrays = json.loads(parts["model.json"]), parts["arrays.npz"]
    if rng.random() < 0.5:
        lied_about(rng, head)
    elif rng.random() < 0.5:
        inner = unzipped(arrays)
        name = rng.choice(list(inner))
        inner[name] = changed(rng, inner[name])
        arrays = zipped(inner)
    else:
        with np.load(io.BytesIO(arrays)) as file:
            made = dict(file)
        name = rng.choice(list(made))
        with np.errstate(all="ignore"):
            made[name] = rng.choice(LIES)(made[name])
        out = io.BytesIO()
        np.savez_compressed(out, **made)
        arrays = out.getvalue()
    head["arrays_sha256"] = hashlib.sha256(arrays).hexdigest()
    head["told_sha256"] = _told_hash({key: head.get(key) for key in ("model", "proof", "result")})
    return zipped({"model.json": json.dumps(head).encode("utf-8", "surrogatepass"), "arrays.npz": arrays})


LIES: tuple[Callable[[np.ndarray], np.ndarray], ...] = (
    lambda array: array * np.nan if array.dtype.kind == "f" else array[:0],
    lambda array: array.astype(str),
    lambda array: array.ravel()[: array.size // 2],
    lambda array: array.astype(np.float32),
    lambda array: array.astype(np.complex128),
    lambda array: np.zeros((3_000, 3_000)),
    lambda array: np.full(array.shape, 1.7e308),
    lambda array: np.stack([array, array]),
)
VALUES = (
    *(None, True, -1, 0, 10**12, 10**400, 1.5, 1e308, "", "x", "<b>", "\ud83d", "x" * 100_000, [], {}, [[]], {"a": 1}),
    *(
        {"float": "nan"},
        {"tuple": []},
        {"array": "a0", "fortran": True},
        {"class": "Popen", "state": {}},
        {"dtype": "O"},
    ),
)


def lied_about(rng: random.Random, head: dict) -> None:
    """Change some values of a description, wherever they stand."""
    for _ in range(rng.choice([1, 1, 3])):
        at = head
        while True:
            key = rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
            if isinstance(at[key], dict | list) and at[key] and rng.random() < 0.9:
                at = at[key]
                continue
            if rng.random() < 0.2:
                del at[key]
            else:
                at[key] = deepcopy(rng.choice(VALUES))
            break
        if not head:
            return


# ---- bombs


def sheet_bomb(rng: random.Random, data: bytes) -> bytes:
    """Return a workbook whose sheet is far larger, deeper or wider than it looks."""
    parts = unzipped(data)
    name, text = "xl/worksheets/sheet1.xml", parts["xl/worksheets/sheet1.xml"]
    cell = '<c r="{}"><v>1</v></c>'
    rows = rng.choice(
        [
            "".join(f'<row r="{at}">{cell.format(f"A{at}")}{cell.format(f"XFD{at}")}</row>' for at in range(1, 20_000)),
            "".join(f'<row r="{at}">{cell.format(f"A{at}")}{cell.format(f"NTP{at}")}</row>' for at in range(1, 20_000)),
            f'<row r="1">{cell.format("A1")}</row><row r="2000000000">{cell.format("A2000000000")}</row>',
            f'<row r="1">{cell.format("A1")}</row><row r="1048576">{cell.format("A1048576")}</row>',
            "<row/>" * 5_000_000,
            "<x/>" * 20_000_000,
            f"<row>{'<c/>' * 3_000_000}</row>",
            f"<row>{'<c><v>1</v></c>' * 10_001}</row>" * 3,
            "<a>" * 500_000,
            f"<row><c t='inlineStr'><is><t>{'x' * 300_000_000}</t></is></c></row>",
            f"<!-- {' ' * 300_000_000} -->",
            f"<row><c><v>{'9' * 5_000}</v></c></row>" * 5,
        ]
    )
    parts[name] = text.replace(b"<sheetData>", b"<sheetData>" + rows.encode())
    if rng.random() < 0.2:
        nested = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
        parts[name] = f'<!DOCTYPE x [<!ENTITY e0 "x">{nested}]>'.encode() + text.replace(b"<v>", b"<v>&e11;", 1)
    return zipped(parts)


def part_bomb(rng: random.Random, data: bytes) -> bytes:
    """Return an archive with a part of hundreds of megabytes."""
    parts = unzipped(data)
    name = rng.choice([*parts, "mimetype", "xl/styles.xml", "xl/sharedStrings.xml", "model.json", "arrays.npz"])
    piece = rng.choice([b"<x/>", b"<si><t>x</t></si>", b"[", b" ", b"\0"])
    parts[name] = piece * (rng.choice([20_000_000, 300_000_000]) // len(piece))
    return zipped(parts)


def deep(rng: random.Random, data: bytes) -> bytes:
    """Return JSON that is nested, long, or both."""
    n = rng.choice([90, 101, 5_000, 200_000])
    return rng.choice(
        [
            b"[" * n,
            b"[" * n + b"]" * n,
            b'{"a":' * n + b"1" + b"}" * n,
            b"[{" + b",".join(b'"%d":1' % at for at in range(n)) + b"}]",
            b"[" + b",".join(b'{"%d":1}' % at for at in range(min(n, 20_000))) + b"]",
            b'{"a":' + b"9" * n + b"}",
            b'["' + b"\\" * n + b'"]',
            data[:-1] + b"," + b"[" * n + b"]" * n + b"]",
        ]
    )


def wide(rng: random.Random, data: bytes) -> bytes:
    """Return a text with very many, very long or very odd cells."""
    n = rng.choice([300, 9_999, 10_001, 300_000])
    return rng.choice(
        [
            b",".join([b"a"] * n) + b"\n" + b",".join([b"1"] * n) + b"\n",
            data + b'"' * n,
            data + b" " * n + b"\n",
            (b"a,b\n" + b" " * 255 + b"x,1\n") * min(n, 300),
            (b"a,b\n" + b" " * 255 + b"1 " + b" " * 255 + b"x,1\n") * min(n, 300),
            b"a,b\n" + b"1," + b"9" * n + b"\n2,3\n",
            b"a,b\n" + b'"' + b"x\n" * n,
            b"\n" * n + data,
            b"a\tb\n" + b"1 2 3 4 5 6 7\t" * n,
        ]
    )


def spanning(rng: random.Random, _data: bytes) -> bytes:
    """Return a web page whose cells reach over others, or whose elements never end."""
    n = rng.choice([10, 1_000, 100_000])
    inside = rng.choice(
        [
            f"<tr>{'<td colspan=1000 rowspan=1000>x' * 9}" * min(n, 5_000),
            "<table><tr><td>" * n,
            "<td>" * n,
            "<tr>" * n,
            "<!--" * n,
            "<a " * n,
            "&#x" * n,
            "<![CDATA[" * n,
            "<script>" * n,
            f"<td x='{'y' * n}",
        ]
    )
    return f"<html><body><table>{inside}".encode()


def varint(number: int) -> bytes:
    """Return a number as protobuf writes it."""
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def field(number: int, content: bytes) -> bytes:
    """Return a field of bytes."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def onnx_bomb(rng: random.Random, data: bytes) -> bytes:
    """Return an ONNX file with very many axes, fields or graphs in each other."""
    n = rng.choice([33, 200, 200_000])
    inner = b""
    for _ in range(min(n, 1_000)):
        inner = field(1, field(4, b"If") + field(5, field(6, inner)))
    axes = field(1, field(1, b"\x08\x02")) * 0 + field(1, b"\x08\x02") * n
    value = field(1, b"x") + field(2, field(1, b"\x08\x01" + field(2, axes)))
    weight = b"\x10\x01" + b"\x08\x7f" * n + field(8, b"w")
    node = field(1, field(4, b"Add"))
    graph = rng.choice(
        [
            inner + field(12, value),
            node + field(12, value) + field(11, value),
            node + field(5, weight) + field(12, field(1, b"x") + field(2, field(1, b"\x08\x01" + field(2, b"")))),
            node * n,
            field(5, b"\x10\x01" + field(1, b"\xff" * n) + field(8, b"w")),
            b"".join(field(1, field(4, b"Op%d" % at)) for at in range(n)) + field(12, value[:40]),
            field(1, b"\x20" + b"\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
        ]
    )
    return rng.choice([field(7, graph), data + field(7, graph), b"\x08\x01" * (n * 10)])


BOMBS: dict[str, tuple[Change, ...]] = {
    "csv": (wide,),
    "tsv": (wide,),
    "json": (deep,),
    "jsonl": (deep,),
    "html": (spanning,),
    "xlsx": (sheet_bomb, sheet_bomb, part_bomb),
    "elm.zip": (part_bomb,),
    "onnx": (onnx_bomb,),
}
INSIDE: dict[str, Change] = {"xlsx": changed_sheet, "elm.zip": changed_model}


def mutated(rng: random.Random, kind: str, data: bytes) -> bytes:
    """Return a changed file."""
    chance = rng.random()
    if chance < 0.08 and kind in BOMBS:
        return rng.choice(BOMBS[kind])(rng, data)
    if chance < 0.75 and kind in INSIDE:
        return INSIDE[kind](rng, data)
    return changed(rng, data)


# ---- what the page does with a file


async def opened(kind: str, data: bytes) -> None:
    """Open a file as the page does, and do with it what follows by itself."""
    name = f"file.{kind}"

    def seen(_message: object) -> None:
        if time.process_time() - began < MOST_SECONDS:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # what reports progress can be cancelled, and does not hang

    began = time.process_time()
    workbench = LocalWorkbench()
    if kind == "onnx":
        file = asdict(read_onnx_file(data))
        own_html({"name": name, "note": "", "file": json.loads(json.dumps(file)), "provider": "", "ran": None}).encode()
    elif kind == "elm.zip":
        json.dumps(await workbench.load_model({"bytes": data, "name": name}, seen), allow_nan=False)
        json.dumps(await workbench.predict_row({}), allow_nan=False)
        for what in EXPORTS:
            with contextlib.suppress(ElmwebError):
                await workbench.export(what)
    else:
        json.dumps(await workbench.open_table({"bytes": data, "name": name}, None, seen), allow_nan=False)
        json.dumps(await workbench.summarize({}, seen), allow_nan=False)


def _ring(_signal: int, _frame: FrameType | None) -> None:
    raise HangError


def outcome(kind: str, data: bytes) -> str:
    """Return "opened", "refused", or what a file broke."""
    signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asyncio.run(opened(kind, data))
    except ElmwebError:
        return "refused"
    except HangError:
        return f"{SECONDS} s without progress\n{traceback.format_exc()}"
    except BaseException:  # noqa: BLE001  whatever it is, it is what is looked for
        return traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return "opened"


@contextlib.contextmanager
def limited_memory() -> Iterator[None]:
    """Let this process have so much more memory than it has now."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + MEGABYTES * 1_000_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def main() -> int:
    """Try so many files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", help="endings of names")
    parser.add_argument("--keep", type=Path, default=Path("broken"), help="folder of what broke something")
    given = parser.parse_args()
    good = {kind: files for kind, files in originals().items() if not given.kinds or kind in given.kinds}
    for kind, files in good.items():
        for data in files:  # the good files themselves, which also loads what reading needs
            said = outcome(kind, data)
            assert said == "opened" or (kind == "parquet" and not find_spec("pyarrow")), (kind, said)
    return tried(good, given)


def tried(good: dict[str, list[bytes]], given: argparse.Namespace) -> int:
    """Try the files, print what came out, and return whether anything broke."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in good}
    start, slowest = time.perf_counter(), (0.0, "")
    for number in range(given.number):
        rng = random.Random(f"{given.seed} {number}")
        kind = list(good)[number % len(good)]
        data = mutated(rng, kind, rng.choice(good[kind]))
        began = time.process_time()
        with limited_memory():
            said = outcome(kind, data)
        slowest = max(slowest, (time.process_time() - began, f"{kind} {number}"))
        counts[kind][said if said in ("opened", "refused") else "broke"] += 1
        if said not in ("opened", "refused"):
            given.keep.mkdir(exist_ok=True)
            (given.keep / f"{given.seed}-{number}.{kind}").write_bytes(data)
            print(f"---- {given.seed}-{number}.{kind}, {len(data):,} bytes\n{said}", flush=True)
    for kind, found in counts.items():
        print(f"{kind:8}", ", ".join(f"{found[what]:,} {what}" for what in ("opened", "refused", "broke")))
    broke = sum(found["broke"] for found in counts.values())
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_000
    slow = f"the slowest {slowest[0]:.1f} s ({slowest[1]})"
    print(f"{given.number:,} files in {seconds:.0f} s, {slow}, {peak:,} MB at the most, {broke} broke something")
    return bool(broke)


if __name__ == "__main__":
    sys.exit(main())
