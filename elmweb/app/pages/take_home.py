"""Predictions for a new file, and files to save."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

import panel as pn

from elmweb.app.parts import Text, block, send_button, stack, table
from elmweb.app.state import EXAMPLES, Session
from elmweb.words.page import common, take_home as words
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
        self._layout = stack(Text(_drop_html()), self._predictions, self._files, self._saved)
        outcome = self.session.outcome
        outcome.param.watch(lambda *_: self._draw(), ["result", "stale", "file", "learning"])
        outcome.param.watch(
            lambda *_: self._saved.set_html(_saved_html(outcome.saved, outcome.code)), ["saved", "code"]
        )

    def _draw(self) -> None:
        """Show the predictions for the new file and the files that can be saved."""
        outcome = self.session.outcome
        risky = outcome.result["classes"][-1] if outcome.result and outcome.result["task"] == "binary" else ""
        self._predictions.set_html(file_html(outcome.file, risky))
        trained_here, has_file = not outcome.loaded, outcome.file is not None
        can_repeat = trained_here and not outcome.stale
        facts = outcome.result["model"] if outcome.result else {}
        n_held = facts.get("n_rows_held", 0)
        self._files.set_html(
            _downloads(
                has_file=has_file,
                trained_here=trained_here,
                can_repeat=can_repeat,
                n_held=n_held,
                why_no_graph=facts.get("why_no_graph", ""),
                embedded=_embedded(outcome.result["form"] if outcome.result else []),
            )
        )

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _drop_html() -> str:
    """Return where a file is dropped whose rows are to be predicted."""
    drop = (
        f'<div class="drop slim" data-drop="predict_file"><p class="small">{words.BY_NAME}</p><label class="btn pick">'
        f'<input class="sr" type="file" data-file="predict_file" multiple>{common.CHOOSE_A_FILE}</label></div>'
    )
    return f'<div class="sec">{block(words.NEW_FILE, drop)}</div>'


def _embedded(form: list[dict[str, Any]]) -> str:
    """Return the role of the one column that a deep network embeds; an empty text where there is none, or several."""
    roles = [entry["role"] for entry in form if entry["role"] in (*EXAMPLES, "meaning")]
    return roles[0] if len(roles) == 1 else ""


def _downloads(
    *, has_file: bool, trained_here: bool, can_repeat: bool, n_held: int, why_no_graph: str, embedded: str = ""
) -> str:
    """Return the files that can be saved now."""
    files: list[tuple[str, str, str, dict[str, Any]]] = [
        (words.FILES["model"], "zip", "export", {"what": "model"}),
        (words.FILES["project"], "zip", "project", {"do": "save"}),
        (words.FILES["html"], "HTML", "export", {"what": "html"}),
        (words.FILES["onnx"], "ONNX", "export", {"what": "onnx"}),
    ]
    if embedded:
        files[2:] = [
            (words.WHOLE_ONNX[embedded], "ONNX", "export", {"what": "whole_onnx"}),
            (words.FILES["bare_onnx"], "ONNX", "export", {"what": "onnx"}),
        ]
        if embedded != "sound":
            files.append((words.FILES["predict_script"], "Python", "export", {"what": "predict_script"}))
        can_repeat = False  # a script that trains reads tables only
    if can_repeat:  # a script repeats the table and the settings on screen
        files.append((words.FILES["script"], "Python", "script", {"cluster": False}))
        files.append((words.FILES["cluster_script"], "Python", "script", {"cluster": True}))
    if has_file:
        files.append((words.FILES["predictions"], "CSV", "export", {"what": "predictions"}))
    if trained_here:
        files.append((words.FILES["test_predictions"], "CSV", "export", {"what": "test_predictions"}))
    files.append((words.FILES["report_page"], "HTML", "export", {"what": "report_page"}))
    files.append((words.FILES["report"], "JSON", "export", {"what": "report"}))
    files.append((words.FILES["passport_page"], "HTML", "export", {"what": "passport_page"}))
    files.append((words.FILES["passport"], "JSON", "export", {"what": "passport"}))
    no = {"html", "onnx", "whole_onnx", "predict_script"} if why_no_graph else set()
    items = "".join(
        f"<li>{_no_button(text) if args.get('what') in no else send_button(text, name, **args)}<i>{kind}</i></li>"
        for text, kind, name, args in files
    )
    if why_no_graph:
        items += f'<li><p class="tiny" id="why-no-graph">{escape(why_no_graph)}</p></li>'
    note = f'<p class="tiny under">{words.rows_inside(n_held)}</p>' if n_held else ""
    note += f'<p class="tiny under">{words.NO_PAGE[embedded]}</p>' if embedded else ""
    body = block(words.TITLE, f'<ul class="dl">{items}</ul>{note}')
    return f'<div class="sec">{body}</div>'


def _no_button(text: str) -> str:
    """Return a button that cannot be pressed; why not is said below it."""
    return f'<button type="button" class="linkbtn" disabled aria-describedby="why-no-graph">{escape(text)}</button>'


def _saved_html(message: str, code: Mapping[str, str]) -> str:
    """Return the message about what was saved last, and a few lines that use it."""
    said = f'<p class="tiny under">{escape(message)}</p>' if message else ""
    programs = "".join(
        f'<h3>{language}</h3><pre tabindex="0" role="region" aria-label="{language}">{escape(text)}</pre>'
        for language, text in code.items()
    )
    summary = f"<summary>{words.ten_lines(list(code))}</summary>"
    return said + (f'<details class="code under">{summary}{programs}</details>' if code else "")


def file_html(file: TablePrediction | None, risky: str = "") -> str:
    """Return the predictions for a file.

    Parameters
    ----------
    file : TablePrediction or None
        The predictions.
    risky : str, optional
        The second of two classes, by whose probability the rows can be sorted.

    Returns
    -------
    str
        HTML, empty for None.
    """
    if file is None:
        return ""
    name = f'<b class="strong">{escape(file["name"])}</b>'
    parts = [f"<p>{words.predicted(name, file['n_rows'])}</p>"]
    if (far := file.get("drift")) and far["sentence"]:
        parts.append(_drift_html(far))
    if score := file.get("score"):
        parts.append(f'<p class="small">{escape(score["sentence"])}</p>')
    if names := file.get("extra"):  # missing columns are among the notes
        parts.append(f'<p class="tiny">{words.not_used(_names(names))}</p>')
    parts += [f'<p class="tiny">{escape(note)}</p>' for note in file.get("notes", ())]
    preview = file["preview"]
    parts.append(
        table(
            preview["columns"],
            preview["rows"][:_ROWS_SHOWN],
            caption=words.first_predictions(file["name"]),
            thumbnails=preview.get("thumbnails"),
        )
    )
    if not any(name.startswith("reason 1") for name in preview["columns"]):
        button = send_button(words.ADD_REASONS, "explain", kind="btn", do="file")
        parts.append(f'{button}<p class="tiny">{words.REASONS_TAKE_LONGER}</p>')
    parts.append(send_button(words.SAVE_ALL, "export", kind="btn", what="predictions"))
    if risky:
        parts.append(f"<p>{send_button(words.save_sorted(risky), 'export', what='predictions_by_risk')}</p>")
    return f'<div class="gapped under" role="status">{"".join(parts)}</div>'


def _drift_html(drift: dict[str, Any]) -> str:
    """Return what of a file is not like the rows that were learned from, before its predictions."""
    items = "".join(f"<li>{escape(one['name'])}: {escape(one['text'])}</li>" for one in drift["columns"][:_NAMES_SHOWN])
    more = len(drift["columns"]) - _NAMES_SHOWN
    items += f"<li>{common.and_more(more)}</li>" if more > 0 else ""
    return (
        f'<div class="warn"><b>{escape(drift["sentence"])}</b><ul class="how small">{items}</ul>'
        f"<p>{words.CHECK_FIRST}</p></div>"
    )


def _names(names: list[str]) -> str:
    """Return the first names and the number of the others."""
    shown = ", ".join(escape(name) for name in names[:_NAMES_SHOWN])
    return common.names_and_more(shown, len(names) - _NAMES_SHOWN)
