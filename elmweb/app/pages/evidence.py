"""The evidence: mistakes, the choice of width and penalty, calibration, and how the result was obtained."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from html import escape
from typing import Any

import panel as pn

from elmweb.app import figures
from elmweb.app.chart import Chart
from elmweb.app.chart_numbers import Numbers, calibration_of, curve_of, residuals_of, seeds_of, trade_of
from elmweb.app.controller import Controller
from elmweb.app.parts import Text, bars, block, send_button, stack, word_link
from elmweb.app.state import Session
from elmweb.formatting import in_100, quantity, score, whole
from elmweb.words.page import charts, evidence as words
from elmweb.workbench.protocol import Result

__all__ = ["Evidence", "confusion_html"]

_MOST_CLASSES = 12


class Evidence(pn.viewable.Viewer):
    """Charts and tables of one result, in pairs."""

    def __init__(self, session: Session, controller: Controller) -> None:
        super().__init__()
        self.session = session
        self.controller = controller
        self._charts: list[Chart] = []
        self._pairs = stack(kind="half pairs")
        self._how = Text()
        self._layout = stack(self._pairs, self._how)
        self._rows = stack(kind="wide", visible=False)
        session.param.watch(lambda *_: _fill_rows(session, self._rows), ["reasons"])
        self.session.outcome.param.watch(lambda *_: self._start(self._draw), ["result"])
        self.session.outcome.param.watch(lambda *_: self._say_how(), ["learning"])
        self.session.param.watch(lambda *_: self._start(self._recolour), ["theme"])

    def _start(self, draw: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Draw in the background: eight charts take a second in a browser, and the verdict must not wait for them."""
        if self.session.outcome.result is not None:
            self.controller.start(draw)

    async def _draw(self) -> None:
        """Show the evidence of a new result, group by group."""
        result = self.session.outcome.result
        if result is None:
            return
        self._charts = []
        self._pairs[:] = []
        self._say_how()
        for group in (self._mistakes, self._choices, self._trades, self._seeds, self._calibration):
            await asyncio.sleep(0.01)
            if result is not self.session.outcome.result:
                return
            self._pairs.extend(self._with_rows(group(result)))
        if self._rows not in self._pairs:
            self._pairs.append(self._rows)

    def _say_how(self) -> None:
        """Say how the result was obtained."""
        if (result := self.session.outcome.result) is not None:
            self._how.set_html(_how(result["how"]))

    def _with_rows(self, parts: list[pn.viewable.Viewable]) -> list[pn.viewable.Viewable]:
        """Return the charts of a group; the rows of what is pressed come below the first two, and leave no hole."""
        at = 2 - len(self._pairs)
        return [*parts[:at], self._rows, *parts[at:]] if 0 <= at <= len(parts) else parts

    async def _recolour(self) -> None:
        """Redraw the charts in the new theme, one by one."""
        for chart in tuple(self._charts):
            chart.draw()
            await asyncio.sleep(0.01)

    def _chart(self, title: str, make: Any, sentence: str, numbers: Numbers) -> pn.viewable.Viewable:
        """Return a chart that follows the theme."""
        chart = Chart(self.session, title, make, sentence, numbers=numbers)
        self._charts.append(chart)
        return chart.layout

    def _mistakes(self, result: Result) -> list[pn.viewable.Viewable]:
        """Return where the model is wrong."""
        parts: list[pn.viewable.Viewable] = []
        if confusion := result.get("confusion"):
            parts.append(Text(block(words.WHERE_WRONG, confusion_html(confusion, result["targets"][0]))))
        if labels := result.get("labels"):
            rows = ((each["label"], each["right"] / 100, in_100(each["right"] / 100)) for each in labels[:20])
            parts.append(Text(block(words.ACCURACY, bars(rows, first_is_ours=False))))
        if left := result.get("residuals"):
            draw = lambda theme: figures.residuals(left["true"], left["predicted"], theme, self._press)  # noqa: E731
            points = residuals_of(left["true"], left["predicted"])
            chart = self._chart(words.RESIDUALS, draw, words.RESIDUALS_READ, points)
            furthest = send_button(words.FURTHEST, "explain", do="rows")
            parts.append(stack(chart, Text(f'<p class="small">{furthest}</p>')))
        return parts

    def _trades(self, result: Result) -> list[pn.viewable.Viewable]:
        """Return what is found against what is found by mistake.

        They are as high as two of the curves before them: columns of charts end at about the same height.
        """
        parts: list[pn.viewable.Viewable] = []
        if roc := result.get("roc"):
            text = roc.get("sentence") or words.area(score(roc["auc"], 3))
            points = trade_of(charts.FALSE_ALARMS, roc["fpr"], charts.FOUND, roc["tpr"])
            draw = lambda theme: figures.roc(roc, theme)  # noqa: E731  one use
            parts.append(self._chart(words.ROC, draw, text, points))
        if pr := result.get("pr"):
            text = pr.get("sentence") or words.average_precision(score(pr["average"], 3))
            points = trade_of(charts.FOUND, pr["recall"], words.PRECISION_AXIS, pr["precision"])
            draw = lambda theme: _precision(pr, theme)  # noqa: E731  one use
            parts.append(self._chart(words.PRECISION_RECALL, draw, text, points))
        return parts

    def _press(self, true: float, predicted: float) -> None:
        """Show the row of a point that was pressed."""
        self.controller.receive("explain", {"do": "rows", "point": [true, predicted]})

    def _choices(self, result: Result) -> list[pn.viewable.Viewable]:
        """Return the curves by which width and alpha were chosen."""
        loo, widths = result["loo"], result["widths"]
        parts = []
        for curve, key, title in ((widths, "widths", words.by_width), (loo, "alphas", words.by_alpha)):
            if len(curve[key]) > 1:
                draw = partial(_by, curve, key)
                points = curve_of(words.AXES[key], curve[key], _measure(curve), curve["errors"])
                parts.append(self._chart(title(_measure(curve)), draw, words.LEAVE_ONE_OUT, points))
        return parts

    def _seeds(self, result: Result) -> list[pn.viewable.Viewable]:
        """Return the spread over seeds."""
        seeds = result["seeds"]
        if len(seeds["seeds"]) < 2:
            return []
        draw = lambda theme: figures.seeds(seeds["seeds"], seeds["scores"], theme)  # noqa: E731  one use
        points = seeds_of(seeds["seeds"], seeds["scores"], seeds["name"])
        text = f"{seeds['sentence']} {words.SEEDS_READ}"
        return [self._chart(words.by_seed(seeds["name"]), draw, text, points)]

    def _calibration(self, result: Result) -> list[pn.viewable.Viewable]:
        """Return how well confidence matches accuracy."""
        calibration = result.get("calibration")
        if not calibration or not calibration["bins"]:
            return []
        draw = lambda theme: figures.reliability(calibration["bins"], theme)  # noqa: E731  one use
        points = calibration_of(calibration["bins"])
        return [self._chart(words.CALIBRATION, draw, calibration["sentence"], points)]

    def __panel__(self) -> pn.viewable.Viewable:
        """Return the layout."""
        return self._layout


