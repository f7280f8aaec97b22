"""What a lesson is about: the data, the network, the ELM, and the place in the training; all of it as an address."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from elmweb.exceptions import SettingsError
from elmweb.formatting import quantity, whole
from elmweb.words.engine import common, lesson_settings as words

__all__ = ["OPTIONS", "LessonSettings", "Position", "address_of", "checked", "read_address"]

OPTIONS: dict[str, tuple[str, ...]] = {
    "columns": ("two", "all"),
    "activation": ("tanh", "relu", "logistic"),
    "start": ("glorot", "he", "large", "small", "zeros"),
    "optimizer": ("sgd", "momentum", "adam", "adamw"),
}
"""Settings that are one of a few."""

_BOUNDS: dict[str, tuple[float, float]] = {
    "x": (0, 10_000), "y": (0, 10_000), "rows": (4, 300), "noise": (0.0, 1.0), "depth": (1, 8), "width": (1, 64),
    "rate": (1e-6, 1e6), "batch": (1, 300), "seed": (0, 9_999), "elm_width": (1, 1_000), "elm_penalty": (0.0, 1e6),
    "elm_scale": (0.01, 100.0), "elm_seed": (0, 9_999),
}  # fmt: skip

STOPS = ("forward", "loss", "backward", "update", "repeat")
_MOST_STEPS = 1_000_000


@dataclass(frozen=True)
class LessonSettings:
    """What is learned from what, and how.

    Parameters
    ----------
    data : str
        One of :data:`elmweb.lesson.MADE`, the id of a sample table, ``"table"`` for the open one, or ``"drawn"``.
    columns : {"two", "all"}
        Of a table: two number columns, or everything.
    x, y : int
        The two columns, counted from the most telling one.
    rows : int
        Rows to learn from, at most.
    noise : float
        Standard deviation of what is added to made rows.
    depth, width : int
        Hidden layers, and units in each.
    activation, start : str
        One of :data:`OPTIONS`.
    rate : float
        Learning rate.
    batch : int
        Rows in a step.
    optimizer : str
        One of :data:`OPTIONS`.
    seed : int
        Of the weights and the order of the rows.
    elm_width : int
        Hidden units of the ELM.
    elm_penalty : float
        Its ridge penalty; 0 for the one that leave-one-out chooses.
    elm_scale : float
        Scale of its random weights.
    elm_seed : int
        Its seed.
    ask : bool
        Whether the page asks what will happen before it shows it.
    """

    data: str = "moons"
    columns: str = "two"
    x: int = 0
    y: int = 1
    rows: int = 100
    noise: float = 0.15
    depth: int = 2
    width: int = 6
    activation: str = "tanh"
    start: str = "glorot"
    rate: float = 0.3
    batch: int = 10
    optimizer: str = "sgd"
    seed: int = 0
    elm_width: int = 64
    elm_penalty: float = 0.0
    elm_scale: float = 1.0
    elm_seed: int = 0
    ask: bool = False


@dataclass(frozen=True)
class Position:
    """A place in the training, and what is looked at there.

    Parameters
    ----------
    step : int
        Updates that are done.
    stop : str
        One of the five stops; ``"repeat"`` lies between two steps.
    at : int
        The row that is followed, counted within the batch.
    link : tuple of int
        The connection that is looked at: layer, unit it comes from, unit it goes to.
    """

    step: int = 0
    stop: str = "repeat"
    at: int = 0
    link: tuple[int, int, int] = (0, 0, 0)


def checked(settings: LessonSettings, known_data: tuple[str, ...]) -> LessonSettings:
    """Return settings that can be used.

    Parameters
    ----------
    settings : LessonSettings
        As they were asked for.
    known_data : tuple of str
        The data there are.

    Returns
    -------
    LessonSettings
        The same.

    Raises
    ------
    SettingsError
        One of them is not allowed.
    """
    if settings.data not in known_data:
        raise SettingsError(words.NO_SUCH_DATA, rule=common.one_of(known_data), value=settings.data)
    for name, options in OPTIONS.items():
        if getattr(settings, name) not in options:
            raise _refused(name, common.one_of(options), getattr(settings, name))
    for name, (low, high) in _BOUNDS.items():
        value = getattr(settings, name)
        if not low <= value <= high:  # NaN is refused, too
            raise _refused(name, words.between(quantity(low), quantity(high)), value)
    return settings


def _refused(name: str, rule: str, value: object) -> SettingsError:
    return SettingsError(words.REFUSED[name], rule=rule, value=str(value))


def address_of(settings: LessonSettings, position: Position) -> str:
    """Return settings and place as the last part of an address: what differs from the usual, and never data.

    Parameters
    ----------
    settings : LessonSettings
        What is learned from what.
    position : Position
        Where the training is.

    Returns
    -------
    str
        Such as ``"data=moons&depth=3&step=20"``; :func:`read_address` reads it.

    Examples
    --------
    >>> address_of(LessonSettings(depth=3), Position(step=20, stop="backward", link=(1, 0, 2)))
    'data=moons&depth=3&step=20&stop=backward&link=1.0.2'
    """
    usual = asdict(LessonSettings()) | asdict(Position())
    given = asdict(settings) | asdict(position)
    parts = {name: value for name, value in given.items() if name == "data" or value != usual[name]}
    return urlencode({name: _written(value) for name, value in parts.items()})


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return ".".join(map(str, value)) if isinstance(value, tuple) else str(value)


def read_address(text: str, settings: LessonSettings | None = None) -> tuple[LessonSettings, Position]:
    """Return what an address says.

    Parameters
    ----------
    text : str
        From :func:`address_of`; empty for the usual lesson.
    settings : LessonSettings, optional
        What holds where it says nothing; the usual ones by default.

    Returns
    -------
    settings : LessonSettings
        Not checked yet.
    position : Position
        Where the training is to go.

    Raises
    ------
    SettingsError
        A name or a value in it cannot be read.

    Examples
    --------
    >>> read_address("data=xor&step=3")[1].step
    3
    """
    settings, position = settings or LessonSettings(), Position()
    kinds = {one.name: type(getattr(settings, one.name)) for one in fields(settings)}
    places = {one.name: type(getattr(position, one.name)) for one in fields(position)}
    for name, value in parse_qsl(text, keep_blank_values=True):
        if name in kinds:
            settings = replace(settings, **{name: _read(name, value, kinds[name])})
        elif name in places:
            position = replace(position, **{name: _read(name, value, places[name])})
        else:
            known = ", ".join([*kinds, *places])
            raise SettingsError(words.NOT_IN_LEARN, rule=known, value=name)
    if position.stop not in STOPS:
        raise _refused("stop", common.one_of(STOPS), position.stop)
    if not 0 <= position.step <= _MOST_STEPS:
        raise _refused("step", words.between("0", whole(_MOST_STEPS)), position.step)
    return settings, position


def _read(name: str, value: str, kind: type) -> Any:
    try:
        if kind is bool:
            return {"0": False, "1": True}[value]
        if kind is tuple:
            layer, start, end = (int(part) for part in value.split("."))
            return layer, start, end
        return kind(value)
    except (ValueError, KeyError):
        rules = {int: words.A_WHOLE_NUMBER, float: words.A_NUMBER, tuple: words.THREE_NUMBERS}
        raise _refused(name, rules.get(kind, words.ZERO_OR_ONE), value) from None
