"""The guide: every link leads somewhere, every number stands in the repo, every source is cited."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fake_workbench import FakeWorkbench
from test_pages import run, shown_text

from elmweb.app.learn.architectures.page import _SCREENS
from elmweb.app.learn.guide.page import topic_html
from elmweb.app.learn.guide.topics import TOPICS, Topic
from elmweb.app.main import build
from elmweb.app.shell import PAGES
from elmweb.race.costs import PUBLISHED
from elmweb.words.engine import race_costs
from elmweb.words.page import guide_elm, guide_networks
from elmweb.words.page.guide_sources import SOURCES

ROOT = Path(__file__).parent.parent
CARDS = json.loads((ROOT / "models/manifest.json").read_text())["models"]
LATER = {"architectures", "jobs", "papers"}
"""Chapters that are linked once they are there."""


class WithModels(FakeWorkbench):
    """A workbench that has the models' cards."""

    async def list_models(self) -> dict[str, Any]:
        """Return the manifest's."""
        return {"models": CARDS, "webgpu": {}, "fallback": "cpu"}


def text_of(topic: Topic) -> str:
    """Return all that a topic says by itself."""
    named = " ".join(f"{name} {text}" for name, text in topic.named)
    return " ".join([*topic.paragraphs, named, topic.used, topic.costs, *(text for _, text in topic.live)])


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_links_lead_somewhere(topic: Topic) -> None:
    """Oracle: the pages, the chapters and the manifest."""
    chapters = {"", "lottery", "guide"} | LATER
    models = {card["id"] for card in CARDS}
    assert topic.live
    for href, _ in topic.live:
        page, _, part = href.removeprefix("#/").partition("/")
        assert page in PAGES
        assert part in (
            chapters | {f"architectures/{name}" for name in _SCREENS} if page == "learn" else models | {""}
        ), href
    assert set(topic.models) <= models
    assert set(topic.sources) <= set(SOURCES)


def test_every_topic_has_its_words() -> None:
    """Invariant: each is written once, in parts that are shown, and none is written for nothing."""
    assert sorted([*guide_networks.TOPICS, *guide_elm.TOPICS]) == sorted(topic.id for topic in TOPICS)
    shown = {"title", "says", "steps", "used", "costs", "see"}
    for said in (*guide_networks.TOPICS.values(), *guide_elm.TOPICS.values()):
        assert {"title", "says", "see"} <= said.keys() <= shown


def test_every_source_is_cited() -> None:
    """Invariant: no source stands there for show."""
    assert {key for topic in TOPICS for key in topic.sources} == set(SOURCES)


def test_numbers_stand_in_the_repo() -> None:
    """Oracle: docs/benchmarks.md for what was measured; published costs are those of the race's calculator."""
    measured = (ROOT / "docs/benchmarks.md").read_text()
    costs = " ".join(
        f"{one.flops:g} {said['how']} {said['hardware']} {one.kwh / 1_000:,.0f} MWh {(one.hours or 0) / 24:.1f} days"
        for one in PUBLISHED
        for said in (race_costs.PUBLISHED[one.id],)
    )
    known = f"{measured} {costs}".replace("e+", "e")
    for topic in TOPICS:
        text = text_of(topic)
        for number in re.findall(r"\d+\.\d+(?:e\d+)?|\d{1,3}(?:,\d{3})+", text):
            assert number in known, (topic.id, number)


def test_years_are_those_of_the_sources() -> None:
    """Invariant: a year in brackets or beside a name belongs to a source of the topic."""
    for topic in TOPICS:
        cited = " ".join(SOURCES[key] for key in topic.sources)
        for year in re.findall(r"\b(?:19|20)\d\d\b", text_of(topic)):
            assert year in cited, (topic.id, year)


def test_numbers_of_models_come_from_their_cards() -> None:
    """Oracle: the manifest."""
    topic = next(topic for topic in TOPICS if topic.id == "cnn")
    html = topic_html(topic, CARDS)
    assert "accuracy 99.6 %" in html
    assert "34 min on 1 CPU core" in html
    assert "Digit reader</a>" in html
    assert "Measured" not in topic_html(topic, [])
    assert "All topics" in html
    assert "All topics" not in topic_html(topic, CARDS, beside_list=True)


def test_topics_are_opened_by_their_address() -> None:
    """Invariant: the address decides, an unknown one is told, and the first is shown without one."""
    app = run(build(WithModels()), ("page", {"page": "learn", "part": "guide"}))
    assert "A network is a long sum with bends in it." in shown_text(app.roots["learn"])
    run(app, ("page", {"page": "learn", "part": "guide/critics"}))
    text = unescape(shown_text(app.roots["learn"]))
    assert "It is not the best." in text
    assert 'href="#/learn/lottery"' in text
    run(app, ("page", {"page": "learn", "part": "guide/nothing"}))
    assert app.session.error["what"] == "The guide has no such topic."


def test_it_is_short() -> None:
    """Invariant: a topic is a screen, not an essay."""
    for topic in TOPICS:
        assert len(text_of(topic).split()) < 330, topic.id
