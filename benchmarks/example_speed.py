"""Examples a second in the engine of the built site, and how long the Teach page takes to learn one more.

A second: 60 photos of 640 by 480 pixels and 60 clips of a second, each as a zip file, and 60 messages as a column
read by its meaning. Everything counts that happens to an example: reading, decoding, the network in WebAssembly on one
thread, and keeping its vector. The networks alone are also timed on WebGPU; where there is no graphics device that is
done in software, and says nothing about one.

Retraining: a board of 2,000 examples of 1,280 numbers in ten classes, and a head of 1,000 units. One more photo is
shown, and moved to another class; counted is all that follows its vector: the change of the model, and the score of
every example without itself.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import statistics
import wave
import zipfile
from typing import Any

import numpy as np

from benchmarks.many_rows import children_seconds
from benchmarks.site_fixture import SiteFixture
from benchmarks.thresholds import row
from elmweb.examples.vectors import Embedded, pack
from elmweb.teaching.shelf import Record, pack_record

__all__ = ["measure", "measure_retraining"]

N_EXAMPLES = 60
N_TAUGHT, N_NUMBERS, N_CLASSES = 2_000, 1_280, 10
MAX_RETRAINING_MS = 100
_NETWORKS = {"photo": "embed-image", "sound": "embed-audio", "text": "embed-text"}
_FLAGS = ("--enable-unsafe-webgpu",)  # allows WebGPU in software if there is no GPU
_SPEED = re.compile(r"([\d.,]+) a second")
_N_CHANGES, _N_MOVES = 11, 20


def measure(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure how many examples are embedded a second.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Fresh pages, each with examples of its own.

    Returns
    -------
    dict
        No ``rows``; ``a_second``, by kind, of every run; ``networks``: milliseconds of one run of each, by provider;
        ``webgpu``: the adapter.
    """
    found: dict[str, list[float]] = {kind: [] for kind in _NETWORKS}
    for run in range(runs):
        for kind, speeds in found.items():
            speeds.append(_speed(fixture, kind, run))
            print(f"  {kind}: {speeds[-1]} a second", flush=True)
    networks = {}
    for name in _NETWORKS.values():
        check = fixture.call("models.html", "check", name, flags=_FLAGS)
        networks[name] = {each["provider"]: round(each["steady_ms"], 1) for each in check["rows"]}
        print(f"  {name}: {networks[name]}", flush=True)
    webgpu = fixture.call("models.html", "webgpu", flags=_FLAGS)
    return {"rows": [], "a_second": found, "networks": networks, "webgpu": webgpu}


def _speed(fixture: SiteFixture, kind: str, seed: int) -> float:
    """Return how many examples a second the engine says that it embedded."""
    name = f"examples-{kind}-{seed}"
    if kind == "text":
        (fixture.folder / name).write_bytes(_messages(seed))
        choices = {"roles": {"text": "meaning"}, "targets": ["label"]}
        steps = [
            ("open_table", [{"name": "texts.csv", "bytes": {"$bytes": 0}}, None], [name]),
            ("open_model", [_NETWORKS[kind], None], []),
            ("train", [choices, {}], []),
        ]
        said = " ".join(_asked(fixture, steps)[-1]["progress"])
    else:
        make = _photo if kind == "photo" else _clip
        ending = "jpg" if kind == "photo" else "wav"
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            rng = np.random.default_rng(seed)
            for at in range(N_EXAMPLES):
                archive.writestr(f"{'ab'[at % 2]}/{at}.{ending}", make(rng))
        (fixture.folder / name).write_bytes(packed.getvalue())
        steps = [
            ("open_model", [_NETWORKS[kind], None], []),
            ("open_table", [{"name": "examples.zip", "bytes": {"$bytes": 0}}, None], [name]),
        ]
        said = " ".join(_asked(fixture, steps)[-1]["answer"]["notes"])
    return float(_SPEED.findall(said)[-1].replace(",", ""))


def _asked(fixture: SiteFixture, steps: list[tuple[str, list[Any], list[str]]]) -> list[dict[str, Any]]:
    """Return the answers of the engine to some verbs, one after the other in one fresh page."""
    page = fixture.browser().new_context().new_page()
    try:
        page.goto(fixture.address + "models.html")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=300_000)
        page.set_default_timeout(1_800_000)
        return [page.evaluate("(given) => asked(...given)", list(step)) for step in steps]
    finally:
        page.context.close()


def _photo(rng: np.random.Generator) -> bytes:
    """Return a grainy part of a real photo, 640 by 480 pixels, as a JPEG file."""
    from PIL import Image  # noqa: PLC0415
    from sklearn.datasets import load_sample_image  # noqa: PLC0415

    whole = load_sample_image(("china.jpg", "flower.jpg")[int(rng.integers(2))])
    top, left = rng.integers(0, whole.shape[0] - 180), rng.integers(0, whole.shape[1] - 240)
    part = Image.fromarray(whole[top : top + 180, left : left + 240]).resize((640, 480))
    data = io.BytesIO()
    part.save(data, "JPEG", quality=85)
    return data.getvalue()


