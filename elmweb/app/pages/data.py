"""The Data page once a table is open: look before training."""

from __future__ import annotations

from html import escape
from typing import Any

import panel as pn
import param

from elmweb.app import figures
from elmweb.app.chart import Chart
from elmweb.app.parts import Text, bars, block, count, send_button, stack
from elmweb.app.shell import send
from elmweb.state import ROLES, Session, seconds_text, size_text

__all__ = ["DataPage"]

_MOST_FINDINGS = 40
_NUMBERS = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"]


class DataPage(pn.viewable.Viewer):
    """First rows, what to check, and what to predict."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._filling = False
        self._head = Text()
        self._preview = Text(css_classes=["tw"])
        self._under = Text()
        self._role = pn.widgets.Select(options=[], visible=False, width=260, margin=(12, 0, 0, 0))
        self._findings = Text()
        self._ask = Ask(session=self.session)
        self._notes = Text()
        self._layout = stack(
            self._head,
            self._preview,
            self._under,
            self._role,
            stack(self._findings, self._ask, kind="two sec"),
            self._notes,
        )
        self._role.param.watch(self._role_chosen, "value")
        self.session.table.param.watch(lambda *_: self._draw(), ["info"])
        self.session.choices.param.watch(lambda *_: self._draw(), ["look"])
        self.session.choices.param.watch(lambda *_: self._offer_role(), ["editing"])
        self.session.run.param.watch(lambda *_: self._draw_findings(), ["busy"])

    def _draw(self) -> None:
        """Show the open table and what was found in it."""
        info = self.session.table.info
        if info is None:
            return
        self._head.say(_head(info))
        self._preview.say(_preview(info, self.session.choices.look))
        rows = len(info["preview"]["rows"])
        self._under.say(
            f'<p class="tiny under">First {rows:,} of {count(info["n_rows"], "row")}. '
            "Press a column name to change what it is.</p>"
        )
        self._notes.say(_notes(info["notes"]))
        self._draw_findings()

    def _draw_findings(self) -> None:
        """Show the data doctor's findings; they are locked while a training runs."""
        look = self.session.choices.look
        self._findings.say(_findings(look["findings"], locked=self.session.run.is_training) if look else "")

    def _offer_role(self) -> None:
        """Show the roles of the column whose name was pressed."""
        column = self.session.choices.editing
        self._role.visible = bool(column)
        if column:
            self._filling = True
            self._role.param.update(
                label=f"{column} is a",
                options={word: role for role, word in ROLES.items()},
                value=_role_of(column, self.session.table.info, self.session.choices.look),
            )
            self._filling = False

    def _role_chosen(self, event: param.parameterized.Event) -> None:
        """Keep the chosen role."""
        choices = self.session.choices
        if not self._filling and choices.editing:
            choices.roles = {**choices.roles, choices.editing: event.new}

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


