"""Reading files as people have them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from elmweb.data import MAX_BYTES, ReadOptions, iter_read_table, read_table, read_text
from elmweb.exceptions import DataError, ParseError, SettingsError

AWKWARD = Path(__file__).parent / "data"


def read(data: bytes | str, name: str = "x.csv", **options):
    """Read bytes or text."""
    data = data.encode() if isinstance(data, str) else data
    return read_table(io.BytesIO(data), name, options=ReadOptions(**options))


def cells(table) -> dict:
    """Return a table as lists, NaN as None."""
    return {name: [None if value != value else value for value in table.frame[name]] for name in table.columns}  # noqa: PLR0124


MARKS = ("NA", "N/A", "n/a", "null", "NULL", "None", "nan", "NaN", "-")
WORDS = st.text("abcXYZäß,;|\t'\" \n7", min_size=1, max_size=8).filter(
    lambda text: text.strip() == text and not re.search(r"\d", text) and text not in MARKS
)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 4)), WORDS, st.integers(-999, 999)),
        min_size=2,
        max_size=12,
    ),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    comma=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
)
def test_what_csv_wrote_reads_back(rows, delimiter, quoting, comma, encoding):
    """Oracle: Python's own csv writer, whatever the separator, quotes, decimal mark and encoding."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerow(["length", "größe", "count"])
    for number, word, count in rows:
        shown = "" if number is None else f"{number:.4f}"
        writer.writerow([shown.replace(".", ",") if comma else shown, word, count])
    data = text.getvalue().encode(encoding)
    options = ReadOptions(delimiter=delimiter, decimal="," if comma else ".")
    frame = read_table(io.BytesIO(data), "x.csv", options=options).frame
    assert list(frame.columns) == ["length", "größe", "count"]
    np.testing.assert_array_equal(
        frame["length"].to_numpy(float), [np.nan if number is None else number for number, _, _ in rows]
    )
    # Only words stay text: of digits there are none in them.
    assert frame["größe"].tolist() == [word for _, word, _ in rows]
    assert frame["count"].tolist() == [count for _, _, count in rows]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_clear_error(data):
    """Invariant: whatever the bytes are, nothing but a DataError is raised."""
    with contextlib.suppress(DataError):
        assert read(data).n_rows >= 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b\n1,5;x\n2,5;y\n", {"a": [1.5, 2.5], "b": ["x", "y"]}),
        ("a\tb\n1.5\tx\n", {"a": [1.5], "b": ["x"]}),
        ("a|b\n1|x y\n", {"a": [1], "b": ["x y"]}),
        ("  a  b\n  1  2\n 33  4\n", {"a": [1, 33], "b": [2, 4]}),
        ("a, b\n1, x\n2, y\n", {"a": [1, 2], "b": ["x", "y"]}),
        ("a,b\n'x,1',2\n'y',3\n", {"a": ["x,1", "y"], "b": [2, 3]}),
        ('a,b\n"say ""hi""",2\n', {"a": ['say "hi"'], "b": [2]}),
        ('a,b\n"two\nlines",2\n\n\n', {"a": ["two\nlines"], "b": [2]}),
        ("a,b\nTrue,1\n,2\nFALSE,3\n", {"a": ["true", None, "false"], "b": [1, 2, 3]}),
        ("a,b\nNA,x\n?,n/a\n3,null\n", {"a": [None, None, 3], "b": ["x", None, None]}),
        ("p;q\n1 234,5;12 %\n7,5;13 %\n", {"p": [1234.5, 7.5], "q": [12, 13]}),
        ('p,q\n"$1,234.50",-3 EUR\n$2,4 EUR\n', {"p": [1234.5, 2], "q": [-3, 4]}),
        ('p,q\n"1,5",a\n"2,25",b\n', {"p": [1.5, 2.25], "q": ["a", "b"]}),
        ("p;q\n1.234,5;05.01.2024\n2,5;06.01.2024\n", {"p": [1234.5, 2.5], "q": ["05.01.2024", "06.01.2024"]}),
        ("5.1,x\n4.9,y\n", {"column 1": [5.1, 4.9], "column 2": ["x", "y"]}),
        ("1;2\n3;4\n", {"column 1": [1, 3], "column 2": [2, 4]}),
        ("b,c\nr1,1,2\nr2,3,4\n", {"column 1": ["r1", "r2"], "b": [1, 3], "c": [2, 4]}),
        ("b,c\n1,2,\n3,4,\n", {"b": [1, 3], "c": [2, 4]}),
        ("b,c,\n1,2,\n3,4,\n", {"b": [1, 3], "c": [2, 4]}),
        ('a,b\n1,"x\n2,y\n', {"a": [1, 2], "b": ['"x', "y"]}),
        ("a,a,,a (2)\n1,2,3,4\n", {"a": [1], "a (3)": [2], "column 3": [3], "a (2)": [4]}),
        ("review\nall good\nvery bad\n", {"review": ["all good", "very bad"]}),
        ("a,b\n18446744073709551615,1\n1,2\n", {"a": [1.8446744073709552e19, 1.0], "b": [1, 2]}),
        ("a,b\n<script>alert(1)</script>,1\n", {"a": ["<script>alert(1)</script>"], "b": [1]}),
        ("a\rb\rc\r", {"a": ["b", "c"]}),
    ],
)
def test_text_as_people_have_it(text, expected):
    """Each awkward text reads as a person would read it."""
    assert cells(read(text)) == expected


