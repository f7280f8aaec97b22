"""The Models page in Panel, without a browser: messages in, state and HTML out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from PIL import Image
from test_pages import NASTY, run, shown_text

from elmweb.app.deep.answers import answer_html, attention_html, images_html, layers_html
from elmweb.app.deep.card import card_html, check_html, list_html, metric_words, notes_html
from elmweb.app.deep.effects import generated_input
from elmweb.app.deep.own import own_html
from elmweb.app.main import App, build
from elmweb.bridge._native import MODELS
from elmweb.exceptions import Cancelled, InputError, ModelFileError
from elmweb.zoo.manifest import read_manifest


def card(model: str = "cnn-mnist", task: str = "classify-image", **settings: Any) -> dict[str, Any]:
    """Return a model's card as the workbench lists it."""
    return {
        "id": model,
        "title": f"The {model}",
        "about": f"It does {task}.",
        "task": task,
        "bytes": 412_345,
        "kept": False,
        "why_not_webgpu": "",
        "labels": ["zero", NASTY],
        "settings": settings,
        "metrics": {"accuracy": 0.9946, "mae": 123.4},
        "measured_on": "10,000 test images",
        "n_parameters": 102_345,
        "dataset": {"name": "MNIST", "source": "LeCun", "licence": "CC BY-SA 3.0"},
        "licence": "MIT",
        "device": "2 CPU cores",
        "training_seconds": 1234.5,
        "recipe": "models/recipes/cnn_mnist.py",
        "graphs": [{"inputs": [{"shape": ["batch", 140]}]}],
        "assets": {"styles": {"file": "painter.styles.jpg"}},
        "notes": [],
    }


CARDS = [
    card(input="drawing"),
    card("detector", "detect-objects"),
    card("sentiment", "classify-text"),
    card("translate", "translate"),
    card("demand", "forecast", first_day="2014-01-01", n_days=3),
    card("beats", "classify-series", samples=2),
    card("gan", "generate-image"),
    card("painter", "transfer-style", n_styles=26, first_style=19, side=640, largest_side=1024),
    card("sound", "embed-audio"),
    card("speech", "transcribe", longest_clip=600),
    card("voice", "speak", most_letters=600),
]
_BEGINS = {"forecast", "classify-text", "classify-series", "translate", "generate-image"}
SERIES = {
    "past": [1.0, 2, 3], "low": [2.0, 3], "middle": [3.0, 4], "high": [4.0, 5], "came": [3.0, 3],
    "x_label": "hours", "y_label": "MW", "step": 0.5, "title": "The next day", "text": "What was expected, what came.",
}  # fmt: skip
ANSWER = {
    "headline": "three",
    "sure": 0.94,
    "bars": [("three", 0.94), ("five", 0.06)],
    "boxes": [{"label": "cup", "share": 0.9, "box": [0, 0, 1, 1], "colour": "#1F4FBF"}],
    "layers": [{"title": "Edges", "text": "Strokes.", "tiles": ["data:image/png;base64,AA"]}],
    "series": SERIES,
}


async def noop() -> None:
    """Do nothing."""


