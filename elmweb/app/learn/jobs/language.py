"""The screen of language: does a critic like the film, a text of the visitor's, and a sentence in Spanish."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.deep.answers import answer_html
from elmweb.app.learn.jobs.screen import About, Chapter, Screen, Task, compared, part_html, results_html, said_html
from elmweb.app.parts import Text, bars, stack
from elmweb.exceptions import InputError
from elmweb.formatting import duration, in_100, probability, quantity, whole
from elmweb.words.page import common, jobs, jobs_language as words

__all__ = ["View", "asked_html", "reviews_html"]

TRANSLATOR = "transformer-translate"
_LEARN = (300, 100, 500)
_TEXT = "A slow start, but by the end I did not want to leave my seat."
_SENTENCE = "Click the button to open the file."
_LONGEST = 2_000


class View(Screen):
    """Whether a critic likes the film.

    Parameters
    ----------
    chapter : Chapter
        The page.
    """

    id = "language"

    def __init__(self, chapter: Chapter) -> None:
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        numbers = {whole(n): n for n in _LEARN}
        self._n_learn = pn.widgets.Select(label=words.N_LEARN, options=numbers, value=300, **common)
        self._text = pn.widgets.TextAreaInput(label=words.OWN_LABEL, value=_TEXT, rows=3, max_length=_LONGEST, **common)
        self._sentence = pn.widgets.TextInput(label=words.SENTENCE, value=_SENTENCE, max_length=_LONGEST, **common)
        super().__init__(chapter)
        self.main.set_up(stack(self._n_learn, kind="half pair"))
        self._reviews = Text()
        self.main.results[:] = [self._reviews]

    @property
    def about(self) -> About:
        """What stands above and below."""
        return About(words.TITLE, words.LEAD, words.LIMITS, words.SOURCE)

    def more(self) -> list[Any]:
        """Return the visitor's own text, and the translation."""
        self.own = Task(self, "ask", words.ASK_BOTH, kind="btn", waits=words.TRAIN_FIRST)
        self._own, self._spanish = Text(), Text()
        self.own.set_up(self._text)
        self.own.results[:] = [self._own]
        button = Text(self.button(words.TRANSLATE, "translate"))
        head = f'<h2>{words.TRANSLATION}</h2><p class="lead">{words.TRANSLATION_LEAD}</p>'
        translation = stack(Text(head), self._sentence, button, self._spanish, kind="stack gap sec")
        return [Text(part_html(words.OWN, words.OWN_LEAD)), self.own.layout, translation]

    async def on_train(self) -> None:
        """Train on the sentences, and ask the Transformer."""
        self.answer = None
        self.own.wait_for(words.TRAIN_FIRST)
        answer = await self.main.study(words.READING_SENTENCES, self.show, part="train", n_learn=self._n_learn.value)
        self.announce(_headline(answer))

    def show(self, answer: dict[str, Any]) -> None:
        """Show the models that are judged by now."""
        self.answer = answer
        self.own.wait_for("")
        self._reviews.set_html(reviews_html(answer))

    async def on_ask(self) -> None:
        """Ask both about a text of the visitor's."""
        if self.answer is None:
            raise InputError(words.NO_ELM_YET, hints=(words.TRAIN_FIRST,))
        await self.own.study(
            words.READING_TEXT, lambda found: self._own.set_html(asked_html(found)), part="ask", text=self._text.value
        )

    async def on_translate(self) -> None:
        """Translate a sentence."""
        self._spanish.set_html(f'<p class="small" role="status">{words.TRANSLATING}</p>')
        try:
            found = await self.chapter.host.workbench.run_model(TRANSLATOR, {"text": self._sentence.value, "beams": 1})
        except BaseException:
            self._spanish.set_html("")
            raise
        took = f'<p class="tiny">{words.after(duration(found["milliseconds"] / 1_000))}</p>'
        shown = {key: value for key, value in found["answer"].items() if key != "attention"}
        self._spanish.set_html(answer_html(shown) + took)


def _headline(answer: dict[str, Any]) -> str:
    elm = answer["models"][0]
    right, floor = in_100(elm["right"] / 100, 1), in_100(answer["floor"] / 100, 1)
    return words.headline(right, floor, duration(elm["seconds"]))


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
        (one["name"], in_100(one["right"] / 100, 1),
         common.between(in_100(one["low"] / 100, 1), in_100(one["high"] / 100, 1)),
         words.TRAINED_BEFORE if one["seconds"] is None else duration(one["seconds"]))
        for one in answer["models"]
    ]  # fmt: skip
    beside = compared("transformer", answer["lead"]) if answer["lead"] else words.ASKING_TRANSFORMER
    about = [words.elm_on_sentences(answer["n_learn"], answer["n_judge"])]
    if answer["reading"]:
        about.append(words.took_to_read(duration(answer["reading"])))
    note = " ".join([*about, escape(beside)])
    under = f'<p class="tiny under">{words.WHAT_THEY_SEE}</p>'
    table = results_html(words.CAPTION, (jobs.ACCURACY, jobs.RANGE, jobs.TRAINING_TIME), rows, under)
    return f'{said_html(_headline(answer), note)}<div class="sec">{table}</div>{_wrong_html(answer)}'


def _wrong_html(answer: dict[str, Any]) -> str:
    """Return sentences that the ELM gets wrong though people are clear about them."""
    if not answer["wrong"]:
        return ""
    items = "".join(
        f'<li><span>{escape(one["text"])}</span> <span class="tiny">'
        f"{words.opinions(quantity(one['rating'], 2), *(words.SAYS[likes] for likes in one['said']))}</span></li>"
        for one in answer["wrong"]
    )
    return (
        f'<div class="sec"><h2>{words.WRONG}</h2><p class="tiny">{words.RATINGS}</p>'
        f'<ul class="how small under">{items}</ul></div>'
    )


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
    elm, transformer = (words.SAYS[answer[key] >= 0.5] for key in ("elm", "transformer"))
    sentence = words.both_say(elm) if elm == transformer else words.they_disagree(elm, transformer)
    shares = ((words.ELM_LIKES, answer["elm"]), (words.TRANSFORMER_LIKES, answer["transformer"]))
    likes = bars(((name, value, f"{probability(value)} %") for name, value in shares), first_is_ours=True)
    looked_at = answer_html({"words": answer["words"], "notes": [words.LOOKED]})
    said = f'<p class="say" role="status">{escape(sentence)}</p>'
    return f'{said}<div class="under">{likes}</div><div class="under">{looked_at}</div>'
