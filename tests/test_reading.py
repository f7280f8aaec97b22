"""One column has one reading: training, new files, the form, slices, saved models, HTML and ONNX read a cell alike."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings, strategies as st

from buildsteps.vendor import node_program
from elmweb.data import ReadOptions, Table, _file_rows, check_all, guess_roles, make_dataset, read_table
from elmweb.data._codes import LeadingZeros
from elmweb.data._frames import labels_of
from elmweb.exceptions import DataError, SettingsError
from elmweb.export import check_onnx, load_model, save_model, to_onnx
from elmweb.export.html import _script
from elmweb.export.onnx_read import read_onnx
from elmweb.export.onnx_run import column_feeds, run_graph
from elmweb.export.plain_model import plain_model
from elmweb.export.table import CsvFormat
from elmweb.preprocessing import Feature, as_inputs, describe_features
from elmweb.progress import finish
from elmweb.reading import ColumnReading, text_to_number
from elmweb.training import Settings, train
from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.predict import iter_predict_table, predict_row
from elmweb.workbench.trained import Trained

HOST = Path(__file__).with_name("predictor_host.mjs")
N = 60
SMALL = Settings(n_hidden=12, alpha=1.0, n_seeds=1)


def grouped(number: float, decimal: str, thousands: str, digits: int, size: int) -> str:
    """Write a number with marks between its digits, after the thousands in groups of a size."""
    whole, _, rest = f"{abs(number):.{digits}f}".partition(".")
    head, tail = (whole[:-3], whole[-3:]) if thousands and len(whole) > 3 else ("", whole)
    while head:
        tail, head = head[-size:] + thousands + tail, head[:-size]
    return tail + (decimal + rest if rest else "")


@st.composite
def numbers(draw: Any) -> tuple[list[str], str]:
    """Return cells of a column of numbers, as people write them."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    pairs = [(".", ""), (".", ","), (",", "."), (",", " "), (",", "\u2009"), (".", "'"), (",", ""), (".", "\u00a0")]
    decimal, thousands = draw(st.sampled_from(pairs))
    size, digits = draw(st.sampled_from([(9.0, 2), (3e3, 2), (2e6, 0), (2e6, 3), (90.0, 0), (1.5, 3)]))
    before, after = draw(st.sampled_from([("", ""), ("", " %"), ("$", ""), ("", " kr"), ("\u20ac ", ""), ("", "k")]))
    minus = draw(st.sampled_from(["-", "\u2212", "()", "behind", "none"]))
    marks = draw(st.sampled_from([(), ("",), ("NA", ""), ("n/d",), (".", "-"), ("#DIV/0!",)]))
    group = 2 if thousands == "," and draw(st.booleans()) else 3  # Indian
    cells = []
    for number in rng.normal(0 if minus != "none" else 5 * size, size, N):
        text = grouped(number, decimal, thousands, digits, group)
        if number < 0 and minus != "none":
            wrap = {"()": f"({before}{text}{after})", "behind": f"{before}{text}{after}-"}
            cells.append(wrap.get(minus, f"{minus}{before}{text}{after}"))
        else:
            cells.append(f"{before}{text}{after}")
    return with_marks(cells, marks, rng), ""