def _clip(rng: np.random.Generator) -> bytes:
    """Return a second of a noisy tone as a WAV file."""
    moments = np.arange(16_000) / 16_000
    sound = 0.3 * np.sin(2 * np.pi * rng.uniform(200, 2_000) * moments) + 0.03 * rng.normal(size=moments.size)
    data = io.BytesIO()
    with wave.open(data, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(16_000)
        clip.writeframes((32_767 * np.clip(sound, -1, 1)).astype("<i2").tobytes())
    return data.getvalue()


def _messages(seed: int) -> bytes:
    """Return a table of real messages, spam or not."""
    import csv  # noqa: PLC0415

    from benchmarks.examples import read_messages  # noqa: PLC0415

    texts, is_spam = read_messages()
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["text", "label"])
    for at in np.random.default_rng(seed).permutation(len(texts))[:N_EXAMPLES]:
        writer.writerow([texts[at], "spam" if is_spam[at] else "other"])
    return out.getvalue().encode()


# ---- retraining


def measure_retraining(fixture: SiteFixture, runs: int) -> dict[str, Any]:
    """Measure how long one more example takes to learn when 2,000 are there.

    Parameters
    ----------
    fixture : SiteFixture
        The served site and pages.
    runs : int
        Fresh pages.

    Returns
    -------
    dict
        ``rows`` with the threshold, on the median of all changes; ``pages``: for each, the ``milliseconds`` of every
        change, and the processor time ``busy`` of one in the whole browser, its messages included.
    """
    parts, data = _taught(fixture)
    (fixture.folder / "taught.bin").write_bytes(data)
    pages = [_retrained(fixture, parts, run) for run in range(runs)]
    print(f"  {pages}", flush=True)
    of = f"{N_TAUGHT:,} examples of {N_NUMBERS:,} numbers, 1,000 units: milliseconds to learn one more"
    value = statistics.median(each for page in pages for each in page["milliseconds"])
    return {"rows": [row(of, value, at_most=MAX_RETRAINING_MS)], "pages": pages}


def _taught(fixture: SiteFixture) -> tuple[list[tuple[str, int]], bytes]:
    """Return what a visit keeps on which 2,000 examples were taught: keys with lengths, and the data."""
    manifest = json.loads((fixture.site / "models" / "manifest.json").read_text())
    card = next(one for one in manifest["models"] if one["id"] == _NETWORKS["photo"])
    backbone = f"{card['id']}-{card['graphs'][0]['sha256'][:12]}"
    rng = np.random.default_rng(0)
    centres = rng.gamma(0.3, 1.0, (N_CLASSES, N_NUMBERS))
    examples, parts, pieces = [], [], []
    for at in range(N_TAUGHT):
        digest = hashlib.sha256(str(at).encode()).hexdigest()
        vector = np.abs(centres[at % N_CLASSES] + rng.normal(0, 0.7, N_NUMBERS)).astype(np.float32)
        examples.append((N_CLASSES + 1 + at, 1 + at % N_CLASSES, f"{at}.jpg", digest))
        pieces.append(pack(backbone, {digest: Embedded(vector)}))
        parts.append((f"{backbone}/{digest}", len(pieces[-1])))
    classes = tuple((1 + at, f"Class {1 + at}") for at in range(N_CLASSES))
    pieces.append(pack_record(Record(backbone, classes, tuple(examples), "benchmark")))
    parts.append(("taught/photo", len(pieces[-1])))
    return parts, b"".join(pieces)


def _retrained(fixture: SiteFixture, parts: list[tuple[str, int]], run: int) -> dict[str, Any]:
    """Return how long some changes of the board take in one fresh page, without the first of each kind."""
    rng = np.random.default_rng(run)
    files = []
    for at in range(_N_CHANGES):
        files.append(f"more-{run}-{at}.jpg")
        (fixture.folder / files[-1]).write_bytes(_photo(rng))
    page = fixture.browser().new_context().new_page()
    try:
        page.goto(fixture.address + "models.html")
        page.wait_for_selector("html[data-ready]", state="attached", timeout=300_000)
        page.set_default_timeout(1_800_000)
        page.evaluate("(given) => keep(...given)", ["taught.bin", parts])
        opened = page.evaluate("() => asked('teach_open', ['photo'])")["answer"]
        if opened["n"] != N_TAUGHT:
            raise RuntimeError(f"the board has {opened['n']:,} examples, not {N_TAUGHT:,}")
        changes, newest = [], 0
        for file in files:
            source, to = {"name": file, "bytes": {"$bytes": 0}}, {"kind": "photo", "class": 1}
            shown = page.evaluate("(given) => asked(...given)", ["teach_show", [source, to], [file]])["answer"]
            newest = max(example for one in shown["classes"] for example in one["examples"])
            moved = {"do": "move", "examples": [newest], "class": 2}
            found = page.evaluate("(given) => asked(...given)", ["teach_change", ["photo", moved]])["answer"]
            changes += [1_000 * shown["seconds"], 1_000 * found["seconds"]]
        before = children_seconds(os.getpid())
        for at in range(_N_MOVES):
            again = {"do": "move", "examples": [newest], "class": 1 + at % 2}
            page.evaluate("(given) => asked(...given)", ["teach_change", ["photo", again]])
        busy = 1_000 * (children_seconds(os.getpid()) - before) / _N_MOVES
        return {"milliseconds": [round(each, 1) for each in changes[2:]], "busy": round(busy, 1)}
    finally:
        page.context.close()
