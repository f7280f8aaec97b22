"""Forecasts of the open table: what is guessed, what is refused, and the files to take home."""

from __future__ import annotations

import asyncio
import runpy
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from elmweb.exceptions import Cancelled, ColumnError, DataError, SettingsError, WorkbenchError
from elmweb.workbench.local import LocalWorkbench

NASTY = 'sold "to" {you}\\n'


def table(n: int = 60, *, name: str = "sold", shops: int = 1) -> str:
    """Return daily sales as a CSV file with semicolons and decimal commas."""
    rows = [f'day;shop;"{name.replace(chr(34), 2 * chr(34))}"']
    for at in range(n):
        day = f"{(np.datetime64('2024-03-01') + at).astype(object):%d.%m.%Y}"
        rows += [f"{day};shop {shop};{10 + at % 7 + shop},5" for shop in range(shops)]
    return "\n".join(rows) + "\n"


def asked(text: str, *verbs: tuple[str, Any], name: str = "sales.csv") -> list[Any]:
    """Open a table and ask one verb after the other; return the answers."""

    async def ask() -> list[Any]:
        workbench = LocalWorkbench()
        await workbench.open_table({"text": text, "name": name}, None, lambda _: None)
        answers = []
        for verb, argument in verbs:
            progress = [] if verb == "forecast_file" else [lambda _message: None]
            answers.append(await getattr(workbench, verb)(argument, *progress))
        return answers

    return asyncio.run(ask())


def plan(text: str, **choice: Any) -> dict[str, Any]:
    """Return what can be forecast of a table."""
    return asked(text, ("forecast_plan", choice))[0]


@pytest.mark.slow
def test_columns_are_guessed() -> None:
    """Oracle: the table: a date, a number, and a key where each day is there twice."""
    one = plan(table())
    assert (one["asked"]["time"], one["asked"]["value"], one["asked"]["key"]) == ("day", "sold", "")
    assert one["sentence"] == "60 values, one a day, 2024-03-01 to 2024-04-29."
    assert (one["asked"]["n_steps"], one["most_steps"]) == (12, 20)
    several = plan(table(shops=3))
    assert several["asked"]["key"] == "shop"
    assert several["n_series"] == 3
    assert plan(table(shops=3), key="")["n_series"] == 1


def test_the_wanted_column_is_taken_where_it_can_be() -> None:
    """Invariant: a target that is no number is passed over."""
    text = "year,a,b,c\n" + "\n".join(f"{1950 + at},{at % 5},{at % 3},{'xy'[at % 2]}" for at in range(40))
    assert plan(text, wanted="b")["asked"]["value"] == "b"
    assert plan(text, wanted="c")["asked"]["value"] == "a"
    assert plan(text)["times"] == ["year"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n" + "1,2\n3,5\n" * 20, "no time column"),
        ("day,kind\n" + "\n".join(f"2024-01-{at + 1:02d},{'xy'[at % 2]}" for at in range(28)), "no column of numbers"),
        ("day,v\n" + "\n".join(f"2024-01-0{at + 1},{at}" for at in range(5)), "too few rows"),
    ],
)
def test_why_there_is_no_series_is_said(text: str, said: str) -> None:
    """Invariant: the plan has the reason, and a forecast raises the same."""
    found = plan(text)
    assert said in found["problem"]["what"]
    with pytest.raises(DataError, match=said):
        asked(text, ("forecast", {}))


@pytest.mark.slow
def test_wrong_choices_are_named() -> None:
    """Invariant: a column that is not there, a number of steps that is none or too large."""
    with pytest.raises(ColumnError, match="gone"):
        asked(table(), ("forecast", {"value": "gone"}))
    with pytest.raises(SettingsError, match="a whole number from 1 to 20"):
        asked(table(), ("forecast", {"n_steps": "many"}))
    with pytest.raises(SettingsError, match="from 1 to 20"):
        asked(table(), ("forecast", {"n_steps": 60}))
    with pytest.raises(WorkbenchError, match="Nothing has been forecast"):
        asked(table(), ("forecast_file", "csv"))


@pytest.mark.slow
def test_the_script_gives_the_same_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Oracle: the script, run beside the file; names of any kind are literals in it."""
    text = table(name=NASTY, shops=2)
    found, csv, script = asked(
        text, ("forecast", {"n_steps": 4}), ("forecast_file", "csv"), ("forecast_file", "script")
    )
    (tmp_path / "sales.csv").write_text(text)
    (tmp_path / script["filename"]).write_bytes(script["data"])
    assert len(script["data"].decode().splitlines()) <= 24
    monkeypatch.chdir(tmp_path)
    ran = runpy.run_path(script["filename"])
    assert found["sentence"] in capsys.readouterr().out
    saved = pd.read_csv(BytesIO(csv["data"]), sep=";", decimal=",")
    assert saved["shop"].tolist() == ["shop 0"] * 4 + ["shop 1"] * 4
    assert saved["day"].tolist()[:4] == ["2024-04-30", "2024-05-01", "2024-05-02", "2024-05-03"]
    for number, one in enumerate(ran["found"].series):
        assert one.ahead == pytest.approx(found["series"][number]["ahead"]["middle"])
        assert saved.iloc[:, 2][4 * number : 4 * number + 4].to_numpy() == pytest.approx(one.ahead)


@pytest.mark.slow
def test_stop_ends_it_at_the_next_step() -> None:
    """Invariant: Cancel raises in the middle, and the forecast before is the one that is saved."""

    async def ask() -> None:
        workbench = LocalWorkbench()
        await workbench.open_table({"text": table(), "name": "sales.csv"}, None, lambda _: None)
        await workbench.forecast({"n_steps": 2}, lambda _message: None)
        with pytest.raises(Cancelled):
            await workbench.forecast({"n_steps": 5}, lambda message: message["step"] > 10 and workbench.cancel())
        assert "forecast(data, 2," in (await workbench.forecast_file("script"))["data"].decode()

    asyncio.run(ask())
