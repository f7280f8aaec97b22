"""The page of published results: a card for each, one button, and the visitor's own number beside it."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.learn.chapters import ChapterPage, Host
from elmweb.app.learn.papers.claims import CLAIMS, IMAGES, UNITS, Claim
from elmweb.app.learn.papers.scale import scale_html
from elmweb.app.learn.papers.verdict import expected, outcome
from elmweb.app.parts import Text, progress_bar, send_button, stack, table
from elmweb.exceptions import Cancelled, ElmwebError
from elmweb.formatting import percent
from elmweb.words.page import common, papers as words, papers_claims as claims

__all__ = ["Page"]

_SEEDS = {str(seed): seed for seed in range(10)}


def _options(claim: str) -> dict[str, tuple[str, dict[str, int]]]:
    """Return what can be chosen for a claim: the label of each setting, and its values by what they are called."""
    images = (words.LEARN_FROM, {claims.IMAGES[n]: n for n in IMAGES})
    mnist = {"n_images": images, "seed": (words.SEED, _SEEDS)}
    trials = {"seed": (words.SEED_OF_TRIALS, _SEEDS)}
    return {
        "digits": {"n_units": (words.HIDDEN_UNITS, {claims.UNITS[n]: n for n in UNITS}), **mnist},
        "weights": mnist,
        "network": mnist,
        "sinc": trials,
        "pima": trials,
        "tables": {},
    }[claim]


class Page(ChapterPage):
    """The chapter of published results."""

    id = "papers"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.running = ""
        """Id of the claim that is being tested; empty for none."""
        self.cards = {claim.id: Card(claim) for claim in CLAIMS}
        head = f'<h1 tabindex="-1">{words.TITLE}</h1><p class="lead">{words.LEAD}</p>'
        self._layout = stack(Text(head), stack(*self.cards.values(), kind="stack gap sec"))

    async def on_start(self, claim: str) -> None:
        """Follow a recipe, and show what comes of it while it runs.

        Parameters
        ----------
        claim : str
            Id of one of the claims.
        """
        if claim not in self.cards:
            raise ElmwebError(words.NO_SUCH_CARD, rule=", ".join(self.cards), value=claim)
        if self.running:
            raise ElmwebError(words.BUSY, hints=(words.STOP_IT_FIRST,))
        card, self.running = self.cards[claim], claim
        self._lock()
        try:
            answer = await self.study("papers", {"recipe": claim, **card.settings()}, card.claim.title, card.watch)
        except BaseException as error:
            card.end(stopped=isinstance(error, Cancelled))
            raise
        else:
            card.show_result(answer)
            self.host.post("announce", text=outcome(claim, answer).said)
        finally:
            self.running = ""
            self._lock()

    def _lock(self) -> None:
        """Let one recipe run at a time."""
        for name, card in self.cards.items():
            card.lock(self.running, mine=name == self.running)

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


class Card(pn.viewable.Viewer):
    """One published result.

    Parameters
    ----------
    claim : Claim
        What was published.
    """

    def __init__(self, claim: Claim) -> None:
        super().__init__()
        self.claim = claim
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._choices = {
            name: pn.widgets.Select(label=label, options=options, value=next(iter(options.values())), **common)
            for name, (label, options) in _options(claim.id).items()
        }
        self._expected, self._button, self._result = Text(), Text(), Text(visible=False)
        self._kept = ""  # the newest result
        self._layout = stack(
            Text(_claim_html(claim)),
            *([stack(*self._choices.values(), kind="trio")] if self._choices else []),
            self._expected,
            self._button,
            self._result,
            kind="stack gap panel paper",
        )
        for widget in self._choices.values():
            widget.param.watch(lambda _: self._expect(), "value")
        self._expect()
        self.lock("", mine=False)

    def settings(self) -> dict[str, Any]:
        """Return what was chosen."""
        return {name: widget.value for name, widget in self._choices.items()}

    def lock(self, running: str, *, mine: bool) -> None:
        """Show the button that can be pressed now: the card's own, or Stop."""
        for widget in self._choices.values():
            widget.disabled = bool(running)
        if mine:
            self._button.set_html(send_button(common.STOP, "cancel", kind="btn"))
            return
        html = send_button(
            self.claim.buttons[bool(self._kept)], "study", kind="btn primary", chapter="papers",
            do="start", claim=self.claim.id,
        )  # fmt: skip
        self._button.set_html(html.replace("<button ", "<button disabled ") if running else html)

    def watch(self, message: dict[str, Any]) -> None:
        """Show how far a recipe is, and what there is by now."""
        fraction = message["step"] / max(1, message["n_steps"])
        html = progress_bar(fraction, f"{self.claim.title}, {percent(fraction)} %")
        self._result.set_html(f'{html}<p class="small under">{escape(message["text"])}.</p>')

    def show_result(self, answer: dict[str, Any]) -> None:
        """Show a result."""
        self._kept = result_html(self.claim.id, answer)
        self._result.set_html(self._kept)

    def end(self, *, stopped: bool) -> None:
        """Show what there was before: the recipe was stopped, or it failed, which is told elsewhere."""
        self._result.set_html((f'<p class="small">{words.STOPPED}</p>' if stopped else "") + self._kept)

    def _expect(self) -> None:
        """Say what to expect of what is chosen."""
        self._expected.set_html(
            f'<dl class="facts claim"><dt>{words.EXPECTED}</dt>'
            f"<dd>{escape(expected(self.claim.id, self.settings()))}</dd></dl>"
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _claim_html(claim: Claim) -> str:
    """Return what was published, by whom, and how it is done here."""
    doi = (
        f' <a href="https://doi.org/{escape(claim.doi)}" target="_blank" rel="noopener">doi:{escape(claim.doi)}</a>'
        if claim.doi
        else ""
    )
    steps = "".join(f"<li>{escape(one)}.</li>" for one in claim.recipe)
    return (
        f"<h2>{escape(claim.title)}</h2>"
        f'<dl class="facts claim"><dt>{words.PUBLISHED}</dt><dd>{escape(claim.published)}'
        f'<p class="tiny">{escape(claim.source)}.{doi}</p></dd>'
        f'<dt>{words.RECIPE}</dt><dd><ul class="how">{steps}</ul></dd></dl>'
    )


def result_html(claim: str, answer: dict[str, Any]) -> str:
    """Return a result: the number, the comparison, and the numbers behind it.

    Parameters
    ----------
    claim : str
        Id of the claim.
    answer : dict
        Of the study.

    Returns
    -------
    str
        HTML.
    """
    found = outcome(claim, answer)
    numbers = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in found.facts)
    return (
        f'<div class="paper-result" role="status"><p class="own">{escape(found.number)}</p><p>{escape(found.said)}</p>'
        f"</div>{scale_html(found)}"
        + (f'<dl class="facts under">{numbers}</dl>' if numbers else "")
        + (
            f'<div class="under">{table(list(words.TABLE_HEADS), found.rows, caption=words.TABLES_CAPTION)}</div>'
            if found.rows
            else ""
        )
    )
