"""Photos become a table, against what was put into the zip; the network here gives the mean colours of a photo."""

from __future__ import annotations

import asyncio
import base64
import io
import zipfile

import numpy as np
import pytest

from elmweb.data._frames import frame_of
from elmweb.examples import Backbone, Example
from elmweb.exceptions import Cancelled, DataError, ExportError
from elmweb.workbench import bring
from elmweb.workbench.local import LocalWorkbench

pytest.importorskip("PIL")
from PIL import Image

from elmweb.bridge._native_examples import NativeExamples

COLOURS = {"red": (200, 30, 30), "grün 🌿": (30, 180, 40)}


def photo(colour, seed=0, kind="PNG", size=(24, 16)):
    """Return a noisy picture of a colour as a file."""
    rng = np.random.default_rng(seed)
    pixels = np.clip(rng.normal(colour, 25, (size[1], size[0], 3)), 0, 255).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, kind)
    return data.getvalue()


def zipped(files):
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def colours(n=12):
    """Return photos of two colours, in folders."""
    return {
        f"colours/{name}/{at}.png": photo(colour, 100 * at + place)
        for place, (name, colour) in enumerate(COLOURS.items())
        for at in range(n)
    }


def ignore(_message):
    """Take a progress message."""


@pytest.fixture
def bench(monkeypatch):
    """Return a workbench whose network is a mean."""
    runs = []

    async def open_backbone(models, kind, progress):
        async def run(inputs):
            runs.append(kind)
            pixels = np.asarray(inputs["photo"], np.float32) / 255
            return np.concatenate([pixels.mean(axis=(0, 1)), pixels.std(axis=(0, 1))])

        return Backbone("means", kind, 8, run)

    monkeypatch.setattr(bring, "open_backbone", open_backbone)
    bench = LocalWorkbench(open_examples=NativeExamples)
    monkeypatch.setattr(bench, "_models", lambda: None)
    bench.runs = runs
    return bench


def opened(bench, files, name="colours.zip"):
    """Open a zip of these files."""
    return asyncio.run(bench.open_table({"bytes": zipped(files), "name": name}, None, ignore))


def test_from_a_zip_to_the_prediction_of_a_new_photo(bench):
    """Invariant: every verb works on photos as on other columns; two colours are told apart without an error."""
    info = opened(bench, colours())
    assert [column["role"] for column in info["columns"]] == ["photo", "category"]
    assert (info["n_rows"], info["targets"], info["task"]) == (24, ["class"], "binary")
    assert info["preview"]["thumbnails"]["photo"][0].startswith("data:image/jpeg;base64,")

    async def further():
        summary = await bench.summarize({}, ignore)
        assert (summary["columns_used"], summary["findings"], summary["problem"]) == (["photo"], [], None)
        result = await bench.train({}, {"model_kind": "auto"}, ignore)
        assert bench._trained.model.settings.model_kind == "rvfl", "vectors go to the answer directly, too"
        right = result["headline"]["number"]
        assert result["headline"]["unit"] == f"of {right}"
        new = {"bytes": photo(COLOURS["red"], 5_000), "name": "new.png"}
        said = await bench.predict_row({"photo": new})
        assert (said["label"], said["examples"]["photo"]["name"]) == ("red", "new.png")
        file = await bench.predict_table(new, ignore)
        assert (file["n_rows"], file["preview"]["rows"][0][0]) == (1, "red")
        scored = await bench.predict_table({"bytes": zipped(colours(3)), "name": "more.zip"}, ignore)
        assert scored["score"]["number"] == "100"
        columns = await bench.explain("columns", {}, ignore)
        assert [one["column"] for one in columns["columns"]] == ["photo"]
        reasons = await bench.explain("row", {"row": {"photo": "colours/red/3.png"}}, ignore)
        assert reasons["parts"][0]["cell"] == "colours/red/3.png"
        kept = await bench.export("model")
        with pytest.raises(ExportError, match="cannot hold the deep network"):
            await bench.export("html")
        with pytest.raises(ExportError, match="no photos"):
            await bench.script({}, {}, cluster=False)
        await bench.load_model({"bytes": kept["data"], "name": "kept.elm.zip"}, ignore)
        assert await bench.predict_row({"photo": new}) == said

    asyncio.run(further())


