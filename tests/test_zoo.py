"""Deep models without a browser: the manifest, sessions and their fallback, what stands in a file, parity checks."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import numpy as np
import onnx
import pytest
import tiny_onnx
from budgets import budget
from fake_runtime import GOOD_GPU, FakeRuntime, FakeSession
from onnx import TensorProto, helper

from elmweb.bridge._native import MODELS, NativeRuntime
from elmweb.exceptions import (
    Cancelled,
    DownloadError,
    InputError,
    ModelFileError,
    ModelGone,
    OutOfMemory,
    ProviderFailed,
)
from elmweb.onnx_format.summary import missing_operator, read_onnx_file
from elmweb.onnx_format.tensor import TensorInfo
from elmweb.zoo.manifest import read_manifest
from elmweb.zoo.models import Models
from elmweb.zoo.parity import differences, read_reference
from elmweb.zoo.placement import read_placement
from elmweb.zoo.runtime import GpuFacts, tensor_info
from elmweb.zoo.session import check_feeds, open_session, why_not_webgpu
from elmweb.zoo.tasks import find_task

RNG = np.random.default_rng(7)
IMAGE = RNG.normal(size=(3, 1, 8, 8)).astype(np.float32)


def run(wait: Awaitable[Any]) -> Any:
    """Wait for something, for twenty seconds at the most."""
    return asyncio.run(asyncio.wait_for(wait, 20))


def ignore(*_: Any) -> None:
    """Take a progress message and do nothing."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder of small models."""
    path = tmp_path_factory.mktemp("models")
    tiny_onnx.write_models(path)
    return path


@pytest.fixture
def runtime(folder):
    """Return a runtime with a WebGPU that works."""
    return FakeRuntime(folder)


@pytest.fixture
def cards(folder):
    """Return the cards of the small models."""
    return read_manifest((folder / "manifest.json").read_bytes())


# -- the manifest ---------------------------------------------------------------------------------


def test_a_manifest_is_read_as_it_was_written(folder, cards):
    """Oracle: the JSON itself."""
    raw = json.loads((folder / "manifest.json").read_text())["models"]
    assert list(cards) == [card["id"] for card in raw]
    graph = cards["cnn"].graph()
    assert graph.inputs == (TensorInfo("image", "float32", ("batch", 1, 8, 8)),)
    assert graph.results() == ("logits",)
    assert cards["cnn"].bytes == raw[0]["graphs"][0]["bytes"]
    assert cards["half"].needs_f16


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("id",), "Bad Id", "id.*small letters.*Bad Id"),
        (("task",), "fly", "task.*one of classify-image.*fly"),
        (("provider",), "cuda", "provider.*webgpu, wasm.*cuda"),
        (("graphs",), [], "graphs.*one or more"),
        (("graphs", 0, "sha256"), "ABC", "graph 1.*sha256.*64 hexadecimal.*ABC"),
        (("graphs", 0, "bytes"), 0, "graph 1.*bytes.*above 0"),
        (("graphs", 0, "file"), "../x.onnx", "file.*plain file name.*../x.onnx"),
        (("graphs", 0, "inputs", 0, "dtype"), "float", "inputs 1.*dtype.*float32.*Found: float"),
        (("graphs", 0, "inputs", 0, "shape"), [0, True], "shape.*sizes above 0"),
        (("graphs", 0, "opset"), "17", "opset.*a whole number"),
        (("metrics",), {"accuracy": "good"}, "metrics.accuracy.*a number.*good"),
        (("dataset",), {"name": "x", "source": "y"}, "dataset.licence.*a text"),
        (("labels",), [1], "labels.*texts"),
        (("reference",), None, "reference.*an object"),
        (("surprise",), 1, "only those of.*surprise"),
    ],
)
def test_a_wrong_manifest_is_reported_in_one_sentence(folder, path, value, message):
    """Invariant: the error names the model, the field, the rule and the value."""
    whole = json.loads((folder / "manifest.json").read_text())
    place = whole["models"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(ModelFileError, match="Model ") as caught:
        read_manifest(json.dumps(whole))
    assert re.search(message, str(caught.value)), str(caught.value)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format": 2, "models": []}', '{"format": 1}', '{"format": 1, "models": [3]}']
)
def test_what_is_no_manifest_is_refused(text):
    """Invariant: a ModelFileError, whatever the text."""
    with pytest.raises(ModelFileError):
        read_manifest(text)