@st.composite
def plain_numbers(draw: Any) -> tuple[list[str], str]:
    """Return numbers as programs write them, whole ones and far ones among them."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    scale = draw(st.sampled_from([1.0, 1e-3, 1e6, 1e36, 1e41, 1e-42]))
    values = [f"{value:.6g}" for value in rng.normal(0, scale, N)]
    if draw(st.booleans()):
        values[3] = f"{scale * 1e4:.6g}"  # one odd value
    return with_marks(values, draw(st.sampled_from([(), ("NaN",), ("NA", "?")])), rng), ""


@st.composite
def kinds(draw: Any) -> tuple[list[str], str]:
    """Return cells of a column of kinds, as programs and people write them."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    some = draw(
        st.sampled_from(
            [
                ("True", "False"),
                ("TRUE", "FALSE", ""),
                ("True", "False", "unknown"),
                ("01", "02", "10", "12"),
                ("00217", "10217", "90210"),
                ("1E1", "1E2", "2E1"),
                ("1.0", "2.0", "3.0"),
                ("1", "2", "", "3"),
                ("1,5", "2,5", "1.234"),
                ("Yes", "yes ", "YES", "no", "No\u00a0"),
                ("AF", "EU", "NA", "AS"),
                ("Indoor", "Outdoor", "None"),
                ("Jan", "feb", "MAR", "Apr"),
                ("cafe\u0301", "caf\u00e9", "th\u00e9"),
                ("a", "A", "b"),
                ("1582218195625938000", "1582218195625938001", ""),
                ("1e5", "1e6", "2.5e-7"),
                ("x  y", "x y", "n/d", "-"),
            ]
        )
    )
    return [str(cell) for cell in rng.choice(some, N)], "category"


@st.composite
def dates(draw: Any) -> tuple[list[str], str]:
    """Return cells of a column of dates in one format, a few of them no dates."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    written = draw(
        st.sampled_from(
            ["%d/%m/%Y", "%m/%d/%Y", "%Y-%m-%d", "%d.%m.%y", "%d %b %Y", "%B %Y", "%Y-%m", "%Y-%m-%d %H:%M", "%m/%Y"]
        )
    )
    days = pd.Timestamp("2019-01-01") + pd.to_timedelta(rng.integers(0, 900 * 24, N), unit="h")
    cells = [day.strftime(written) for day in days]
    for at in range(draw(st.integers(0, 6))):
        cells[at * 7] = ("soon", "", "0000-00-00", "2020-02-30", "2020-03-01", "NA", "31.12.2020")[at]
    return cells, "date"


def with_marks(cells: list[str], marks: tuple[str, ...], rng: np.random.Generator) -> list[str]:
    """Return the cells with marks in place of one in ten."""
    return [str(rng.choice(marks)) if marks and rng.random() < 0.1 else cell for cell in cells]


def csv_bytes(names: list[str], columns: list[list[str]], delimiter: str) -> bytes:
    """Write a table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([names, *zip(*columns, strict=True)])
    return text.getvalue().encode()


def same(found: pd.DataFrame, wanted: pd.DataFrame) -> None:
    """Assert that inputs of the preprocessor are the same, cell by cell."""
    for name in wanted:
        ours, theirs = found[name].to_numpy(), wanted[name].to_numpy()
        if theirs.dtype.kind == "f":
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, err_msg=str(name))
        else:
            plain = [[None if cell is None or cell != cell else cell for cell in cells] for cells in (ours, theirs)]  # noqa: PLR0124
            assert plain[0] == plain[1], name


