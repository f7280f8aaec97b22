"""Put the app together: one session, one controller, one root for each slot of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import panel as pn

from elmweb.app.channel import Channel
from elmweb.app.controller import Controller
from elmweb.app.notice import Notice
from elmweb.app.pages.data import DataPage
from elmweb.app.pages.models import ModelsPage
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
        What is selected and what came out.
    controller : Controller
        What happens.
    channel : Channel
        How the page and Python talk.
    roots : dict of str to panel.viewable.Viewable
        What belongs into each slot of :func:`elmweb.app.shell.shell_html`, in a fixed order.
    """

    session: Session
    controller: Controller
    channel: Channel
    roots: dict[str, pn.viewable.Viewable]


def build(workbench: Workbench, *, theme: str = "light", deliver: Callable[[str, str, Any], None] | None = None) -> App:
    """Return a fresh app on a workbench.

    Everything is made in one fixed order, so that two builds have the same
    model ids: the build renders the page from one, a visitor's Python is another.

    Parameters
    ----------
    workbench : Workbench
        Who reads, trains and predicts.
    theme : {"light", "dark"}
        Colours of the charts to begin with.
    deliver : callable, optional
        ``deliver(filename, mime, data)`` hands a finished file to the person;
        without it the file goes to the page as a message.

    Returns
    -------
    App
        With its roots ready to be put into a document.
    """
    session = Session(theme=theme)
    channel = Channel()
    controller = Controller(session, workbench, channel.post, deliver or channel.deliver)
    channel.receive = controller.receive
    pn.config.exception_handler = controller.tell  # what fails inside a widget's own callback
    pages = {
        "data": DataPage(session=session),
        "train": TrainPage(session=session, controller=controller),
        "result": ResultPage(session=session, controller=controller),
        "models": ModelsPage(session=session, controller=controller),
        "notice": Notice(session=session),
    }
    roots = {name: page.__panel__() for name, page in pages.items()}
    return App(session, controller, channel, {**roots, "channel": channel.root})