def test_notes_report_what_was_guessed():
    """Invariant: each deviation from plain CSV has a note of one sentence; plain CSV has none."""
    assert read("a,b\n1,x\n").notes == ()
    notes = read("größe;größe;q\n1,5;2;3 %\n2,5;3;4 %\n".encode("cp1252")).notes
    assert notes == (
        "Columns are separated by semicolons.",
        "The decimal mark is a comma.",
        "The letters are read as Latin-1 (Western European).",
        'The name "größe" is used more than once. Column 2 is now "größe (2)".',
        '"q" is written as text and read as numbers: decimal comma, %.',
    )


def test_infinite_is_missing_and_counted():
    """Infinities of both signs become missing, and the table holds their number."""
    table = read("a,b\ninf,1\n-inf,2\n3,4\n")
    assert cells(table) == {"a": [None, None, 3], "b": [1, 2, 4]}
    assert table.infinite == {"a": 2}


@pytest.mark.slow
def test_column_with_text_in_a_late_slice_is_text_throughout():
    """A slice of numbers before a slice of words is read again: 007 is not 7."""
    n = 120_000
    lines = [f"{i % 10:03d},{i}" for i in range(n)] + [f"w{i},{i}" for i in range(n)]
    frame = read("code,i\n" + "\n".join(lines)).frame
    assert frame["code"].tolist() == [line.split(",")[0] for line in lines]
    assert frame["i"].dtype == np.int64


@pytest.mark.slow
def test_letter_that_is_no_utf8_far_down_changes_the_encoding():
    """The first bytes are ASCII, one of the last is Latin-1, and nothing is lost."""
    data = b"a,b\n" + b"x,1\n" * 100_000 + "ü,2\n".encode("cp1252")
    frame = read(data).frame
    assert frame["a"].iloc[-1] == "ü"
    assert len(frame) == 100_001


