"""Two LSTMs that forecast a day of electricity demand, with prediction intervals.

The encoder reads the last 7 days, 336 half-hours, in steps of one hour. The decoder runs over the next 24 hours. For
each half-hour its inputs are the calendar and the demand at the same time on each of the last 7 days, and its outputs
are the median and the distances to the lower and the upper quantile. A linear model of the same inputs is added, so the
LSTMs only learn the nonlinear part. Trained on 2012 and three quarters of 2013 with the quantile loss for 0.1, 0.5 and
0.9. The interval is then widened on the last quarter of 2013, which is not used for training, to cover 80 % of the
values (split conformal prediction). Tested on all of 2014. Past weather is an input, but no weather forecast. The
exported weights are an exponential moving average of the weights during training.

The file that ends in ``sample.npz`` holds the half-hours of 2014.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.linear_model import Ridge
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from buildsteps.deep.export import Graph, Tensor
from buildsteps.deep.onnx_file import OnnxFile
from buildsteps.deep.recipe import Facts
from buildsteps.deep.run import Run
from buildsteps.deep.sources import source_file

DAY, WEEK = 48, 336
QUANTILES = (0.1, 0.5, 0.9)
CELLS = 64
HISTORY = ("demand", "temperature", "holiday", "half_hour", "weekday")
AHEAD = ("holiday", "half_hour", "weekday")
MIDNIGHT_2014 = "2013-12-31T13:00:00Z"
"""Midnight in Melbourne; all later data are held out."""

FACTS = Facts(
    id="lstm-demand",
    task="forecast",
    title="Electricity demand",
    about="Forecasts the next 24 hours of Victoria's electricity demand, with a band for 8 of 10 values.",
    dataset={
        "name": "Victoria electricity demand 2012 to 2014 (vic_elec)",
        "source": "Australian Energy Market Operator; temperatures of the Bureau of Meteorology",
        "licence": "AEMO permits any use with its name; collected by the R package tsibbledata, GPL-3",
    },
    licence="MIT",
    measured_on="forecasts from every second half-hour of 2014, after training on 2012 and 2013",
    reach={"mae_to_last_week": ("<=", 0.75), "mae_to_ridge": ("<=", 1.0), "share_inside_band": (">=", 0.7)},
    settings={
        "history": list(HISTORY),
        "ahead": list(AHEAD),
        "quantiles": list(QUANTILES),
        "minutes": 30,
        "first_day": "2014-01-01",  # the first day that can be forecast from the sample, in local time
        "n_days": 365,
    },
    notes=(
        "It knows the calendar ahead, but not the weather ahead: a hot day is a surprise to it.",
        "It was made for Victoria in 2012 to 2014; other places and years use electricity in other ways.",
        "The half-hours of 2014 come with it, so that any day of that year can be forecast and compared.",
        "Source of the demand: AEMO.",
    ),
)


@dataclass(frozen=True)
class Settings:
    """Training and evaluation of the model."""

    steps: int = 1600
    batch: int = 64
    learning_rate: float = 4e-3
    test_every: int = 2
    ridge_every: int = 2


SETTINGS = {
    "cpu": Settings(),
    "gpu": Settings(steps=4000, batch=256, learning_rate=6e-3),
    "quick": Settings(steps=6, batch=16, test_every=500, ridge_every=50),
}


class HalfHours(NamedTuple):
    """All half-hours, with the columns of :data:`HISTORY`, and the starts of forecasts.

    Parameters
    ----------
    rows : Tensor of shape (n, 5), float32
        Demand in MW, temperature in degrees Celsius, 1 on a holiday, half-hour of the local day, weekday (Monday is 0).
    train, calibration, test : ndarray of int
        The first half-hours of forecasts.
    ridge : ndarray of int
        The training forecasts for the ridge regression.
    """

    rows: torch.Tensor
    train: np.ndarray
    calibration: np.ndarray
    test: np.ndarray
    ridge: np.ndarray

    def windows(self, starts: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the history (n, 336, 5), the calendar ahead (n, 48, 3) and the future demand (n, 48)."""
        first = torch.from_numpy(starts)[:, None]
        ahead = self.rows[first + torch.arange(DAY)]
        return self.rows[first + torch.arange(-WEEK, 0)], ahead[..., 2:], ahead[..., 0]