def test_the_onnx_file_takes_vectors(bench):
    """Oracle: onnxruntime on the vectors beside the model on the photos; a missing one is NaN."""
    onnxruntime = pytest.importorskip("onnxruntime")
    opened(bench, colours())

    async def exported():
        await bench.train({}, {}, ignore)
        return (await bench.export("onnx"))["data"]

    session = onnxruntime.InferenceSession(asyncio.run(exported()))
    cells = [*bench._trained.table.frame["photo"][:5], None]
    frame = frame_of({"photo": np.array(cells, dtype=object)})
    nothing = np.full(6, np.nan, np.float32)
    feeds = {"photo": np.stack([nothing if cell is None else cell.vector for cell in cells])}
    given = dict(zip([one.name for one in session.get_outputs()], session.run(None, feeds), strict=True))
    model = bench._trained.model
    proba = model.estimator.predict_proba(model.inputs(frame))
    assert any(np.shape(one) == proba.shape and np.abs(one - proba).max() < 1e-5 for one in given.values())


def test_copies_stay_on_one_side(bench):
    """Invariant: a photo under several names is in one group of the split."""
    files = colours()
    files |= {f"colours/red/copy {at}.png": files["colours/red/0.png"] for at in range(9)}
    opened(bench, files)
    dataset = asyncio.run(bench._dataset({"switches": {"duplicates": False}}, ignore))
    same = [at for at, cell in enumerate(dataset.X["photo"]) if cell.digest == dataset.X["photo"][0].digest]
    sides = {at in set(dataset.train) for at in same}
    assert (len(sides), len(bench.runs)) == (1, 24), "and it was embedded once"


def test_what_is_odd_is_said(bench):
    """Each file by its name, and all others are there."""
    files = colours(6)
    files |= {
        "colours/red/broken.png": photo((0, 0, 0))[:60],
        "colours/red/dot.png": photo((0, 0, 0), size=(1, 1)),
        "colours/red/same.png": files["colours/grün 🌿/0.png"],
        "colours/blue/no.png": b"text",
        "colours/red/x.heic": b"",
    }
    info = opened(bench, files)
    summary = asyncio.run(bench.summarize({}, ignore))
    assert [one["title"] for one in summary["findings"]][:2] == [
        "3 photos cannot be used",
        "A file is there in two classes",
    ]
    assert info["n_rows"] == 13
    notes = " ".join(info["notes"])
    assert '"colours/red/x.heic" is HEIC' in notes
    assert 'The class "blue" has no photo that can be used.' in notes


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a/1.png": photo((9, 9, 9)), "a/2.png": photo((8, 8, 8), 1)}, "has no classes to learn"),
        ({"a/1.png": photo((9, 9, 9)), "b/2.png": b"bad"}, "has one class to learn"),
        ({"a/1.png": b"bad", "b/2.png": b"bad"}, "None of the 2 photos"),
        ({"a/1.png": b"", "a/2.wav": b""}, "photos and clips"),
    ],
)
def test_what_cannot_be_learned_is_refused(bench, files, says):
    """The error says what is missing."""
    with pytest.raises(DataError, match=says):
        opened(bench, files)


def test_a_table_beside_the_photos_is_joined_by_their_names(bench):
    """The numbers of the table are those of the files that it names; capitals and folders may differ."""
    files = {f"photos/IMG_{at}.png": photo((at * 9, 40, 90), at) for at in range(12)}
    rows = "".join(f"img_{at}.PNG,{at * 1.5}\n" for at in range(10))
    files["photos/labels.csv"] = f"file,size\n{rows}gone.png,3\n".encode()
    info = opened(bench, files)
    frame = bench._open.table.frame
    assert [column["role"] for column in info["columns"]] == ["photo", "number"]
    assert (info["targets"], info["task"]) == (["size"], "regression")
    assert [str(cell) for cell in frame["file"][:2]] == ["photos/IMG_0.png", "photos/IMG_1.png"]
    assert isinstance(frame["file"][3], Example)
    assert frame["size"][3] == 4.5
    assert frame["file"][10] is None
    notes = " ".join(info["notes"])
    assert "1 photo that it names is not there." in notes
    assert "2 photos are in no row of it, and left out." in notes


def test_arrays_of_medmnist_are_photos(bench):
    """The pixels are those of the file: each image has one value, which is its label."""
    arrays = {}
    for at, part in enumerate(("train", "val", "test")):
        labels = np.arange(8 + at, dtype=np.uint8) % 2
        arrays[f"{part}_labels"] = labels[:, None]
        arrays[f"{part}_images"] = np.broadcast_to((50 + 100 * labels)[:, None, None], (8 + at, 28, 28)).copy()
        arrays[f"{part}_images"][:, 0, 0] = np.arange(8 + at) + 10 * at  # no two are equal
    data = io.BytesIO()
    np.savez_compressed(data, **arrays)
    info = asyncio.run(bench.open_table({"bytes": data.getvalue(), "name": "small.npz"}, None, ignore))
    frame = bench._open.table.frame
    assert (info["n_rows"], info["task"]) == (27, "binary")
    for cell, label in zip(frame["photo"], frame["class"], strict=True):
        assert abs(255 * cell.vector[0] - (50 + 100 * int(label))) < 3


