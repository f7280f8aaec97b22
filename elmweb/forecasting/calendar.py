"""What the calendar says of each step, as numbers for a model."""

from __future__ import annotations

import numpy as np

from elmweb.forecasting.steps import Step

__all__ = ["calendar_features"]


def calendar_features(step: Step, n_values: int) -> np.ndarray:
    """Return sines and cosines of the cycles of the calendar.

    Parameters
    ----------
    step : Step
        Of the series.
    n_values : int
        Its length; a cycle that it does not show one and a half times is left out.

    Returns
    -------
    ndarray of shape (n_values, n_features)
        Of the weekday and the time of the year for days, say; between -1 and 1.

    Notes
    -----
    A phase is counted from the first step. A linear readout makes any other beginning of the same cycle from it, so
    weekday and month are told as well as by their own numbers.

    Examples
    --------
    >>> from elmweb.forecasting import Step, calendar_features
    >>> calendar_features(Step("day"), 730).shape
    (730, 10)
    """
    at = np.arange(n_values)[:, None]
    waves = [2.0 * np.pi * at * np.arange(1, n_waves + 1) / period for period, n_waves in step.cycles(n_values)]
    return np.hstack([np.empty((n_values, 0)), *(part for wave in waves for part in (np.sin(wave), np.cos(wave)))])
