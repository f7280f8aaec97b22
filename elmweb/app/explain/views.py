"""The views of the questions about a model, by their names."""

from __future__ import annotations

from elmweb.app.explain.decide import DecideView
from elmweb.app.explain.groups import GroupsView
from elmweb.app.explain.page import ColumnsView

__all__ = ["VIEWS"]

VIEWS = {"columns": ColumnsView, "decide": DecideView, "groups": GroupsView}
