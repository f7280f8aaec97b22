"""The chart of scores that is extended while a training runs."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from bokeh.models import ColumnDataSource, FixedTicker, Range1d

from elmweb.app.canvas import COLOURS, base, few_ticks, room
from elmweb.app.chart import described
from elmweb.words.page import charts as words

__all__ = ["LiveChart"]


class LiveChart:
    """The score of each setting so far, extended while a training runs.

    Parameters
    ----------
    n_steps : int
        How many settings will be tried.
    theme : {"light", "dark"}
        Colours.
    """

    def __init__(self, n_steps: int, theme: str) -> None:
        colour = COLOURS[theme]
        self._source = ColumnDataSource({"step": [], "score": [], "best": []})
        self.figure = base(
            theme,
            240,
            x_range=Range1d(start=0.5, end=max(2, n_steps) + 0.5),
            y_range=Range1d(start=0, end=1),
            x_axis_label=words.SETTING,
        )
        described(self.figure, words.SCORES_SO_FAR)
        few_ticks(self.figure.yaxis, 4)
        self.figure.xaxis.ticker = FixedTicker(ticks=sorted({1, max(1, floor(n_steps / 2)), max(1, n_steps)}))
        self.figure.line("step", "best", source=self._source, line_color=colour["elm"], line_width=2)
        self.figure.scatter(
            "step", "score", source=self._source, size=6, fill_color=colour["bg"], line_color=colour["elm"]
        )

    def show(self, history: Sequence[float], *, higher_is_better: bool = True) -> None:
        """Draw the scores so far and the best of them.

        Parameters
        ----------
        history : sequence of float
            One score a setting.
        higher_is_better : bool
            Which of two scores is better.
        """
        best: list[float] = []
        keep = max if higher_is_better else min
        for score in history:
            best.append(keep(score, best[-1]) if best else score)
        low, high = room(history)
        self.figure.y_range.update(start=low, end=high)
        self._source.data = {"step": list(range(1, len(history) + 1)), "score": list(history), "best": best}
