"""Photos as cells, against what was put into them: the pixels, the folders, the bytes of the files."""

from __future__ import annotations

import asyncio
import copy
import io
import pickle
import zipfile

import numpy as np
import pytest

from elmweb.examples import Backbone, Embedded, Example, Item, MemoryVectors, Picture, contents_of, embed_items
from elmweb.examples.archive import is_archive_of_examples, open_archive
from elmweb.examples.cell import digest_of
from elmweb.examples.collect import collect, folder_classes
from elmweb.examples.pictures import look_at, note_of
from elmweb.examples.vectors import pack, unpack
from elmweb.exceptions import Cancelled, DataError, InputError, ParseError

pytest.importorskip("PIL")
from PIL import Image


class Host:
    """Decodes a file's bytes to pixels of their mean, and counts what it was asked for."""

    def __init__(self) -> None:
        self.vectors = MemoryVectors()
        self.decoded: list[str] = []

    async def digest(self, source):
        """Return the digest of the bytes."""
        return digest_of(source["bytes"])

    async def photo(self, name, source, side):
        """Return a grey square."""
        self.decoded.append(name)
        if source["bytes"] == b"bad":
            raise InputError(f'"{name}" is damaged.')
        return Picture(np.full((side, side, 3), source["bytes"][0], np.uint8), b"small", "animated")

    async def sound(self, name, source, rate):
        """Never be asked."""
        raise AssertionError(name)


def net(log=None):
    """Return a network whose vector is the mean of the pixels."""

    async def run(inputs):
        if log is not None:
            log.append(1)
        return np.array([inputs["photo"].mean(), 1.0])

    return Backbone("mean-1", "photo", 4, run)


def items(*contents):
    """Return an item for each content."""
    return [Item(f"{at}.jpg", {"bytes": content}) for at, content in enumerate(contents)]


def test_a_cell_survives_copies_and_pickles():
    """The copy has the attributes of the original."""
    cell = Example("a/b.jpg", "photo", "0" * 64, np.arange(3, dtype=np.float32), b"t")
    for again in (copy.copy(cell), copy.deepcopy(cell), pickle.loads(pickle.dumps(cell))):  # noqa: S301  our own
        assert (again, again.kind, again.digest, again.thumbnail) == (cell, "photo", "0" * 64, b"t")
        assert again.vector.tolist() == [0, 1, 2]


def test_a_file_of_vectors_gives_back_what_was_put_in():
    """The arrays themselves, for any number of examples."""
    found = {str(at) * 64: Embedded(np.full(5, at, np.float32), b"x" * at, "cmyk" * at) for at in range(4)}
    backbone, again = unpack(pack("net", found))
    assert backbone == "net"
    assert {k: (v.vector.tolist(), v.thumbnail, v.note) for k, v in again.items()} == {
        k: (v.vector.tolist(), v.thumbnail, v.note) for k, v in found.items()
    }


@pytest.mark.parametrize("cut", [0, 1, 20, -1])
def test_a_damaged_file_of_vectors_is_refused(cut):
    """Whatever is missing of it."""
    data = pack("net", {"1" * 64: Embedded(np.ones(5, np.float32), b"xyz")})
    with pytest.raises(ParseError):
        unpack(data[:cut] if cut else data + b"1")


def test_the_same_file_is_embedded_once_and_never_again():
    """The network's runs are counted, over two visits; a copy under another name is no new example."""
    log, host = [], Host()
    first = asyncio.run(embed_items(items(b"\1", b"\2", b"\1"), net(log), host))
    assert [cell.vector[0] for cell in first.cells] == [1, 2, 1]
    assert contents_of(np.array(first.cells, dtype=object))[0] == digest_of(b"\1")
    assert (len(log), first.n_kept) == (2, 0)
    again = asyncio.run(embed_items(items(b"\1", b"\2", b"\3"), net(log), host))
    assert (len(log), again.n_kept, len(again.new)) == (3, 2, 1)
    assert again.notes == {"animated": ["0.jpg", "1.jpg", "2.jpg"]}, "also of those that were kept"


def test_a_bad_file_stops_no_other():
    """All others have cells, in their order."""
    done = asyncio.run(embed_items(items(b"\1", b"bad", b"\2"), net(), Host()))
    assert [cell and str(cell) for cell in done.cells] == ["0.jpg", None, "2.jpg"]
    assert list(done.problems) == ["1.jpg"]


