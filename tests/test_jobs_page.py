"""The chapter "Five jobs" in Panel, without a browser: messages in, HTML out, from answers that were made up."""

from __future__ import annotations

import asyncio
import base64
import re
from html import unescape
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from test_pages import NASTY, run, settled, shown_text

from elmweb.app.learn.jobs import activity, finance, health, science
from elmweb.app.learn.jobs.molecule import molecule_svg
from elmweb.app.learn.jobs.page import JOBS
from elmweb.app.main import App, build
from elmweb.app.serve import Unpacking
from elmweb.exceptions import Cancelled, InputError
from elmweb.studies.jobs import JOBS as STUDIED
from elmweb.words.page import jobs as words


def alarms() -> dict[str, Any]:
    """Return an answer of the study of finance with two thresholds besides "never"."""

    def model(name: str, seconds: float, better: int) -> dict[str, Any]:
        return {
            "id": name, "name": name.upper(), "seconds": seconds, "average": 0.9, "low": 0.88, "high": 0.92,
            "curve": {"recall": [0.0, 0.5, 1.0], "precision": [1.0, 0.9, 0.6]}, "thresholds": [0.1, 0.7, 1.01],
            "chosen_on": [[0, 40], [10, 2], [20, 0]], "judged_on": [[1, 44 - better], [12, 3], [20, 0]],
            "at_half": [8, 5],
        }  # fmt: skip

    return {
        "n_learn": 100, "n_choose": 100, "n_judge": 200, "n_alarms": 20, "share": 0.1,
        "models": [model("elm", 1.5, 4), model("linear", 0.1, 0), model("mlp", 3.0, 0)],
    }  # fmt: skip


