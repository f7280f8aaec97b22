"""Predictions for a new file, and files to save."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, block, send_button, stack, table
from elmweb.app.state import Session
from elmweb.formatting import count
from elmweb.workbench.protocol import TablePrediction

__all__ = ["TakeHome", "file_html"]

_NAMES_SHOWN = 6
_ROWS_SHOWN = 10


class TakeHome(pn.viewable.Viewer):
    """A small drop zone and a list of downloads."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._predictions = Text()
        self._files = Text()
        self._saved = Text()
        self._layout = stack(Text(_DROP), self._predictions, self._files, self._saved)
        outcome = self.session.outcome
        outcome.param.watch(lambda *_: self._draw(), ["result", "stale", "file"])
        outcome.param.watch(lambda *_: self._saved.set_html(_saved_html(outcome.saved)), ["saved"])

    def _draw(self) -> None:
        """Show the predictions for the new file and the files that can be saved."""
        outcome = self.session.outcome
        self._predictions.set_html(file_html(outcome.file))
        trained_here, has_file = not outcome.loaded, outcome.file is not None
        can_repeat = trained_here and not outcome.stale
        facts = outcome.result["model"] if outcome.result else {}
        n_held = facts.get("n_rows_held", 0)
        self._files.set_html(
            _downloads(has_file=has_file, trained_here=trained_here, can_repeat=can_repeat, n_held=n_held)
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


_DROP = (
    '<div class="sec">'
    + block(
        "Use it on a new file",
        '<div class="drop slim" data-drop="predict_file">'
        '<p class="small">Columns are matched by name. The answer may be missing.</p>'
        '<label class="btn pick"><input class="sr" type="file" data-file="predict_file">Choose a file</label></div>',
    )
    + "</div>"
)


def _downloads(*, has_file: bool, trained_here: bool, can_repeat: bool, n_held: int) -> str:
    """Return the files that can be saved now."""
    files: list[tuple[str, str, str, dict[str, Any]]] = [
        ("Model, opens here again", "zip", "export", {"what": "model"}),
        ("All of it: table, choices and model", "zip", "project", {"do": "save"}),
        ("A page that predicts, works without a network", "HTML", "export", {"what": "html"}),
        ("Model for other programs", "ONNX", "export", {"what": "onnx"}),
    ]
    if can_repeat:  # a script repeats the table and the settings on screen
        files.append(("Script that trains it again", "Python", "script", {"cluster": False}))
        files.append(("The same for a Dask cluster", "Python", "script", {"cluster": True}))
    if has_file:
        files.append(("Predictions for the new file", "CSV", "export", {"what": "predictions"}))
    if trained_here:
        files.append(("Predictions for the rows kept back", "CSV", "export", {"what": "test_predictions"}))
    files.append(("All numbers of this page", "JSON", "export", {"what": "report"}))
    files.append(("Passport, a page to print", "HTML", "export", {"what": "passport_page"}))
    files.append(("Passport, to check the model by", "JSON", "export", {"what": "passport"}))
    items = "".join(f"<li>{send_button(text, name, **args)}<i>{kind}</i></li>" for text, kind, name, args in files)
    note = f'<p class="tiny under">{_held(n_held)}</p>' if n_held else ""
    body = block("Take it with you", f'<ul class="dl">{items}</ul>{note}')
    return f'<div class="sec">{body}</div>'


def _held(n_rows: int) -> str:
    """Return that the model's files hold rows of the table, which matters to whom they are given."""
    return (
        f"This kind of model compares new rows with {count(n_rows, 'row')} it learned from. They are in its files, as "
        "numbers: give them only to people who may see the table."
    )


def _saved_html(message: str) -> str:
    """Return the message about what was saved last."""
    return f'<p class="tiny under">{escape(message)}</p>' if message else ""


def file_html(file: TablePrediction | None) -> str:
    """Return the predictions for a file.

    Parameters
    ----------
    file : TablePrediction or None
        The predictions.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if file is None:
        return ""
    parts = [f'<p><b class="strong">{escape(file["name"])}</b>: {count(file["n_rows"], "row")} predicted.</p>']
    if score := file.get("score"):
        parts.append(f'<p class="small">{escape(score["sentence"])}</p>')
    if names := file.get("extra"):  # missing columns are among the notes
        parts.append(f'<p class="tiny">Not used: {_names(names)}.</p>')
    parts += [f'<p class="tiny">{escape(note)}</p>' for note in file.get("notes", ())]
    preview = file["preview"]
    parts.append(
        table(preview["columns"], preview["rows"][:_ROWS_SHOWN], caption=f"First predictions for {file['name']}")
    )
    if not any(name.startswith("reason 1") for name in preview["columns"]):
        button = send_button("Add the three strongest reasons to each row", "explain", kind="btn", do="file")
        parts.append(f'{button}<p class="tiny">That takes longer than predicting, and can be stopped.</p>')
    parts.append(send_button("Save all predictions", "export", kind="btn", what="predictions"))
    return f'<div class="gapped under" role="status">{"".join(parts)}</div>'


def _names(names: list[str]) -> str:
    """Return the first names and the number of the others."""
    shown = ", ".join(escape(name) for name in names[:_NAMES_SHOWN])
    more = len(names) - _NAMES_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
