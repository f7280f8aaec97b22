"""Texts read by their meaning: against the words they are made of, by a network that knows one fact about each."""

from __future__ import annotations

import asyncio
import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from elmweb.data import read_table
from elmweb.data.dataset import make_dataset
from elmweb.data.roles import guess_roles
from elmweb.examples import Backbone, Example
from elmweb.exceptions import Cancelled, ColumnError, DownloadError, ExportError
from elmweb.export.plain_model import NETWORK_BYTES
from elmweb.progress import finish
from elmweb.training.readings import compared_rows, iter_compare_readings
from elmweb.workbench import meaning
from elmweb.workbench.local import LocalWorkbench

pytest.importorskip("PIL")

from elmweb.bridge._native_examples import NativeExamples

ROOT = Path(__file__).parents[1]
GLAD = ("delightful", "lovely", "superb", "charming", "splendid", "wonderful", "brilliant", "great", "fine", "pleasing")
SAD = ("dreadful", "awful", "poor", "dismal", "horrid", "terrible", "bad", "bleak", "grim", "sorry")


def ignore(_message):
    """Take a progress message."""


def rare_words(n=120, seed=0):
    """Return rows whose texts share no words that tell: only what a word means does."""
    rng = np.random.default_rng(seed)
    rows = []
    for at in range(n):
        glad = at % 2 == 0
        made = "".join(rng.choice(list("bcdfghjklmnp"), 6))
        rows.append(
            (f"it was {'g' if glad else 's'}{made} {rng.choice(GLAD + SAD)} for us all", "yes" if glad else "no")
        )
    return rows


def as_csv(rows):
    """Return rows as a file with a column of texts."""
    return ("note,liked\n" + "".join(f'"{text}",{label}\n' for text, label in rows)).encode()


def vector(text):
    """Return what the network of these tests knows of a text: whether its third word begins with g."""
    noise = np.random.default_rng(len(text) + ord(text[9])).normal(0, 0.2, 5)
    return np.array([1.0 if text.split()[2].startswith("g") else -1.0, *noise], np.float32)


@pytest.fixture
def bench(monkeypatch):
    """Return a workbench whose network knows one fact about a text."""
    seen = []

    async def open_backbone(models, kind, progress):
        async def run(inputs):
            seen.append(inputs["text"])
            return vector(inputs["text"])

        return Backbone("facts", kind, 256, run)

    monkeypatch.setattr(meaning, "open_backbone", open_backbone)
    bench = LocalWorkbench(open_examples=NativeExamples, runtime=object())
    bench.seen = seen
    return bench


def opened(bench, rows, name="notes.csv"):
    """Open rows as a table."""
    return asyncio.run(bench.open_table({"bytes": as_csv(rows), "name": name}, None, ignore))


@pytest.mark.slow
def test_what_leave_one_out_finds_better_is_the_default_and_said(bench):
    """Oracle: the texts are made so that only their meaning tells; every verb goes on with it, a new text too."""
    info = opened(bench, rare_words())
    assert [column["role"] for column in info["columns"]] == ["text", "category"]
    roles = asyncio.run(bench.summarize({}, ignore))["roles"]
    before = asyncio.run(bench.estimate({}, {}))["text"]
    assert 'Before that, "note" is read by words and by meaning on 96 rows' in before
    assert (roles["note"], bench.seen) == ("text", []), "nothing is embedded before a training"

    async def further():
        result = await bench.train({}, {}, ignore)
        (said,) = result["texts"]
        assert said.startswith('"note" is read by its meaning: of ')
        assert "100 % are right, against" in said
        assert result["form"][0]["role"] == "meaning"
        assert len(bench.seen) == 120, "each text once"
        assert (await bench.summarize({}, ignore))["roles"]["note"] == "meaning"
        assert "Before that" not in (await bench.estimate({}, {}))["text"]
        row = {"note": "it was gxyz awful for us all"}
        first = await bench.predict_row(row)
        assert (first["label"], "examples" in first, bench.seen[-1]) == ("yes", False, row["note"])
        file = await bench.predict_table({"bytes": as_csv(rare_words(30, seed=9)), "name": "new.csv"}, ignore)
        assert file["score"]["number"] == "100"
        like = await bench.explain("like", {"row": {"note": "it was sxyz delightful for us all"}}, ignore)
        assert {one["truth"] for one in like["rows"]} == {"no"}
        reasons = await bench.explain("row", {"row": row}, ignore)
        assert reasons["parts"][0]["cell"] == row["note"]
        kept = await bench.export("model")
        for what in ("html", "onnx"):
            if what == "html":
                with pytest.raises(ExportError, match="cannot hold the deep network"):
                    await bench.export(what)
        assert (await bench.export("predictions"))["data"].count(b"\n") == 31
        assert (await bench.export("passport"))["data"].startswith(b"{")
        await bench.open_table({"bytes": as_csv(rare_words()), "name": "notes.csv"}, None, ignore)  # nothing is decided
        again = await bench.load_model({"bytes": kept["data"], "name": "notes.elm.zip", "choices": {}}, ignore)
        assert again["texts"] == [said]
        assert await bench.predict_row(row) == first
        assert bench._trained.dataset.roles["note"] == "meaning"

    asyncio.run(further())