def test_cancel_keeps_what_is_done():
    """After Cancel the rest is embedded, and nothing twice."""
    log, host, steps = [], Host(), []

    def check():
        if len(steps) == 3:
            raise Cancelled("Stopped.")

    some = items(*[bytes([at]) for at in range(1, 9)])
    with pytest.raises(Cancelled):
        asyncio.run(embed_items(some, net(log), host, steps.append, check))
    assert len(log) == 3
    assert len(host.decoded) <= 5, "few are decoded ahead: memory stays flat"
    asyncio.run(embed_items(some, net(log), host))
    assert len(log) == 8


def test_folders_are_the_classes():
    """Below what all share; train and test are no classes."""
    assert folder_classes(["d/train/cat/1.jpg", "d/test/cat/2.jpg", "d/train/dog/3.jpg"]) == ["cat", "cat", "dog"]
    assert folder_classes(["d/1.jpg", "d/2.jpg"]) == [None, None]
    assert folder_classes([]) == []


def test_files_are_sorted():
    """Numbers in names count as numbers, hidden files are passed over, names lose what leads out."""
    names = ["b/10.jpg", "b/2.JPG", "__MACOSX/b/._2.jpg", "b/.DS_Store", "../a\\1.png", "notes.txt", "شكرا 🌸.jpg"]
    found = collect([Item(name, {}) for name in names], "x")
    assert [item.name for item in found.items] == ["a/1.png", "b/2.JPG", "b/10.jpg", "شكرا 🌸.jpg"]
    assert found.notes == ('1 file is neither a photo, a clip nor a table, and is left out: "notes.txt".',)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["a.jpg", "b.wav"], "1 photo and 1 clip"),
        (["a.heic", "b.HEIC"], "HEIC"),
        (["a.txt"], '"a.txt"'),
        ([], "no file"),
    ],
)
def test_what_cannot_be_used_is_named(names, says):
    """The error holds the value."""
    with pytest.raises(DataError) as raised:
        collect([Item(name, {}) for name in names], "x")
    assert says in raised.value.value


def zipped(**files):
    """Return a zip file."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return io.BytesIO(data.getvalue())


def test_a_zip_is_read_entry_by_entry():
    """The bytes of each are those that were put in; what leads out is left out."""
    file = zipped(**{"a/1.jpg": b"one", "../2.jpg": b"two", "C:/3.jpg": b"three"})
    assert is_archive_of_examples(file)
    archive = open_archive(file, "x.zip")
    assert [(item.name, item.source["read"]()) for item in archive.items] == [("a/1.jpg", b"one")]
    assert archive.notes[0].startswith("2 files in the zip have names that lead out of its folder")


def test_a_bomb_is_refused_before_it_is_unpacked():
    """By what the zip says of itself."""
    with pytest.raises(DataError, match="would unpack to far more"):
        open_archive(zipped(**{"a.jpg": bytes(5_000_000)}), "x.zip")


def test_a_workbook_is_no_archive_of_examples():
    """It may hold pictures, and is a table."""
    assert not is_archive_of_examples(zipped(**{"[Content_Types].xml": b"", "xl/media/a.png": b""}))
    assert not is_archive_of_examples(io.BytesIO(b"no zip"))


def saved(kind, size=(40, 30), mode="RGB", **options):
    """Return a picture as a file."""
    data = io.BytesIO()
    Image.new(mode, size).save(data, kind, **options)
    return data.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "WEBP"])
def test_the_size_of_a_picture_is_known_before_it_is_decoded(kind):
    """As Pillow wrote it."""
    facts = look_at(saved(kind), "x")
    assert (facts.kind.upper(), facts.width, facts.height, note_of(facts)) == (kind, 40, 30, "")


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP"])
def test_an_animation_is_noticed(kind):
    """Three frames that differ."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    assert note_of(look_at(saved(kind, (20, 20), save_all=True, append_images=frames), "x")) == "animated"


def test_the_colours_of_print_are_noticed():
    """A JPEG with four of them."""
    assert note_of(look_at(saved("JPEG", mode="CMYK"), "x")) == "cmyk"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (saved("PNG", (1, 1)), "too small"),
        (saved("PNG", (20_000, 10_000), "1"), "too large"),
        (saved("JPEG")[:50], "ends early"),
        (saved("TIFF"), "is a TIFF file"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC file"),
        (b"hello", "is no picture"),
        (b"", "is no picture"),
    ],
)
def test_bad_pictures_are_named(data, says):
    """Each by what is wrong with it."""
    with pytest.raises(InputError, match=says):
        look_at(data, "x.jpg")