def read_half_hours() -> tuple[np.ndarray, list[str]]:
    """Return the rows of :class:`HalfHours` and their times."""
    with source_file("vic-elec", "vic_elec.csv").open(newline="") as file:
        lines = list(csv.DictReader(file))
    melbourne = ZoneInfo("Australia/Melbourne")
    times = [line["Time"] for line in lines]
    local = [dt.datetime.fromisoformat(time).astimezone(melbourne) for time in times]
    rows = [
        (
            float(line["Demand"]),
            float(line["Temperature"]),
            line["Holiday"] == "TRUE",
            clock.hour * 2 + clock.minute // 30,
            clock.weekday(),
        )
        for line, clock in zip(lines, local, strict=True)
    ]
    return np.array(rows, np.float32), times


def load_data(settings: Settings) -> HalfHours:
    """Return all half-hours; 2014 is held out."""
    rows, times = read_half_hours()
    border, quarter = (int(np.argmax(np.array(times) >= time)) for time in (MIDNIGHT_2014, "2013-09-30T14:00:00Z"))
    known = np.arange(WEEK, border - DAY)
    train, calibration = known[known < quarter - DAY], known[known >= quarter][::5]
    test = np.arange(border, len(rows) - DAY, settings.test_every)
    return HalfHours(torch.from_numpy(rows), train, calibration, test, known[:: settings.ridge_every])


class Forecaster(nn.Module):
    """Quantiles of the future demand, and the states of both LSTMs.

    Parameters
    ----------
    demand, temperature : tuple of float
        Mean and standard deviation in the training years.
    """

    def __init__(self, demand: tuple[float, float], temperature: tuple[float, float]) -> None:
        super().__init__()
        self.register_buffer("middle", torch.tensor([demand[0], temperature[0]]))
        self.register_buffer("spread", torch.tensor([demand[1], temperature[1]]))
        self.register_buffer("days", torch.arange(7.0))
        self.register_buffer("wider", torch.ones(()))
        n_calendar, n_lags = 12, 17
        self.stem = nn.Conv1d(2 + n_calendar, CELLS, 4, stride=2, padding=1)
        self.encoder = nn.LSTM(CELLS, CELLS, batch_first=True)
        self.decoder = nn.LSTM(n_calendar + n_lags, CELLS, batch_first=True)
        self.line = nn.Linear(n_calendar + n_lags, 1)
        self.head = nn.Sequential(
            nn.Dropout(0.2), nn.Linear(CELLS + n_calendar + n_lags, CELLS), nn.ReLU(), nn.Linear(CELLS, 3)
        )
        with torch.no_grad():  # initially a weighted mean of yesterday and a week ago
            self.line.weight.zero_()
            self.line.weight[0, n_calendar] = 0.4
            self.line.weight[0, n_calendar + 6] = 0.5

    def calendar(self, columns: torch.Tensor) -> torch.Tensor:
        """Return holiday, half-hour and weekday as 12 features per row."""
        holiday, half_hour, weekday = columns[..., :1], columns[..., 1:2], columns[..., 2:]
        angle = half_hour * (2 * torch.pi / DAY)
        is_day = F.relu(1 - (weekday - self.days).abs())
        return torch.cat([holiday, angle.sin(), angle.cos(), (2 * angle).sin(), (2 * angle).cos(), is_day], -1)

    def forward(self, history: torch.Tensor, ahead: torch.Tensor) -> tuple[torch.Tensor, ...]:
        scaled = (history[..., :2] - self.middle) / self.spread  # (batch, 336, 2)
        inputs = torch.cat([scaled, self.calendar(history[..., 2:])], -1).transpose(1, 2)
        states, last = self.encoder(F.relu(self.stem(inputs)).transpose(1, 2))  # (batch, 168, CELLS)
        by_day = torch.cat([scaled, history[..., 2:3]], -1).reshape(-1, 7, DAY, 3).flip(1)  # yesterday first
        demand, temperature, holiday = (by_day[..., i].transpose(1, 2) for i in range(3))  # (batch, 48, 7) each
        lags = torch.cat([demand, temperature[..., :2], temperature[..., 6:], holiday], -1)
        given = torch.cat([self.calendar(ahead), lags], -1)  # (batch, 48, 29)
        states_ahead = self.decoder(given, last)[0]
        middle, below, above = self.head(torch.cat([states_ahead, given], -1)).split(1, -1)
        middle = middle + self.line(given)
        below, above = F.softplus(below - 1) * self.wider, F.softplus(above - 1) * self.wider
        quantiles = torch.cat([middle - below, middle, middle + above], -1)
        return quantiles * self.spread[0] + self.middle[0], states, states_ahead


