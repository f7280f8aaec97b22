"""What is saved follows the file that came in: separator, decimal mark, encoding, order of columns, codes."""

import asyncio
import io

import numpy as np
import pandas as pd
import pytest

from elmweb.data import read_table
from elmweb.export.table import CsvFormat, predictions_csv
from elmweb.workbench.local import LocalWorkbench

FORMATS = [
    (",", ".", "utf-8"),
    (";", ",", "cp1252"),
    ("\t", ".", "utf-16"),
    ("|", ".", "utf-8"),
    (";", ",", "utf-8-sig"),
]


def _file(delimiter: str, decimal: str, encoding: str, n: int = 80) -> bytes:
    """Return a table of sizes, kinds with accents, codes that begin with zeros, long ids, and amounts."""
    rng = np.random.default_rng(0)
    size = rng.normal(20, 5, n).round(3)
    frame = pd.DataFrame(
        {
            "Größe": size,
            "Ort": rng.choice(["Köln", "Malmö", "Genève"], n),
            "code": [f"{at:05d}" for at in range(217, 217 + n)],
            "id": [str(1234567890123456789 + at) for at in range(n)],
            "Preis": (3 * size + rng.normal(size=n)).round(2),
        }
    )
    return frame.to_csv(index=False, sep=delimiter, decimal=decimal).encode(encoding)


@pytest.mark.slow
@pytest.mark.parametrize(("delimiter", "decimal", "encoding"), FORMATS)
def test_predictions_are_written_as_the_file_was(delimiter, decimal, encoding):
    """Oracle: pandas, told how the file that came in was written; each old cell is the same letter for letter."""
    given = _file(delimiter, decimal, encoding)

    async def saved() -> list[bytes]:
        workbench = LocalWorkbench()
        await workbench.open_table({"bytes": given, "name": "a.csv"}, None, lambda _: None)
        await workbench.train({"targets": ["Preis"], "task": "regression"}, {}, lambda _: None)
        await workbench.predict_table({"bytes": given, "name": "a.csv"}, lambda _: None)
        return [(await workbench.export(what))["data"] for what in ("predictions", "test_predictions")]

    read = {"sep": delimiter, "encoding": encoding, "dtype": str}
    before = pd.read_csv(io.BytesIO(given), **read)
    for data in asyncio.run(saved()):
        after = pd.read_csv(io.BytesIO(data), **read)
        assert [*after.columns] == [*before.columns, "predicted Preis"]
        rows = before[before["id"].isin(after["id"])].reset_index(drop=True)
        texts = ["Ort", "code", "id"]
        pd.testing.assert_frame_equal(after[texts], rows[texts])
        for name in ("Größe", "Preis", "predicted Preis"):
            numbers = after[name].str.replace(",", ".").astype(float) if decimal == "," else after[name].astype(float)
            assert (after[name].str.contains(decimal, regex=False) | (numbers % 1 == 0)).all()
            if name in rows:
                expected = rows[name].str.replace(decimal, ".", regex=False).astype(float)
                np.testing.assert_array_equal(numbers, expected)


def test_a_letter_that_the_encoding_lacks_makes_the_file_utf_8():
    """Invariant: nothing is lost."""
    frame = pd.DataFrame({"a": ["é", "x"]})
    data = predictions_csv(frame, {"predicted b": np.array(["Ω", "y"], dtype=object)}, CsvFormat(encoding="cp1252"))
    assert data.decode("utf-8-sig").splitlines() == ["a,predicted b", "é,Ω", "x,y"]


def test_runs_of_spaces_become_tabs():
    """Invariant: a missing cell stays one."""
    table = read_table(io.BytesIO(b"a   b   c\n1   2.5  x\n2   NA   y\n3   1.5  z\n"), "a.txt")
    data = predictions_csv(table.frame, {}, CsvFormat.of(table))
    assert data.decode("utf-8-sig").splitlines()[2] == "2\t\ty"
