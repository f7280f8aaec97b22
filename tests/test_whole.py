"""A network and the model that learned from its vectors in one file, beside the page's own predictions."""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
import wave
import zipfile
from pathlib import Path

import numpy as np
import pytest
from test_bring import COLOURS, colours, ignore, photo, zipped
from test_meaning import as_csv

from elmweb.exceptions import ExportError
from elmweb.export.plain_model import _page_bytes
from elmweb.export.predict_script import prediction_script
from elmweb.formatting import data_size
from elmweb.words.page import take_home
from elmweb.workbench.local import LocalWorkbench
from elmweb.zoo.wordpiece import WordPiece, split_words

onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("PIL")

from elmweb.bridge._native import NativeRuntime  # noqa: E402  it needs onnxruntime
from elmweb.bridge._native_examples import NativeExamples  # noqa: E402  it needs Pillow

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
FAST = {"n_hidden": 48, "n_seeds": 1}
HOSTILE = (
    "", "plain words", "Él comió, 中文 too.", "a\tb\nc\r\x00\ufffd d", "don't—stop (now)!", "x" * 101,
    "İstanbul ΣΑΣ ß ﬁ",
    "emoji 🌿 here", "مرحبا بالعالم", "1,234.50 €", "##able [SEP] [CLS]", "ナルト 鬱",
)  # fmt: skip


def bench_of(source):
    """Return a workbench with the real networks and a model of a source."""
    bench = LocalWorkbench(open_examples=NativeExamples, runtime=NativeRuntime(ROOT / "models"))

    async def train():
        info = await bench.open_table(source, None, ignore)
        roles = {one["name"]: "meaning" for one in info["columns"] if one["role"] == "text"}
        await bench.train({"roles": roles}, FAST, ignore)

    asyncio.run(train())
    return bench


@pytest.fixture(scope="module")
def photos():
    """Return a workbench with a model of photos."""
    return bench_of({"bytes": zipped(colours(8)), "name": "colours.zip"})


@pytest.fixture(scope="module")
def texts():
    """Return a workbench with a model of texts and numbers."""
    pairs = [("what a lovely day", "yes"), ("a terrible, sad night", "no"), ("so much joy", "yes"), ("I hate it", "no")]
    rows = [(f"{text} {at}", label) for at in range(6) for text, label in pairs]
    head, *lines = as_csv(rows).decode().splitlines()
    sized = "\n".join([f"size,{head}", *(f"{at % 5},{line}" for at, line in enumerate(lines))])
    return bench_of({"bytes": sized.encode(), "name": "notes.csv"})


def exported(bench, what):
    """Return a file and its note."""
    file = asyncio.run(bench.export(what))
    return file["data"], file["note"]


def test_one_file_predicts_photos_as_the_page_does(photos):
    """Oracle: the page's own prediction of a new photo, whose pixels onnxruntime gets."""
    from PIL import Image

    data, note = exported(photos, "whole_onnx")
    assert len(data) < 14_803_441, "what leads to the names of ImageNet is left out"
    assert "of it the network" in note
    session = onnxruntime.InferenceSession(data)
    assert [(one.name, one.shape[1:]) for one in session.get_inputs()] == [("photo", [3, 224, 224])]
    new = [photo(colour, seed, size=(224, 224)) for seed, colour in enumerate((*COLOURS.values(), (90, 90, 200)))]
    pixels = np.stack([np.asarray(Image.open(io.BytesIO(one)).convert("RGB")) for one in new])
    label, chances = session.run(None, {"photo": pixels.transpose(0, 3, 1, 2).astype(np.float32) / 255})
    for at, one in enumerate(new):
        said = asyncio.run(photos.predict_row({"photo": {"bytes": one, "name": "new.png"}}))
        assert label[at] == said["label"]
        ours = dict(map(tuple, said["probabilities"]))
        assert np.abs(chances[at] - [ours[name] for name in photos._trained.model.classes]).max() < 1e-4


