"""The chapter on architectures in Panel, without a browser: messages in, HTML out; most answers are real ones."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from html import unescape
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from test_pages import NASTY, run, shown_text

from elmweb.app.learn.architectures.adversaries import losses_html, stage_html
from elmweb.app.learn.architectures.attention import attention_screen_html
from elmweb.app.learn.architectures.clothes import clothes_html
from elmweb.app.learn.architectures.maps import own_html, pretrained_html
from elmweb.app.learn.architectures.memory import memory_html
from elmweb.app.main import App, build
from elmweb.bridge._native import NativeRuntime
from elmweb.exceptions import Cancelled, DownloadError
from elmweb.studies import adversaries, maps, memory
from elmweb.workbench.local import LocalWorkbench

SCREENS = {
    "cnn": "What the layers of a CNN see", "lstm": "Why LSTM", "attention": "Attention", "gan": "Two networks",
    "borrowed": "Borrowed from a network",
}  # fmt: skip


class Studying(FakeWorkbench):
    """A workbench whose studies are real, and short."""

    failure: Exception | None = None

    def __init__(self) -> None:
        super().__init__()
        self.real = LocalWorkbench(runtime=NativeRuntime())
        self.asked: list[tuple[str, dict]] = []

    async def study(self, name: str, asked: dict, choices: dict, progress: Any) -> dict:
        """Run it."""
        self.asked.append((name, asked))
        if self.failure:
            raise self.failure
        return await self.real.study(name, asked, choices, progress)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have trainings of a tenth of a second."""
    monkeypatch.setattr(memory, "_N_BATCHES", 20)
    monkeypatch.setattr(adversaries, "_N_STEPS", 120)
    monkeypatch.setattr(adversaries, "_N_STAGES", 4)
    monkeypatch.setattr(maps, "_EPOCHS", 1)


def visit(screen: str) -> tuple[str, dict]:
    """Return the message of an address."""
    return ("page", {"page": "learn", "part": f"architectures/{screen}".removesuffix("/")})


def press(screen: str, do: str, **args: object) -> tuple[str, dict]:
    """Return the message of a button."""
    return ("study", {"chapter": "architectures", "screen": screen, "do": do, **args})


def opened(screen: str, *messages: tuple[str, dict], workbench: Studying | None = None) -> App:
    """Return an app whose chapter was opened at a screen, after these messages."""
    return run(build(workbench or Studying()), visit(screen), *messages)


def html_of(app: App, screen: str) -> str:
    """Return what is on a screen."""
    return shown_text(app.session.learn.pages["architectures"].screens[screen]._layout)


def text_of(html: str) -> str:
    """Return HTML without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.slow
def test_nothing_of_it_is_there_before_it_is_opened() -> None:
    """Oracle: the modules of a fresh interpreter whose Learn page shows the lesson."""
    code = (
        "import asyncio, sys; from fake_workbench import FakeWorkbench; from elmweb.app.main import build;"
        "app = build(FakeWorkbench()); asyncio.run(app.controller.handle('page', {'page': 'learn'}));"
        "print([m for m in sys.modules if 'architectures' in m])"
    )
    env = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("screen", SCREENS)
def test_each_screen_has_one_heading_and_a_link(screen: str) -> None:
    """Invariant: an address opens its screen; nothing is asked of the engine before something is pressed."""
    workbench = Studying()
    app = opened(screen, workbench=workbench)
    html = html_of(app, screen)
    assert html.count("<h1") == 1
    assert SCREENS[screen] in html
    links = shown_text(app.session.learn.pages["architectures"]._links)
    assert f'architectures/{screen}" aria-current="page"' in links
    assert workbench.asked == []


@pytest.mark.slow
def test_an_unknown_address_opens_the_first_screen() -> None:
    """Invariant: so does the chapter's own."""
    for part in ("", "rnn"):
        assert list(opened(part).session.learn.pages["architectures"].screens) == ["cnn"]


@pytest.mark.slow
def test_both_networks_are_trained_and_told() -> None:
    """Invariant: words, curves and bars are those of the answer; a second training makes a table of both."""
    app = opened("lstm", press("lstm", "start"))
    found = app.session.learn.pages["architectures"].screens["lstm"].found
    html = html_of(app, "lstm")
    assert found["said"] in html
    assert html.count("<polyline") == 2
    assert "Tried so far" not in html
    run(app, press("lstm", "moment", value="end"), press("lstm", "start"))
    assert "Tried so far" in html_of(app, "lstm")
    assert app.session.run.busy == ""


@pytest.mark.slow
def test_a_duel_can_be_gone_through() -> None:
    """Invariant: the slider shows each stage, with its own numbers."""
    app = opened("gan", press("gan", "start"))
    screen = app.session.learn.pages["architectures"].screens["gan"]
    assert screen.slider.value == screen.slider.end == 4
    assert "After 120 steps" in html_of(app, "gan")
    screen.slider.value = 1
    assert "After 30 steps" in html_of(app, "gan")
    assert screen.found["said"] in html_of(app, "gan")