class Ask(pn.viewable.Viewer):
    """What should it predict, and what kind of answer is that."""

    session = param.ClassSelector(class_=Session)

    def __init__(self, **params: Any) -> None:
        super().__init__(**params)
        self._filling = False
        common = {"margin": 0, "sizing_mode": "stretch_width"}
        self._one = pn.widgets.Select(label="What should it predict?", options=[], css_classes=["ask"], **common)
        self._many = pn.widgets.MultiSelect(
            label="Which columns should it predict?", size=8, css_classes=["ask"], **common
        )
        self._task = pn.widgets.Select(label="Kind of answer", options=[], **common)
        self._answer = Text()
        self._spread = stack(visible=False)
        self._other = Text()
        self._layout = stack(
            self._one, self._many, self._task, self._answer, self._spread, self._other, kind="stack gap"
        )
        self._many.visible = self._task.visible = False
        self._chart: Chart | None = None
        self._one.param.watch(lambda event: self._choose(targets=[event.new], task=""), "value")
        self._many.param.watch(lambda event: self._choose(targets=list(event.new), task=""), "value")
        self._task.param.watch(lambda event: self._choose(task=event.new), "value")
        self.session.choices.param.watch(lambda *_: self._draw(), ["look", "several"])
        self.session.table.param.watch(lambda *_: self._draw(), ["info"])
        self.session.run.param.watch(lambda *_: self._lock(), ["busy"])
        self.session.param.watch(lambda *_: self._chart and self._chart.draw(), ["theme"])

    def _choose(self, **choice: Any) -> None:
        """Keep a choice a person made; filling the widgets is none."""
        if not self._filling and choice.get("targets") != []:
            self.session.choices.param.update(**choice)

    def _lock(self) -> None:
        """Lock the choices while a training runs."""
        for widget in (self._one, self._many, self._task):
            widget.disabled = self.session.run.is_training

    def _draw(self) -> None:
        """Fill the widgets from what the workbench saw."""
        info, choices = self.session.table.info, self.session.choices
        if info is None:
            return
        look = choices.look
        columns = [column["name"] for column in info["columns"]]
        targets = (look["targets"] if look else choices.targets) or columns[-1:]
        tasks = {task["label"]: task["id"] for task in look["tasks"] if task["possible"]} if look else {}
        self._filling = True
        self._one.param.update(options=columns, value=targets[0], visible=not choices.several)
        self._many.param.update(options=columns, value=list(targets), visible=choices.several)
        self._task.param.update(
            options=tasks, value=look["task"] if look else None, visible=len(tasks) > 1 and not choices.several
        )
        self._filling = False
        self._answer.say(_answer(look))
        self._other.say(_other_way(several=choices.several))
        self._draw_chart(look)

    def _draw_chart(self, look: dict[str, Any] | None) -> None:
        """Show how a number is spread."""
        answer = (look or {}).get("answer") or {}
        self._chart, self._spread.visible = None, False
        if answer.get("kind") == "number":
            bins = answer["histogram"]
            self._chart = Chart(self.session, "", lambda theme: figures.histogram(bins["edges"], bins["counts"], theme))
            self._spread[:] = [self._chart.layout]
            self._spread.visible = True

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _head(info: dict[str, Any]) -> str:
    """Return the table's name, its size and the next step."""
    facts = (
        f"{count(info['n_rows'], 'row')}, {count(info['n_columns'], 'column')}, {size_text(info['size_bytes'])}. "
        f"Read in {seconds_text(info['read_seconds'])}."
    )
    return (
        f'<div class="head"><div><h1 tabindex="-1">{escape(info["name"])}</h1><p class="lead">{facts} '
        f"{send_button('Use another table', 'close_table')}</p></div>"
        '<a class="btn primary" href="#/train">Go to Train</a></div>'
    )


def _role_of(column: str, info: dict[str, Any] | None, look: dict[str, Any] | None) -> str:
    """Return the role a column has now."""
    roles = (look or {}).get("roles") or {}
    guessed = {entry["name"]: entry["role"] for entry in (info or {}).get("columns", [])}
    return roles.get(column, guessed.get(column, "ignore"))


def _preview(info: dict[str, Any], look: dict[str, Any] | None) -> str:
    """Return the first rows, the answer first, with a button on each column."""
    names, rows = info["preview"]["columns"], info["preview"]["rows"]
    targets = look["targets"] if look else info["targets"]
    used = set(look["columns_used"]) if look else set(names)
    order = sorted(range(len(names)), key=lambda index: names[index] not in targets)
    kinds = []
    for index in order:
        role = _role_of(names[index], info, look)
        answer = names[index] in targets
        left = not answer and (role == "ignore" or names[index] not in used)
        word = "answer" if answer else "left out" if left else ROLES.get(role, role)
        classes = " ".join(name for name, on in (("ans stick", answer), ("out", left), ("num", role == "number")) if on)
        kinds.append((names[index], word, classes))
    head = "".join(
        f'<th scope="col" class="pad0 {classes}"><button type="button" class="col" '
        f"{send('role', column=name)}>{escape(name)}<small>{word}</small></button></th>"
        for name, word, classes in kinds
    )
    body = "".join(
        f"<tr>{''.join(_cell(row[index], kinds[place][2]) for place, index in enumerate(order))}</tr>" for row in rows
    )
    caption = f'<caption class="sr">First rows of {escape(info["name"])}</caption>'
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: str | None, classes: str) -> str:
    """Return one cell of the preview."""
    if value is None:
        return f'<td class="hole {classes}">missing</td>'
    return f'<td class="{classes}">{escape(str(value))}</td>'