def _fill_rows(session: Session, place: pn.Column) -> None:
    from elmweb.app.explain.page import RowsView  # noqa: PLC0415  not before it is asked for

    RowsView(session, place)


def _measure(curve: dict[str, Any]) -> str:
    """Return what a curve measures; how it was measured is said below the chart."""
    return curve["name"].partition(",")[0]


def _by(chosen: dict[str, Any], key: str, theme: str) -> Any:
    """Return the curve over widths or alphas with the chosen value labelled."""
    x, y = [float(value) for value in chosen[key]], [float(value) for value in chosen["errors"]]
    pairs = [(a, b) for a, b in zip(x, y, strict=True) if a > 0]
    at = min(range(len(x)), key=lambda index: abs(x[index] - chosen["chosen"]))
    label = words.chosen(quantity(y[at]), quantity(x[at]))
    return figures.curve([a for a, _ in pairs], [b for _, b in pairs], chosen["chosen"], label, theme)


def _precision(pr: dict[str, Any], theme: str) -> Any:
    """Return precision over recall."""
    # At the largest recall every row is called positive; the precision there is that of guessing.
    level = float(pr["precision"][max(range(len(pr["recall"])), key=lambda index: pr["recall"][index])])
    return figures.trade(
        pr["recall"],
        pr["precision"],
        theme,
        x_label=charts.FOUND,
        y_label=words.PRECISION_AXIS,
        level=level,
    )


