"""Forecasting: regular series, forward chaining, MASE, intervals. Oracles are values worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from elmweb.exceptions import ColumnError, DataError, SettingsError
from elmweb.forecasting import (
    Forecast,
    Trials,
    calendar_features,
    could_be_times,
    find_step,
    forecast,
    forward_origins,
    half_widths,
    iter_forecast,
    make_series,
    measured_coverage,
    naive_scale,
    read_times,
)
from elmweb.forecasting.methods import has_growing_spread, usual_values
from elmweb.forecasting.series import fill_gaps


def days(n: int, first: str = "2022-01-01") -> list[str]:
    """Return so many days in a row."""
    return [str(np.datetime64(first) + day) for day in range(n)]


def sales(n: int = 240, seed: int = 0) -> pd.DataFrame:
    """Return daily sales with a week in them."""
    rng = np.random.default_rng(seed)
    week = np.array([10.0, 8, 9, 10, 14, 20, 16])
    return pd.DataFrame(
        {"day": days(n), "sold": 100 + 5 * week[np.arange(n) % 7] + rng.normal(0, 4, n), "shop": "east"}
    )


# Times and steps


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (days(40), "day"),
        (days(40)[::2], "2 days"),
        (days(70)[::7], "week"),
        ([day for day in days(60) if np.is_busday(day)], "business day"),
        ([f"{2000 + at // 12}-{at % 12 + 1:02d}" for at in range(30)], "month"),
        ([str((np.datetime64("2020-02", "M") + at).astype("M8[D]") - 1) for at in range(24)], "month"),
        ([f"{2000 + at // 4}-{at % 4 * 3 + 1:02d}-01" for at in range(30)], "quarter"),
        ([f"{1990 + at}-12-31" for at in range(20)], "year"),
        ([f"2024-03-0{at // 24 + 1} {at % 24:02d}:00" for at in range(72)], "hour"),
        ([f"2024-03-01 {at // 4:02d}:{at % 4 * 15:02d}" for at in range(60)], "15 minutes"),
        ([f"2024-03-01 {at:02d}:00:0{at % 3}" for at in range(24)], "hour"),  # a logger that is a little late
        (list(range(1950, 1990)), "year"),
        ([1949 + at / 12 for at in range(40)], "month"),
        ([1949 + at / 4 for at in range(40)], "quarter"),
        ([1_700_000_000 + 60 * at for at in range(40)], "minute"),
        ([1_700_000_000_000 + 3_600_000 * at for at in range(40)], "hour"),
    ],
)
def test_the_step_is_found_from_the_times(times: list, words: str) -> None:
    """Oracle: how the times were made."""
    frame = pd.DataFrame({"time": times, "value": np.arange(len(times)) ** 1.5})
    made = make_series(frame, "time", "value")
    assert made.step.words == words
    assert made.series[0].observed.all()
    assert len(made.series[0]) == len(times)


def test_labels_go_on_as_the_times_do() -> None:
    """Oracle: the calendar."""
    for times, after in (
        (days(40), "2022-02-10"),
        ([day for day in days(28) if np.is_busday(day)], "2022-01-31"),
        (["2021-10", "2021-11", "2021-12", *(f"2022-{month:02d}" for month in range(1, 13))], "2023-01"),
        (list(range(1960, 1975)), "1975"),
    ):
        made = make_series(pd.DataFrame({"time": times, "value": np.arange(len(times)) ** 1.5}), "time", "value")
        one = made.series[0]
        assert made.step.label(one.first + len(one)) == after


def test_time_zones_lose_and_double_no_hour() -> None:
    """Oracle: hours in UTC, written by a clock that is changed in March and in October."""
    for first, zone, later in (("2024-03-30T12:00", 1, 2), ("2024-10-26T12:00", 2, 1)):
        utc = np.datetime64(first) - np.timedelta64(zone, "h") + np.arange(48) * np.timedelta64(1, "h")
        change = np.datetime64("2024-03-31T01:00" if zone == 1 else "2024-10-27T01:00")
        offset = np.where(utc < change, zone, later)
        texts = [
            f"{moment + np.timedelta64(int(off), 'h')}:00+0{off}:00" for moment, off in zip(utc, offset, strict=True)
        ]
        made = make_series(pd.DataFrame({"t": texts, "v": np.arange(48.0)}), "t", "v")
        assert made.step.words == "hour"
        assert made.series[0].y.tolist() == list(range(48))
        assert made.zone == f"+0{later}:00"
        assert "UTC" in " ".join(made.notes)
        assert made.step.label(made.series[0].first + 47) == texts[-1][:16].replace("T", " ")


def test_days_with_a_zone_go_by_the_date_as_written() -> None:
    """Invariant: midnights on both sides of a change of clocks are days in a row."""
    texts = [f"{day}T00:00:00{'+01:00' if day <= '2024-03-31' else '+02:00'}" for day in days(30, "2024-03-20")]
    made = make_series(pd.DataFrame({"t": texts, "v": np.arange(30.0)}), "t", "v")
    assert made.step.words == "day"
    assert made.series[0].observed.all()


def test_gaps_are_filled_counted_and_never_judged() -> None:
    """Oracle: the straight line, and the season before where a gap is longer than a season."""
    frame = sales(60).drop([3, 30, 31]).reset_index(drop=True)
    made = make_series(frame, "day", "sold")
    one = made.series[0]
    assert len(one) == 60
    assert np.flatnonzero(~one.observed).tolist() == [3, 30, 31]
    assert one.y[3] == pytest.approx((one.y[2] + one.y[4]) / 2)
    assert any("3 of 60 steps have no value" in note for note in made.notes)
    values = np.arange(40.0) % 7
    values[15:30] = np.nan
    assert fill_gaps(values, 7).tolist() == (np.arange(40.0) % 7).tolist()
    found = forecast(made, 5)
    n_seen = sum(int(one.observed[at : at + 5].sum()) for at in found.series[0].trials.origins)
    assert int(np.isfinite(found.series[0].trials.truth).sum()) == n_seen


def test_rows_in_any_order_and_several_of_one_time() -> None:
    """Oracle: the same series from shuffled rows; of two rows of a day the mean, or the sum."""
    frame, rng = sales(50), np.random.default_rng(0)
    shuffled = frame.iloc[rng.permutation(50)].reset_index(drop=True)
    made = make_series(shuffled, "day", "sold")
    assert made.series[0].y.tolist() == frame["sold"].tolist()
    assert any("sorted" in note for note in made.notes)
    double = pd.concat([frame, frame.iloc[[7]].assign(sold=0.0)], ignore_index=True)
    assert make_series(double, "day", "sold").series[0].y[7] == pytest.approx(frame["sold"][7] / 2)
    assert make_series(double, "day", "sold", combine="sum").series[0].y[7] == pytest.approx(frame["sold"][7])
    assert any("1 step had several rows" in note for note in make_series(double, "day", "sold").notes)


def test_irregular_rows_are_put_together() -> None:
    """Oracle: counts of random moments a day; a day without a row is 0 when rows are added up."""
    rng = np.random.default_rng(0)
    moments = np.datetime64("2024-01-01T00:00:00") + np.sort(rng.integers(0, 60 * 86_400, 400)).astype("m8[s]")
    moments = moments[moments.astype("M8[D]") != np.datetime64("2024-01-10")]
    frame = pd.DataFrame({"when": moments.astype(str), "sold": rng.integers(1, 3, len(moments)).astype(float)})
    made = make_series(frame, "when", "sold", combine="sum")
    assert made.step.words == "day"
    assert made.series[0].y.sum() == frame["sold"].sum()
    assert made.series[0].y[9] == 0.0
    assert any("irregular" in note for note in made.notes)


@pytest.mark.slow
def test_several_series_by_a_key() -> None:
    """Invariant: each series is forecast as it would be alone; short ones are named and left out."""
    parts = [sales(80, seed=at).assign(shop=f"shop {at}") for at in range(2)]
    table = pd.concat([*parts, sales(5).assign(shop="new")], ignore_index=True)
    made = make_series(table, "day", "sold", "shop")
    assert [one.key for one in made.series] == ["shop 0", "shop 1"]
    assert any("new" in note for note in made.notes)
    both, alone = forecast(made, 7), forecast(make_series(parts[1], "day", "sold"), 7)
    assert both.series[1].ahead == pytest.approx(alone.series[0].ahead)
    assert both.sentence().endswith("of 2 series. A model is best for each of them.")


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"value": "shop"}, ColumnError, "cannot be forecast"),
        ({"time": "shop"}, ColumnError, "cannot be the time column"),
        ({"value": "gone"}, ColumnError, "no column"),
        ({"value": "day"}, ColumnError, "cannot be two"),
        ({"key": "day"}, ColumnError, "cannot be two"),
        ({"step": "fortnight"}, SettingsError, "fortnight"),
        ({"combine": "most"}, SettingsError, "combined"),
    ],
)
def test_what_cannot_be_a_series_is_said(change: dict, error: type[Exception], said: str) -> None:
    """Invariant: a wrong column or setting is named."""
    asked = {"time": "day", "value": "sold"} | change
    with pytest.raises(error, match=said):
        make_series(sales(60), **asked)


def test_too_little_too_many_and_too_far_are_said() -> None:
    """Invariant: rule and value stand in the message."""
    with pytest.raises(DataError, match="at least 10 rows"):
        make_series(sales(9), "day", "sold")
    far = pd.concat([sales(30), sales(30).assign(day=days(30, "2025-01-01"))], ignore_index=True)
    with pytest.raises(DataError, match="more gaps than values"):
        make_series(far, "day", "sold")
    with pytest.raises(ColumnError, match="too many series"):
        make_series(sales(60).assign(shop=[str(at) for at in range(60)]), "day", "sold", "shop")
    with pytest.raises(ColumnError, match="never changes"):
        make_series(sales(60).assign(sold=1.0), "day", "sold")
    with pytest.raises(SettingsError, match="from 1 to 20"):
        forecast(make_series(sales(60), "day", "sold"), 21)
    with pytest.raises(DataError, match="same time"):
        make_series(sales(20).assign(day="2024-01-01"), "day", "sold")
    with pytest.raises(SettingsError, match="below 1"):
        forecast(make_series(sales(60), "day", "sold"), 3, level=1.0)


def test_numbers_that_are_times_are_known_by_their_name() -> None:
    """Invariant: years are offered as times only where the name says so."""
    years = pd.Series(np.arange(1950, 1990))
    assert could_be_times("Year", years)
    assert not could_be_times("price", years)
    assert not could_be_times("time", pd.Series([1.0, 2.0, 3.0]))
    with pytest.raises(ColumnError, match="5 to 6"):
        read_times("size", pd.Series([5.0, 6.0]))
    assert read_times("Year", years).notes == ('"Year" is read as years.',)
    assert find_step(np.array([0, 86_400, 2 * 86_400]), np.zeros(3, dtype=int))[1]


# Errors


def test_mase_is_that_of_hyndman_and_koehler() -> None:
    """Oracle: a sum by hand: errors 1 and 3, seasonal differences of 2 before the origin."""
    values = np.array([1.0, 2, 3, 4, 5, 6])
    assert naive_scale(values, 2) == 2.0
    assert np.isnan(naive_scale(np.ones(5), 1))
    trials = Trials(np.array([6]), np.array([[7.0, 8.0]]), np.array([2.0]), {"one": np.array([[8.0, 11.0]])})
    assert trials.mase("one") == 1.0
    assert trials.mae("one") == 2.0


def test_the_best_is_chosen_and_a_tie_goes_to_the_simplest() -> None:
    """Oracle: errors by hand; choosing before each origin knows only earlier origins."""
    truth, scales = np.zeros((3, 1)), np.ones(3)
    said = {"last": np.array([[1.0], [1], [1]]), "model": np.array([[1.0], [0.5], [1.5]])}
    trials = Trials(np.arange(3), truth, scales, said, 1)
    assert trials.best() == "last"
    assert trials.best(2) == "model"
    assert trials.chosen_before() == (1.0 + 1.5) / 2
    assert trials.wins("model", "last") == 1
    said["model"] = said["model"] * 0.985
    assert trials.best() == "last"


@pytest.mark.parametrize(
    ("n", "n_steps", "n_needed"), [(1100, 30, 90), (60, 12, 30), (20, 6, 5), (12, 4, 8), (144, 1, 30)]
)
def test_origins_never_see_what_judges_them(n: int, n_steps: int, n_needed: int) -> None:
    """Invariant: each has enough before it and all its steps after it; the last one ends with the series."""
    origins = forward_origins(n, n_steps, n_needed)
    assert 1 <= len(origins) <= 8
    assert origins[0] >= n_needed
    assert origins[-1] == n - n_steps
    assert (np.diff(origins) > 0).all()
    assert len(forward_origins(20, 12, 10)) == 0


def test_intervals_cover_what_they_are_asked_to() -> None:
    """Oracle: independent errors with a spread that grows with the step; 90 % of fresh ones are inside."""
    rng = np.random.default_rng(0)
    spread = np.sqrt(np.arange(1, 13))
    errors = rng.normal(0, 1, (40, 12)) * spread
    width = half_widths(errors, 0.9)
    assert (np.diff(width) >= 0).all()
    fresh = rng.normal(0, 1, (4000, 12)) * spread
    assert np.mean(np.abs(fresh) <= width) == pytest.approx(0.9, abs=0.03)
    n_inside, n = measured_coverage(errors, 0.9)
    assert n == 480
    assert n_inside / n == pytest.approx(0.9, abs=0.03)
    assert measured_coverage(errors[:1], 0.9) == (0, 0)


def test_usual_values_are_means_of_seasons_before() -> None:
    """Oracle: a loop over the definition."""
    x = np.random.default_rng(0).normal(size=50)
    usual = usual_values(x, 12, 7)
    for at in range(7, 50):
        assert usual[at] == pytest.approx(np.mean([x[at - 7 * back] for back in (1, 2, 3) if at >= 7 * back]))
    assert usual[50] == pytest.approx(np.mean([x[43], x[36], x[29]]))
    assert usual[57] == pytest.approx(np.mean([usual[50], x[43], x[36]]))


def test_swings_that_grow_with_the_level_call_for_logarithms() -> None:
    """Oracle: a season that multiplies, and one that is added."""
    at = np.arange(120)
    level, wave = 100 + 5.0 * at, np.sin(at * np.pi / 6)
    assert has_growing_spread(level * (1 + 0.2 * wave), 12)
    assert not has_growing_spread(level + 20 * wave, 12)
    assert not has_growing_spread(level * wave, 12)


def test_the_calendar_of_days_tells_week_and_year() -> None:
    """Oracle: least squares on the features gives back any weekly and yearly pattern of low frequency."""
    at = np.arange(800)
    y = np.array([3.0, 1, 4, 1, 5, 9, 2])[at % 7] + 2 * np.sin(2 * np.pi * at / 365.25 + 1)
    made = make_series(pd.DataFrame({"day": days(800), "v": y}), "day", "v")
    X = np.column_stack([np.ones(800), calendar_features(made.step, 800)])
    assert X @ np.linalg.lstsq(X, y)[0] == pytest.approx(y)


# All of it


@pytest.fixture(scope="module")
def found() -> Forecast:
    """Return a forecast of sales with a week in them."""
    return forecast(make_series(sales(), "day", "sold"), 7)


@pytest.mark.slow
def test_a_model_finds_the_week(found: Forecast) -> None:
    """Oracle: noise of standard deviation 4 leaves a mean absolute error of 3.2; last week's values have 4.5."""
    by_id = {one.id: one for one in found.methods}
    assert by_id["season-7"].mae == pytest.approx(4.5, abs=0.5)
    assert found.mae < 3.9
    assert found.best.is_model
    assert found.mase < by_id["season-7"].mase
    assert found.sentence().startswith("Off by 3.")
    assert "last week's values" in found.sentence()