class Studying(FakeWorkbench):
    """A workbench whose studies answer what they are given."""

    def __init__(self, **answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers, self.asked, self.stopped = answers, [], False

    async def list_models(self) -> dict[str, Any]:
        """Have one model with the time that its card says."""
        return {"models": [{"id": "lstm-ecg", "training_seconds": 421.5}], "webgpu": {}, "fallback": "wasm"}

    async def study(self, name: str, asked: dict, choices: dict, progress: Any) -> dict:
        """Report once, wait a moment, and answer."""
        self.asked.append((name, asked))
        answer = self.answers[asked["job"]]
        progress({"what": "study", "text": "Training the ELM", "step": 30, "n_steps": 100, "so_far": answer})
        await asyncio.sleep(0.01)
        if self.stopped:
            raise Cancelled("Stopped.")
        return answer


def visit(part: str = "") -> tuple[str, dict[str, Any]]:
    """Return the message of an address."""
    return "page", {"page": "learn", "part": f"jobs/{part}" if part else "jobs"}


def send(job: str, do: str, **args: Any) -> tuple[str, dict[str, Any]]:
    """Return the message of a button."""
    return "study", {"chapter": "jobs", "job": job, "do": do, **args}


def text_of(app: App) -> str:
    """Return what is on the page, without tags."""
    return unescape(re.sub(r"<[^>]+>", " ", shown_text(app.roots["learn"])))


@pytest.mark.slow
def test_the_list_has_what_there_is() -> None:
    """Invariant: each job that is listed has a study and a screen with limits and a source."""
    assert set(JOBS) == set(STUDIED)
    app = run(build(Studying()), visit(), *(visit(job) for job in JOBS))
    for screen in app.session.learn.pages["jobs"].screens.values():
        assert screen.about.limits
        assert screen.about.source
    text = text_of(run(app, visit()))
    assert all(said in text for job in JOBS for said in words.JOBS[job])


def test_an_unknown_job_shows_the_list() -> None:
    """Invariant: an address that somebody mistyped leads to what there is."""
    app = run(build(Studying()), visit("poetry"))
    assert app.session.error is None
    assert app.session.learn.pages["jobs"].open == ""


def test_an_unknown_message_is_told() -> None:
    """Invariant: what nobody answers is named, job and all."""
    app = run(build(Studying()), visit("finance"), send("finance", "win"))
    assert "finance win" in app.session.error["what"]
    assert "no such job" in run(app, send("poetry", "train")).session.error["what"]


def test_stop_keeps_what_was_reported() -> None:
    """Invariant: while a job runs there is Stop in place of Train; stopped, what was finished stays on the page."""
    workbench = Studying(finance=alarms())
    workbench.stopped = True
    app = run(build(workbench), visit("finance"))

    async def train() -> None:
        task = asyncio.create_task(app.controller.handle(*send("finance", "train")))
        await asyncio.sleep(0.005)
        assert "Stop" in shown_text(app.roots["learn"])
        assert "Training the ELM" in text_of(app)
        await task
        await settled()

    asyncio.run(train())
    assert app.session.error is None
    assert "12 of 20 alarms found" in text_of(app)
    assert "Train again" in text_of(app)


# Finance


@pytest.mark.slow
def test_finance_says_what_it_found_and_what_errors_cost() -> None:
    """Oracle: the numbers of the answer, and the costs worked out by hand."""
    app = run(build(Studying(finance=alarms())), visit("finance"), send("finance", "train"))
    text = text_of(app)
    for said in ("12 of 20 alarms found with 5 false alarms, after 1.5 s", "0.900", "0.880 to 0.920"):
        assert said in text, said
    html = finance.costs_html(alarms(), missed=100, false=5)
    assert "Saves 64 % with the ELM&#x27;s threshold at 0.100 in place of 0.5." in html  # 300 in place of 825
    assert '<td class="num">300</td>' in html
    assert "Saves 64 %" in text


@pytest.mark.parametrize(("missed", "false", "at"), [(100, 5, 0), (1, 1, 1), (1, 200, 2)])
def test_the_threshold_follows_the_costs(missed: int, false: int, at: int) -> None:
    """Oracle: the costs on the rows to choose by, worked out by hand."""
    assert finance.cheapest(alarms()["models"][0], missed, false) == at


def test_a_threshold_that_never_warns_is_said() -> None:
    """Invariant: a threshold above every probability is put into words; a saving may be a loss."""
    html = finance.costs_html(alarms(), missed=1, false=200)
    assert "none: never warn" in html
    assert "Saves 98 % by never warning, in place of the ELM&#x27;s threshold at 0.5." in html  # 20 in place of 1,008
    assert "costs 9 % more" in finance.costs_html({**alarms(), "models": [worse()]}, missed=1, false=1)


def worse() -> dict[str, Any]:
    """Return a model whose best threshold on some rows is not the best on others."""
    return {**alarms()["models"][0], "judged_on": [[1, 44], [12, 3], [20, 0]], "at_half": [8, 5.65]}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_curves_can_be_drawn(theme: str) -> None:
    """Invariant: both thresholds of both models are inside the axes, and a screen reader is told where."""
    plot = finance.curves(alarms(), 100, 5, theme)
    assert "finds 95 %" in plot.html_attributes["aria-label"]
    assert plot.x_range.start <= 0.5


# Science


def dissolved() -> dict[str, Any]:
    """Return an answer of the study of science with three small molecules, one of them with a name like markup."""
    water = {"atoms": [["OH2", 0.0, 0.0]], "bonds": []}
    acid = {
        "atoms": [["", 0.0, 0.0], ["", 1.3, 0.75], ["O", 1.3, 1.95], ["OH", 2.6, 0.0]],
        "bonds": [[0, 1, 1], [1, 2, 2], [1, 3, 1]],
    }
    nitrile = {"atoms": [["", 0.0, 0.0], ["", 1.3, 0.0], ["N", 2.6, 0.0]], "bonds": [[0, 1, 1], [1, 2, 3]]}
    shapes = {"water": (0.5, water), "acetic_acid": (1.0, acid), NASTY: (-2.0, nitrile)}
    molecules = [
        {"name": name, "log_s": log_s, "values": [18.0, 0.5], **shape} for name, (log_s, shape) in shapes.items()
    ]

    def model(name: str, predicted: list[float]) -> dict[str, Any]:
        return {
            "id": name, "name": name.upper(), "seconds": 0.8, "error": 0.9, "low": 0.7, "high": 1.1, "r2": 0.6,
            "r2_low": 0.5, "r2_high": 0.7, "predicted": predicted,
        }  # fmt: skip

    return {
        "n_learn": 9, "n_judge": 3, "descriptors": ["weight", "log P"], "spread": 1.2, "molecules": molecules,
        "models": [model("elm", [0.4, -1.0, -1.6]), model("mlp", [0.0, 0.9, -2.0])],
    }  # fmt: skip


@pytest.mark.slow
def test_science_shows_the_largest_mistake_first() -> None:
    """Invariant: the molecule that the ELM misses most is shown with its structure, and any other can be picked."""
    app = run(build(Studying(science=dissolved())), visit("science"), send("science", "train"))
    text, html = text_of(app), shown_text(app.roots["learn"])
    assert "Average error 0.9, against 1.2 for always giving the mean, after 0.8 s of training." in text
    assert html.index("Structure of acetic acid") < html.index("Structure of water")
    assert "-1, off by 2" in text
    assert NASTY not in html
    run(app, send("science", "pick", at=0))
    assert "0.4, off by 0.1" in text_of(app)


def test_a_molecule_is_drawn_as_chemists_do() -> None:
    """Oracle: lines and letters counted by hand: a double bond is two lines, a bare corner has no letter."""
    _, acid, nitrile = dissolved()["molecules"]
    svg = molecule_svg(acid["atoms"], acid["bonds"], "acid")
    assert (svg.count("<line"), svg.count("<text")) == (4, 2)
    svg = molecule_svg(nitrile["atoms"], nitrile["bonds"], NASTY)
    assert (svg.count("<line"), svg.count("<text")) == (4, 1)
    assert NASTY not in svg
    assert "OH₂" in molecule_svg([["OH2", 0.0, 0.0]], [], "water")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_molecules_can_be_drawn(theme: str) -> None:
    """Invariant: a screen reader is told which molecule is ringed, and how far off it is."""
    plot = science.scatter([0.5, 1.0], [0.4, -1.0], 1, theme)
    assert "measured 1, predicted -1" in plot.html_attributes["aria-label"]


def binders() -> dict[str, Any]:
    """Return an answer on three molecules that may bind, two of them active."""
    shape = {"values": [18.0], "atoms": [["", 0.0, 0.0], ["N", 1.3, 0.0]], "bonds": [[0, 1, 1]]}
    molecules = [{"ki": ki, "smiles": NASTY, **shape} for ki in (3.0, 90.0, 4_000.0)]

    def model(name: str, *predicted: float) -> dict[str, Any]:
        return {
            "id": name, "name": name.upper(), "seconds": 0.2, "auc": 0.91, "auc_low": 0.88, "auc_high": 0.94,
            "average": 0.8, "low": 0.7, "high": 0.9, "predicted": list(predicted),
            "curve": {"recall": [0.0, 1.0], "precision": [1.0, 0.6]},
        }  # fmt: skip

    return {
        "n_learn": 9, "n_judge": 3, "n_active": 2, "share": 2 / 3, "firm": 100, "n_inputs": 167,
        "descriptors": ["weight"], "molecules": molecules,
        "models": [model("elm", 0.9, 0.004, 0.8), model("linear", 0.5, 0.5, 0.5), model("mlp", 0.7, 0.6, 0.1)],
    }  # fmt: skip


def test_activity_is_said_drawn_and_looked_at() -> None:
    """Invariant: the largest mistakes come first, any molecule can be picked, and what it asks for is what was set."""
    workbench = Studying(science=binders())
    app = run(build(workbench), visit("science"), send("science", "bind"))
    assert workbench.asked == [("jobs", {"job": "science", "part": "activity", "firm": 100, "seen": "both"})]
    text, html = text_of(app), shown_text(app.roots["learn"])
    for said in (
        "the ELM ranks the active one higher 91 times in 100, after 0.2 s of training.",
        "9 molecules to learn from, 3 kept back, 2 of them active at 100 nM.",
        "0.910", "0.880 to 0.940", "guessing gives 0.667",
        "Ki 4,000 nM, not active; 80\N{NO-BREAK SPACE}% likely to be active by the ELM",
        "Ki 90 nM, active; <1\N{NO-BREAK SPACE}% likely to be active by the ELM",
        "And 166 structural keys",
    ):  # fmt: skip
        assert said in text, said
    assert html.index("Structure of molecule no. 3") < html.index("Structure of molecule no. 2")
    assert NASTY not in html
    run(app, send("science", "choose", at=1))
    assert "MLP 60 % likely to be active" in " ".join(text_of(app).split())


def test_activity_shows_curves_before_the_network_is_trained() -> None:
    """Invariant: while molecules are not there yet, the table is."""
    first = {**binders(), "models": binders()["models"][:1], "molecules": []}
    app = run(build(Studying(science=first)), visit("science"), send("science", "bind"))
    assert "higher 91 times" in text_of(app)
    assert "largest mistakes" not in text_of(app)
    plot = activity.active_chart(binders(), "dark")
    assert "MLP, average precision 0.800" in plot.html_attributes["aria-label"]


# Health


def beats() -> dict[str, Any]:
    """Return an answer of the study of health."""

    def model(name: str, right: float, *found: int) -> dict[str, Any]:
        return {
            "id": name, "name": f"{name.upper()}, 9 units", "seconds": 0.5, "right": right, "low": right - 2,
            "high": right + 2, "found": list(found),
        }  # fmt: skip

    return {
        "n_learn": 400, "n_judge": 100, "learned": [300, 60, 20, 15, 5], "judged": [60, 30, 5, 4, 1],
        "models": [model("elm", 90.0, 60, 28, 2, 0, 0), model("lstm", 93.0, 60, 28, 4, 1, 0)],
        "lead": {"by": -3.0, "clear": False},
        "missed": [{"values": [0.0, 1.0, -1.0], "kind": 4, "said": [0, 1]}],
    }  # fmt: skip


@pytest.mark.slow
def test_health_says_plainly_what_is_missed() -> None:
    """Invariant: what is not normal, which kinds are mostly missed, and what may be luck are in words."""
    app = run(build(Studying(health=beats())), visit("health"), send("health", "train"))
    text = text_of(app)
    for said in (
        "Right on 90.0 % of the beats, and on 30 of the 40 that are not normal, after 0.5 s of training.",
        "The LSTM is right 3 percentage points more often, which may be luck (McNemar's test).",
        "The ELM misses more than half of some kinds.",
        "premature ventricular: 2 of 5 found, after 20 beats to learn from",
        "unclassified: 0 of 1 found",
        "7.0 min",  # by the card of the LSTM
    ):
        assert said in text, said
    assert "R-on-T premature: " not in text
    assert 'aria-label="A beat, unclassified"' in shown_text(app.roots["learn"])


def test_health_shows_the_elm_before_the_lstm_has_answered() -> None:
    """Invariant: without the LSTM nothing is said about it that is not known."""
    first = {**beats(), "models": beats()["models"][:1], "lead": None, "missed": []}
    assert "The LSTM is being asked." in health.beats_html(first, 0.0)


def test_cells_and_images_have_places_of_their_own() -> None:
    """Invariant: each part of the screen shows its own answer; a file's name is escaped."""
    even, judged = {"by": 0.0, "clear": False}, {"right": 95.0, "low": 90.0, "high": 98.0, "seconds": 1.0}
    cells = {
        "n_malignant": 212, "n_benign": 357, "n_folds": 10,
        "models": [
            {"id": "elm", "name": "ELM", "missed": 12, "false": 1, "lead": None, **judged},
            {"id": "linear", "name": "Logistic regression", "missed": 9, "false": 4, "lead": even, **judged},
            {"id": "mlp", "name": "MLP", "missed": 9, "false": 4, "lead": {"by": 3.0, "clear": True}, **judged},
        ],
    }  # fmt: skip
    own = {
        "name": NASTY, "n_learn": 160, "n_judge": 60, "n_left": 40, "shape": [12, 12], "classes": [0, 1],
        "floor": 40.0, "judged": [22, 38], "lead": None, "models": [{"name": "ELM, 9", "found": [20, 37], **judged}],
    }  # fmt: skip
    workbench = Studying(health=cells)
    app = run(build(workbench), visit("health"), send("health", "cells"))
    assert "12 of 212 cancers missed, 1 false alarm in 357 harmless samples." in text_of(app)
    assert (
        "Logistic regression is right as often. The network is right 3 percentage points less often, which"
        in text_of(app)
    )
    workbench.answers["health"] = own
    run(app, send("health", "own", source={"file": 3, "name": "a.npz"}))
    assert workbench.asked[-1] == ("jobs", {"job": "health", "part": "own", "source": {"file": 3, "name": "a.npz"}})
    assert "Right on 95.0 % of the images, against 40.0 % for always giving the most common label" in text_of(app)
    assert "The CNN is not trained yet." in text_of(app)
    assert "12 of 212 cancers missed" in text_of(app)
    assert NASTY not in shown_text(app.roots["learn"])


# Transport


@pytest.mark.slow
def test_a_screen_that_takes_photos_brings_what_it_needs() -> None:
    """Invariant: the elements for photos are asked for where the screen says so, and nowhere else."""
    for job, expected in (("transport", True), ("finance", False)):
        app = build(Studying())
        posted: list[str] = []
        app.controller.post = lambda name, /, **_args: posted.append(name)  # noqa: B023  one list each
        run(app, visit(job))
        assert ("media" in posted) == expected, job


def people() -> dict[str, Any]:
    """Return an answer of the study of transport with two days."""

    def day(date: str, off: float, *, holiday: bool = False) -> dict[str, Any]:
        counted = [100.0 + hour for hour in range(24)]
        said = {
            name: [value + off * times for value in counted] for name, times in (("elm", 1), ("linear", 2), ("week", 3))
        }
        return {"date": date, "is_holiday": holiday, "counted": counted, "said": said}

    models = [
        {"id": name, "name": name.upper(), "seconds": seconds, "error": error, "low": error - 1, "high": error + 1}
        for name, seconds, error in (("elm", 0.6, 20.0), ("linear", 0.1, 40.0), ("week", 0.0, 60.0))
    ]
    return {
        "n_learn": 900, "n_judge": 48, "mean": 111.5, "models": models,
        "days": [day("2016-12-24", 10.0), day("2016-12-26", 30.0, holiday=True)],
    }  # fmt: skip


@pytest.mark.slow
def test_transport_says_how_far_off_and_when() -> None:
    """Invariant: the worst day comes first, a holiday is called one, and any day can be looked at."""
    app = run(build(Studying(transport=people())), visit("transport"), send("transport", "train"))
    text = text_of(app)
    assert "Average error 20 people, against 60 for the same hour last week, after 0.6 s of training." in text
    assert "Monday, 26 December 2016, a public holiday, 30 people; Saturday, 24 December 2016, 10 people" in text
    app.session.learn.pages["jobs"].screens["transport"]._day.value = 1
    assert "130" in text_of(app)  # midnight of the second day by the ELM


def test_a_file_reaches_a_study_on_a_server_too() -> None:
    """Oracle: the bytes that the page sent as base64."""
    workbench = Studying(health=beats())
    source = {"name": "a.npz", "base64": base64.b64encode(b"bytes").decode()}
    asked = {"job": "health", "source": source, "n_learn": 250}
    asyncio.run(Unpacking(workbench).study("jobs", asked, {}, lambda _message: None))
    assert workbench.asked[0][1] == {**asked, "source": {"name": "a.npz", "bytes": b"bytes"}}


class Looking(Studying):
    """A workbench whose detector finds a person."""

    def __init__(self, *found: dict[str, Any], fails: Exception | None = None) -> None:
        super().__init__()
        self.found, self.fails, self.looked = list(found), fails, 0

    async def open_model(self, name: str, provider: str | None, progress: Any) -> dict[str, Any]:
        """Report half of a download."""
        progress({"what": "download", "text": "", "done": 1, "total": 2})
        return {"id": name}

    async def run_model(self, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Find what there is."""
        self.looked += 1
        if self.fails:
            raise self.fails
        return {"answer": {"boxes": self.found}, "provider": "wasm", "milliseconds": 40.0, "note": ""}


LOOK = send("transport", "look", inputs={"photo": {"media": 1, "shape": [2, 2, 3]}}, number=7)


def posted(app: App) -> list[tuple[str, dict[str, Any]]]:
    """Return the messages to the page."""
    return [(one["name"], one["args"]) for one in app.channel._numbered]


@pytest.mark.slow
def test_a_photo_is_looked_at() -> None:
    """Invariant: boxes go to the page, the first look is not timed, and whoever asked is answered."""
    person = {"label": "person", "share": 0.74, "box": [0, 0, 1, 1], "colour": "#1F4FBF"}
    workbench = Looking(person)
    app = run(build(workbench), visit("transport"), LOOK)
    assert "1 thing found: person (74 %)." in text_of(app)
    assert "40 ms a photo, so 25 a second, on this device's processor" in text_of(app)
    assert ("boxes", {"boxes": [person]}) in posted(app)
    assert ("answered", {"number": 7}) in posted(app)
    assert workbench.looked == 2
    assert "Nothing found." in text_of(run(build(Looking()), visit("transport"), LOOK))


def test_a_photo_that_is_gone_is_told() -> None:
    """Invariant: the reason is on the page, and whoever asked is answered all the same."""
    app = run(build(Looking(fails=InputError("What was brought is not here any more."))), visit("transport"), LOOK)
    assert app.session.error["what"] == "What was brought is not here any more."
    assert ("answered", {"number": 7}) in posted(app)


# Language


def reviews() -> dict[str, Any]:
    """Return an answer of the study of language."""
    models = [
        {"id": name, "name": name.upper(), "seconds": seconds, "right": right, "low": right - 6, "high": right + 6}
        for name, seconds, right in (("elm", 0.2, 71.0), ("linear", 0.1, 74.5), ("transformer", None, 74.5))
    ]
    return {
        "n_learn": 300, "n_judge": 200, "floor": 51.5, "reading": 29.0, "models": models,
        "lead": {"by": -3.5, "clear": False},
        "wrong": [{"text": NASTY, "rating": 2.8, "said": [0, 1]}],
    }  # fmt: skip


def test_language_says_how_often_each_is_right() -> None:
    """Invariant: the times of reading and of training are both said, and a sentence is never markup."""
    app = run(build(Studying(language=reviews())), visit("language"), send("language", "train"))
    text = text_of(app)
    for said in (
        "Right on 71.0 % of the sentences, against 51.5 % for always giving the same answer, after 0.2 s",
        "Turning sentences into numbers took 29 s more. The Transformer is right 3.5 percentage points more",
        "People: 2.8. ELM: dislikes it. Transformer: likes it.",
    ):
        assert said in text, said
    assert NASTY not in shown_text(app.roots["learn"])


@pytest.mark.slow
def test_a_text_needs_an_elm() -> None:
    """Invariant: before Train the button waits and says for what; afterwards both answer."""
    workbench = Studying(language=reviews())
    app = run(build(workbench), visit("language"))
    waiting = r"<button disabled [^>]*>Ask both</button><span[^>]*>Train the ELM first\.</span>"
    assert re.search(waiting, shown_text(app.roots["learn"]))
    run(app, send("language", "ask"))
    assert app.session.error["what"] == "There is no ELM yet."
    run(app, send("language", "train"))
    assert not re.search(waiting, shown_text(app.roots["learn"]))
    workbench.answers["language"] = {"text": "x", "elm": 0.2, "transformer": 0.9, "words": [[NASTY, 1.0]]}
    run(app, send("language", "ask"))
    assert "They disagree. ELM: dislikes it. Transformer: likes it." in text_of(app)
    assert workbench.asked[-1][1]["text"].startswith("A slow start")
    assert NASTY not in shown_text(app.roots["learn"])


class Translating(Studying):
    """A workbench that knows one sentence in Spanish."""

    async def run_model(self, name: str, inputs: dict[str, Any]) -> dict[str, Any]:
        """Translate, if there is anything."""
        if not inputs["text"]:
            raise InputError("Nothing is written yet.")
        answer = {"headline": "Pulse en el botón.", "attention": {"rows": []}}
        if "love" in inputs["text"]:
            answer = {"headline": "No software help", "withheld": "Te quiero.", "notes": ["Probably wrong."]}
        return {"answer": answer, "provider": "wasm", "milliseconds": 44.0, "note": ""}


def test_a_sentence_is_translated() -> None:
    """Invariant: a translation and its time are shown, a doubtful one on request; nothing is left half done."""
    app = run(build(Translating()), visit("language"), send("language", "translate"))
    assert "Pulse en el botón." in text_of(app)
    assert "After 44 ms." in text_of(app)
    field = app.session.learn.pages["jobs"].screens["language"]._sentence
    field.value = "I love you."
    run(app, send("language", "translate"))
    assert "<summary>Show it anyway</summary><p>Te quiero.</p>" in shown_text(app.roots["learn"])
    assert "Probably wrong." in text_of(app)
    field.value = ""
    run(app, send("language", "translate"))
    assert app.session.error["what"] == "Nothing is written yet."
    assert "Translating" not in text_of(app)