def confusion_html(confusion: dict[str, Any], target: str) -> str:
    """Return the confusion matrix as a table.

    Parameters
    ----------
    confusion : dict
        ``labels`` and ``counts``; rows are true classes.
    target : str
        Name of the predicted column.

    Returns
    -------
    str
        HTML; with more than twelve classes a list of the most frequent mistakes.
    """
    labels, counts = [str(label) for label in confusion["labels"]], confusion["counts"]
    if len(labels) > _MOST_CLASSES:
        return _worst(labels, counts)
    head = "".join(f'<th scope="col" title="{escape(label)}">{escape(label)}</th>' for label in labels)
    rows = "".join(
        f'<tr><th scope="row" title="{escape(label)}">{escape(label)}</th>'
        + "".join(_cell(int(number), label, labels[column]) for column, number in enumerate(counts[row]))
        + "</tr>"
        for row, label in enumerate(labels)
    )
    many = " many" if len(labels) > 6 else " some" if len(labels) > 4 else ""
    return (
        f'<div class="cmw"><table class="cm{many}"><caption class="sr">{words.matrix(escape(target))}'
        f"</caption><thead><tr><td></td>{head}</tr></thead>"
        f'<tbody>{rows}</tbody></table></div><p class="tiny under">'
        f"{words.matrix_read(escape(target))}</p>"
    )


def _cell(number: int, true: str, said: str) -> str:
    """Return one cell of the confusion matrix, to be pressed where it has rows."""
    kind = "ok" if true == said else "miss" if number else ""
    if not number:
        return f'<td class="{kind}">{whole(number)}</td>'
    button = send_button(whole(number), "explain", kind="cell", do="rows", true=true, said=said)
    return f'<td class="{kind}">{button}</td>'


def _worst(labels: list[str], counts: Any) -> str:
    """Return the most frequent mistakes."""
    wrong = [
        (int(number), labels[row], labels[column])
        for row, line in enumerate(counts)
        for column, number in enumerate(line)
        if row != column and number
    ]
    wrong.sort(reverse=True)
    rows = "".join(
        f'<tr><td>{escape(true)}</td><td>{escape(predicted)}</td><td class="num">'
        f"{send_button(whole(number), 'explain', do='rows', true=true, said=predicted)}</td></tr>"
        for number, true, predicted in wrong[:_MOST_CLASSES]
    )
    head = (
        f'<th scope="col">{words.TRUE}</th><th scope="col">{words.MODEL_SAID}</th>'
        f'<th scope="col" class="num">{words.ROWS}</th>'
    )
    return (
        f'<div class="cmw"><table class="plain"><caption class="sr">{words.COMMON_MISTAKES}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
        f'<p class="tiny">{words.worst(len(labels))}</p>'
    )


def _how(sentences: list[str]) -> str:
    """Return the sentences on how the result was obtained."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    links = word_link(
        "accuracy", "range", "auc", "confusion", "leave-one-out", "hidden-units", "alpha", "seed", "calibration"
    )
    about = f'<p class="small under to-docs">{links}</p>'
    body = block(words.HOW, f'<ul class="how small">{items}</ul>', about)
    return f'<div class="sec">{body}</div>'