class DeepWorkbench(FakeWorkbench):
    """A workbench with models that give canned answers and note what they were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, dict]] = []
        self.closed: list[str] = []
        self.problem: Exception | None = None
        self.answer: dict = ANSWER
        self.own: dict = {"provider": "wasm"}
        self.halted: list[str] = []
        self.meanwhile: Callable[[], Awaitable[None]] = noop

    async def list_models(self) -> dict:
        """Return the cards."""
        gpu = {"available": True, "why": "", "device": "swiftshader", "software": True}
        return {"models": [dict(each) for each in CARDS], "webgpu": gpu, "fallback": "wasm"}

    async def open_model(self, name: str, provider: str | None, progress: Any) -> dict:
        """Say that it is ready."""
        progress({"what": "download", "text": f"Loading {name}", "done": 200_000, "total": 412_345})
        if self.problem:
            raise self.problem
        return {"id": name, "provider": provider or "webgpu", "note": "", "seconds": 0.5, "kept": False}

    async def run_model(self, name: str, inputs: dict) -> dict:
        """Give the canned answer."""
        self.asked.append((name, inputs))
        if inputs.get("text") == "":
            raise InputError("Nothing is written yet.", rule="a sentence")
        if "feeds" in inputs:
            feeds = inputs["feeds"]
            return {"answer": {"outputs": feeds}, "provider": "wasm", "milliseconds": 1.5, "note": "As asked."}
        return {"answer": dict(self.answer), "provider": "webgpu", "milliseconds": 2.13, "note": ""}

    async def follow_model(self, name: str, inputs: dict, progress: Any) -> dict:
        """Say two parts one after the other; in between, wait for what a test does then."""
        self.asked.append((name, inputs))
        first = [(0.0, f"Four <b>{inputs['clip']}</b>")]
        progress({"what": "answer", "answer": {"spoken": first, "notes": ["0:00 of 1:17"], "is_part": True}})
        await self.meanwhile()
        answer = {"spoken": [*first, (71.4, "and seven.")], "notes": []}
        return {"answer": answer, "provider": "wasm", "milliseconds": 1234.0, "note": ""}

    async def halt_model(self, name: str) -> None:
        """Note it."""
        self.halted.append(name)

    async def check_model(self, name: str, progress: Any) -> dict:
        """Give a comparison with one provider that cannot."""
        progress({"what": "check", "text": f"Comparing {name}", "step": 1, "n_steps": 2})
        row = {"provider": "wasm", "relative": 1e-7, "max_difference": 1e-6, "first_ms": 12.0, "steady_ms": 2.0}
        failed = [{"provider": "webgpu", "why": "There is no WebGPU here."}]
        return {"rows": [row], "failed": failed, "on_cpu": [], "whole": False, "default": "wasm"}

    async def open_own_model(self, source: dict, provider: str | None, progress: Any) -> dict:
        """Say what stands in a file."""
        tensors = [
            {"name": "x", "dtype": "float32", "shape": ["batch", 3]},
            {"name": "k", "dtype": "int64", "shape": []},
        ]
        file = {
            "inputs": tensors, "outputs": tensors, "operators": {"Conv": 3, "Relu": 2}, "opset": 17, "bytes": 1234,
            "n_parameters": 99,
        }  # fmt: skip
        return {"id": "own", "graphs": {"main": {"inputs": tensors}}, "file": file, **self.own}

    async def place_model(self, name: str) -> dict:
        """Say that one step is left to the processor."""
        on_cpu = [f"Shape ({name})"]
        return {
            "provider": "webgpu",
            "counts": {"webgpu": 7, "cpu": 1},
            "on_cpu": on_cpu,
            "n_copies": 2,
            "whole": False,
        }

    async def model_passport(self, name: str, page: bool) -> dict:
        """Return a file that says which of the two it is."""
        kind = "html" if page else "json"
        return {"filename": f"{name} passport.{kind}", "mime": f"text/{kind}", "data": kind.encode(), "note": ""}

    async def close_model(self, name: str) -> None:
        """Note it."""
        self.closed.append(name)


@pytest.fixture
def workbench() -> DeepWorkbench:
    """Return the workbench."""
    return DeepWorkbench()


@pytest.fixture
def app(workbench: DeepWorkbench) -> App:
    """Return a fresh app on it."""
    return build(workbench, deliver=lambda *_: None)


def page(model: str = "") -> tuple[str, dict]:
    """Return the message that the Models page was opened, on a model."""
    return "page", {"page": "models", "part": model}


def shown(app: App) -> str:
    """Return what is visible on the page."""
    return shown_text(app.roots["models"])


def test_nothing_is_made_before_the_page_is_opened(app: App) -> None:
    """Invariant: the root is empty at first, so that the start of the page does not wait for it."""
    assert shown(app) == ""
    run(app, ("page", {"page": "data"}))
    assert shown(app) == ""


def test_the_list_has_every_model_and_no_tool_yet(app: App) -> None:
    """Oracle: the cards."""
    html = shown(run(app, page()))
    assert all(each["title"] in html for each in CARDS)
    assert "elm-pad" not in html


@pytest.mark.slow
@pytest.mark.parametrize("each", CARDS, ids=lambda each: each["id"])
def test_a_model_opens_with_its_tool(app: App, workbench: DeepWorkbench, each: dict) -> None:
    """Invariant: the address of a model loads it, shows its card and something to bring; those that can begin do."""
    run(app, page(each["id"]))
    assert app.session.error is None
    html = shown(app)
    assert each["about"] in html
    assert "WebGPU" in html
    assert "CC BY-SA 3.0" in html
    assert len(workbench.asked) == (each["task"] in _BEGINS)


def test_an_answer_is_shown_with_its_boxes_layers_and_series(app: App, workbench: DeepWorkbench) -> None:
    """Oracle: the canned answer; the element that asked gets its answer, and boxes are sent to the page."""
    posted: list[tuple[str, dict]] = []
    app.controller.post = lambda name, **args: posted.append((name, args))
    run(app, page("cnn-mnist"), ("ask_model", {"inputs": {"drawing": {"media": 1}}, "number": 7}))
    html = shown(app)
    assert workbench.asked == [("cnn-mnist", {"drawing": {"media": 1}, "look": True, "others": []})]
    for words in ("three", "94 % likely", "2.13 ms", "What the layers see", "What was expected, what came."):
        assert words in html
    assert ("answered", {"number": 7}) in posted
    assert ("boxes", {"boxes": ANSWER["boxes"]}) in posted


def test_a_repainted_photo_is_shown_and_saved(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: each control changes its own input only, and what is saved is the file that came with the picture."""
    saved: list[tuple] = []
    app.controller.deliver = lambda *file: saved.append(file)
    workbench.answer = {"headline": "Style 20", "painted": "data:image/png;base64,AA", "sheet": b"a picture"}
    run(app, page("painter"), ("ask_model", {"inputs": {"photo": {"media": 1}}}))
    assert "data:image/png;base64,AA" in shown(app)
    (tool,) = app.roots["models"].select(lambda each: getattr(each, "label", "") == "Strength of the style (%)")
    tool.value = 50
    run(app, ("save_pictures", {}))
    assert workbench.asked[-1][1] == {"photo": {"media": 1}, "strength": 0.5, "look": True, "others": []}
    assert saved == [("painter.png", "image/png", b"a picture")]