@pytest.mark.slow
def test_words_are_kept_where_they_are_better_or_chosen(bench):
    """Oracle: texts whose words tell, and whose network knows nothing of them; a choice is not questioned."""
    rng = np.random.default_rng(1)
    rows = [
        (f"it was x{rng.integers(9**6)} {rng.choice((SAD, GLAD)[at % 2])} for all", str(at % 2)) for at in range(100)
    ]
    opened(bench, rows)
    result = asyncio.run(bench.train({}, {"n_hidden": 64, "n_seeds": 1}, ignore))
    assert result["texts"][0].startswith('"note" is read by its words: of ')
    asked = len(bench.seen)
    again = asyncio.run(bench.train({}, {"n_hidden": 64, "n_seeds": 1}, ignore))
    assert (again["texts"], len(bench.seen)) == (result["texts"], asked), "it is compared once"
    chosen = asyncio.run(bench.train({"roles": {"note": "meaning"}}, {"n_hidden": 64, "n_seeds": 1}, ignore))
    assert (chosen["texts"], chosen["form"][0]["role"]) == ([], "meaning")


def test_the_comparison_is_what_it_says(bench):
    """Oracle: the two datasets by hand; what is said are their leave-one-out errors, and words win a tie."""
    table = read_table(BytesIO(as_csv(rare_words())), "notes.csv")
    data = make_dataset(table, ["liked"], "binary", guess_roles(table.frame), {})
    rows = compared_rows(data, ["note"])
    cells = [Example(text, "text", "0" * 64, vector(text)) for text in data.X["note"].iloc[rows]]
    found = finish(iter_compare_readings(data, "note", rows, cells))
    assert (found.meaning, found.by_meaning, found.n_rows) == (1.0, True, len(data.train))
    assert found.words < 0.7
    same = [Example(text, "text", "0" * 64, np.ones(2, np.float32)) for text in data.X["note"].iloc[rows]]
    assert not finish(iter_compare_readings(data, "note", rows, same)).by_meaning
    assert found.sentence(kept_words="Later.").startswith('"note" is read by its words')


@pytest.mark.slow
def test_many_texts_are_not_embedded_without_being_asked(bench, monkeypatch):
    """The meaning is better and the words are taken: a person chooses whether to wait."""
    monkeypatch.setattr(meaning, "_MOST_CHARACTERS", 1_000)
    opened(bench, rare_words())
    result = asyncio.run(bench.train({}, {"n_hidden": 32, "n_seeds": 1}, ignore))
    assert "Its meaning is better, but to read all its texts takes" in result["texts"][0]
    assert result["form"][0]["role"] == "text"