def make_model(_settings: Settings) -> nn.Module:
    """Return an untrained network with 67,000 weights."""
    rows, times = read_half_hours()
    years = rows[np.array(times) < MIDNIGHT_2014, :2]
    demand, temperature = zip(years.mean(0).tolist(), years.std(0).tolist(), strict=True)
    return Forecaster(demand, temperature)


def train(run: Run, data: HalfHours) -> nn.Module:
    """Return the moving average of the trained network."""
    s = run.settings
    model = run.compiled(run.to_device(make_model(s)))
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))
    optimizer = torch.optim.AdamW(model.parameters(), lr=s.learning_rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, s.learning_rate, total_steps=s.steps)
    run.keep(model=model, mean=mean, optimizer=optimizer, schedule=schedule)
    levels = torch.tensor(QUANTILES, device=run.device)
    starts = torch.from_numpy(data.train)
    model.train()
    for step in run.steps(s.steps):
        (chosen,) = run.batch(starts, size=s.batch, step=step)
        history, ahead, target = (run.move(part) for part in data.windows(chosen.cpu().numpy()))
        error = (target[..., None] - model(history, ahead)[0]) / model.spread[0]
        loss = torch.maximum(levels * error, (levels - 1) * error).mean()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean.update_parameters(model)
        run.show(loss=loss)
        if (step + 1) % 50 == 0:
            run.record(
                step=step + 1, loss=loss.detach(), mae_of_batch=(error[..., 1].abs().mean() * model.spread[0]).detach()
            )
    return calibrated(run.original(mean.module), data)


def calibrated(model: nn.Module, data: HalfHours) -> nn.Module:
    """Return the network with intervals scaled to cover 80 % of the values in the calibration data.

    References
    ----------
    Romano, Patterson, Candes (2019). Conformalized quantile regression. NeurIPS. arXiv:1905.03222
    """
    history, ahead, target = data.windows(data.calibration)
    with torch.inference_mode():
        parts = zip(history.split(256), ahead.split(256), strict=True)
        low, middle, high = torch.cat([model(*part)[0] for part in parts]).unbind(-1)
    reach = torch.maximum((middle - target) / (middle - low), (target - middle) / (high - middle))
    model.wider.fill_(float(np.quantile(reach.numpy(), QUANTILES[2] - QUANTILES[0])))
    return model