@pytest.mark.parametrize("n_good", [0, 1, 500, 60_000])
@pytest.mark.parametrize(
    ("row", "kept", "note"),
    [
        ("3", (3, None), "has fewer cells than there are columns. What it lacks is missing."),
        ("3,4,5", None, 'has more cells than there are columns, and is left out: "3,4,5".'),
        ("3,4,", (3, 4), "ends in a separator too many, with nothing after it."),
    ],
)
def test_ragged_row_is_named(n_good, row, kept, note):
    """A row that is too short or too long is reported by its line, wherever it is, and the others are as they were."""
    table = read("a,b\n" + '1,2\n"8",2\n' * (n_good // 2) + f"{row}\n5,6\n7,8\n5,6\n7,8\n")
    assert table.notes == (f"Line {2 * (n_good // 2) + 2:,} {note}",)
    expected = [(1, 2), (8, 2)] * (n_good // 2) + ([kept] if kept else []) + [(5, 6), (7, 8)] * 2
    found = cells(table)
    assert list(zip(found["a"], found["b"], strict=True)) == expected


@pytest.mark.parametrize("n_before", [0, 65_500, 262_130, 262_140, 300_000])
def test_code_that_ends_pandas_is_text(n_before):
    """Pandas before 3.0 crashes on this code (its issue 63089); the reader reads it at any position."""
    frame = read("a\n" + "x" * n_before + "\n4e492493924924\n7E-599999999999999999999\n").frame
    assert frame["a"].tolist()[-2:] == ["4e492493924924", "7E-599999999999999999999"]


def test_quotation_mark_inside_a_cell_is_a_letter():
    """An inch sign in a cell upsets neither the parser nor the count of cells."""
    assert cells(read('a,b\n5" pipe,1\n6" pipe,\n')) == {"a": ['5" pipe', '6" pipe'], "b": [1, None]}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b" \n\n", "holds no text"),
        (b"a,b\n", "no rows of values"),
        (b"<!DOCTYPE html><html></html>", r"web page \(HTML\)"),
        (b"<?xml version='1.0'?><a/>", "XML"),
        (b"PAR1\x15\x04\x00\x00", "Parquet"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
        (bytes(range(256)) * 20, "binary data"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"PK\x03\x04 cut off", "may be damaged"),
        (b'{"a": 1,', "not valid JSON in line 1"),
        (b'{"a": 1}\n{"a": 2\n', "not valid JSON in line 2"),
        (b'{"a": [1, 2], "b": [1]}', "not equally long"),
        (b'{"a": []}', "no rows of values"),
        (b"[[], []]", "no rows of values"),
    ],
)
def test_what_is_not_a_table_is_an_error(data, what):
    """Each kind of wrong file is named for what it is, with its name."""
    with pytest.raises(ParseError, match=what) as error:
        read(data, "orders")
    assert '"orders"' in error.value.what or "JSON" in error.value.what


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1, "b": "x"}, {"a": null, "b": true}]',
        '{"a": 1, "b": "x"}\n{"b": true}\n',
        '{"a": [1, null], "b": ["x", true]}',
        '{"rows": [{"a": 1, "b": "x"}, {"b": true}]}',
        '{"a": {"0": 1, "1": null}, "b": {"0": "x", "1": true}}',
        '{"columns": ["a", "b"], "data": [[1, "x"], [null, true]]}',
        '[["a", "b"], [1, "x"], [null, true]]',
    ],
)
def test_every_shape_of_json_is_the_same_table(text):
    """Seven ways to write one table give one table."""
    assert cells(read(text, "x.json")) == {"a": [1, None], "b": ["x", "true"]}


@pytest.mark.parametrize(
    "text",
    [b"[" * 50_000 + b"]" * 50_000, b"[" * 50_000, b'{"a": ' * 3000 + b"1" + b"}" * 3000],
    ids=["lists", "open lists", "records"],
)
def test_json_that_would_end_the_parser_is_refused(text):
    """The parser calls itself for each level; in a browser that ends Python, so what is too deep never reaches it."""
    with pytest.raises(ParseError, match=r"nested too deeply.*100 levels at the most.*[350]{1,2},?000 levels"):
        read(text, "x.json")


def test_brackets_in_cells_are_not_levels():
    """Oracle: the parser; brackets, quotes and backslashes inside texts count for nothing."""
    cell = '[{"\\' * 60
    table = read(json.dumps([{"a": cell}, {"a": "]}"}] * 100).encode(), "x.json")
    assert cells(table)["a"] == [cell, "]}"] * 100


def test_json_cells_of_other_kinds_are_text():
    """Lists and records in a cell are kept as JSON; a number too large for any float is text."""
    table = read(json.dumps([{"a": [1, 2], "b": 10**400}, {"a": {"k": 1}, "b": 2}]))
    assert cells(table) == {"a": ["[1, 2]", '{"k": 1}'], "b": ["1" + "0" * 400, "2"]}


def workbook(*sheets) -> bytes:
    """Return a workbook of (title, rows)."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_workbook_is_recognised_by_its_content():
    """Numbers, text, truth, dates and holes come out as from CSV, whatever the file is called."""
    rows = [[], ["n", "t", "ok", "day"], [1, "x", True, pd.Timestamp("2024-02-03").to_pydatetime()], [2.5, None, False]]
    data = workbook(("Empty", []), ("Data", rows), ("Other", [[1]]))
    table = read(data, "x.csv")
    assert cells(table) == {"n": [1, 2.5], "t": ["x", None], "ok": ["true", "false"], "day": ["2024-02-03", None]}
    assert table.notes == ('The sheet "Data" is read. 2 other sheets are left out.',)


def test_sheet_can_be_chosen():
    """A sheet is found by name and by number, and the error for a wrong one lists those there are."""
    data = workbook(("One", [["a"], [1]]), ("Two", [["b"], [2]]))
    assert cells(read(data, sheet="Two")) == cells(read(data, sheet=1)) == {"b": [2]}
    with pytest.raises(DataError, match=r'no sheet .*"One", "Two"'):
        read(data, sheet="Three")


def test_zip_that_is_not_a_workbook_is_an_error():
    """A plain archive is called an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", "a,b")
    with pytest.raises(ParseError, match="zip archive"):
        read(data.getvalue())


