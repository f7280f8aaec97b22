"""The screen of language: does a critic like the film, a text of the visitor's, and a sentence in Spanish."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.deep.answers import answer_html
from elmweb.app.learn.jobs.screen import Chapter, Screen, Task, compared, results_html, said_html
from elmweb.app.parts import Text, bars, stack
from elmweb.exceptions import InputError
from elmweb.formatting import duration, in_100, probability, quantity

__all__ = ["View", "asked_html", "reviews_html"]

TRANSLATOR = "transformer-translate"
_LEARN = {"300": 300, "100": 100, "500": 500}
_TEXT = "A slow start, but by the end I did not want to leave my seat."
_SENTENCE = "Click the button to open the file."
_SAYS = ("dislikes it", "likes it")
_LONGEST = 2_000


class View(Screen):
    """Whether a critic likes the film.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "language"
    title = "Language: does the critic like the film?"
    lead = (
        "700 sentences from film reviews, each rated by twenty people. The Transformer of the Models page has learned "
        "from 28,500 others. The ELM takes another way: a network that was trained on other texts "
        "turns each sentence into 384 numbers, and the ELM learns from the numbers of a few hundred."
    )
    limits = (
        "Single sentences without their review are hard: people differ on them too. Those rated near 0 are left out.",
        "What the ELM knows comes from the network that makes the numbers, so a plainer model may do as well.",
        "Both know English film reviews and nothing else. Of any other text they say something too.",
    )
    source = (
        "C. J. Hutto and E. Gilbert (2014), VADER, from the package vaderSentiment 3.3.2, MIT. They come from "
        "Rotten Tomatoes, as did 8,500 of the texts that the Transformer has learned; those were left out here."
    )

    def __init__(self, chapter: Chapter) -> None:
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._n_learn = pn.widgets.Select(label="Sentences to learn from", options=_LEARN, value=300, **common)
        self._text = pn.widgets.TextAreaInput(
            label="What do you think of a film?", value=_TEXT, rows=3, max_length=_LONGEST, **common
        )
        self._sentence = pn.widgets.TextInput(
            label="A sentence in English", value=_SENTENCE, max_length=_LONGEST, **common
        )
        super().__init__(chapter)
        self.main.set_up(stack(self._n_learn, kind="half"))
        self._reviews = Text()
        self.main.results[:] = [self._reviews]

    def more(self) -> list[Any]:
        """Return the visitor's own text, and the translation."""
        self.own = Task(self, "ask", "Ask both")
        self._own, self._spanish = Text(), Text()
        self.own.set_up(self._text)
        self.own.results[:] = [self._own]
        button = Text(self.button("Translate", "translate"))
        translation = stack(Text(_TRANSLATION), self._sentence, button, self._spanish, kind="stack gap sec")
        return [Text(_OWN), self.own.layout, translation]

    async def on_train(self) -> None:
        """Train on the sentences, and ask the Transformer."""
        self.answer = None
        answer = await self.main.study("Reading the sentences", self.show, part="train", n_learn=self._n_learn.value)
        self.announce(_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        self._reviews.set_html(reviews_html(answer))

    async def on_ask(self) -> None:
        """Ask both about a text of the visitor's."""
        if self.answer is None:
            raise InputError("There is no ELM yet.", hints=("Press Train first.",))
        await self.own.study(
            "Reading your text", lambda found: self._own.set_html(asked_html(found)), part="ask", text=self._text.value
        )

    async def on_translate(self) -> None:
        """Translate a sentence."""
        self._spanish.set_html('<p class="small" role="status">Translating.</p>')
        try:
            found = await self.chapter.host.workbench.run_model(TRANSLATOR, {"text": self._sentence.value, "beams": 1})
        except BaseException:
            self._spanish.set_html("")
            raise
        took = f'<p class="tiny">After {duration(found["milliseconds"] / 1_000)}.</p>'
        self._spanish.set_html(answer_html({"headline": found["answer"]["headline"]}) + took)


_OWN = '<h2 class="sec">A text of yours</h2><p class="lead">Both read it. Train the ELM first.</p>'
_TRANSLATION = (
    '<h2>English to Spanish</h2><p class="lead">A Transformer that has learned from the help of LibreOffice, and '
    'knows its language only. Where it looks as it writes is in <a href="#/models/transformer-translate">Models</a>. '
    "No ELM stands beside it: none here writes sentences.</p>"
)


def _headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    return (
        f"Right on {in_100(elm['right'] / 100, 1)} of 100 sentences, where always giving the same answer is right on "
        f"{in_100(answer['floor'] / 100, 1)}, after {duration(elm['seconds'])} of training."
    )


def reviews_html(answer: dict[str, Any]) -> str:
    """Return how often each model is right, and sentences that the ELM gets wrong.

    Parameters
    ----------
    answer : dict
        Of the study; without the Transformer while it is asked.

    Returns
    -------
    str
        HTML.
    """
    rows = [
        (one["name"], in_100(one["right"] / 100, 1), f"{in_100(one['low'] / 100, 1)} to {in_100(one['high'] / 100, 1)}",
         "before" if one["seconds"] is None else duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    beside = compared("The Transformer", answer["lead"]) if answer["lead"] else "The Transformer is being asked."
    read = f"Turning sentences into numbers took {duration(answer['reading'])} more. " if answer["reading"] else ""
    note = (
        f"The ELM, with {answer['n_learn']:,} sentences to learn from, on {answer['n_judge']:,} kept back. {read}"
        f"{escape(beside)}"
    )
    under = (
        '<p class="tiny under">The ELM and logistic regression learn from the same 384 numbers of each sentence; the '
        'Transformer reads the words. <a href="#/models/embed-text">Where the numbers come from</a></p>'
    )
    table = results_html(
        "The models on the sentences kept back", ("Right in 100", "95 % range", "To train"), rows, under
    )
    return f'{said_html(_headline(answer), note)}<div class="sec">{table}</div>{_wrong_html(answer)}'


def _wrong_html(answer: dict[str, Any]) -> str:
    """Return sentences that the ELM gets wrong though people are clear about them."""
    if not answer["wrong"]:
        return ""
    items = "".join(
        f'<li><span>{escape(one["text"])}</span> <span class="tiny">People: {quantity(one["rating"], 2)}. ELM: '
        f"{_SAYS[one['said'][0]]}. Transformer: {_SAYS[one['said'][1]]}.</span></li>"
        for one in answer["wrong"]
    )
    title = "What the ELM gets wrong, though people are clear about it"
    scale = "Ratings go from -4, dislikes it very much, to 4."
    return f'<div class="sec"><h2>{title}</h2><p class="tiny">{scale}</p><ul class="how small under">{items}</ul></div>'


def asked_html(answer: dict[str, Any]) -> str:
    """Return what both say about a text.

    Parameters
    ----------
    answer : dict
        Of the study.

    Returns
    -------
    str
        HTML.
    """
    both = [(name, answer[key]) for key, name in (("elm", "ELM"), ("transformer", "Transformer"))]
    agree = len({value >= 0.5 for _, value in both}) == 1
    first = _SAYS[answer["elm"] >= 0.5]
    sentence = f"Both say: {first}." if agree else f"They disagree: the ELM says that it {first}."
    likes = bars(((f"{name}: likes it", value, f"{probability(value)} %") for name, value in both), first_is_ours=True)
    looked = "The stronger a word's ground, the more the Transformer looked at it."
    words = answer_html({"words": answer["words"], "notes": [looked]})
    said = f'<p class="say" role="status">{escape(sentence)}</p>'
    return f'{said}<div class="under">{likes}</div><div class="under">{words}</div>'
