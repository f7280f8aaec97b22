"""The contract between page and engine: both ends and all stand-ins have its verbs, and answer in its shapes."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any, get_type_hints

import numpy as np
import pytest
from fake_workbench import FakeWorkbench
from test_bridge import ScriptedWorkbench
from test_deep_page import DeepWorkbench
from typeguard import check_type

from elmweb.workbench.local import LocalWorkbench
from elmweb.workbench.protocol import VERBS, Workbench
from elmweb.workbench.remote import RemoteWorkbench

ENDS = [LocalWorkbench, RemoteWorkbench]
STAND_INS = [FakeWorkbench, DeepWorkbench, ScriptedWorkbench]
TABLE_ARGUMENTS = {
    "open_table": ({"sample": "iris"}, None),
    "summarize": ({},),
    "estimate": ({}, {"n_hidden": 8}),
    "explore": ({}, {"n_hidden": 8}, {"x": None, "y": None}),
    "script": ({}, {"n_hidden": 8}, False),
    "train": ({}, {"n_hidden": 8, "n_seeds": 1}),
    "predict_row": ({"petal length cm": 4.0},),
    "predict_table": ({"text": "petal length cm,petal width cm\n4.0,1.2\n1.5,0.2\n", "name": "new.csv"},),
    "explain": ("columns", {}),
    "export": ("model",),
    "race_offers": (),
    "race_plan": ({}, {}, {}),
    "race": ({"sample": "wine"}, {}, {"contestants": ["elm", "linear"], "n_seeds": 1}),
    "forecast_plan": ({},),
    "training_cost": ({"published": "gpt3", "chip": "a100", "n_chips": 8},),
}
"""What each verb for tables is asked, in an order in which all of them can be answered."""


RUN_ARGUMENTS = {"compare": ("boosting",), "use_run": (1,), "compare_runs": (1, 1)}


def answers_of(workbench: Any, arguments: dict[str, tuple]) -> dict[str, Any]:
    """Ask a workbench one verb after the other; return the answers."""

    async def ask() -> dict[str, Any]:
        answers = {}
        for name, args in arguments.items():
            progress = [lambda _message: None] if VERBS[name].reports_progress else []
            answers[name] = await getattr(workbench, name)(*args, *progress)
        return answers

    return asyncio.run(asyncio.wait_for(ask(), 60))


def returned_by(name: str) -> Any:
    """Return the type that the protocol says a verb answers with."""
    return get_type_hints(getattr(Workbench, name))["return"]


@pytest.mark.parametrize("kind", [*ENDS, *STAND_INS])
def test_verbs_have_the_signature_of_the_protocol(kind: type) -> None:
    """Oracle: the protocol's own signatures."""
    for name, verb in VERBS.items():
        if hasattr(kind, name):
            own = getattr(kind, name)
            assert list(inspect.signature(own).parameters) == list(verb.signature.parameters), name
            assert inspect.iscoroutinefunction(own), name
    assert list(inspect.signature(kind.cancel).parameters) == ["self"]


@pytest.mark.parametrize("kind", ENDS)
def test_both_ends_have_every_verb(kind: type) -> None:
    """Oracle: the protocol; a verb that RemoteWorkbench only inherited would answer None."""
    assert all(getattr(kind, name) is not getattr(Workbench, name) for name in VERBS)


def test_the_verbs_are_what_the_page_may_ask() -> None:
    """Invariant: the table of verbs is read off the protocol, and says of each what passing it on needs."""
    methods = {name for name, _ in inspect.getmembers(Workbench, inspect.iscoroutinefunction)}
    assert set(VERBS) == methods
    assert {name for name, verb in VERBS.items() if verb.for_deep_models} == {
        name for name in methods if "model" in name and name not in {"load_model", "take_back"}
    }
    assert {name for name, verb in VERBS.items() if verb.can_be_cancelled} == {
        "open_table", "summarize", "train", "keep_best", "learn_from_all", "predict_table", "set_threshold",
        "load_model", "race_plan", "race", "study", "explain", "audit", "forget", "join_sums", "forecast_plan",
        "forecast", "compare", "teach_open", "teach_ready", "teach_show",
    }  # fmt: skip
    assert VERBS["train"].bind({}, settings={"n_hidden": 3}, progress=print) == {
        "choices": {}, "settings": {"n_hidden": 3}, "progress": print,
    }  # fmt: skip


@pytest.mark.slow
def test_the_engine_answers_in_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts, each key and the type of each value, on a real table."""
    workbench = LocalWorkbench()
    for name, answer in answers_of(workbench, TABLE_ARGUMENTS).items():
        check_type(answer, returned_by(name))
    model = asyncio.run(workbench.export("model"))
    for name, answer in answers_of(workbench, RUN_ARGUMENTS).items():
        check_type(answer, returned_by(name))
    loaded = answers_of(workbench, {"load_model": ({"bytes": model["data"], "name": "m.elm.zip"},)})
    check_type(loaded["load_model"], returned_by("load_model"))


def test_forecasts_are_answered_in_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts, for the engine and for what the page is tested with."""
    days = "\n".join(f"2024-{at // 28 % 12 + 1:02d}-{at % 28 + 1:02d},{at % 7 + 0.5}" for at in range(60))
    asked = {"forecast_plan": ({},), "forecast": ({"n_steps": 3},), "forecast_file": ("script",)}
    source = {"text": f"day,sold\n{days}\n", "name": "sold.csv"}
    for kind in (LocalWorkbench, FakeWorkbench):
        for name, answer in answers_of(kind(), {"open_table": (source, None), **asked}).items():
            check_type(answer, returned_by(name))


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["diabetes", "seattle-weather"])
def test_a_number_and_many_kinds_are_answered_in_the_same_shapes(sample: str) -> None:
    """Oracle: the protocol's TypedDicts, for the other tasks."""
    arguments = {**TABLE_ARGUMENTS, "open_table": ({"sample": sample}, None), "predict_row": ({},)}
    columns = {"diabetes": "age,body mass index", "seattle-weather": "precipitation mm,wind m/s"}[sample]
    arguments["predict_table"] = ({"text": f"{columns}\n40,30\n", "name": "new.csv"},)
    for name, answer in answers_of(LocalWorkbench(), arguments).items():
        check_type(answer, returned_by(name))


def test_the_fake_workbench_answers_in_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts: what the page is tested with is what the engine gives."""
    arguments = {**TABLE_ARGUMENTS, "load_model": ({"name": "m"},), "take_back": (), **RUN_ARGUMENTS}
    for name, answer in answers_of(FakeWorkbench(), arguments).items():
        check_type(answer, returned_by(name))


def test_the_fake_models_answer_in_the_shapes_of_the_protocol() -> None:
    """Oracle: the protocol's TypedDicts."""
    arguments = {
        "list_models": (), "open_model": ("cnn-mnist", None), "open_own_model": ({"name": "own.onnx"}, None),
        "run_model": ("cnn-mnist", {"image": np.zeros(3)}), "place_model": ("cnn-mnist",),
        "check_model": ("cnn-mnist",), "model_passport": ("cnn-mnist", True),
        "close_model": ("cnn-mnist",),
    }  # fmt: skip
    for name, answer in answers_of(DeepWorkbench(), arguments).items():
        check_type(answer, returned_by(name))
