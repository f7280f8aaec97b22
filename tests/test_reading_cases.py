"""Files as they come: titles, comments, units, totals, ragged rows, stray quotes, web pages, nested JSON, Parquet.

The oracle of a file is the table it was made from, in ``data/reading/outcomes.json``; of an account of lines, the lines
themselves.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from budgets import budget
from hypothesis import given, settings, strategies as st

from benchmarks.reading import FOLDER, compare, measure, outcomes_of
from elmweb.data import ReadOptions, read_table
from elmweb.data._file_rows import FileRows
from elmweb.exceptions import DataError, ParseError, SettingsError

OUTCOMES = outcomes_of(FOLDER)


def read(data: bytes | str, name: str = "x.csv", **options):
    """Read bytes or text."""
    data = data.encode() if isinstance(data, str) else data
    return read_table(io.BytesIO(data), name, options=ReadOptions(**options))


def lines_of(text: str) -> int:
    """Count the lines of a text, whatever ends them."""
    return len(re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", text))


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_kind_of_file_gives_its_table(name):
    """Oracle: the table that the file was made from; and its lines add up."""
    assert compare(FOLDER / name, OUTCOMES[name]) == ("right", "")


@pytest.mark.parametrize("name", [name for name in OUTCOMES if name.endswith((".csv", ".txt", ".tsv", ".jsonl"))])
def test_every_line_is_accounted_for(name):
    """Oracle: the lines of the file, counted apart from the reader."""
    data = (FOLDER / name).read_bytes()
    text = data.decode("utf-16" if name == "utf16.txt" else "utf-16-be" if name.startswith("utf16") else "utf-8")
    account = read(data, name, **OUTCOMES[name].get("options", {})).account
    assert account.adds_up
    assert account.n_lines == lines_of(text)


def test_the_folder_is_measured(capsys):
    """Invariant: the command prints a line a file, and its sum."""
    counts = measure(FOLDER)["counts"]
    assert counts == {"right": len(OUTCOMES), "wrong": 0, "refused": 0, "broken": 0}
    assert capsys.readouterr().out.count("\n") == len(OUTCOMES) + 1


CELL = st.sampled_from(
    [
        "1",
        "2.5",
        "oak",
        "",
        " ",
        "NA",
        "a b",
        "#",
        "# x",
        '"',
        '"a',
        'a"',
        '"a,b"',
        '"a\nb"',
        '"a""b"',
        "Total",
        "'x'",
        "\\",
    ]
)
LINE = st.lists(CELL, max_size=5).map(",".join) | st.sampled_from(
    ["", "  ", "\t", "# note, 1", "Source: x", ",,", "a,b,c", "1,2,3"]
)
END = st.sampled_from(["\n", "\r\n", "\r"])


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(LINE, END), max_size=25), st.booleans(), st.sampled_from(["utf-8", "utf-16", "utf-16-le"]))
def test_whatever_the_lines_they_add_up(lines, last_end, encoding):
    """Oracle: the lines themselves; each is names, a row, blank, or left out for a reason, and none is two of them."""
    text = "".join(line + end for line, end in lines)
    text = text if last_end else text.rstrip("\r\n")
    with suppress(DataError):
        account = read(text.encode(encoding)).account
        assert account.adds_up
        assert account.n_lines == lines_of(text)


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(LINE, END), max_size=12),
    st.sampled_from(["title", "comment", "units", "total", "note", "long", "short"]),
)
def test_what_is_undone_adds_up_too(lines, kind):
    """Invariant: with a decision undone every line is accounted for still."""
    text = "a,b,c\n" + "".join(line + end for line, end in lines) + "1,2,3\n"
    with suppress(DataError):
        account = read(text, undo=(kind,)).account
        assert account.adds_up
        assert kind in ("short", "long") or kind not in account.left_out


@pytest.mark.parametrize(
    ("kind", "text", "n_rows"),
    [
        ("comment", "a,b\n1,2\n# x, y\n3,4\n", 3),
        ("units", "a,b,c\nmm,g,x\n1,2,p\n3,4,q\n5,6,q\n7,8,p\n9,7,p\n", 6),
        ("total", "a,b\nx,2\ny,4\nz,5\nTotal,11\n", 4),
        ("note", "a,b\nx,2\ny,4\nz,5\n\nSource: the office, 2024 edition\n", 4),
        ("title", "Report of the year\n\na,b\n1,2\n3,4\n", 3),
    ],
)
def test_what_is_left_out_can_be_kept(kind, text, n_rows):
    """Invariant: the switch says what off does; a kind that is undone is no longer left out, and the table says so."""
    table = read(text)
    assert (table.n_rows, list(table.account.left_out)) == (n_rows - 1, [kind])
    (switch,) = table.account.switches()
    assert (switch["kind"], switch["on"]) == (kind, True)
    note, _, what_off_does = switch["text"].partition(" Switch off to ")
    assert note in table.notes
    assert what_off_does == f"read {'it as a row' if table.account.left_out[kind].n == 1 else 'them as rows'}."
    kept = read(text, undo=(kind,))
    assert kept.n_rows == n_rows
    assert [(one["kind"], one["on"]) for one in kept.account.switches() if one["kind"] == kind] == [(kind, False)]


@pytest.mark.parametrize(
    "text", ["day,y\nsoon,n/d\n" + "1.5.24,2\n" * 8 + "2.5.24,n/d\n3.5.24,4\n", "y\nn/d\n1\n2\n3\nn/d\n4\n5\n"]
)
def test_a_mark_that_stands_further_down_too_is_no_unit(text):
    """What names no number in two rows of a column is a missing number in both."""
    table = read(text)
    assert list(table.account.left_out) == []
    assert table.n_rows == text.count("\n") - 1


def test_rows_that_do_not_fit_are_named():
    """The first ten lines are named and the others counted, for rows too long and too short."""
    text = "a,b,c\n" + "1,2,3\n1,2,3,4\n1,2\n" * 30 + "1,2,3\n" * 40
    table = read(text)
    assert table.n_rows == 100
    long, short = table.notes
    assert long.startswith(
        "Lines 3, 6, 9, 12, 15, 18, 21, 24, 27, 30 and 20 more have more cells than there are columns"
    )
    assert short.startswith("Lines 4, 7, 10, 13, 16, 19, 22, 25, 28, 31 and 20 more have fewer cells than there are")
    assert read(text, undo=("short",)).n_rows == 70
    wide = read(text, undo=("long",))
    assert (wide.n_rows, wide.columns) == (130, ["a", "b", "c", "column 4"])
    assert wide.frame["column 4"].sum() == 30 * 4


@pytest.mark.parametrize(
    "options", [{"header_row": 0}, {"skip_lines": (0,)}, {"skip_lines": (True,)}, {"undo": ("rows",)}]
)
def test_lines_and_kinds_that_there_are_not_are_refused(options):
    """A setting outside its rule is a SettingsError."""
    with pytest.raises(SettingsError):
        ReadOptions(**options)


def test_lines_that_were_chosen_are_left_out():
    """Oracle: the same file without these lines."""
    lines = ["a,b"] + [f"{i},{i * i}" for i in range(5000)]
    chosen = (3, 4, 2500, 4001, 5001)
    table = read("\n".join(lines), skip_lines=chosen)
    expected = read("\n".join(line for number, line in enumerate(lines, start=1) if number not in chosen))
    pd.testing.assert_frame_equal(table.frame, expected.frame)
    assert table.account.left_out["chosen"].first == list(chosen)


@pytest.fixture(scope="module")
def large():
    """Return lines of a file that is far larger than its first and last bytes that are looked at."""
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=60_000).round(3), rng.integers(0, 1000, 60_000)
    return ["name,a,b", *(f"item {i},{x},{y}" for i, (x, y) in enumerate(zip(a, b, strict=True)))], a, b


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_title_and_totals_of_a_large_file(large, encoding):
    """Oracle: the rows; what stands before and after a large table is found without reading all of it first."""
    lines, a, b = large
    text = "Report\n\n" + "\n".join(lines) + f"\nTotal,{a.sum():.3f},{b.sum()}\n\nSource: the office, 2024\n"
    table = read(text.encode(encoding))
    assert (table.n_rows, table.frame["b"].sum()) == (60_000, b.sum())
    assert {kind: kept.first for kind, kept in table.account.left_out.items()} == {
        "title": [1], "total": [60_004], "note": [60_006],
    }  # fmt: skip
    assert (table.account.adds_up, table.account.n_lines) == (True, 60_006)


def test_total_of_a_large_file_that_is_none(large):
    """A last row that calls itself a total, and is no sum, stays a row."""
    lines, _, b = large
    table = read("\n".join(lines) + "\nTotal,1.5,7\n")
    assert (table.n_rows, table.frame["b"].sum(), table.account.left_out) == (60_001, b.sum() + 7, {})


@pytest.mark.parametrize("cell", ["n/d", "N.D.", "vitamin n"])
def test_a_letter_in_a_cell_counts_nothing(cell):
    """Oracle: the rows themselves; "n" alone says how many there are, and the number beside it agrees by chance."""
    assert read(f"c0,more\nx y,1\n{cell},1\n").frame["c0"].tolist() == ["x y", cell]
    assert read("c0,more,and\nx,3,2\ny,5,7\nn,2,2\n").frame["c0"].tolist() == ["x", "y"]


@pytest.mark.parametrize(
    ("line", "kind", "n_rows"),
    [
        ("# moved, x, y", "comment", 60_000),
        ("item x,1.5", "", 60_001),
        ("item x,1.5,2,3", "long", 60_000),
        ("A note that is long", "note", 60_000),
        ("", "", 60_000),
        ('item "x,1.5,2', "", 60_001),
        ('"item x,1.5,2', "", 60_001),
        ("item \0x,1.5,2", "", 60_001),
        ('"item\nx",1.5,2', "", 60_001),
        ('"say ""x"" now",1.5,2', "", 60_001),
    ],
)
def test_one_odd_line_deep_in_a_large_file(large, line, kind, n_rows):
    """Oracle: the other rows, which are as they were; the lines add up."""
    lines, a, _ = large
    table = read("\n".join([*lines[:40_000], line, *lines[40_000:]]))
    assert (table.n_rows, list(table.account.left_out)) == (n_rows, [kind] if kind else [])
    at = 39_999 + (n_rows > 60_000)
    np.testing.assert_array_equal(table.frame["a"].to_numpy()[at:], a[39_999:])
    assert table.account.adds_up
    assert table.account.n_lines == 60_002 + line.count("\n")


def test_file_that_is_sampled_is_read_again_in_the_same_way(monkeypatch):
    """Oracle: the same file in memory; slices of a large file leave out what the sample leaves out."""
    text = "Report\n\na,b\n" + "".join(f"{i},{i % 7}{',x,y' if i % 1000 == 999 else ''}\n" for i in range(20_000))
    whole = read(text)
    monkeypatch.setattr("elmweb.data._file_rows.LARGE_BYTES", 1000)
    monkeypatch.setattr("elmweb.data._file_rows._MOST_ROWS", 2000)
    table = read(text)
    assert isinstance(table.file, FileRows)
    assert (table.file.n_rows, table.account.adds_up) == (whole.n_rows, True)
    again = pd.concat([frame for _, frame in table.file.slices()], ignore_index=True)
    pd.testing.assert_frame_equal(again, whole.frame)


HOSTILE = {
    "quotes": '"\n' * 5000,
    "quotes and commas": "a,b\n" + '",' * 5000,
    "doubled quotes": "a,b\n" + '"x""\n' * 2000,
    "one cell of many lines": 'a,b\n1,"' + "1,2\n" * 2500,
    "hashes": "a,b\n" + "#,\n" * 3000,
    "open tags": "<table>" + "<td>" * 2500,
    "spans": "<table>" + "<td colspan=1000 rowspan=1000>x" * 300,
    "comments": "<table><!--" * 900,
    "a tag that never ends": "<table><td " + 'a a=" ' * 1600,
    "keys": json.dumps([{f"k{i}": {"a": i}} for i in range(500)]),
    "marks within cells": '{"a":"b",' * 1000,
    "marks within cells, and an open one": ('"a"x,' * 20 + '"open\n') * 90,
    "backslashes": 'a,b\n"' + "\\" * 9000 + '"\n',
    "widths": "".join("," * (i % 140) + "\n" for i in range(140)),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_small_file_takes_long(kind):
    """Budget: 10 kB are read or refused in a second."""
    with budget(1), suppress(DataError):
        read(HOSTILE[kind][:10_000])


def test_long_line_takes_no_time_for_each_mark():
    """Budget: a line of a megabyte, with a quotation mark in every cell, is refused in two seconds."""
    with budget(2), pytest.raises(DataError, match="too many columns"):
        read("x" + '{"a":"b",' * 140_000)


@pytest.mark.parametrize(
    ("head", "looks_like"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"RIFF\x24\x00\x00\x00WAVE", "a sound, film or picture"),
        (b"ID3\x04\x00", "a sound"),
        (b"fLaC\x00\x00\x00\x22", "a sound"),
        (b"\x1aE\xdf\xa3", "a film"),
        (b"\x00\x00\x00\x20ftypisom", "a film, sound or picture"),
    ],
)
def test_photos_sounds_and_films_are_told_where_they_can_go(head, looks_like):
    """Invariant: it is named, and so is the page with models for it."""
    with pytest.raises(ParseError, match=f"It looks like {looks_like}") as told:
        read(head + bytes(range(128)) * 2)
    assert "On the page Models" in told.value.hints[0]


_OPEN = "<table><tr><th>a<th>b</tr><tr><td>1<td>x</tr><tr><td>2<td>y</tr></table>"


@pytest.mark.parametrize(
    "page",
    [
        _OPEN.replace("<td>x", '<td><img src="data:' + "A" * 300_000 + '">x'),
        _OPEN.replace("<td>x", "<td><!-- " + "c " * 20_000 + "-->x"),
        "<script>" + "if(a<b){c()}" * 20_000 + "</script>" + _OPEN,
        _OPEN + "<a " + 'a a=" ' * 60_000,
        _OPEN + "<td " * 100_000,
    ],
    ids=["picture", "comment", "script", "open tag", "open tags"],
)
def test_very_long_tags_cost_neither_time_nor_cells(page):
    """Budget: five seconds, where Python's parser alone takes the square of a tag's length; the table is whole."""
    with budget(5):
        frame = read(page, "x.html").frame
    assert (frame["a"].tolist(), frame["b"].tolist()) == ([1, 2], ["x", "y"])


def test_parquet_that_is_damaged_is_refused():
    """A file that only begins like one is named."""
    with pytest.raises(ParseError, match="looks like a Parquet file"):
        read(b"PAR1\x15\x04\x00\x00" * 10)


def test_json_place_can_be_chosen():
    """Records elsewhere in a document are found by their place; a wrong place is refused with those there are."""
    text = json.dumps({"users": [{"n": 1}], "a": {"b": 3}, "trees": [{"n": 1}, {"n": 2}]})
    assert read(text, sheet="users").n_rows == 1
    assert read(text).n_rows == 2
    with pytest.raises(DataError, match='one of "users", "trees"'):
        read(text, sheet="cats")


def test_table_of_a_page_can_be_chosen():
    """A table is found by its title and its number."""
    page = (FOLDER / "page.xls").read_bytes()
    assert read(page, sheet="table 1", header=False).n_rows == read(page, sheet=0, header=False).n_rows == 1
    with pytest.raises(DataError, match="no table"):
        read(page, sheet="nowhere")