def test_two_models_cannot_share_a_name(folder):
    """Invariant: ids are unique."""
    whole = json.loads((folder / "manifest.json").read_text())
    whole["models"].append(whole["models"][0])
    with pytest.raises(ModelFileError, match="no other model has"):
        read_manifest(json.dumps(whole))


def test_the_projects_own_manifest_can_be_read_and_its_files_are_there():
    """Oracle: sha256 of every file that models/manifest.json names."""
    runtime = NativeRuntime()
    for card in read_manifest(run(runtime.manifest())).values():
        for entry in card.files():
            assert len(run(runtime.read(entry, ignore))) == entry.bytes
    assert MODELS.name == "models"


# -- sessions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["cnn", "lstm", "quantised", "half", "echo-int64", "echo-int32", "echo-uint8", "echo-bool"]
)
def test_a_model_gives_its_reference_outputs(folder, cards, name):
    """Oracle: onnxruntime when the model was written; every type of tensor crosses."""
    runtime = NativeRuntime(folder)
    reference = read_reference(run(runtime.read(cards[name].reference, ignore)))
    feeds, expected = reference["main"]

    async def test():
        session = await open_session(runtime, cards[name].graph(), "cpu", progress=ignore)
        return await session.run(feeds)

    found = run(test())
    assert {key: value.dtype for key, value in found.items()} == {key: value.dtype for key, value in expected.items()}
    assert differences(found, expected) == (0.0, 0.0)


@pytest.mark.parametrize("error", [ProviderFailed("No."), OutOfMemory("No."), ModelGone("No.")])
def test_a_model_webgpu_cannot_load_runs_on_the_fallback(runtime, cards, error):
    """Invariant: one retry, on the fallback, with a sentence; the answers are the model's."""
    runtime.failures["load", "webgpu"] = error

    async def test():
        session = await open_session(runtime, cards["cnn"].graph(), "webgpu", progress=ignore)
        return session, await session.run({"image": IMAGE})

    session, found = run(test())
    assert (session.provider, session.note) == ("wasm", "No. WebAssembly runs it instead.")
    assert runtime.asked == [("load", "webgpu"), ("load", "wasm"), ("run", "wasm")]
    np.testing.assert_allclose(found["logits"], tiny_onnx.answers(tiny_onnx.cnn(), {"image": IMAGE})["logits"])


@pytest.mark.parametrize(
    "error", [ProviderFailed("The device was lost", value="it was unplugged"), OutOfMemory("Full.")]
)
def test_a_run_that_fails_on_webgpu_is_done_again_on_the_fallback(runtime, cards, error):
    """Invariant: the answer comes, the fallback stays, and the note says why."""

    async def test():
        session = await open_session(runtime, cards["cnn"].graph(), "webgpu", progress=ignore)
        await session.run({"image": IMAGE})
        runtime.failures["run", "webgpu"] = error
        return session, [await session.run({"image": IMAGE}) for _ in range(2)]

    session, found = run(test())
    assert session.provider == "wasm"
    assert session.note.endswith("WebAssembly runs it instead.")
    assert runtime.asked[2:] == [("run", "webgpu"), ("load", "wasm"), ("run", "wasm"), ("run", "wasm")]
    assert runtime.released == 1
    np.testing.assert_array_equal(found[0]["logits"], found[1]["logits"])


def test_there_is_one_retry_only(runtime, cards):
    """Invariant: when the fallback fails too, its error is what the caller gets."""

    async def test():
        session = await open_session(runtime, cards["cnn"].graph(), "webgpu", progress=ignore)
        runtime.failures["run", "webgpu"] = ProviderFailed("No.")
        runtime.failures["run", "wasm"] = OutOfMemory("Full.")
        await session.run({"image": IMAGE})

    with pytest.raises(OutOfMemory, match="Full"):
        run(test())
    assert len(runtime.asked) == 4