class _Huge(io.BytesIO):
    """A file that claims to be 2 GB and must not be read."""

    def seek(self, offset, whence=0):
        return 2_000_000_000 if whence == 2 else super().seek(offset, whence)

    def read(self, size=-1):
        pytest.fail("a file that is too large was read")


def test_file_of_2_gb_is_refused_before_it_is_read():
    """The size alone decides."""
    assert MAX_BYTES < 2_000_000_000
    with pytest.raises(DataError, match=r"too large.*at most 1.9 GB.*2.0 GB"):
        read_table(_Huge(b"a,b\n1,2\n"), "big.csv")


@pytest.mark.slow
def test_ten_thousand_columns_read_and_one_more_does_not():
    """The limit is exact."""
    names = [f"c{i}" for i in range(10_001)]
    values = ["1"] * 10_001
    table = read(",".join(names[:-1]) + "\n" + ",".join(values[:-1]) + "\n")
    assert table.n_columns == 10_000
    with pytest.raises(DataError, match="10,001 columns"):
        read(",".join(names) + "\n" + ",".join(values) + "\n")


def test_progress_grows_and_closing_cancels(tmp_path):
    """Bytes and rows never go back, the last are all of them, and closing gives the file free."""
    path = tmp_path / "x.csv"
    path.write_text("a,b\n" + "1,x\n" * 250_000)
    seen = list(iter_read_table(path))
    assert [step.rows for step in seen] == sorted(step.rows for step in seen)
    assert [step.bytes_done for step in seen] == sorted(step.bytes_done for step in seen)
    assert len(seen) > 5
    assert (seen[-1].bytes_done, seen[-1].rows) == (path.stat().st_size, 250_000)
    reading = iter_read_table(path)
    next(reading)
    next(reading)
    reading.close()
    with pytest.raises(StopIteration):
        next(reading)
    assert read_table(str(path)).name == "x.csv"


def test_pasted_cells_of_a_spreadsheet():
    """Pasted text is separated by tabs and named for what it is."""
    table = read_text("a\tb\n1\tx\n")
    assert (table.name, cells(table)) == ("pasted table", {"a": [1], "b": ["x"]})


def test_what_was_chosen_is_not_guessed():
    """Each option wins over the guess."""
    assert cells(read("1;2\n3;4\n", header=True)) == {"1": [3], "2": [4]}
    assert cells(read("a;b\n1;2\n", delimiter=",")) == {"a;b": ["1;2"]}
    assert cells(read("a\nü\n", encoding="latin-1")) == {"a": ["Ã¼"]}
    with pytest.raises(ParseError, match="cannot be read as ascii"):
        read("a\nü\n", encoding="ascii")


@pytest.mark.parametrize("options", [{"delimiter": "::"}, {"decimal": "'"}, {"encoding": "klingon"}])
def test_options_that_cannot_be_used_are_refused(options):
    """A setting outside its rule is a SettingsError that shows the value."""
    with pytest.raises(SettingsError, match=next(iter(options.values()))):
        ReadOptions(**options)


def test_file_that_does_not_exist():
    """A path without a file is a DataError, not an OSError."""
    with pytest.raises(DataError, match=r"nowhere.csv.* cannot be opened"):
        read_table("/nowhere.csv")


def test_awkward_files():
    """Each file of tests/data has the rows and columns that its name ends in, or fails as it declares."""
    paths = sorted(AWKWARD.glob("*.csv"))
    assert len(paths) >= 4
    for path in paths:
        n_rows, n_columns = map(int, path.stem.rsplit("-", 1)[1].split("x"))
        table = read_table(path)
        assert (table.n_rows, table.n_columns) == (n_rows, n_columns), path.name