def test_files_of_a_folder_are_brought_without_a_zip(bench, tmp_path):
    """The same table as of the zip."""
    files = []
    for name, content in colours(6).items():
        path = tmp_path / name.replace("/", "_")
        path.write_bytes(content)
        files.append({"name": name, "path": str(path), "size": len(content)})
    info = asyncio.run(bench.open_table({"files": files, "name": "colours"}, None, ignore))
    assert (info["n_rows"], info["size_bytes"]) == (12, sum(one["size"] for one in files))
    assert set(bench._open.table.frame["class"]) == set(COLOURS)


def test_cancel_stops_and_nothing_is_done_twice(bench):
    """Opened again, only the rest is embedded."""
    steps = []

    def watch(message):
        steps.append(message)
        if message["what"] == "embed" and message["step"] == 5:
            bench.cancel()

    source = {"bytes": zipped(colours()), "name": "colours.zip"}
    with pytest.raises(Cancelled):
        asyncio.run(bench.open_table(source, None, watch))
    assert len(bench.runs) < 10
    asyncio.run(bench.open_table(source, None, ignore))
    assert len(bench.runs) == 24
    assert "Embedding photo 5 of 24" in steps[-1]["text"]


def test_a_photo_is_turned_upright():
    """Oracle: the pixels of a picture that was saved upright, beside those with an EXIF orientation of 6."""
    left = np.zeros((20, 20, 3), np.uint8)
    left[:, :10] = 255
    exif = Image.Exif()
    exif[0x0112] = 6
    plain, turned = io.BytesIO(), io.BytesIO()
    Image.fromarray(left).save(plain, "PNG")
    Image.fromarray(np.rot90(left, 1)).save(turned, "PNG", exif=exif)  # 6: to be turned by 90 degrees clockwise
    host = NativeExamples()
    one, other = (asyncio.run(host.photo("x", {"bytes": data.getvalue()}, 10)).pixels for data in (plain, turned))
    assert np.abs(one.astype(int) - other).max() <= 1


def test_a_clip_is_heard_at_the_rate_of_the_network():
    """Oracle: the sine that was written, at another rate."""
    import wave

    data = io.BytesIO()
    moments = np.arange(44_100) / 44_100
    with wave.open(data, "wb") as clip:
        clip.setnchannels(2)
        clip.setsampwidth(2)
        clip.setframerate(44_100)
        sine = (20_000 * np.sin(2 * np.pi * 440 * moments)).astype("<i2")
        clip.writeframes(np.column_stack([sine, sine]).tobytes())
    heard = asyncio.run(NativeExamples().sound("x.wav", {"bytes": data.getvalue()}, 16_000))
    truth = 20_000 / 32_768 * np.sin(2 * np.pi * 440 * np.arange(len(heard)) / 16_000)
    assert len(heard) == 16_000
    assert np.abs(heard - truth).max() < 0.01


def test_a_doubtful_photo_is_shown(bench):
    """Oracle: the photos whose classes were exchanged come first, each with the thumbnail of its own file."""
    from elmweb.app.audit.mistakes import doubt_html

    files = colours(20)
    wrong = {"colours/red/3.png": "colours/grün 🌿/30.png", "colours/grün 🌿/5.png": "colours/red/50.png"}
    files = {wrong.get(name, name): content for name, content in files.items()}
    opened(bench, files)

    async def asked():
        await bench.train({}, {}, ignore)
        return await bench.audit("mistakes", {}, ignore)

    found = asyncio.run(asked())
    held = {str(bench._trained.dataset.X["photo"].iloc[at]) for at in bench._trained.dataset.test}
    doubted = [one["cells"]["photo"] for one in found["rows"]]
    assert set(wrong.values()) - held <= set(doubted[:2])
    assert set(wrong.values()) - held
    first = found["rows"][0]
    thumbnail = next(cell for cell in bench._open.table.frame["photo"] if cell == first["cells"]["photo"]).thumbnail
    assert base64.b64decode(first["pictures"]["photo"].partition(",")[2]) == thumbnail
    assert f'<img alt="" src="{first["pictures"]["photo"]}">' in doubt_html(found)