def test_a_model_whose_worker_ended_is_loaded_where_it_was(runtime, cards):
    """Invariant: a crash of the worker, such as through another model, changes neither provider nor answer."""

    async def test():
        session = await open_session(runtime, cards["cnn"].graph(), "webgpu", progress=ignore)
        runtime.failures["run", "webgpu"] = ModelGone("It ended.")
        await session.run({"image": IMAGE})
        return session

    session = run(test())
    assert (session.provider, session.note) == ("webgpu", "")
    assert runtime.asked == [("load", "webgpu"), ("run", "webgpu"), ("load", "webgpu"), ("run", "webgpu")]


@pytest.mark.parametrize(
    ("card", "facts", "message"),
    [
        ({}, GOOD_GPU, ""),
        ({}, GpuFacts(available=False, why="There is none."), "There is none."),
        ({"needs_f16": True}, replace(GOOD_GPU, f16=False), "shader-f16"),
        ({"largest_buffer_bytes": 2**31}, GOOD_GPU, "2.1 GB"),
    ],
)
def test_webgpu_is_not_tried_where_it_cannot_work(cards, card, facts, message):
    """Invariant: half precision and limits are looked at before a model is loaded."""
    why = why_not_webgpu(replace(cards["cnn"], **card), facts)
    assert message in why
    assert bool(message) == bool(why)


@pytest.mark.parametrize(
    ("feeds", "message"),
    [
        ({}, '"image" is missing'),
        ({"image": IMAGE, "more": IMAGE}, 'no input "more"'),
        ({"image": IMAGE.astype(np.float64)}, "float32 batch x 1 x 8 x 8.*float64 3 x 1 x 8 x 8"),
        ({"image": IMAGE[:, :, :4]}, "3 x 1 x 4 x 8"),
        ({"image": IMAGE[0]}, "1 x 8 x 8"),
    ],
)
def test_feeds_that_do_not_fit_are_reported_before_anything_runs(runtime, cards, feeds, message):
    """Invariant: the error names the input, the rule and the value, and nothing falls back."""

    async def test():
        session = await open_session(runtime, cards["cnn"].graph(), "webgpu", progress=ignore)
        await session.run(feeds)

    with pytest.raises(InputError) as caught:
        run(test())
    assert re.search(message, str(caught.value)), str(caught.value)
    assert runtime.asked == [("load", "webgpu")]


def test_a_named_size_is_the_same_everywhere():
    """Invariant: "batch" of one input is "batch" of the other; nameless sizes are not tied together."""
    pair = [TensorInfo("a", "float32", ("batch", 2)), TensorInfo("b", "float32", ("batch",))]
    check_feeds({"a": np.ones((3, 2), np.float32), "b": np.ones(3, np.float32)}, pair)
    with pytest.raises(InputError, match='"b" does not fit'):
        check_feeds({"a": np.ones((3, 2), np.float32), "b": np.ones(4, np.float32)}, pair)
    nameless = [tensor_info(name, "float32", [None, ""]) for name in "ab"]
    check_feeds({"a": np.ones((3, 2), np.float32), "b": np.ones((4, 5), np.float32)}, nameless)


def test_a_fake_session_stands_in_for_a_model():
    """Oracle: the function it was made of."""
    session = FakeSession(lambda feeds: {"y": feeds["x"] + 1, "z": feeds["x"]})
    assert list(run(session.run({"x": np.ones(2)}, ["y"]))) == ["y"]
    run(session.close())
    assert session.closed


def test_a_damaged_file_is_no_model(folder, cards):
    """Invariant: bytes that were changed or cut are refused by their sha256, before onnxruntime sees them."""
    entry = cards["lstm"].graph()
    (folder / "other.onnx").write_bytes((folder / entry.file).read_bytes()[:-1])
    with pytest.raises(DownloadError, match="not the file it should be"):
        run(NativeRuntime(folder).load(replace(entry, file="other.onnx"), "cpu", ignore))
    with pytest.raises(DownloadError, match="is not there"):
        run(NativeRuntime(folder).load(replace(entry, file="nowhere.onnx"), "cpu", ignore))
    with pytest.raises(ModelFileError, match="cannot be loaded"):
        run(NativeRuntime(folder).load(b"no model", "cpu", ignore))


# -- what stands in a file --------------------------------------------------------------------------


