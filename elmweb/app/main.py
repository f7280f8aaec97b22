"""The app as a whole: one session, one controller, one root for each slot of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import panel as pn

from elmweb.app.channel import Channel
from elmweb.app.controller import Controller
from elmweb.app.notice import Notice
from elmweb.app.pages.data import DataPage
from elmweb.app.pages.later import LaterPage
from elmweb.app.pages.result import ResultPage
from elmweb.app.pages.train import TrainPage
from elmweb.app.state import Session
from elmweb.workbench.protocol import Workbench

__all__ = ["App", "build"]


@dataclass(frozen=True)
class App:
    """One visitor's app.

    Parameters
    ----------
    session : Session
        The page's state.
    controller : Controller
        Handles the page's messages.
    channel : Channel
        Carries messages between the page and Python.
    roots : dict of str to panel.viewable.Viewable
        The content of each slot of :func:`elmweb.app.shell.shell_html`, in a fixed order.
    """

    session: Session
    controller: Controller
    channel: Channel
    roots: dict[str, pn.viewable.Viewable]


def build(
    workbench: Workbench,
    *,
    theme: str = "light",
    deliver: Callable[[str, str, Any], None] | None = None,
    keep: Callable[..., None] | None = None,
    bring: Callable[[str, Any], None] | None = None,
) -> App:
    """Return a new app on a workbench.

    Everything is made in one fixed order, so that every app has the same model ids:
    the build renders the page from one, the visitor's Python makes another.

    Parameters
    ----------
    workbench : Workbench
        Reads, trains and predicts.
    theme : {"light", "dark"}
        Initial colours of the charts.
    deliver : callable, optional
        ``deliver(filename, mime, data)`` hands a finished file to the person;
        by default the file is sent to the page as a message.
    keep : callable, optional
        ``keep(text, table, with_model)`` keeps a project between visits; by default none is kept.
    bring : callable, optional
        ``bring(filename, data)`` has the page bring a file that was made here, as if a person had chosen it.

    Returns
    -------
    App
        Its roots can be added to a document.
    """
    session = Session(theme=theme)
    channel = Channel()
    controller = Controller(session, workbench, channel.post, deliver or channel.deliver, keep=keep, bring=bring)
    channel.receive = controller.receive
    pn.config.exception_handler = controller.report  # for what fails inside a widget's callback
    pages = {
        "data": DataPage(session),
        "train": TrainPage(session, controller),
        "result": ResultPage(session, controller),
        "models": LaterPage(session.zoo, "shown", partial(_models, session, controller)),
        "learn": LaterPage(session, "learn", partial(_learn, session)),
        "race": LaterPage(session, "race", partial(_race, session, controller)),
        "teach": LaterPage(session, "teach", partial(_teach, session)),
        "notice": Notice(session),
    }
    roots = {name: page.__panel__() for name, page in pages.items()}
    return App(session, controller, channel, {**roots, "channel": channel.root})


# Each is imported when its page is opened.


def _models(session: Session, controller: Controller) -> Any:
    from elmweb.app.deep.page import DeepModels  # noqa: PLC0415

    return DeepModels(session, lambda **inputs: controller.receive("ask_model", {"inputs": inputs}))


def _learn(session: Session) -> Any:
    from elmweb.app.learn.page import LearnView  # noqa: PLC0415

    return LearnView(session)


def _race(session: Session, controller: Controller) -> Any:
    from elmweb.app.race.page import RaceView  # noqa: PLC0415

    return RaceView(session, controller.receive)


def _teach(session: Session) -> Any:
    from elmweb.app.teach.page import TeachView  # noqa: PLC0415

    return TeachView(session)
