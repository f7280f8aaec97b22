"""The app as a whole: one session, one controller, one root for each slot of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import panel as pn

from elmweb.app.channel import Channel
from elmweb.app.controller import Controller
from elmweb.app.notice import Notice
from elmweb.app.pages.data import DataPage
from elmweb.app.pages.learn import LearnPage
from elmweb.app.pages.models import ModelsPage
from elmweb.app.pages.race import RacePage
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


def build(workbench: Workbench, *, theme: str = "light", deliver: Callable[[str, str, Any], None] | None = None) -> App:
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

    Returns
    -------
    App
        Its roots can be added to a document.
    """
    session = Session(theme=theme)
    channel = Channel()
    controller = Controller(session, workbench, channel.post, deliver or channel.deliver)
    channel.receive = controller.receive
    pn.config.exception_handler = controller.report  # for what fails inside a widget's callback
    pages = {
        "data": DataPage(session),
        "train": TrainPage(session, controller),
        "result": ResultPage(session, controller),
        "models": ModelsPage(session, controller),
        "learn": LearnPage(session),
        "race": RacePage(session, controller),
        "notice": Notice(session),
    }
    roots = {name: page.__panel__() for name, page in pages.items()}
    return App(session, controller, channel, {**roots, "channel": channel.root})
