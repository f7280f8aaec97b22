"""Settings of a study, checked: each must be one of a few values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from elmweb.exceptions import SettingsError
from elmweb.words.engine import common, studies_common as words

__all__ = ["MOST_SEED", "chosen", "seed_of"]

MOST_SEED = 999


def chosen(asked: Mapping[str, Any], name: str, values: Sequence[Any]) -> Any:
    """Return a setting, the first of its values where it is left out.

    Parameters
    ----------
    asked : mapping
        The settings, plain data.
    name : str
        Which one.
    values : sequence
        All that it may be.

    Raises
    ------
    SettingsError
        It is something else.
    """
    value = asked.get(name, values[0])
    if isinstance(value, bool) or value not in values:
        rule = common.one_of([str(one) for one in values])
        raise SettingsError(common.setting_cannot_be(name, repr(value)), rule=rule, value=repr(value))
    return value


def seed_of(asked: Mapping[str, Any]) -> int:
    """Return the seed, 0 where it is left out.

    Raises
    ------
    SettingsError
        It is no whole number, or too large.
    """
    seed = asked.get("seed", 0)
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed <= MOST_SEED:
        rule = common.whole_number(0, MOST_SEED)
        raise SettingsError(words.seed_cannot_be(repr(seed)), rule=rule, value=repr(seed))
    return seed