@pytest.mark.slow
@settings(
    max_examples=12, phases=(Phase.explicit, Phase.generate), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(st.data())
def test_all_paths_read_each_cell_alike(data: Any) -> None:
    """Oracle: the cells and predictions of the training path, for awkward columns and any few rows of them alone."""
    parts = data.draw(st.lists(st.one_of(numbers(), plain_numbers(), kinds(), dates()), min_size=1, max_size=4))
    answer = data.draw(st.one_of(numbers(), st.just(([f"{value:.3f}" for value in range(N)], ""))))[0]
    delimiter, other = (data.draw(st.sampled_from(",;\t")) for _ in range(2))
    names = [f"c{at}" for at in range(len(parts))]
    columns = [cells for cells, _ in parts]
    raw = csv_bytes([*names, "y"], [*columns, answer], delimiter)
    table = read_table(io.BytesIO(raw), "t.csv")
    if table.account is None or table.account.left_out:  # a first row that may as well be units
        reject()
    roles = guess_roles(table.frame) | {name: role for name, (_, role) in zip(names, parts, strict=True) if role}
    switches = {"outlier:*": data.draw(st.booleans()), "identifier:*": False, "many_categories:*": False}
    try:
        dataset = make_dataset(table, ["y"], "regression", roles, switches | {"leak:*": False})
    except DataError:  # such as columns that never change
        reject()
    model = train(dataset, SMALL)
    chosen = data.draw(st.lists(st.integers(0, len(dataset.X) - 1), min_size=1, max_size=5))
    wanted = as_inputs(dataset.X, model.features)[0].iloc[chosen]
    expected = model.predict(dataset.X.iloc[chosen])
    assert np.isfinite(expected).all()

    # Another file, of a few rows, whose columns come in another order.
    lines = dataset.rows[chosen] - 1
    cells = {name: [column[at] for at in lines] for name, column in zip(names, columns, strict=True)}
    rows = csv_bytes([*names[::-1], "more"], [*[cells[name] for name in names[::-1]], ["1"] * len(lines)], other)
    new = read_table(io.BytesIO(rows), "new.csv", readings=model.readings)
    same(as_inputs(new.frame, model.features)[0], wanted)
    np.testing.assert_allclose(model.predict(new.frame), expected, rtol=1e-6, atol=1e-6)

    # The page: a table, its download, the form, and a model that was saved.
    _, download = finish(iter_predict_table(model, new))
    written = CsvFormat.of(new)
    text = download.decode("utf-8-sig" if written.encoding == "utf-8" else written.encoding)
    lines_read = list(csv.reader(io.StringIO(text), delimiter=written.delimiter))[1:]
    found = [float(line[-1].replace(written.decimal, ".")) for line in lines_read]
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6)
    forms = [predict_row(model, {name: cells[name][at] for name in names})["value"] for at in range(len(lines))]
    np.testing.assert_allclose(forms, expected, rtol=1e-6, atol=1e-6)
    again, _ = load_model(save_model(model))
    assert again.readings == model.readings
    np.testing.assert_allclose(again.predict(new.frame), expected, rtol=1e-6, atol=1e-6)

    # HTML and ONNX.
    html = [row[-1] for row in in_node(model, rows.decode())]
    np.testing.assert_allclose(np.array(html, dtype=float), expected, rtol=1e-4, atol=1e-4)
    graph = read_onnx(to_onnx(model))
    onnx = run_graph(graph, column_feeds(graph, model, new.frame))["variable"][:, 0]
    np.testing.assert_allclose(onnx, expected, rtol=1e-4, atol=1e-4)

    # Slices of a file that is larger than memory.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_file_rows, "LARGE_BYTES", 0)
        patch.setattr(_file_rows, "_MOST_ROWS", 50)
        large = read_table(io.BytesIO(raw), "t.csv")
    if large.file is not None:
        frame = pd.concat([frame for _, frame in large.file.slices()])
        same(as_inputs(frame.iloc[lines], model.features)[0], wanted)


def read(text: str | bytes, **options: Any) -> Any:
    """Read a table from its text."""
    return read_table(io.BytesIO(text.encode() if isinstance(text, str) else text), "t.csv", **options)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["($1,234.50)", "$987.65", "($1.00)"], [-1234.5, 987.65, -1.0]),
        (["1,234-", "567", "89-"], [-1234, 567, -89]),
        (["12,34,567", "1,23,456", "999"], [1234567, 123456, 999]),
        (["1.234,50 EUR", "7,25 EUR", "-3,00 EUR"], [1234.5, 7.25, -3.0]),
        (["19M", "850k", "1.5M"], [19e6, 850e3, 1.5e6]),
        (["10,000+", "500+", "1,000,000+"], [10000, 500, 1000000]),
        (["1\u2009234", "5\u2009678", "9"], [1234, 5678, 9]),
        (["1'234.5", "2'000.0", "7.5"], [1234.5, 2000.0, 7.5]),
        (["1e5", "250", "3.5e-2"], [1e5, 250, 0.035]),
        (["12 %", "7.5 %", "-3 %"], [12, 7.5, -3]),
    ],
)
def test_numbers_as_people_write_them(cells: list[str], expected: list[float]) -> None:
    """Each column of such cells is one of numbers, of the values that a person means."""
    frame = read(csv_bytes(["x", "y"], [cells * 8, ["1"] * 24], ";")).frame
    assert frame["x"].tolist() == expected * 8


