"""Forecasting: from the rows of a table with a time column to what comes next, and how far off it is likely to be.

``times`` reads a column, ``steps`` finds what lies between its times, ``make`` makes regular series, with every repair
counted; ``methods`` has the ways to forecast one, ``origins`` judges them by the past; ``run`` does all of it.
"""

from __future__ import annotations

from elmweb.forecasting.calendar import calendar_features
from elmweb.forecasting.intervals import half_widths, measured_coverage
from elmweb.forecasting.make import COMBINE, MOST_SERIES, make_series
from elmweb.forecasting.origins import MOST_ORIGINS, Trials, forward_origins, naive_scale
from elmweb.forecasting.outcome import Forecast, MethodScore, SeriesForecast
from elmweb.forecasting.run import (
    LEVELS,
    ForecastStep,
    check_n_steps,
    forecast,
    iter_forecast,
    most_steps,
    usual_n_steps,
)
from elmweb.forecasting.seasons import Season
from elmweb.forecasting.series import Series, SeriesSet
from elmweb.forecasting.steps import STEPS, Step, find_step, named_step
from elmweb.forecasting.times import Times, could_be_times, read_times

__all__ = [
    "COMBINE",
    "LEVELS",
    "MOST_ORIGINS",
    "MOST_SERIES",
    "STEPS",
    "Forecast",
    "ForecastStep",
    "MethodScore",
    "Season",
    "Series",
    "SeriesForecast",
    "SeriesSet",
    "Step",
    "Times",
    "Trials",
    "calendar_features",
    "check_n_steps",
    "could_be_times",
    "find_step",
    "forecast",
    "forward_origins",
    "half_widths",
    "iter_forecast",
    "make_series",
    "measured_coverage",
    "most_steps",
    "naive_scale",
    "named_step",
    "read_times",
    "usual_n_steps",
]