def kept(**more: object) -> dict[str, Any]:
    """Return two stages of a GAN that draws two kinds of clothes."""
    stages = [
        {"step": step, "epoch": step / 937, "pictures": [f"data:{step}/{kind}" for kind in range(2)]}
        for step in (0, 937)
    ]
    losses = [[step, 0.4, 1.5 + step / 2_000] for step in range(100, 938, 100)]
    return {
        "kinds": ["bag", NASTY], "stages": stages, "losses": losses, "n_steps": 937, "seconds": 600.0,
        "device": "1 CPU core", "of_export": False, "read_right": 0.91, "said": "", **more,
    }  # fmt: skip


def test_clothes_are_gone_through_epoch_by_epoch() -> None:
    """Invariant: the last stage is shown first, the slider shows any other; which training it was is said."""
    workbench = Studying()

    async def study(*_args: object) -> dict:
        return kept()

    workbench.study = study
    app = opened("gan", press("gan", "clothes"), workbench=workbench)
    screen = app.session.learn.pages["architectures"].screens["gan"]
    html = html_of(app, "gan")
    assert "After 1 epoch, 937 steps" in html
    assert 'src="data:937/0"' in html
    assert NASTY not in html
    for said in (
        "another training of the network",
        "10 min on 1 CPU core",
        "takes 91 % of the drawn pictures",
        "at the end 1.95",
    ):
        assert said in text_of(html), said
    screen.clothes.slider.value = 0
    assert "Before the first step" in html_of(app, "gan")
    assert 'src="data:0/1"' in html_of(app, "gan")
    assert "from the training of the model" in clothes_html(kept(of_export=True), 1)


def test_a_sentence_is_looked_into() -> None:
    """Invariant: the visitor's words are shown, and another head is another matrix."""
    workbench = Studying()
    app = opened("attention", workbench=workbench)
    screen = app.session.learn.pages["architectures"].screens["attention"]
    screen.field.value = f"A dull film {NASTY}"
    run(app, press("attention", "start"))
    html = html_of(app, "attention")
    assert NASTY not in html
    assert "dull" in text_of(html)
    assert "Layer 1, head 3" in html
    assert 'aria-pressed="true"' in html
    run(app, press("attention", "head", value=[1, 0]))
    assert "<h2>Layer 2, head 1</h2>" in html_of(app, "attention")
    screen.field.value = " "
    run(app, press("attention", "start"))
    assert app.session.error["what"] == "Nothing is written yet."


@pytest.mark.slow
def test_both_networks_read_the_chosen_digit() -> None:
    """Invariant: another digit shows other maps of both, without asking again; each press reads other digits."""
    workbench = Studying()
    app = opened("cnn", press("cnn", "read"), press("cnn", "train"), workbench=workbench)
    before = html_of(app, "cnn")
    assert "34 min on 1 CPU core" in before
    run(app, press("cnn", "digit", value=7))
    assert html_of(app, "cnn") != before
    assert len(workbench.asked) == 2
    run(app, press("cnn", "read"))
    assert workbench.asked[-1] == ("maps", {"network": "pretrained", "turn": 1})


@pytest.mark.slow
@pytest.mark.parametrize("failure", [Cancelled("Stopped."), DownloadError("It could not be fetched.", value="404")])
def test_what_fails_can_be_started_again(failure: Exception) -> None:
    """Invariant: Stop is a note and a failure an error; the button is there again."""
    workbench = Studying()
    workbench.failure = failure
    app = opened("lstm", press("lstm", "start"), workbench=workbench)
    assert bool(app.session.error) == isinstance(failure, DownloadError)
    screen = app.session.learn.pages["architectures"].screens["lstm"]
    assert not screen.running
    assert screen._starts["start"].visible
    workbench.failure = None
    run(app, press("lstm", "start"))
    assert screen.found["n_done"] == 20


def test_a_message_that_nobody_answers() -> None:
    """Invariant: it is told, not lost."""
    app = opened("cnn", press("cnn", "dance"))
    assert app.session.error["value"] == "dance"
    run(app, ("study", {"chapter": "architectures", "screen": "rnn", "do": "start"}))
    assert "nobody answers" in app.session.error["what"]


@pytest.mark.slow
def test_every_picture_has_words() -> None:
    """Invariant: each chart is an image with a description, and its numbers stand in a table beside it."""
    workbench = LocalWorkbench(runtime=NativeRuntime())

    def study(name: str, **asked: object) -> dict:
        return asyncio.run(workbench.study(name, asked, {}, lambda _message: None))

    found, duel = study("memory", steps=10), study("adversaries")
    pages = [
        memory_html(found, "start", []), memory_html(found, "end", [({**BOTH}, found)] * 2), stage_html(duel, 0),
        losses_html(duel, 4), attention_screen_html(study("attention", text="Good."), 0, 0),
        pretrained_html(study("maps"), 3), own_html(study("maps", network="here"), 3),
    ]  # fmt: skip
    for html in pages:
        for plot in re.findall(r'<svg class="plot[^>]*>', html):
            assert re.search(r'role="img" aria-label="(Chart|Picture)\. .+"', plot), plot
        assert "nan" not in text_of(html).lower().split()
    assert all('<div class="sr"><table>' in html for html in (pages[0], pages[1], pages[3]))


BOTH = {"steps": 10, "start": "small", "gates": "open", "seed": 0}