@pytest.mark.parametrize("make", [tiny_onnx.cnn, tiny_onnx.lstm, tiny_onnx.quantised, tiny_onnx.half])
def test_a_file_is_read_as_onnx_reads_it(make):
    """Oracle: the onnx library on the same bytes."""
    model = make()
    file = read_onnx_file(model.SerializeToString())
    assert [tensor.name for tensor in file.inputs] == [value.name for value in model.graph.input]
    assert [tensor.name for tensor in file.outputs] == [value.name for value in model.graph.output]
    operators = [node.op_type for node in model.graph.node]
    assert file.operators == {name: operators.count(name) for name in operators}
    weights = [onnx.numpy_helper.to_array(one) for one in model.graph.initializer]
    assert file.n_parameters == sum(array.size for array in weights)
    assert file.largest_weight_bytes == max((array.nbytes for array in weights), default=0)
    assert (file.opset, file.half) == (tiny_onnx.OPSET, make is tiny_onnx.half)


def test_operators_inside_a_branch_and_of_other_domains_are_counted():
    """Oracle: the graph as it was written."""
    body = helper.make_graph(
        [helper.make_node("Neg", ["x"], ["inner"])], "body", [], [helper.make_tensor_value_info("inner", 1, ["n"])]
    )
    nodes = [
        helper.make_node("If", ["yes"], ["z"], then_branch=body, else_branch=body),
        helper.make_node("Gelu", ["z"], ["y"], domain="com.microsoft"),
    ]
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n"]),
        helper.make_tensor_value_info("yes", TensorProto.BOOL, []),
    ]
    graph = helper.make_graph(nodes, "g", inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n"])])
    file = read_onnx_file(helper.make_model(graph).SerializeToString())
    assert file.operators == {"Neg": 2, "If": 1, "com.microsoft.Gelu": 1}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no ONNX file"),
        (b"PK\x03\x04 this is a zip", "no ONNX file"),
        (b"a,b\n1,2\n", "no ONNX file"),
        (tiny_onnx.cnn().SerializeToString()[:-40], "no ONNX file|cut"),
    ],
)
def test_what_is_no_onnx_file_is_reported(data, message):
    """Invariant: one clear error, whatever the bytes."""
    with pytest.raises(ModelFileError, match=message):
        read_onnx_file(data)


def test_weights_in_another_file_and_odd_inputs_are_reported():
    """Invariant: the error says what to do, or which input it is."""
    model = tiny_onnx.cnn()
    model.graph.initializer[0].external_data.add(key="location", value="w.bin")
    with pytest.raises(ModelFileError, match="in another file"):
        read_onnx_file(model.SerializeToString())
    model = tiny_onnx.lstm()
    model.graph.input[0].type.sequence_type.elem_type.tensor_type.elem_type = TensorProto.FLOAT
    with pytest.raises(ModelFileError, match=r'"x" of this model cannot be used'):
        read_onnx_file(model.SerializeToString())


def test_placement_is_read_from_the_log():
    """Oracle: lines that onnxruntime 1.30 wrote, one graph wholly on WebGPU, one in parts."""
    start = "2026-11-25 21:04:22.024099 [V:onnxruntime:, session_state.cc:1383 VerifyEachNodeIsAssignedToAnEp]"
    parts = read_placement(
        [
            f"{start} Node placements",
            f"{start}  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2",
            f"{start}   DynamicQuantizeLinear (quantise)",
            f"{start}   MatMulInteger (/a/b (1))",
            f"{start}  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 3",
            f"{start}   Relu (relu)",
            f"{start}   MemcpyFromHost (Memcpy)",
            f"{start}   MemcpyToHost (Memcpy_token_1)",
            "[W:onnxruntime:] Some nodes were not assigned to the preferred execution providers",
        ]
    )
    assert parts.counts == {"cpu": 2, "webgpu": 1}
    assert parts.on_cpu == ("DynamicQuantizeLinear (quantise)", "MatMulInteger (/a/b (1))")
    assert (parts.n_copies, parts.whole) == (2, False)
    whole = read_placement([f"{start}  All nodes placed on [WebGpuExecutionProvider]. Number of nodes: 7"])
    assert (whole.counts, whole.whole) == ({"webgpu": 7}, True)
    assert not read_placement([]).whole


# -- the models that are open -----------------------------------------------------------------------