@pytest.mark.slow
def test_without_the_network_the_words_are_taken(bench, monkeypatch):
    """Where the model cannot be had, a training goes on, and says why."""

    async def offline(models, kind, progress):
        raise DownloadError("embed-text.onnx cannot be fetched.")

    monkeypatch.setattr(meaning, "open_backbone", offline)
    opened(bench, rare_words(40))
    result = asyncio.run(bench.train({}, {"n_hidden": 32, "n_seeds": 1}, ignore))
    assert "Its meaning could not be compared: embed-text.onnx cannot be fetched." in result["texts"][0]


@pytest.mark.slow
def test_cancel_stops_and_nothing_is_embedded_twice(bench):
    """Invariant: what was embedded before Cancel is kept by its content."""

    def watch(message):
        if message["what"] == "embed" and message["text"].startswith("Embedding text 7 of"):
            bench.cancel()

    opened(bench, rare_words(40))
    with pytest.raises(Cancelled):
        asyncio.run(bench.train({"roles": {"note": "meaning"}}, {}, watch))
    assert len(bench.seen) < 12
    asyncio.run(bench.train({"roles": {"note": "meaning"}}, {"n_hidden": 32, "n_seeds": 1}, ignore))
    assert len(bench.seen) == len(set(bench.seen)) == 40


@pytest.mark.slow
def test_what_is_no_text_is_refused_and_what_is_empty_counts_as_missing(bench):
    """The error names the column; blank cells take the average of the others."""
    rows = "".join(f"{at},{text},{label}\n" for at, (text, label) in enumerate(rare_words(60)))
    rows += "60,,yes\n61,   ,no\n"
    source = {"bytes": f"size,note,liked\n{rows}".encode(), "name": "notes.csv"}
    asyncio.run(bench.open_table(source, None, ignore))
    with pytest.raises(ColumnError, match='"size" cannot be read by its meaning'):
        asyncio.run(bench.train({"roles": {"size": "meaning"}}, {}, ignore))
    asyncio.run(bench.train({"roles": {"note": "meaning"}}, {"n_hidden": 32, "n_seeds": 1}, ignore))
    assert bench._trained.dataset.X["note"].isna().sum() == 2
    assert all(text.strip() for text in bench.seen)


@pytest.mark.slow
def test_the_real_network_finds_what_is_said_in_other_words():
    """Oracle: sentences written in pairs that share no word of content."""
    pytest.importorskip("onnxruntime")
    from elmweb.bridge._native import NativeRuntime

    pairs = {
        "billing": (
            "I was charged twice for my order",
            "The invoice shows a wrong amount of money",
            "Refund the payment",
        ),
        "delivery": ("My parcel has not arrived yet", "The courier dropped the box at a neighbour", "Shipping is slow"),
        "login": ("I cannot sign in to my account", "My password is not accepted", "The access code never came"),
    }
    rows = [(text + "." * n, label) for n in range(3) for label, texts in pairs.items() for text in texts]
    bench = LocalWorkbench(open_examples=NativeExamples, runtime=NativeRuntime(ROOT / "models"))
    opened(bench, rows)
    asyncio.run(bench.train({"roles": {"note": "meaning"}}, {"n_hidden": 32, "n_seeds": 1}, ignore))
    for text, label in (("You took the fee from my card two times", "billing"), ("Postman lost a package", "delivery")):
        like = asyncio.run(bench.explain("like", {"row": {"note": text}}, ignore))
        assert like["rows"][0]["truth"] == label


def test_the_size_that_is_named_is_that_of_the_files():
    """Oracle: the manifest of the models."""
    cards = {card["id"]: card for card in json.loads((ROOT / "models" / "manifest.json").read_text())["models"]}
    pieces = cards["embed-text"]["assets"]["vocabulary"]["bytes"]
    sizes = {
        role: cards[name]["graphs"][0]["bytes"]
        for role, name in {"photo": "embed-image", "sound": "embed-audio", "meaning": "embed-text"}.items()
    }
    assert {**sizes, "meaning": sizes["meaning"] + pieces} == NETWORK_BYTES
    assert NETWORK_BYTES["meaning"] == meaning.MODEL_BYTES
