"""The views of the questions about rows, by their names."""

from __future__ import annotations

from elmweb.app.audit.coverage import CoverageView
from elmweb.app.audit.forget import ForgetView
from elmweb.app.audit.labelling import QueueView
from elmweb.app.audit.mistakes import MistakesView
from elmweb.app.audit.sums import SumsView

__all__ = ["VIEWS"]

VIEWS = {"mistakes": MistakesView, "queue": QueueView, "coverage": CoverageView, "forget": ForgetView, "sums": SumsView}