def test_the_list_says_what_can_run_where(folder):
    """Oracle: the cards; a device without half precision."""
    models = Models(FakeRuntime(folder, replace(GOOD_GPU, f16=False)))
    found = run(models.list())
    by_id = {model["id"]: model for model in found["models"]}
    assert list(by_id) == list(tiny_onnx.write_models(folder))
    assert "shader-f16" in by_id["half"]["why_not_webgpu"]
    assert by_id["cnn"]["why_not_webgpu"] == ""
    assert by_id["cnn"]["open"] == ""
    assert found["webgpu"]["available"]


def test_a_model_is_opened_asked_and_closed(runtime):
    """Oracle: onnxruntime on the same image; views inside come only when they are asked for."""
    models = Models(runtime)

    async def test():
        opened = await models.open("cnn", None, ignore)
        plain = await models.run("cnn", {"feeds": {"image": IMAGE}})
        views = await models.run("cnn", {"feeds": {"image": IMAGE}, "outputs": ["maps"]})
        await models.close("cnn")
        return opened, plain, views, await models.list()

    opened, plain, views, listed = run(test())
    expected = tiny_onnx.answers(tiny_onnx.cnn(), {"image": IMAGE})
    assert (opened["provider"], opened["asked"], opened["note"]) == ("webgpu", "webgpu", "")
    assert list(plain["answer"]["outputs"]) == ["logits"]
    np.testing.assert_allclose(plain["answer"]["outputs"]["logits"], expected["logits"])
    np.testing.assert_allclose(views["answer"]["outputs"]["maps"], expected["maps"])
    assert plain["provider"] == "webgpu"
    assert all(model["open"] == "" for model in listed["models"])
    assert runtime.released == 1


def test_a_fallback_in_the_middle_is_said_once(runtime):
    """Invariant: the answer that fell back carries the sentence, the next one does not."""
    models = Models(runtime)

    async def test():
        await models.open("cnn", None, ignore)
        runtime.failures["run", "webgpu"] = ProviderFailed("The device was lost.")
        return [await models.run("cnn", {"feeds": {"image": IMAGE}}) for _ in range(2)]

    first, second = run(test())
    assert first["note"] == "The device was lost. WebAssembly runs it instead."
    assert (first["provider"], second["provider"], second["note"]) == ("wasm", "wasm", "")


def test_a_model_is_opened_when_it_is_asked_and_is_not(runtime):
    """Invariant: after the Python that held it was started again, a question is enough."""
    assert run(Models(runtime).run("cnn", {"feeds": {"image": IMAGE}}))["provider"] == "webgpu"
    with pytest.raises(ModelGone, match="not open any more"):
        run(Models(runtime).run("own", {"feeds": {}}))


def test_two_questions_open_a_model_once(runtime):
    """Invariant: who asks while a model is being opened waits for it."""
    models = Models(runtime)

    async def test():
        job = {"feeds": {"image": IMAGE}}
        return await asyncio.gather(models.run("cnn", job), models.run("cnn", job))

    one, two = run(test())
    np.testing.assert_array_equal(one["answer"]["outputs"]["logits"], two["answer"]["outputs"]["logits"])
    assert runtime.asked.count(("load", "webgpu")) == 1


def test_webgpu_in_software_is_used_only_when_it_is_asked_for(folder):
    """Invariant: a program that stands in for the graphics device is nobody's default, and a sentence says so."""
    models = Models(FakeRuntime(folder, replace(GOOD_GPU, software=True)))
    opened = run(models.open("cnn", None, ignore))
    assert (opened["provider"], opened["note"][:26]) == ("wasm", "WebGPU is emulated on this")
    assert run(models.open("cnn", "webgpu", ignore))["provider"] == "webgpu"


def test_closing_stops_a_download(runtime):
    """Invariant: open_model ends as cancelled, and the model can be opened again."""
    models = Models(runtime)
    reported: list[dict] = []

    async def test():
        runtime.stall, coming = True, asyncio.Event()

        def tell(message):
            reported.append(message)
            if message["done"]:
                coming.set()

        opening = asyncio.ensure_future(models.open("cnn", None, tell))
        await coming.wait()
        await models.close("cnn")
        with pytest.raises(Cancelled, match="was stopped"):
            await opening
        runtime.stall = False
        return await models.open("cnn", None, ignore)

    assert run(test())["provider"] == "webgpu"
    assert reported[1] == {"what": "download", "text": "Loading Cnn", "done": 1, "total": reported[0]["total"]}