def graphs(model: nn.Module, data: HalfHours) -> list[Graph]:
    """Return both LSTMs as one graph."""
    history, ahead, _ = data.windows(data.test[[0, len(data.test) // 2]])
    gates = 4 * CELLS
    flops = 2 * (168 * (4 * 14 * CELLS + gates * 2 * CELLS) + DAY * (gates * (29 + CELLS) + CELLS * (CELLS + 29 + 3)))
    return [
        Graph(
            module=model,
            inputs=[
                Tensor("history", ("batch", WEEK, 5), "MW; degrees C; 1 on a holiday; half-hour; weekday, Monday 0"),
                Tensor("ahead", ("batch", DAY, 3), "1 on a holiday; half-hour of the day; weekday, Monday 0"),
            ],
            outputs=[
                Tensor("quantiles", ("batch", DAY, 3), "MW"),
                Tensor("states", ("batch", WEEK // 2, CELLS), "-1 to 1", is_view=True),
                Tensor("states_ahead", ("batch", DAY, CELLS), "-1 to 1", is_view=True),
            ],
            reference={"history": history, "ahead": ahead},
            flops=flops,
        )
    ]


def evaluate(files: dict[str, OnnxFile], data: HalfHours) -> dict[str, float]:
    """Return the mean absolute error on 2014, also relative to the seasonal naive forecast and ridge regression."""
    history, ahead, target = (part.numpy() for part in data.windows(data.test))
    found = files["main"].run({"history": history, "ahead": ahead}, ["quantiles"])["quantiles"]

    def error(forecast: np.ndarray) -> float:
        return float(np.abs(forecast - target).mean())

    mae, last_week, line = error(found[..., 1]), error(history[:, :DAY, 0]), error(ridge(data, history, ahead))
    is_inside = (target >= found[..., 0]) & (target <= found[..., 2])
    return {
        "mae": mae,
        "mae_to_last_week": mae / last_week,
        "mae_to_ridge": mae / line,
        "mape": float((np.abs(found[..., 1] - target) / target).mean()),
        "share_inside_band": float(is_inside.mean()),
        "mae_last_week": last_week,
        "mae_ridge": line,
    }


def ridge(data: HalfHours, history: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Return forecasts by ridge regression on all lags and the calendar; its penalty is selected on late 2013."""

    def inputs(history: np.ndarray, ahead: np.ndarray) -> np.ndarray:
        start, end = ahead[:, 0].astype(int), ahead[:, -1].astype(int)
        holidays = [history[:, ::4, 2], ahead[:, ::4, 0]]
        calendar = [np.eye(DAY)[start[:, 1]], np.eye(7)[start[:, 2]], np.eye(7)[end[:, 2]]]
        return np.concatenate([history[..., 0], history[..., 1], *holidays, *calendar], 1)

    history_train, ahead_train, target = (part.numpy() for part in data.windows(data.ridge))
    X, X_test = inputs(history_train, ahead_train), inputs(history, ahead)
    mean, std = X.mean(0), X.std(0) + 1e-6
    X, X_test = (X - mean) / std, (X_test - mean) / std
    n_fit = len(X) * 3 // 4

    def validation_error(penalty: float) -> float:
        fitted = Ridge(penalty).fit(X[:n_fit], target[:n_fit])
        return np.abs(fitted.predict(X[n_fit:]) - target[n_fit:]).mean()

    return Ridge(min((1.0, 10.0, 100.0, 1000.0), key=validation_error)).fit(X, target).predict(X_test)


def assets(folder: Path, _data: object) -> dict[str, Path]:
    """Write the held-out half-hours and the week before them, so that the page can forecast any of them."""
    rows, times = read_half_hours()
    first = int(np.argmax(np.array(times) >= MIDNIGHT_2014)) - WEEK
    rows = rows[first:]
    path = folder / "lstm-demand.sample.npz"
    np.savez_compressed(
        path,
        first_time=np.array(times[first]),  # UTC; one row every 30 minutes
        demand=np.rint(rows[:, 0]).astype(np.int16),  # MW
        temperature=np.rint(rows[:, 1] * 10).astype(np.int16),  # tenths of a degree Celsius
        holiday=rows[:, 2].astype(np.uint8),
        half_hour=rows[:, 3].astype(np.uint8),
        weekday=rows[:, 4].astype(np.uint8),
    )
    return {"sample": path}