def tone(frequency, seed):
    """Return a second of a noisy tone as a WAV file."""
    rng = np.random.default_rng(seed)
    sound = np.sin(2 * np.pi * frequency * (1 + 0.05 * rng.normal()) * np.arange(16_000) / 16_000)
    data = io.BytesIO()
    with wave.open(data, "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(16_000)
        clip.writeframes((9_000 * sound + 300 * rng.normal(size=16_000)).astype("<i2").tobytes())
    return data.getvalue()


def test_one_file_predicts_clips_as_the_page_does():
    """Oracle: the page's own prediction of a new clip, whose samples onnxruntime gets; the script refuses."""
    files = {f"{name}/{at}.wav": tone(pitch, at) for name, pitch in (("low", 200), ("high", 1500)) for at in range(6)}
    bench = bench_of({"bytes": zipped(files), "name": "tones.zip"})
    session = onnxruntime.InferenceSession(exported(bench, "whole_onnx")[0])
    (entry,) = session.get_inputs()
    for pitch in (210, 1400):
        new = tone(pitch, 99)
        with wave.open(io.BytesIO(new)) as clip:
            samples = np.frombuffer(clip.readframes(16_000), np.int16) / np.float32(2**15)
        label, chances = session.run(None, {entry.name: samples[None].astype(np.float32)})
        said = asyncio.run(bench.predict_row({entry.name: {"bytes": new, "name": "new.wav"}}))
        assert label[0] == said["label"]
        ours = dict(map(tuple, said["probabilities"]))
        assert np.abs(chances[0] - [ours[name] for name in bench._trained.model.classes]).max() < 1e-4
    with pytest.raises(ExportError, match="cannot decode clips"):
        exported(bench, "predict_script")


def test_the_script_predicts_photos_on_cpython(photos, tmp_path):
    """Oracle: the page's predictions of the same files; the script has neither elmweb nor this folder."""
    data, _ = exported(photos, "predict_script")
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    for name, colour in (("a b.png", COLOURS["red"]), ("c.jpg", (60, 170, 60))):
        (tmp_path / name).write_bytes(photo(colour, 3, "JPEG" if name.endswith("jpg") else "PNG", size=(300, 260)))
    (tmp_path / "list.csv").write_text("photo\nc.jpg\n\n", encoding="utf-8")
    rows = run_script(tmp_path, "a b.png", "list.csv")
    assert [row["photo"] for row in rows] == ["a b.png", "c.jpg"]
    for row in rows:
        source = {"bytes": (tmp_path / row["photo"]).read_bytes(), "name": row["photo"]}
        compare(row, asyncio.run(photos.predict_row({"photo": source})))


def test_the_script_predicts_texts_and_numbers_on_cpython(texts, tmp_path):
    """Oracle: the page's predictions of texts in several alphabets."""
    data, _ = exported(texts, "predict_script")
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    assert {one.name for one in tmp_path.iterdir()} == {"predict.py", "model.onnx", "vocabulary.txt"}
    with (tmp_path / "new.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("note", "size"), *((text, at) for at, text in enumerate(HOSTILE))])
    rows = run_script(tmp_path, "new.csv")
    assert len(rows) == len(HOSTILE) - 1, "the empty text is left out"
    for row, (at, text) in zip(rows, list(enumerate(HOSTILE))[1:], strict=True):
        compare(row, asyncio.run(texts.predict_row({"note": text, "size": at})))


def test_the_script_splits_texts_as_the_page_does(texts):
    """Oracle: the page's tokenizer, on texts in several alphabets."""
    code = prediction_script(texts._trained.model, {"most": 24}, network="embed-text")
    vocabulary = WordPiece.from_text((ROOT / "models" / "embed-text.vocab.txt").read_bytes())
    code = code.replace('(HERE / "vocabulary.txt")', f"Path({str(ROOT / 'models' / 'embed-text.vocab.txt')!r})")
    script = {"__name__": "script", "__file__": "predict.py"}
    exec(compile(code, "predict.py", "exec"), script)  # noqa: S102  it is ours
    for text in (*HOSTILE, "".join(map(chr, range(0x250))), "word " * 90):
        assert script["words_of"](text) == list(split_words(text)), text
        assert script["embedded"](text, None)["note ids"].tolist() == [vocabulary.encode(text.strip(), 24).ids], text


def test_what_cannot_go_home_so_is_refused(photos):
    """Each error names what there is: no column that a network embeds, or no way to show it in a page."""
    plain = LocalWorkbench(runtime=NativeRuntime(ROOT / "models"))

    async def trained():
        await plain.open_table({"sample": "iris"}, None, ignore)
        await plain.train({}, {"n_hidden": 16, "n_seeds": 1}, ignore)
        await plain.export("whole_onnx")

    with pytest.raises(ExportError, match="one column that it embeds"):
        asyncio.run(trained())
    with pytest.raises(ExportError, match="would have 29 MB"):
        exported(photos, "html")


@pytest.mark.parametrize("role", ["photo", "sound", "meaning"])
def test_the_page_says_how_large_a_page_would_be(role):
    """Oracle: the sizes of the networks, which another test holds to the manifest."""
    assert data_size(_page_bytes(role)) in take_home.NO_PAGE[role]


def run_script(folder, *files):
    """Return the rows that the script writes; no module of this project is in its reach."""
    command = [sys.executable, "-I", str(folder / "predict.py"), *files]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def compare(row, said):
    """Compare a row of the script with a prediction of the page."""
    name = next(key for key in row if key.startswith("predicted "))
    assert row[name] == said["label"]
    for label, chance in said["probabilities"]:
        assert abs(float(row[f"probability of {label}"]) - chance) < 1e-4