@pytest.mark.parametrize(
    "cells",
    [["00217", "10217", "90210"], ["1E1", "1E2", "2E1"], ["1582218195625938000", "1582218195625938001", ""], ["007"]],
)
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_codes_stay_text_digit_for_digit_in_every_download(cells: list[str], quoting: Any) -> None:
    """Oracle: the text of the file; in the table, in a predicted file and in the held-out rows."""
    rng = np.random.default_rng(0)
    text = io.StringIO(newline="")
    rows = [[cells[at % len(cells)], f"{rng.normal():.3f}", str(at % 7), f"{rng.normal():.2f}"] for at in range(60)]
    csv.writer(text, quoting=quoting).writerows([["code", "x", "n", "y"], *rows])
    table = read(text.getvalue())
    assert [cell or "" for cell in table.frame["code"]] == [row[0] for row in rows]
    assert table.frame["n"].dtype == np.int64
    dataset = make_dataset(table, ["y"], "regression", guess_roles(table.frame), {"leak:*": False})
    model = train(dataset, SMALL)
    _, download = finish(iter_predict_table(model, read(text.getvalue(), readings=model.readings)))
    assert [line[0] for line in csv.reader(io.StringIO(download.decode("utf-8-sig")))][1:] == [row[0] for row in rows]
    held_out = Trained(model, {}, dataset, table).file("test_predictions")["data"].decode("utf-8-sig")
    wanted = [rows[at - 1][0] for at in dataset.rows[dataset.test]]
    assert [line[0] for line in csv.reader(io.StringIO(held_out))][1:] == wanted