def test_what_cannot_be_used_is_said_where_the_answer_would_be(app: App) -> None:
    """Invariant: an empty field is no failure of the page: a note stands in place of the answer."""
    run(app, page("sentiment"), ("ask_model", {"inputs": {"text": ""}}))
    assert app.session.error is None
    assert "Nothing is written yet." in shown(app)


def test_a_withheld_answer_is_shown_on_request_only(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: the headline and the reason are there, the translation is folded away, and no markup comes through."""
    workbench.answer = {"headline": "No software help", "withheld": "<b>Te</b> quiero", "notes": ["Why & how."]}
    html = shown(run(app, page("translate"), ("ask_model", {"inputs": {"text": "I love you."}})))
    folded = html[html.index("<details><summary>Show it anyway</summary>") :]
    assert "&lt;b&gt;Te&lt;/b&gt; quiero" in folded[: folded.index("</details>")]
    assert html.count("quiero") == 1
    assert html.index("No software help") < html.index("Why &amp; how.") < html.index("Show it anyway")
    assert html.count("Why &amp; how.") == 1


def test_options_are_kept_between_questions(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: a changed option asks again with what was brought before."""
    run(
        app,
        page("translate"),
        ("ask_model", {"inputs": {"text": "Open."}}),
        ("ask_model", {"inputs": {"beams": 4}}),
    )
    assert workbench.asked[-1][1] == {"text": "Open.", "keep": True, "beams": 4, "look": True, "others": []}


@pytest.mark.slow
def test_another_model_forgets_what_was_asked(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: no input and no answer of one model reaches another."""
    run(app, page("translate"), ("ask_model", {"inputs": {"text": "Open.", "beams": 4}}), page("cnn-mnist"))
    assert app.session.zoo.answer is None
    assert workbench.closed == ["translate"]
    run(app, ("ask_model", {"inputs": {"drawing": 1}}))
    assert workbench.asked[-1] == ("cnn-mnist", {"drawing": 1, "look": True, "others": []})


def test_things_are_compared_with_those_before(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: the vector of each answer comes back with the next question, under the name it was shown."""
    workbench.answer = {"name": "a.wav", "headline": "80 % similar", "vector": [1.0, 0.0], "similar": []}
    run(app, page("sound"), ("ask_model", {"inputs": {"sound": 1}}), ("ask_model", {"inputs": {"sound": 2}}))
    assert workbench.asked[0][1]["others"] == []
    assert workbench.asked[1][1]["others"] == [("a.wav", [1.0, 0.0])]


def test_words_appear_while_a_clip_is_heard(app: App, workbench: DeepWorkbench, monkeypatch: Any) -> None:
    """Oracle: what the workbench says so far, then all of it, which can be saved; none of it becomes markup."""
    seen: list[str] = []

    async def look() -> None:
        seen.append(shown(app))
        await app.controller.halt_model()

    workbench.meanwhile = look
    run(app, page("speech"), ("ask_model", {"inputs": {"sound": 1, "clip": "talk.mp3"}}))
    assert workbench.halted == ["speech"]
    for html, has_rest in ((seen[0], False), (shown(app), True)):
        assert "Four &lt;b&gt;talk.mp3" in html
        assert ("and seven." in html) == ("1:11" in html) == ("Save as text" in html) == ("1.23 s" in html) == has_rest
        assert ("0:00 of 1:17" in html) == ("aria-busy" in html) == (">Stop<" in html) == (not has_rest)
    saved: list[tuple] = []
    monkeypatch.setattr(app.controller, "deliver", lambda *file: saved.append(file))
    run(app, ("save_transcript", {}))
    assert saved == [("talk.txt", "text/plain", b"0:00 Four <b>talk.mp3</b>\n1:11 and seven.\n")]


def test_a_clip_takes_the_place_of_the_one_before(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: the words of a clip that is not wanted any more are not shown, even when they come late."""

    async def bring_another() -> None:
        workbench.meanwhile = noop
        others.append(asyncio.ensure_future(app.controller.ask_model({"sound": 2, "clip": "new.mp3"})))
        await asyncio.sleep(0)

    others: list[asyncio.Future] = []
    workbench.meanwhile = bring_another

    async def both() -> None:
        await app.controller.ask_model({"sound": 1, "clip": "old.mp3"})
        answer = app.session.zoo.answer
        assert answer is not None
        assert answer["answer"]["is_part"]
        await others[0]

    run(app, page("speech"))
    asyncio.run(both())
    assert "new.mp3" in shown(app)
    assert "and seven." in shown(app)
    assert "old.mp3" not in shown(app)


def test_a_voice_is_heard_and_saved(app: App, workbench: DeepWorkbench, monkeypatch: Any) -> None:
    """Oracle: what the workbench says, to play and to save; before that there is nothing to save."""

    async def follow(name: str, inputs: dict, progress: Any) -> dict:
        workbench.asked.append((name, inputs))
        progress({"what": "answer", "answer": {"notes": ["Sentence 1 of 2"], "is_part": True}})
        answer = {"wav": b"RIFF", "audio": "data:audio/wav;base64,UklGRg==", "read": "h\u0259 <b>", "notes": []}
        return {"answer": answer, "provider": "wasm", "milliseconds": 7.0, "note": ""}

    monkeypatch.setattr(workbench, "follow_model", follow)
    run(app, page("voice"), ("save_sound", {}))
    assert "There is no sound yet." in app.session.error["what"]
    run(app, ("ask_model", {"inputs": {"text": "Hello.", "speed": 0.8}}))
    assert workbench.asked[-1][1]["speed"] == 0.8
    assert 'data-source="data:audio/wav;base64,UklGRg=="' in shown(app)
    assert "&lt;b&gt;" in shown(app)
    saved: list[tuple] = []
    monkeypatch.setattr(app.controller, "deliver", lambda *file: saved.append(file))
    run(app, ("save_sound", {}))
    assert saved == [("voice.wav", "audio/wav", b"RIFF")]


def test_words_that_are_not_there_are_not_saved(app: App) -> None:
    """Invariant: it is said, and no empty file is delivered."""
    run(app, page("speech"), ("save_transcript", {}))
    assert "There are no words yet." in app.session.error["what"]


@pytest.mark.slow
def test_loading_can_be_stopped(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: Cancel closes the model that is being loaded."""
    workbench.problem = Cancelled("Loading was stopped.")
    run(app, page("cnn-mnist"), ("stop_model", {}))
    assert workbench.closed[-1] == "cnn-mnist"
    assert "Load it" in shown(app)


def test_a_file_of_ones_own_is_read_and_run(app: App) -> None:
    """Oracle: the canned file; made-up inputs have its types and shapes, a free size is 1."""
    html = shown(run(app, page(), ("read_onnx", {"source": {"bytes": b"", "name": "net.onnx"}})))
    assert all(words in html for words in ("net.onnx", "5 steps", "opset 17", "batch by 3", "one number"))
    html = shown(run(app, ("run_onnx", {})))
    assert all(words in html for words in ("1.50 ms", "Shape (own)", "1 by 3, from", "As asked."))


def test_an_own_file_has_the_large_pane_until_it_is_closed(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: an open model makes room; another one leaves a way back; when it is closed, the gallery comes back."""
    own = ("read_onnx", {"source": {"bytes": b"", "name": "net.onnx"}})
    html = shown(run(app, page("cnn-mnist"), own))
    assert "opset 17" in html
    assert "elm-pad" not in html
    assert workbench.closed == ["cnn-mnist"]
    html = shown(run(app, page("detector")))
    assert "opset 17" not in html
    assert "Back to net.onnx" in html
    assert "opset 17" in shown(run(app, ("leave_model", {})))
    html = shown(run(app, ("close_own", {})))
    assert "gallery" in html
    assert "net.onnx" not in html
    assert workbench.closed[-1] == "own"


def test_a_list_that_does_not_come_can_be_asked_for_again(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: while it loads, that is said; when it fails, there is a button, which lists the models."""
    listed, seen = workbench.list_models, []

    async def fail() -> dict:
        seen.append(shown(app))
        raise ModelFileError("The list of models cannot be read.", rule="JSON", value="")

    workbench.list_models = fail
    html = shown(run(app, page()))
    assert "The list of models is loading." in seen[0]
    assert "Try again" in html
    assert "is loading" not in html
    workbench.list_models = listed
    assert CARDS[0]["title"] in shown(run(app, page()))


def test_every_model_has_a_picture_in_the_gallery() -> None:
    """Oracle: the manifest and the folder of pictures."""
    for name in read_manifest((MODELS / "manifest.json").read_bytes()):
        with Image.open(MODELS.parent / "web" / "samples" / "models" / f"{name}.webp") as picture:
            assert picture.size == (360, 216)


def test_a_file_that_cannot_run_here_is_shown(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: what stands in it and why it cannot run; nothing offers to run it."""
    workbench.own = {"provider": "", "note": "There is no operator Whirl here, which this model needs."}
    html = shown(run(app, page(), ("read_onnx", {"source": {"bytes": b"", "name": "net.onnx"}})))
    assert all(words in html for words in ("net.onnx", "5 steps", "It cannot run here.", "no operator Whirl"))
    assert "Run it on made-up numbers" not in html


def test_generated_inputs_are_not_too_large() -> None:
    """Invariant: an input that would fill the memory is refused with its size."""
    with pytest.raises(InputError, match="too large") as raised:
        generated_input({"name": "x", "dtype": "float32", "shape": [10_000, 10_000]})
    assert raised.value.value == "10000 x 10000"


def test_a_failure_to_load_is_reported_and_can_be_tried_again(app: App, workbench: DeepWorkbench) -> None:
    """Invariant: the message stands above the page, the model stays chosen, and pressing Load loads it."""
    workbench.problem = ModelFileError("The file is damaged.", rule="sha256 ab", value="cd")
    run(app, page("cnn-mnist"))
    assert app.session.error["what"] == "The file is damaged."
    assert "Load it" in shown(app)
    workbench.problem = None
    run(app, ("open_model", {"model": "cnn-mnist"}))
    assert "elm-pad" in shown(app)


def test_an_unknown_model_is_reported(app: App) -> None:
    """Invariant: an old address names the models there are."""
    run(app, page("no-such-model"))
    assert "no such model" in app.session.error["what"]


def test_both_ways_to_run_are_compared(app: App) -> None:
    """Oracle: the canned comparison, the provider that cannot run included."""
    html = shown(run(app, page("cnn-mnist"), ("check_model", {})))
    assert "There is no WebGPU here." in html
    assert "1e-07" in html


def test_why_there_is_no_webgpu_is_said_once() -> None:
    """Invariant: what stands beside the answer is not said again; what the button does is."""
    html = check_html(None, None, {"why": "No device."}, "No device. The CPU runs it instead.")
    assert "No device." not in html
    assert "inputs whose answers are known" in html
    assert "No device." in check_html(None, None, {"why": "No device."})


def test_a_recipe_breaks_between_its_words() -> None:
    """Invariant: a place to break after each slash and each underscore."""
    assert "models/<wbr>recipes/<wbr>cnn_<wbr>mnist.py" in card_html(card())


def test_what_the_page_could_not_read_is_reported(app: App) -> None:
    """Invariant: the page's own words reach the person as any failure does."""
    run(app, page("detector"), ("refuse", {"what": "This is not a photo.", "rule": "a picture", "value": "a.txt"}))
    assert app.session.error == {
        "kind": "InputError", "what": "This is not a photo.", "rule": "a picture", "value": "a.txt", "hints": [],
    }  # fmt: skip


def test_numbers_of_a_card_have_their_units() -> None:
    """Oracle: the numbers themselves; a percent sign stays with its number."""
    said = dict(metric_words({"mae": 180.36, "parity": 9.6e-6}))
    assert said == {"average error (MAE)": "180 MW", "largest difference from the published model": "0.00001"}
    html = notes_html(card() | {"notes": ["Of 100 sentences it gets 80 % right."]})
    assert "80&nbsp;% right." in html
    assert "Passport" in html
    assert html.count("<h2>") == notes_html(card()).count("<h2>") + 1


def test_what_pictures_show_is_said_below_them(app: App) -> None:
    """Invariant: the sentence on the rows of pictures stands once, after them."""
    note = "Upper row: pictures 0 to 7."
    app.session.zoo.answer = None
    html = images_html(["a.png"], "Clothes", [note])
    assert html.index("a.png") < html.index(note)
    run(app, page("gan"))
    app.session.zoo.answer = {"answer": {"pictures": ["a.png"], "notes": [note]}, "milliseconds": 1.0}
    text = shown(app)
    assert text.count(note) == 1
    assert text.index('class="made"') < text.index(note)


def test_nothing_of_a_card_or_an_answer_becomes_markup() -> None:
    """Invariant: names and words are escaped wherever they stand."""
    nasty = card() | {"title": NASTY, "about": NASTY, "measured_on": NASTY, "notes": [NASTY], "id": NASTY}
    attention = {"rows": [NASTY], "columns": [NASTY], "values": [[0.5]], "title": NASTY, "text": NASTY}
    tensor = {"name": NASTY, "dtype": NASTY, "shape": [NASTY]}
    file = {
        "bytes": 5, "opset": 17, "n_parameters": 1, "inputs": [tensor], "outputs": [tensor], "operators": {NASTY: 1},
    }  # fmt: skip
    ran = {
        "provider": "wasm", "milliseconds": 1.0, "note": NASTY, "outputs": {NASTY: NASTY},
        "placement": {"on_cpu": [NASTY]},
    }  # fmt: skip
    check = {
        "rows": [],
        "failed": [{"provider": "wasm", "why": NASTY}],
        "on_cpu": [NASTY],
        "whole": False,
        "default": None,
    }
    html = "".join(
        [
            list_html([nasty], ""),
            card_html(nasty),
            notes_html(nasty),
            answer_html({"headline": NASTY, "bars": [(NASTY, 1.0)], "words": [(NASTY, 0.5)], "notes": [NASTY]}),
            layers_html([{"title": NASTY, "text": NASTY, "tiles": [NASTY]}]),
            images_html([NASTY], NASTY, [NASTY]),
            attention_html(attention),
            check_html(check, None, {"available": True, "device": NASTY}),
            check_html(None, {"text": NASTY}, {"why": NASTY}),
            own_html({"name": NASTY, "file": file, "ran": ran, "provider": "wasm"}),
            own_html({"name": NASTY, "file": file, "ran": None, "provider": "", "note": NASTY}),
        ]
    )
    assert "<img src=x" not in html


def test_a_passport_is_saved(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: both files of the model on the page are delivered."""
    saved: list[tuple] = []
    monkeypatch.setattr(app.controller, "deliver", lambda *file: saved.append(file))
    opened = ("page", {"page": "models", "part": "cnn-mnist"})
    run(app, opened, ("save_passport", {"page": True}), ("save_passport", {"page": False}))
    assert saved == [
        ("cnn-mnist passport.html", "text/html", b"html"),
        ("cnn-mnist passport.json", "text/json", b"json"),
    ]
