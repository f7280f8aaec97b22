"""The Models page: the list of models, and the chosen model at work."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import panel as pn

from elmweb.app.chart import Chart
from elmweb.app.deep.answers import answer_html, attention_html, images_html, layers_html
from elmweb.app.deep.card import card_html, check_html, gallery_html, list_html, notes_html, runs_html
from elmweb.app.deep.forecast import forecast
from elmweb.app.deep.own import drop_html, own_html
from elmweb.app.deep.tools import tool_for
from elmweb.app.parts import Text, progress_bar, send_button, stack
from elmweb.app.state import Session
from elmweb.formatting import data_size
from elmweb.words.page import common, deep as words

__all__ = ["DeepModels"]


class DeepModels(pn.viewable.Viewer):
    """Everything on the Models page.

    Parameters
    ----------
    session : Session
        The page's state.
    ask : callable
        ``ask(**inputs)`` runs the open model.
    """

    def __init__(self, session: Session, ask: Callable[..., None]) -> None:
        super().__init__()
        self.session = session
        self.ask = ask
        self._list = Text()
        self._head = Text()
        self._tool = stack(kind="stack")
        self._answer, self._runs = Text(), Text()
        self._chart = stack(kind="stack")
        self._inside, self._about, self._check, self._notes = Text(), Text(), Text(), Text()
        self._own, self._drop = Text(), Text()
        self._shown = ""  # the model whose tool is on the page
        self._drawn: Chart | None = None
        work = stack(self._tool, stack(self._answer, self._runs, kind="stack gap"), kind="half task")
        self._work = stack(
            work, self._chart, self._inside,
            stack(self._about, stack(self._check, self._notes, kind="stack far"), kind="half"), kind="stack far",
        )  # fmt: skip
        self._models = stack(
            stack(self._list, kind="stack mlist-place"),
            stack(self._head, self._work, self._own, kind="stack work"),
            stack(self._drop, kind="stack own"),
            kind="models sec",
        )
        self._layout = stack(Text(_title()), self._models)
        zoo = session.zoo
        zoo.param.watch(lambda *_: self._draw(), ["cards", "chosen", "opened", "own", "listing"])
        zoo.param.watch(lambda *_: self._draw_answer(), ["answer"])
        zoo.param.watch(lambda *_: self._draw_progress(), ["progress"])
        zoo.param.watch(lambda *_: self._draw_check(), ["check"])
        session.param.watch(lambda *_: self._drawn and self._drawn.draw(), ["theme"])
        self._draw()

    def _draw(self) -> None:
        """Show the gallery, or the list beside what is open, and when another model was chosen, its tool."""
        zoo = self.session.zoo
        shows_own = not zoo.chosen and zoo.own is not None
        if zoo.chosen or shows_own:
            self._list.set_html(list_html(zoo.cards, zoo.chosen))
        elif zoo.cards or zoo.listing:
            self._list.set_html(gallery_html(zoo.cards))
        else:
            again = send_button(words.TRY_AGAIN, "page", kind="btn", page="models", part="")
            self._list.set_html(f'<p class="small">{words.NO_LIST}</p><p>{again}</p>')
        # On a phone the list makes room for what is open.
        self._models.css_classes = ["models", "sec", "chosen" if zoo.chosen or shows_own else "all"]
        self._draw_head()
        self._own.set_html(own_html(zoo.own) if shows_own else "")
        self._drop.set_html(drop_html(zoo.own, is_open=shows_own))
        card = zoo.card if zoo.opened is not None else None
        shown = card["id"] if card else ""
        self._work.visible = bool(shown)
        if shown != self._shown:
            self._shown = shown
            self._tool[:] = [tool_for(card, self.ask)] if card else []
            self._chart[:], self._drawn = [], None
        if card:
            self._about.set_html(card_html(card))
            self._notes.set_html(notes_html(card))
            self._draw_answer()
            self._draw_check()

    def _draw_head(self) -> None:
        """Show what the model is, and the progress of its download."""
        zoo, card = self.session.zoo, self.session.zoo.card
        if card is None:
            self._head.set_html("")
            return
        back = f'<p class="back-to-list">{send_button(words.ALL_MODELS, "leave_model")}</p>'
        html = f'{back}<h2 class="title">{escape(card["title"])}</h2><p class="small">{escape(card["about"])}</p>'
        whole = data_size(card["bytes"])
        if zoo.opened is None and zoo.progress is not None:
            done = zoo.progress.get("done", 0)
            total = data_size(zoo.progress.get("total") or card["bytes"])
            text = words.downloaded(data_size(done), total) if done else words.downloading(card["title"], whole)
            bar = progress_bar(zoo.fraction_done(), text)
            cancel = send_button(common.CANCEL, "stop_model", kind="btn sm")
            html += f'<div class="arriving"><p class="small">{escape(text)}</p>{bar}{cancel}</div>'
        elif zoo.opened is None:
            html += f"<p>{send_button(words.load(whole), 'open_model', kind='btn primary', model=card['id'])}</p>"
        self._head.set_html(html)

    def _draw_answer(self) -> None:
        """Show the newest answer and everything that comes with it."""
        zoo, card = self.session.zoo, self.session.zoo.card
        if card is None or not self._shown:
            return
        answer = (zoo.answer or {}).get("answer")
        key = card["settings"].get("input", card["task"])
        waits = f'<p class="small">{words.PUT_IN.get(key, "")}</p>'
        pictures = (answer or {}).get("pictures")
        # Those on pictures stand below them.
        said = answer and {**answer, "notes": [] if pictures else answer.get("notes", [])}
        self._answer.set_html(answer_html(said) if said else waits)
        self._runs.set_html(runs_html(card, zoo.opened, zoo.answer))
        answer = answer or {}
        images = images_html(pictures, card["title"], answer.get("notes", ()))
        self._inside.set_html(images + layers_html(answer.get("layers")) + attention_html(answer.get("attention")))
        if series := answer.get("series"):
            self._drawn = Chart(self.session, series["title"], lambda theme: forecast(series, theme), series["text"])
            self._chart[:] = [self._drawn.layout]

    def _draw_check(self) -> None:
        """Show the comparison of the providers, or its progress."""
        zoo = self.session.zoo
        if self._shown:
            self._check.set_html(check_html(zoo.check, zoo.progress, zoo.webgpu, (zoo.opened or {}).get("note") or ""))

    def _draw_progress(self) -> None:
        """Show the progress of the download or the check."""
        if self._shown:
            self._draw_check()
        else:
            self._draw_head()

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _title() -> str:
    """Return the head of the page."""
    return f'<h1 tabindex="-1">{common.PRETRAINED_MODELS}</h1><p class="lead">{words.LEAD}</p>'