@pytest.mark.slow
@pytest.mark.parametrize("last", ["00217", '"00217"', "007"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_leading_zero_is_found_wherever_it_is(last: str, delimiter: str) -> None:
    """A code far down makes the column text, and no other column."""
    lines = [f"{10000 + at % 80000}{delimiter}{at}{delimiter}0.5" for at in range(40_000)]
    table = read("\n".join([f"zip{delimiter}n{delimiter}x", *lines, f"{last}{delimiter}7{delimiter}0.25"]))
    codes = last.strip('"') != "007"  # a shorter one is a number with a zero too many
    assert table.frame["zip"].tolist()[-1] == (last.strip('"') if codes else 7)
    assert table.frame["zip"].tolist()[0] == ("10000" if codes else 10000)
    assert table.frame["n"].dtype == np.int64


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.lists(st.text('01a."', max_size=4), min_size=3, max_size=3), min_size=1, max_size=6),
    size=st.integers(1, 9),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_leading_zeros_are_found_in_pieces_of_any_size(rows: list[list[str]], size: int, end: str) -> None:
    """Oracle: the cells themselves."""
    rows = [[cell.replace('"', "") for cell in row] for row in rows]
    text = end.join(",".join(row) for row in rows)
    zeros = LeadingZeros(",", '"')
    for start in range(0, len(text), size):
        zeros.see(text[start : start + size])
    zeros.end()
    wanted = {at for row in rows for at, cell in enumerate(row) if re.fullmatch("0[0-9]+", cell)}
    assert (zeros.columns, zeros.anywhere) == (wanted, False)


def test_blanks_take_linear_time() -> None:
    """Oracle: the clock, within a thousand times what is needed; a pattern that backtracks would take hours."""
    start = time.perf_counter()
    for text in (" " * 50_000, "-" + " " * 50_000 + "x", "$" + " " * 50_000, "1" + " " * 50_000 + "x", "1 " * 30_000):
        for decimal in ".,":
            assert text_to_number(text, decimal) is None
    table = read("pad,y\n" + "".join(f"{' ' * 255},{at}\n" for at in range(40)))
    assert table.facts("pad").n_missing == 40
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize(
    ("cells", "kinds_"),
    [
        (["AF", "EU", "NA", "OC"], {"AF", "EU", "NA", "OC"}),
        (["Indoor", "None", "Outdoor"], {"Indoor", "None", "Outdoor"}),
        (["red", "NA", "blue"], {"red", "blue"}),
        (["red", "None", "blue"], {"red", "blue"}),
        (["AF", "NA"], {"AF"}),
        (["AF", "EU", "NA", "n/a", ""], {"AF", "EU", "NA"}),
    ],
)
def test_a_mark_for_missing_is_a_kind_beside_kinds_that_are_written_like_it(cells: list[str], kinds_: set[str]) -> None:
    """The rule: NA beside codes of two capitals, None beside words with one; in new files of few rows too."""
    table = read(csv_bytes(["k", "y"], [cells * 10, ["1"] * len(cells) * 10], ","))
    assert set(table.frame["k"].dropna()) == kinds_
    new = read("k,y\nNA,1\nNone,1\n", readings={"k": table.reading("k")})
    assert set(new.frame["k"].dropna()) == kinds_ & {"NA", "None"}


def test_marks_are_listed() -> None:
    """What is no number is named with its rows, in the note, the reading and the finding."""
    cells = [f"{at}.5" for at in range(40)]
    cells[3:12:3] = ["n/d"] * 3
    cells[20] = "<LOD"
    table = read(csv_bytes(["x", "y"], [cells, ["1"] * 40], ","))
    assert table.frame["x"].isna().sum() == 4
    assert table.notes[0].endswith('What is no number counts as missing: "n/d" in 3 rows and "<LOD" in 1 row.')
    assert table.reading("x").words() == "missing: n/d, <LOD"
    assert read("x,y\n" + "".join(f"{kind},1\n" for kind in "123A" * 9)).frame["x"].tolist()[:4] == [*"123A"]


def test_spellings_of_a_kind_are_one() -> None:
    """Yes, yes and YES are one answer, and by the switch several; a new file is read as was learned."""
    answers = ["Yes", "Yes ", "yes", "Yes", "YES\u00a0", "no", "no"] * 12
    numbers_ = [f"{at * 37 % 84}.5" for at in range(84)]
    table = read(csv_bytes(["x", "y"], [numbers_, answers], ","))
    roles = guess_roles(table.frame)
    dataset = make_dataset(table, ["y"], "binary", roles, {})
    assert dataset.classes == ("Yes", "no")
    [found] = [one for one in check_all(table, ["y"], "binary", roles) if one.kind == "spelling"]
    assert found.detail.startswith('It has "Yes" in 4 ways.')
    apart = make_dataset(table, ["y"], "multiclass", roles, {found.id: False})
    assert apart.classes == ("YES\u00a0", "Yes", "Yes ", "no", "yes")
    model = train(dataset, SMALL)
    answer, _ = finish(iter_predict_table(model, read("x,y\n1.5,YES\n2.5,yes \n", readings=model.readings)))
    assert answer["score"] is not None
    assert "2 rows" in answer["score"]["sentence"]


def test_a_kind_with_other_capitals_is_known_in_a_new_file() -> None:
    """Oracle: the kinds of training; single letters stay apart, and so do kinds that a person keeps apart."""
    table = read(csv_bytes(["k", "one", "y"], [["gas", "pump"] * 9, ["a", "A"] * 9, ["1"] * 18], ","))
    new = read("k,one\nGAS,A\nPump ,a\noil,b\n", readings={name: table.reading(name) for name in ("k", "one")})
    features = [Feature(name, "category", reading=table.reading(name)) for name in ("k", "one")]
    found = as_inputs(new.frame, features)[0]
    assert found["k"].tolist() == ["gas", "pump", "oil"]
    assert found["one"].tolist() == ["A", "a", "b"]


@pytest.mark.parametrize("on", [True, False])
def test_odd_values_count_as_missing_in_predictions_too(on: bool) -> None:
    """Oracle: the prediction for an empty cell, in Python, as HTML and as ONNX that is given the raw number."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=80)
    frame = pd.DataFrame({"x": x, "z": rng.normal(size=80), "y": 3 * x + rng.normal(0, 0.3, 80)})
    frame.loc[7, "x"] = 99999.0
    table = Table("t", frame, 0, 0.0)
    dataset = make_dataset(table, ["y"], "regression", guess_roles(frame), {"outlier:x": on, "leak:*": False})
    model = train(dataset, SMALL)
    odd, empty = (pd.DataFrame({"x": [number], "z": [0.5]}) for number in (99999.0, np.nan))
    wanted, found = model.predict(empty)[0], model.predict(odd)[0]
    assert (abs(found - wanted) < 1e-9) == on
    graph = read_onnx(to_onnx(model))
    feeds = {value.name: odd[value.name].to_numpy(value.dtype)[:, None] for value in graph.inputs}
    assert run_graph(graph, feeds)["variable"][0, 0] == pytest.approx(found, abs=1e-4)
    assert float(in_node(model, "x,z\n99999,0.5\n")[0][-1]) == pytest.approx(found, abs=1e-6)


@pytest.mark.slow
def test_dates_keep_the_format_of_the_table() -> None:
    """Nine of ten cells of the table are dates, fewer of the training rows; a new file that is ambiguous follows."""
    days = (pd.Timestamp("2023-01-01") + pd.to_timedelta(np.arange(200) * 2, unit="D")).strftime("%d/%m/%Y").tolist()
    days[::11] = ["soon"] * len(days[::11])
    table = read(csv_bytes(["day", "y"], [days, [str(at) for at in range(200)]], ","))
    assert guess_roles(table.frame)["day"] == "date"
    for seed in range(5):
        dataset = make_dataset(table, ["y"], "regression", {"day": "date"}, {"leak:*": False}, seed=seed)
        [feature] = describe_features(dataset)
        new = read("day\n05/07/2023\n07/05/2023\n", readings={"day": feature.reading})
        found = as_inputs(new.frame, [feature])[0]["day"].astype(str).tolist()
        assert found == ["2023-07-05", "2023-05-07"]


def test_what_a_decimal_comma_was_stays_one() -> None:
    """A model that learned from 1.234,00 takes a new 1.234 for a thousand, whatever else the new file has."""
    cells = [f"{1 + at % 9}.{100 + at},{at % 90:02}" for at in range(60)]
    table = read(csv_bytes(["x", "y"], [cells, [str(at) for at in range(60)]], ";"))
    reading = table.reading("x")
    assert reading.words() == "decimal comma, thousands dot"
    for text in ("x;y\n1.234;1\n", "x,y\n1.234,1\n", "x\ty\n1.234\t1\n", '[{"x": "1.234"}, {"x": 1234}]'):
        new = read(text, readings={"x": reading})
        found = as_inputs(new.frame, [Feature("x", "number", reading=reading)])[0]["x"]
        assert found.tolist()[0] == 1234.0
        assert found.tolist()[-1] == 1234.0


def in_node(model: Any, text: str) -> list[list[Any]]:
    """Return the rows that the HTML predictor gives for a file."""
    given_ = {"script": _script(), "stored": plain_model(model), "csv": text}
    done = subprocess.run(
        [str(node_program()), str(HOST)], input=json.dumps(given_), capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)["rows"]


@pytest.mark.parametrize("scale", [1e39, 1e100, 1e-42])
def test_numbers_beyond_float32_are_exported_as_they_are(scale: float) -> None:
    """Oracle: the model; by ONNX and as HTML."""
    rng = np.random.default_rng(0)
    x = rng.normal(0, scale, 80)
    text = pd.DataFrame({"x": x, "y": x / scale + rng.normal(0, 0.3, 80)}).to_csv(index=False)
    dataset = make_dataset(read(text), ["y"], "regression", {"x": "number"}, {"leak:*": False})
    model = train(dataset, SMALL)
    expected = model.predict(dataset.X)
    assert np.corrcoef(expected, dataset.y)[0, 1] > 0.8
    assert check_onnx(to_onnx(model), model, dataset.X) < 1e-6
    rows = dataset.X.iloc[:5].to_csv(index=False)
    np.testing.assert_allclose([float(row[-1]) for row in in_node(model, rows)], expected[:5], atol=1e-6)


def opened(text: str, **columns: dict[str, Any]) -> tuple[LocalWorkbench, dict[str, Any]]:
    """Open a table, and again with changed readings of some columns."""
    workbench, source = LocalWorkbench(), {"text": text, "name": "t.csv"}

    async def both() -> dict[str, Any]:
        info = await workbench.open_table(source, None, lambda _: None)
        found = {one["name"]: one["reading"] for one in info["columns"]}
        chosen = {name: found[name] | change for name, change in columns.items()}
        return dict(await workbench.open_table(source, {"columns": chosen}, lambda _: None))

    return workbench, asyncio.run(both())


@pytest.mark.parametrize(
    ("cells", "change", "role", "shown", "words"),
    [
        (["1.234", "2.345", "7"], {"decimal": ","}, "number", ["1234", "2345", "7"], "decimal comma"),
        (["1.5", "-999", "2.5"], {"missing": ["-999"]}, "number", ["1.5", None, "2.5"], "missing: -999"),
        (["007", "008", "010"], {"holds": "number"}, "number", ["7", "8", "10"], ""),
        (["5", "6", "6"], {"holds": "text"}, "category", ["5", "6", "6"], ""),
        (["5 %", "6 %", "7 %"], {"holds": "text"}, "category", ["5 %", "6 %", "7 %"], ""),
        (["01/02/2023", "03/04/2023"], {"format": "%d/%m/%Y"}, "date", ["01/02/2023", "03/04/2023"], "day/month/year"),
        (["AF", "EU", "NA"], {"kinds": []}, "category", ["AF", "EU", None], ""),
        (["red", "NA", "blue"], {"kinds": ["NA"]}, "category", ["red", "NA", "blue"], "not missing: NA"),
    ],
)
def test_a_reading_can_be_changed(
    cells: list[str], change: dict[str, Any], role: str, shown: list[str | None], words: str
) -> None:
    """Oracle: what a person means by the change; a new file obeys it, and the script that is saved has it."""
    rows = [f"{cells[at % len(cells)]};{at}.5" for at in range(len(cells) * 8)]
    workbench, info = opened("\n".join(["x;y", *rows]), x=change)
    [column] = [one for one in info["columns"] if one["name"] == "x"]
    assert column["role"] == role
    assert column["reading"]["words"] == words
    assert [row[0] for row in info["preview"]["rows"]][: len(cells)] == shown
    choices = {"targets": ["y"], "switches": {"leak:x": False, "identifier:x": False}}
    script = asyncio.run(workbench.script(choices, {"n_hidden": 8}, cluster=False))["data"].decode()
    assert "from elmweb.reading import ColumnReading" in script
    read_again = eval(re.search(r"options=(ReadOptions\(.*?\))\)\n    # Same", script, re.DOTALL)[1], NAMES)  # noqa: S307
    frame = read_table(io.BytesIO("\n".join(["x;y", *rows]).encode()), "t.csv", options=read_again).frame
    assert [None if cell is None else cell for cell in labels_of(frame["x"])][: len(cells)] == shown


NAMES = {"ReadOptions": ReadOptions, "ColumnReading": ColumnReading}


@pytest.mark.parametrize("change", [{"holds": "secrets"}, {"decimal": "'"}])
def test_a_reading_that_there_is_not_is_refused(change: dict[str, str]) -> None:
    """A choice outside its rule is a SettingsError that shows the value."""
    with pytest.raises(SettingsError, match=next(iter(change.values()))):
        opened("x;y\n1;2\n2;3\n", x=change)
