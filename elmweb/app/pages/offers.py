"""What can be asked about a result: a heading, a sentence and a button each, until somebody asks."""

from __future__ import annotations

from dataclasses import dataclass

from elmweb.app.parts import send_button, word_link
from elmweb.words.page import offers as words

__all__ = ["OFFERS", "Offer"]


@dataclass(frozen=True)
class Offer:
    """Something that is worked out when it is asked for.

    Parameters
    ----------
    name : str
        A key of :data:`elmweb.words.page.offers.OFFERS`, which has its heading, its text and its button.
    message, do : str
        What the button sends.
    term : str
        What the documentation explains of it, a key of :data:`elmweb.words.page.parts.TERMS`; empty for nothing.
    """

    name: str
    message: str
    do: str
    term: str = ""

    @property
    def head(self) -> str:
        """The heading, as HTML."""
        return f"<h2>{words.OFFERS[self.name]['title']}</h2>"

    @property
    def html(self) -> str:
        """The sentence and the button."""
        said = words.OFFERS[self.name]
        button = send_button(said["button"], self.message, kind="btn sm", do=self.do)
        about = word_link(self.term) if self.term else ""
        return f'<p class="small under">{said["text"]}{about}</p><p class="under">{button}</p>'


_OFFERS = (
    Offer("columns", "explain", "columns", "permutation-importance"),
    Offer("decide", "explain", "decide", "threshold"),
    Offer("groups", "explain", "groups"),
    Offer("mistakes", "audit", "mistakes"),
    Offer("coverage", "audit", "coverage", "conformal"),
    Offer("forget", "audit", "values", "unlearn"),
    Offer("sums", "audit", "drop"),
    Offer("queue", "audit", "queue"),
)
OFFERS = {offer.name: offer for offer in _OFFERS}
"""Every offer of the Result page, by the name of its view."""