def test_two_models_at_once_do_not_trip_each_other(runtime):
    """Oracle: each model's own reference outputs."""
    models = Models(runtime)

    async def test():
        await asyncio.gather(models.open("cnn", None, ignore), models.open("lstm", None, ignore))
        x = np.ones((6, 1, 2), np.float32)
        jobs = [models.run("cnn", {"feeds": {"image": IMAGE}}), models.run("lstm", {"feeds": {"x": x}})]
        return await asyncio.gather(*jobs), x

    (images, series), x = run(test())
    np.testing.assert_allclose(
        images["answer"]["outputs"]["logits"], tiny_onnx.answers(tiny_onnx.cnn(), {"image": IMAGE})["logits"]
    )
    np.testing.assert_allclose(series["answer"]["outputs"]["h"], tiny_onnx.answers(tiny_onnx.lstm(), {"x": x})["h"])


def test_a_model_somebody_brings_is_looked_at_and_run(runtime):
    """Oracle: onnxruntime on the same file."""
    models = Models(runtime)
    data = tiny_onnx.quantised().SerializeToString()
    x = RNG.normal(size=(2, 4)).astype(np.float32)

    async def test():
        opened = await models.open_own(data, "mine.onnx", None, ignore)
        return opened, await models.run("own", {"feeds": {"x": x}}), await models.place("own")

    opened, answer, placed = run(test())
    assert opened["file"]["operators"]["MatMulInteger"] == 1
    np.testing.assert_allclose(
        answer["answer"]["outputs"]["y"], tiny_onnx.answers(tiny_onnx.quantised(), {"x": x})["y"]
    )
    assert placed == {
        "provider": "webgpu",
        "counts": {"cpu": 1, "webgpu": 2},
        "on_cpu": ["MatMulInteger (product)"],
        "n_copies": 1,
        "whole": False,
    }


def test_a_model_that_cannot_run_here_is_read_all_the_same(runtime):
    """Oracle: the operator as it was written; the next file runs."""
    models = Models(runtime)
    opened = run(models.open_own(tiny_onnx.foreign().SerializeToString(), "theirs.onnx", None, ignore))
    assert opened["provider"] == ""
    assert opened["note"] == "There is no operator com.example.Whirl here, which this model needs."
    assert opened["file"]["operators"] == {"Relu": 1, "com.example.Whirl": 1}
    assert run(models.open_own(tiny_onnx.cnn().SerializeToString(), "ours.onnx", None, ignore))["provider"]


def test_a_model_of_texts_is_read_all_the_same(runtime):
    """Oracle: the input as it was written, and its kind in the note."""
    model = tiny_onnx.lstm()
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.STRING
    opened = run(Models(runtime).open_own(model.SerializeToString(), "texts.onnx", None, ignore))
    assert opened["provider"] == ""
    assert opened["note"].startswith('"x" holds values of the kind string')
    assert opened["file"]["inputs"][0]["dtype"] == "string"


@pytest.mark.parametrize(
    ("message", "operator"),
    [
        ("Error No Op registered for Whirl with domain_version of 17", "Whirl"),
        ("Could not find an implementation for Whirl(17) node with name 'w'", "Whirl"),
        ("Could not find an implementation for com.example.Whirl(1) node with name ''", "com.example.Whirl"),
        ("There is not enough memory.", ""),
    ],
)
def test_a_missing_operator_is_read_from_the_error(message, operator):
    """Oracle: sentences of onnxruntime."""
    assert missing_operator(message) == operator


def test_a_model_or_task_that_is_not_there_is_reported(runtime):
    """Invariant: the error lists what there is."""
    with pytest.raises(ModelFileError, match=r'no model "dog".*one of cnn'):
        run(Models(runtime).open("dog", None, ignore))
    with pytest.raises(InputError, match="fly"):
        find_task("fly")
    with pytest.raises(InputError, match="nothing to run"):
        run(find_task("tensors")(None, None, {}))


# -- parity checks -----------------------------------------------------------------------------------