def _findings(findings: list[dict[str, Any]], *, locked: bool) -> str:
    """Return what was found, each with what is done about it and a switch."""
    if not findings:
        return block("Nothing to check", '<p class="small">Nothing stands out in this table.</p>')
    number = _NUMBERS[len(findings)] if len(findings) < len(_NUMBERS) else f"{len(findings):,}"
    title = f"{number} {'thing' if len(findings) == 1 else 'things'} to check"
    items = "".join(_finding(finding, locked=locked) for finding in findings[:_MOST_FINDINGS])
    more = len(findings) - _MOST_FINDINGS
    rest = f'<p class="tiny">{more:,} more are not listed. They are handled as advised.</p>' if more > 0 else ""
    return block(title, f"<div>{items}</div>{rest}")


def _finding(finding: dict[str, Any], *, locked: bool) -> str:
    """Return one finding with its switch."""
    text = f"<div><b>{escape(finding['title'])}</b><p>{escape(finding['detail'])}</p></div>"
    if not finding["can_change"]:
        return f'<div class="find">{text}</div>'
    on = finding["on"]
    return (
        f'<div class="find">{text}<button type="button" class="sw" role="switch" aria-checked="{str(on).lower()}" '
        f'aria-label="{escape(finding["title"])}. {escape(finding["detail"])}" '
        f'data-key="switch:{escape(finding["id"])}" '
        f"{'aria-disabled=true ' if locked else ''}{send('switch', finding=finding['id'], on=not on)}></button></div>"
    )


def _answer(look: dict[str, Any] | None) -> str:
    """Return what the answer looks like in the table."""
    if look is None:
        return ""
    problem = look.get("problem")
    parts = [_problem(problem)] if problem else [f'<p class="small">{escape(look["task_sentence"])}</p>']
    answer = look.get("answer") or {}
    if answer.get("counts"):
        counts = answer["counts"]
        most = max((number for _, number in counts), default=1) or 1
        parts.append(bars((str(label), number / most, f"{number:,}") for label, number in counts))
        hidden = answer.get("n_classes", len(counts)) - len(counts)
        if hidden > 0:
            parts.append(f'<p class="tiny">{hidden:,} more answers are not drawn.</p>')
    if answer.get("majority_sentence"):
        parts.append(f'<p class="tiny">{escape(answer["majority_sentence"])}</p>')
    return f'<div class="gapped">{"".join(parts)}</div>'


def _other_way(*, several: bool) -> str:
    """Return the link between predicting one column and several."""
    if several:
        hint = '<p class="tiny">Hold Ctrl, or Cmd on a Mac, to choose more than one.</p>'
        return hint + f'<p class="small">{send_button("Predict one column", "several", on=False)}</p>'
    return f'<p class="small">{send_button("Predict several columns at once", "several", on=True)}</p>'


def _problem(problem: dict[str, Any]) -> str:
    """Return why a training is impossible now, and the ways on."""
    ways = " ".join(escape(way) for way in problem.get("ways", ()))
    facts = ". ".join(escape(str(problem[key])) for key in ("rule", "value") if problem.get(key))
    return (
        f'<div class="warn" role="status"><b>{escape(problem["what"])}</b> {facts}{". " if facts else ""}{ways}</div>'
    )


def _notes(notes: list[str]) -> str:
    """Return how the file was read."""
    if not notes:
        return ""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<details class="sec"><summary>How the file was read</summary><ul class="small">{items}</ul></details>'