@pytest.mark.slow
def test_forecasts_of_the_past_used_the_past_alone() -> None:
    """Invariant: what came after an origin changes nothing that was forecast from it."""
    frame = sales(120)
    before = forecast(make_series(frame, "day", "sold"), 7)
    origin = int(before.series[0].trials.origins[0])
    other = frame.assign(sold=np.where(np.arange(120) >= origin, frame["sold"] * 1.01 + 3, frame["sold"]))
    after = forecast(make_series(other, "day", "sold"), 7)
    for method, said in before.series[0].trials.forecasts.items():
        assert said[0] == pytest.approx(after.series[0].trials.forecasts[method][0]), method


def test_the_interval_holds_about_what_was_asked(found: Forecast) -> None:
    """Invariant: measured coverage is near the level and is said beside it."""
    assert found.coverage == pytest.approx(0.8, abs=0.1)
    assert "80 % of the values" in found.interval_sentence()
    one = found.series[0]
    assert (one.low < one.ahead).all()
    assert (one.ahead < one.high).all()


def test_old_values_win_where_nothing_can_be_learned() -> None:
    """Oracle: a random walk, whose best forecast is its last value."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"year": np.arange(1800, 1900), "v": 1000 + np.cumsum(rng.normal(size=100))})
    found = forecast(make_series(frame, "year", "v"), 5)
    assert found.best.id == "last"
    assert "The last value is as good as any model." in found.sentence()


def test_a_series_too_short_for_a_model_repeats_values() -> None:
    """Invariant: nothing fails, and it is said."""
    found = forecast(make_series(sales(20), "day", "sold"), 6)
    assert not any(one.is_model for one in found.methods)
    assert "too short for a model" in found.sentence()


@pytest.mark.slow
def test_nothing_falls_below_zero_where_nothing_was() -> None:
    """Invariant: counts stay counts."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"day": days(120), "n": rng.poisson(0.4, 120).astype(float)})
    one = forecast(make_series(frame, "day", "n"), 10).series[0]
    assert one.ahead.min() >= 0
    assert one.low.min() >= 0


@pytest.mark.slow
def test_the_same_rows_give_the_same_numbers(found: Forecast) -> None:
    """Invariant: no draw is free."""
    again = forecast(make_series(sales(), "day", "sold"), 7)
    assert (again.series[0].ahead == found.series[0].ahead).all()


@pytest.mark.slow
def test_steps_are_small_and_end_at_one() -> None:
    """Invariant: the share done grows, and every step names what it does."""
    steps = list(iter_forecast(make_series(sales(100), "day", "sold"), 7))
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert 0 <= done[0] < done[-1] < 1
    assert "Lagged ELM" in " ".join(step.text for step in steps)