def test_the_faster_correct_provider_becomes_the_default(runtime):
    """Invariant: WebGPU, which reports to be faster, is chosen while it is right, and not when it is wrong."""
    models = Models(runtime)
    right = run(models.check("cnn", ignore))
    assert [row["provider"] for row in right["rows"]] == ["webgpu", "wasm"]
    assert all(row["correct"] and row["max_difference"] == 0 for row in right["rows"])
    assert right["default"] == "webgpu"
    assert right["on_cpu"] == ["MatMulInteger (product)"]
    runtime.off_by["webgpu"] = 0.1
    wrong = run(models.check("cnn", ignore))
    assert [row["correct"] for row in wrong["rows"]] == [False, True]
    assert wrong["rows"][0]["max_difference"] == pytest.approx(0.1, rel=1e-3)
    assert wrong["default"] == "wasm"
    assert run(models.open("cnn", None, ignore))["asked"] == "wasm"


def test_a_provider_that_fails_is_a_failure_and_not_a_silent_fallback(runtime):
    """Invariant: a comparison runs on the provider it names or says why not."""
    runtime.failures["run", "webgpu"] = ProviderFailed("A shader failed.")
    found = run(Models(runtime).check("cnn", ignore))
    assert [row["provider"] for row in found["rows"]] == ["wasm"]
    assert found["failed"] == [{"provider": "webgpu", "why": "A shader failed."}]
    assert found["default"] == "wasm"


def test_differences_are_those_of_numpy():
    """Oracle: NumPy by hand; NaN equals NaN, and what is missing or of another shape is infinitely far."""
    a, b = RNG.normal(size=(4, 5)), RNG.normal(size=(4, 5))
    absolute, relative = differences({"y": a}, {"y": b})
    assert absolute == np.abs(a - b).max()
    assert relative == np.abs(a - b).max() / np.abs(b).max()
    assert differences({"y": np.array([np.nan, np.inf])}, {"y": np.array([np.nan, np.inf])}) == (0.0, 0.0)
    assert differences({"y": np.array([np.nan])}, {"y": np.array([1.0])}) == (np.inf, np.inf)
    assert differences({"y": np.zeros(2)}, {"y": np.zeros(3)}) == (np.inf, np.inf)
    assert differences({"y": np.array([1])}, {"y": np.array([0])}) == (1.0, np.inf)


def test_reference_outputs_that_are_none_are_reported():
    """Invariant: a ModelFileError."""
    with pytest.raises(ModelFileError, match="reference"):
        read_reference(b"no zip")


def _field(number: int, content: bytes) -> bytes:
    """Return a protobuf field of bytes."""
    size, length = len(content), b""
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + content


_NODE = _field(1, _field(4, b"Add"))
_AXES = {n: _field(2, _field(1, b"\x08\x01" + _field(2, _field(1, b"\x08\x02") * n))) for n in (2, 200_000)}


def _nested(n: int) -> bytes:
    inner = b""
    for _ in range(n):
        inner = _field(1, _field(4, b"If") + _field(5, _field(6, inner)))
    return inner


@pytest.mark.slow
@pytest.mark.parametrize(
    "graph",
    [
        _nested(200),
        _NODE + _field(11, _field(1, b"x") + _AXES[200_000]),
        _NODE + _field(5, b"\x10\x01" + b"\x08\x7f" * 200_000 + _field(8, b"w")),
        _NODE + _field(5, b"\x10\x01" + _field(1, b"\x7f" * 200_000) + _field(8, b"w")),
        _NODE * 600_000,
        b"".join(_field(1, _field(4, b"Op%d" % at)) for at in range(2_000)),
        _field(1, b"\x20" + b"\xff" * 8 + b"\x01"),  # a number in place of a name: so many zeros to make
        _NODE + _field(11, _field(1, b"x") + _field(2, _field(1, b"\x08\x01" + _field(2, _field(1, _field(1, b"z")))))),
    ],
    ids=["nested", "axes", "dims", "packed dims", "fields", "operators", "number", "size"],
)
def test_a_file_that_no_program_would_write_is_refused_quickly(graph):
    """Invariant: a sentence, within seconds and little memory, before anything is made of what the file says."""
    end = _field(12, _field(1, b"y") + _AXES[2])
    assert read_onnx_file(_field(7, _NODE + end)).outputs[0].shape == (2, 2)
    with budget(20), pytest.raises(ModelFileError, match=r"no(ne that a program| ONNX)"):
        read_onnx_file(_field(7, graph + end))
