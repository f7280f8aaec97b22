"""No table breaks the page: what numbers, names and texts may be is read, trained on and saved, or refused in words."""

import asyncio
import io
import json
import tracemalloc
import warnings
import zipfile

import numpy as np
import pytest
from bench_data import dataset_from
from budgets import budget
from pandas import DataFrame

from elmweb.data import read_table
from elmweb.data.readers import iter_read_table
from elmweb.exceptions import DataError
from elmweb.export import ExportError, check_onnx, to_onnx
from elmweb.formatting import file_stem
from elmweb.training import Settings, train
from elmweb.workbench.local import LocalWorkbench

# What these tables reach is reached by smaller ones too, and with coverage they take twice as long.
pytestmark = pytest.mark.no_cover

N = 60
RNG = np.random.default_rng(0)
SIGNED = RNG.uniform(-1, 1, N)
FILES = ("model", "html", "onnx", "report", "test_predictions")


def csv_of(**columns) -> bytes:
    """Return columns as a CSV file."""
    return DataFrame(columns).to_csv(index=False).encode()


def json_of(*records: str) -> bytes:
    """Return records as a JSON file; each is written N times, with %d as the number of the row."""
    return f"[{','.join(record % at for at in range(N) for record in records)}]".encode()


HALVES = N // 2 * [0, 1]
TABLES = {
    "large inputs.csv": csv_of(a=1.7e308 * SIGNED, b=np.arange(N) % 7, y=HALVES),
    "one large input.csv": csv_of(a=np.where(np.arange(N) % 9, SIGNED, 1e308), b=np.arange(N) % 7, y=HALVES),
    "large answers.csv": csv_of(a=SIGNED, y=1.7e308 * SIGNED[::-1]),
    "one large answer.csv": csv_of(a=SIGNED, y=np.where(np.arange(N), RNG.random(N), -1.7e308)),
    "just not too large.csv": csv_of(a=9e149 * SIGNED, b=RNG.random(N), y=9e149 * SIGNED[::-1]),
    "beyond float32.csv": csv_of(a=1e40 * SIGNED, b=1e-45 * RNG.random(N), y=1e40 * SIGNED),
    "tiny numbers.csv": csv_of(a=1e-310 * SIGNED, y=1e-310 * SIGNED[::-1]),
    "numbers that hardly differ.csv": csv_of(x=np.arange(N) / 2, y=1e16 + 2 * np.arange(N)),
    "two numbers that hardly differ.csv": csv_of(x=RNG.random(N), y=1e16 + 2 * (np.arange(N) % 2)),
    "far dates.csv": csv_of(d=["0001-01-01", "9999-12-31", "2262-04-12", "1677-09-20"] * (N // 4), y=RNG.random(N)),
    "long digits.csv": csv_of(a=[str(at) * 5000 for at in range(N)], b=RNG.random(N), y=HALVES),
    "long digits.json": json_of('{"a": %d, "b": ' + "7" * 5000 + ', "y": "k"}', '{"a": %d, "b": 1, "y": "l"}'),
    "long digits.jsonl": json_of('{"a": %d, "b": ' + "7" * 5000 + ', "y": "k"}').replace(b"},{", b"}\n{")[1:-1],
    "names of objects.csv": csv_of(__proto__=SIGNED, constructor=np.arange(N) % 7, toString=HALVES),
    "halves of letters.json": json_of(
        '{"\\ud83d": %d, "\\uDE00": 1.5, "t\\u0000": "\\ud83d\\ud83d", "y": "\\udc00"}',
        '{"\\ud83d": %d, "\\uDE00": 2.5, "t\\u0000": "\\ud83d\\ude00\\u0000", "y": "a"}',
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_any_table_goes_all_the_way_or_is_refused_in_words(name):
    """Invariant: no error but ours, no warning, numbers that JSON has words for, and files that can be written."""
    asyncio.run(_all_the_way(name, TABLES[name]))


async def _all_the_way(name: str, data: bytes) -> None:
    """Open, describe, train, predict and save."""
    workbench, seen = LocalWorkbench(), lambda _message: None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", ResourceWarning)  # of what an earlier test left behind
        info = await workbench.open_table({"bytes": data, "name": name}, None, seen)
        json.dumps(info, allow_nan=False).encode()
        choices = {"targets": info["targets"]}
        summary = await workbench.summarize(choices, seen)
        json.dumps(summary, allow_nan=False, ensure_ascii=False).encode()
        if summary["problem"]:
            assert summary["problem"]["kind"] in {"DataError", "TargetError", "ColumnError"}
            return
        result = await workbench.train(choices, {"n_hidden": 8, "n_seeds": 1}, seen)
        assert all(np.isfinite(row["score"]) for row in result["scores"])
        json.dumps(
            await workbench.predict_row({column["name"]: "1e308" for column in info["columns"]}), allow_nan=False
        )
        answer = await workbench.predict_table({"bytes": data, "name": name}, seen)
        assert answer["n_rows"] == info["n_rows"]
        for what in (*FILES, "predictions"):
            if what == "onnx" and "text" in dict(summary["roles"]).values():
                with pytest.raises(ExportError, match="reads texts"):
                    await workbench.export(what)
                continue
            assert (await workbench.export(what))["data"]


@pytest.mark.parametrize("records", [40, 1])
def test_halves_of_letters_become_whole(records):
    """Oracle: the text itself, with U+FFFD where a half or a NUL was; whole letters stay, and it is said."""
    text = '{"\\ud83d": 1, "\ufffd": 2, "\\ud83d\\ude00\\ud83d": "\\u0000\\\\ud83d\\udc00"}'
    table = read_table(_stream(f"[{','.join([text] * records)}]"), "halves.json")
    assert table.columns == ["\ufffd\ufffd", "\ufffd", "\U0001f600\ufffd"]
    assert table.frame.iloc[0].tolist() == [1, 2, "\ufffd\\ud83d\ufffd"]
    assert sum("Broken letters" in note for note in table.notes) == 1
    whole = read_table(_stream('[{"a": "\\ud83d\\ude00\\\\ud83d"}, {"a": "b"}]'), "whole.json")
    assert whole.frame["a"].tolist() == ["\U0001f600\\ud83d", "b"]
    assert not any("Halves" in note for note in whole.notes)


def test_long_integers_of_json_keep_their_digits():
    """Oracle: the digits in the file."""
    digits = "12" * 2_500
    for text in (f'[{{"a": {digits}}}, {{"a": -{digits}}}]', f'{{"a": {digits}}}\n{{"a": -{digits}}}\n'):
        assert read_table(_stream(text), "long.json").frame["a"].tolist() == [digits, f"-{digits}"]


def test_numbers_too_large_to_calculate_with_are_missing():
    """Oracle: the numbers by hand; those beyond 1e150 are counted and named, those up to it are kept."""
    table = read_table(_stream("a,b\n1e150,1\n-1e150,2\n1.1e150,3\n-1.7e308,4\ninf,5\n"), "large.csv")
    np.testing.assert_array_equal(table.frame["a"], [1e150, -1e150, np.nan, np.nan, np.nan])
    assert table.infinite == {"a": 3}
    assert '"a" is infinite or beyond 1e150 in 3 rows. There it is missing now.' in table.notes


def test_onnx_takes_numbers_beyond_float32():
    """Oracle: the model itself, on numbers that float32 has no room for."""
    frame = DataFrame({"a": 1e40 * SIGNED, "b": 1e-45 * RNG.random(N), "c": SIGNED})
    data = dataset_from(frame.assign(y=SIGNED + 1e44 * frame["b"]), ["y"], "regression")
    model = train(data, Settings(n_hidden=16, n_seeds=1))
    assert check_onnx(to_onnx(model), model, frame) < 1e-4


def test_file_names_are_safe_everywhere():
    """Invariant: no name has what a system gives a meaning to, or what is not seen; plain names stay."""
    odd = [
        "../../etc/x.csv",
        "a\u202egnp.csv",
        "con",
        "NUL.txt",
        "\x00\x1f",
        "...",
        "",
        "\ud83d.csv",
        "a" * 500,
        " . ",
        "C:\\x|y?.z",
    ]
    for name in odd:
        stem = file_stem(name)
        assert stem
        assert stem.isprintable()
        assert not set(stem) & set('<>:"/\\|?*')
        assert stem == stem.strip(". ")
        assert len(stem) <= 81
        assert stem.upper() not in {"CON", "NUL"}
        stem.encode()
    assert [file_stem(name) for name in ("Größe 2024.csv", "a.b.xlsx", "x")] == ["Größe 2024", "a.b", "x"]


def _stream(text: str):

    return io.BytesIO(text.encode())


EMPTY = b"<sheetData />"


def workbook_of(sheet: str, **parts: bytes) -> io.BytesIO:
    """Return a workbook with this in its sheet, and other parts."""
    from openpyxl import Workbook

    empty, out = io.BytesIO(), io.BytesIO()
    Workbook().save(empty)
    with zipfile.ZipFile(empty) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            if name not in parts:
                text = given.read(name).replace(b"<sheetData></sheetData>", EMPTY).replace(b"<sheetData/>", EMPTY)
                made.writestr(name, text.replace(EMPTY, f"<sheetData>{sheet}</sheetData>".encode()))
        for name, part in parts.items():
            made.writestr(name, part)
    return out


def row(number: int, *cells: str) -> str:
    """Return a row of cells, each a column and a number."""
    return f'<row r="{number}">{"".join(_cell(cell, number) for cell in cells)}</row>'


def _cell(cell: str, number: int) -> str:
    column, _, value = cell.partition("=")
    return f'<c r="{column}{number}"><v>{value}</v></c>'


SHEETS = {
    "a far row": (row(1, "A=1") + row(2_000_000_000, "A=1"), "a row with the number 2,000,000,000"),
    "a row before the first": (row(0, "A=1"), "a row with the number 0"),
    "far cells": ("".join(row(at, "A=1", "XFD=2") for at in range(1, 20_000)), "16,384 columns"),
    "far cells within the bound": ("".join(row(at, "A=1", "NTP=2") for at in range(1, 2_000)), "of them with a value"),
    "one far cell": (row(1, "NTP=1") + "".join(row(at, "A=1") for at in range(2, 2_000)), "of them with a value"),
    "elements outside of rows": ("<x/>" * 600_000, "more elements than a row or a text has"),
    "elements inside a row": (f"<row>{'<c/>' * 600_000}</row>", "more elements than a row or a text has"),
    "elements in each other": ("<x>" * 200, "more elements than a row or a text has"),
    "a long comment": (f"<!--{' ' * 20_000_000}-->", "without a row or a text"),
    "a long text": (f"<row><c t='inlineStr'><is><t>{'x' * 20_000_000}</t></is></c></row>", "without a row or a text"),
    "a text that is not there": ('<row><c t="s"><v>7</v></c></row>', "IndexError"),
    "a broken cell": ('<row><c r="1A"><v>7</v></c></row>', "ValueError"),
    "a cut sheet": ("<row><c><v>", "ParseError"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_refused_within_bounds(name):
    """Invariant: a sentence that says what is wrong, in little memory."""
    sheet, why = SHEETS[name]
    data = workbook_of(sheet)
    read_table(workbook_of(row(1, "A=1", "B=2") + row(2, "A=3", "B=4")), "good.xlsx")  # imports what reading needs
    tracemalloc.start()
    with pytest.raises(DataError) as caught:
        read_table(data, "sheet.xlsx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert why in str(caught.value)
    assert peak < 300e6


@pytest.mark.slow
@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/workbook.xml", "mimetype", "xl/worksheets/sheet1.xml"])
def test_a_part_that_unpacks_to_far_more_is_refused(part):
    """Invariant: an error in words, whatever the part."""
    data = workbook_of("", **{part: b" " * 150_000_000})
    with pytest.raises(DataError, match=r"too large when unpacked"):
        read_table(data, "bomb.xlsx")
    data = workbook_of("", **{part: b" " * 20_000_000})
    with pytest.raises(DataError, match=r"cannot be opened|has no rows"):
        read_table(data, "bomb.xlsx")


def test_a_sheet_is_read_as_it_is():
    """Oracle: the cells by hand; gaps between rows and cells, long integers, rich and shared texts."""
    shared = (
        "<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>plain</t></si>"
        "<si><r><t>rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si></sst>"
    )
    types = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%s"/></Types>' % (
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    texts = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>'
    )
    cells = '<row r="7"><c r="C7" t="s"><v>1</v></c></row><row r="9"><c r="A9" t="s"><v>0</v></c></row>'
    data = workbook_of(texts + row(3, f"A={'7' * 5_000}", "C=1.5") + cells)
    with zipfile.ZipFile(data) as file:
        content = file.read("[Content_Types].xml").replace(b"</Types>", types)
    parts = {"xl/sharedStrings.xml": shared.encode(), "[Content_Types].xml": content}
    data = workbook_of(texts + row(3, f"A={'7' * 5_000}", "C=1.5") + cells, **parts)
    table = read_table(data, "odd.xlsx")
    assert table.columns == ["a", "c"]
    assert table.frame["a"].tolist() == ["7" * 5_000, None, "plain"]
    assert table.frame["c"].tolist() == ["1.5", "rich text", None]


@pytest.mark.slow
def test_opening_and_reading_a_workbook_report_progress():
    """Invariant: no more than some thousand rows or texts between two steps, so that Cancel is heard."""
    rows = "".join(row(at, f"A={at}", "B=1", "C=2") for at in range(1, 12_000))
    assert sum(1 for _ in iter_read_table(workbook_of(rows), "large.xlsx")) > 5


def test_records_with_hardly_a_name_in_common_are_no_table():
    """Invariant: the size of the table that would come out is looked at before it is made."""
    text = ",".join(f'{{"{at}": 1}}' for at in range(4_000))
    with pytest.raises(DataError, match="too many empty ones"):
        read_table(_stream(f"[{text}]"), "sparse.json")


@pytest.mark.slow
def test_a_first_row_of_very_many_cells_is_refused():
    """Invariant: pandas, which makes a column of each, never sees it."""
    with budget(5), pytest.raises(DataError):
        read_table(_stream("a\tb\n" + "1\t" * 300_000), "wide.tsv")


@pytest.mark.slow
def test_cells_of_a_web_page_that_span_all_others_are_counted():
    """Invariant: a page of a few kilobytes whose cells reach over millions of others is refused."""
    cell = '<td colspan="1000" rowspan="1000">x</td>'
    page = f"<html><body><table><tr>{cell * 9}</tr>{'<tr></tr>' * 3_000}</table></body></html>"
    with pytest.raises(DataError, match="too many empty ones"):
        read_table(_stream(page), "page.html")


@pytest.mark.slow
def test_a_small_parquet_file_of_very_many_rows_is_refused():
    """Invariant: what its footer says is looked at before anything is unpacked."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    zeros = pyarrow.DictionaryArray.from_arrays(pyarrow.array(np.zeros(3_000_000, dtype=np.int8)), ["x"])
    parquet.write_table(pyarrow.table({f"c{at}": zeros for at in range(20)}), out)
    assert out.tell() < 1e6
    with pytest.raises(DataError, match="too many cells"):
        read_table(out, "small.parquet")


def test_blanks_around_a_number_cost_nothing():
    """Invariant: a column of long blanks is read at once, as what it is."""
    with budget(5):
        table = read_table(_stream("a,b\n" + (" " * 255 + "x" + " " * 255 + ",1\n") * 40), "blanks.csv")
        table_of_numbers = read_table(_stream("a,b\n" + (" " * 255 + "$1 " + " " * 255 + ",1\n") * 40), "blanks.csv")
    assert table.frame["a"].iloc[0].strip() == "x"
    assert table_of_numbers.frame["a"].tolist() == [1.0] * 40
