"""The guide: a list of topics, and the one that is open."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from elmweb.app.deep.card import metric_words
from elmweb.app.learn.chapters import CHAPTERS, ChapterPage, Host
from elmweb.app.learn.guide.topics import TOPICS, Topic
from elmweb.app.parts import Text, stack, table
from elmweb.exceptions import ElmwebError
from elmweb.formatting import compact, duration
from elmweb.words.page import guide as words, guide_sources

__all__ = ["Page", "topic_html"]

_ADDRESS = "#/learn/guide"
_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")


class Page(ChapterPage):
    """Everything of the chapter.

    Parameters
    ----------
    host : Host
        The controller.
    """

    id = "guide"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._topic = TOPICS[0]
        self._chosen = False  # or is it the one to begin with
        self._cards: list[dict[str, Any]] = []
        self._list, self._text = Text(), Text()
        self._body = stack(
            stack(self._list, kind="stack mlist-place"), stack(self._text, kind="stack work"), kind="models sec"
        )
        self._layout = stack(
            Text(f'<h1 tabindex="-1">{words.HEADING}</h1><p class="lead">{words.LEAD}</p>'), self._body
        )
        self._draw()

    async def visit(self, part: str) -> None:
        """Show a topic; the numbers of deep models come from their cards, once those are there."""
        found = next((topic for topic in TOPICS if topic.id == part), None)
        if part and found is None:
            known = ", ".join(topic.id for topic in TOPICS)
            raise ElmwebError(words.NO_SUCH_TOPIC, rule=words.one_of(known), value=part)
        self._topic, self._chosen = found or TOPICS[0], found is not None
        # On a phone the list makes room for the topic that was chosen.
        self._body.css_classes = ["models", "sec", *(["chosen"] if self._chosen else [])]
        self._draw()
        if not self._cards:
            cards = self.session.zoo.cards or (await self.host.workbench.list_models())["models"]
            self._cards = list(cards)
            self._draw()

    def _draw(self) -> None:
        self._list.set_html(_list_html(self._topic))
        self._text.set_html(topic_html(self._topic, self._cards, beside_list=not self._chosen))

    def __panel__(self) -> Any:
        """Return the layout."""
        return self._layout


def _list_html(open_one: Topic) -> str:
    """Return the links to the topics."""
    links = "".join(
        f'<a class="mitem" href="{_ADDRESS}/{topic.id}"{" aria-current=true" if topic is open_one else ""}>'
        f"<b>{escape(topic.title)}</b></a>"
        for topic in TOPICS
    )
    return f'<nav class="mlist" aria-label="{words.TOPICS}">{links}</nav>'


def topic_html(topic: Topic, cards: list[dict[str, Any]], *, beside_list: bool = False) -> str:
    """Return one topic.

    Parameters
    ----------
    topic : Topic
        What to show.
    cards : list of dict
        The deep models' cards; empty while they are not there.
    beside_list : bool
        Whether the list of topics is there in every width, so that no link leads to it.

    Returns
    -------
    str
        HTML.
    """
    parts = [
        "" if beside_list else f'<p class="all"><a href="{_ADDRESS}">{words.ALL_TOPICS}</a></p>',
        f'<h2 class="title">{escape(topic.title)}</h2>',
        *(f"<p>{escape(text)}</p>" for text in topic.paragraphs),
    ]
    if topic.named:
        items = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in topic.named)
        parts.append(f'<dl class="steps-named">{items}</dl>')
    for name, text in ((words.USED, topic.used), (words.COSTS, topic.costs)):
        if text:
            parts.append(f"<p><b>{name}.</b> {escape(text)}</p>")
    parts += [_live_html(topic, cards), _measured_html(topic, cards), _sources_html(topic), _next_html(topic)]
    return f'<article class="guide">{"".join(parts)}</article>'


def _live_html(topic: Topic, cards: list[dict[str, Any]]) -> str:
    """Return the links to what shows it; a chapter that is not there is left out."""
    titles = {card["id"]: card["title"] for card in cards}
    items = "".join(
        f'<li><a href="{href}">{escape(_name(href, titles))}</a>: <span>{escape(text)}</span></li>'
        for href, text in topic.live
        if _is_there(href)
    )
    return f'<h3>{words.SEE}</h3><ul class="see">{items}</ul>' if items else ""


def _is_there(href: str) -> bool:
    page, _, part = href.removeprefix("#/").partition("/")
    return page != "learn" or _chapter(part) in {one.id for one in CHAPTERS}


def _chapter(part: str) -> str:
    """Return the chapter of a part of the address, which may go on with one of its screens."""
    return part.partition("/")[0]


def _name(href: str, titles: dict[str, str]) -> str:
    """Return what a link says; a model has its title."""
    page, _, part = href.removeprefix("#/").partition("/")
    if page == "learn":
        return next(one.title for one in CHAPTERS if one.id == _chapter(part))
    return titles.get(part, part) or words.PAGES[page]


def _measured_html(topic: Topic, cards: list[dict[str, Any]]) -> str:
    """Return what was measured of the models of a topic, from their cards."""
    known = {card["id"]: card for card in cards}
    rows = []
    for name in topic.models:
        if (card := known.get(name)) is None:
            continue
        what, value = metric_words(card["metrics"])[0]
        seconds = card["training_seconds"]
        trained = words.trained_on(duration(seconds), card["device"]) if seconds else words.TRAINED_ELSEWHERE
        rows.append([card["title"], f"{what} {value}", compact(card["n_parameters"]), trained])
    if not rows:
        return ""
    return f"<h3>{words.MEASURED}</h3>{table([*words.MEASURED_HEAD], rows, caption=words.MEASURED_TABLE)}"


def _sources_html(topic: Topic) -> str:
    items = "".join(f"<li>{_linked(escape(guide_sources.SOURCES[key]))}</li>" for key in topic.sources)
    return f'<h3>{words.SOURCES}</h3><ul class="tiny cited">{items}</ul>' if items else ""


def _linked(source: str) -> str:
    """Return a source, escaped already, whose number at arXiv is a link."""
    return _ARXIV.sub(r'<a href="https://arxiv.org/abs/\1" target="_blank" rel="noopener">\g<0></a>', source)


def _next_html(topic: Topic) -> str:
    """Return the link to the topic that follows."""
    at = TOPICS.index(topic) + 1
    if at == len(TOPICS):
        return ""
    return f'<p><a href="{_ADDRESS}/{TOPICS[at].id}">{escape(words.following(TOPICS[at].title))}</a></p>'
