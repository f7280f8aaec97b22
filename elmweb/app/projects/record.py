"""A project's state: everything a person chose, as plain data, and back.

The table stands beside it as the file it was, the model as the file that Save model writes. Summary, estimate
and report are not in it: they follow from the others, to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from elmweb.app.state import EXAMPLES, ROLES, Session, form_values
from elmweb.exceptions import ProjectError
from elmweb.words.page import projects as words
from elmweb.workbench.protocol import Result

__all__ = ["FORMAT", "SETTINGS", "checked_state", "fill_settings", "project_facts", "project_state", "row_of"]

FORMAT = 1
"""Version of the state; newer ones are refused."""

_MOST = 200  # letters of a reason

SETTINGS = ("width", "alpha", "scale", "seed", "activation", "arithmetic", "model_kind")
"""The settings of a training that are kept."""

_CHOICES = ("targets", "several", "task", "roles", "switches")


def project_state(session: Session, trained: Mapping[str, Any] | None, sample: str = "") -> dict[str, Any]:
    """Return the state of the page that is to be kept.

    Parameters
    ----------
    session : Session
        The page's state.
    trained : mapping or None
        ``{"choices", "options"}`` at the training of the model; None when it was loaded, or there is none.
    sample : str, optional
        The id of the table, when it is a sample that comes with the page.

    Returns
    -------
    dict
        Plain data.
    """
    choices, outcome = session.choices, session.outcome
    return {
        "format": FORMAT,
        "sample": sample,
        "options": dict(session.table.options),
        "choices": {name: getattr(choices, name) for name in _CHOICES}
        | ({"corrections": [dict(one) for one in choices.corrections]} if choices.corrections else {}),
        "settings": {name: getattr(session.settings, name) for name in SETTINGS},
        "trained": dict(trained) if trained else None,
        "outcome": {
            "loaded": outcome.loaded, "table": outcome.table, "stale": outcome.stale, "row": _plain_row(outcome.row),
        },
    }  # fmt: skip


def _plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without its photos and clips, which are files and not kept."""
    return {name: None if isinstance(value, dict) else value for name, value in row.items()}


def project_facts(session: Session, *, has_model: bool, touched: bool) -> dict[str, Any]:
    """Return what the list of projects says of this one.

    Parameters
    ----------
    session : Session
        The page's state.
    has_model : bool
        Whether the result belongs to the project.
    touched : bool
        Whether anything was chosen or trained.

    Returns
    -------
    dict
        Plain data.
    """
    info, result = session.table.info, session.outcome.result if has_model else None
    targets = result["targets"] if result else session.choices.targets
    facts: dict[str, Any] = {"touched": touched, "predicts": ", ".join(targets)}
    if info:
        facts.update(rows=info["n_rows"], columns=info["n_columns"])
    if result:
        headline = result["headline"]
        facts["score"] = f"{headline['number']} {headline['unit']}".strip()
    return facts


def row_of(result: Result, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values in the form, those of a project where they fit it.

    Parameters
    ----------
    result : Result
        Has the form.
    row : mapping
        Of the project's state.

    Returns
    -------
    dict
        Column name to value.
    """
    values = form_values(result["form"])
    return values | {name: value for name, value in row.items() if name in values}


def fill_settings(session: Session, settings: Mapping[str, Any], name: str) -> None:
    """Set the settings of a training as they were.

    Parameters
    ----------
    session : Session
        The page's state.
    settings : mapping
        Of the project's state.
    name : str
        The project's name, for error messages.

    Raises
    ------
    ProjectError
        A setting has a value that it cannot have; then none is set.
    """
    before = {key: getattr(session.settings, key) for key in SETTINGS}
    try:
        session.settings.param.update(**settings)
    except ValueError as error:
        session.settings.param.update(**before)
        raise _damaged(name, str(error)[:_MOST]) from error


def checked_state(state: Any, name: str) -> dict[str, Any]:
    """Return a project's state, which may come from another machine, once every part has the type it should have.

    Parameters
    ----------
    state : Any
        From :func:`project_state`, perhaps changed since.
    name : str
        The project's name, for error messages.

    Returns
    -------
    dict
        The same.

    Raises
    ------
    ProjectError
        It is none, or too new.
    """
    if not isinstance(state, dict) or not isinstance(state.get("format"), int):
        raise _damaged(name, words.NO_STATE)
    if state["format"] > FORMAT:
        raise ProjectError(
            words.newer(name),
            rule=words.format_or_older(FORMAT),
            value=words.format_found(state["format"]),
            hints=(words.RELOAD,),
        )
    for part, checks in _PARTS.items():
        value = state.get(part)
        if not isinstance(value, dict) or value.keys() | _MAY_BE_ABSENT != checks.keys() | _MAY_BE_ABSENT:
            raise _damaged(name, words.other_parts(part))
        for key, check in checks.items():
            if key in value and not check(value[key]):
                raise _damaged(name, words.cannot_be(key, repr(str(value[key])[:60])))
    if not (_text(state.get("sample")) and _options(state.get("options"))):
        raise _damaged(name, words.TABLE_OPTIONS)
    if not (state.get("trained") is None or _trained(state["trained"])):
        raise _damaged(name, words.TRAINED_ON)
    return state


def _damaged(name: str, value: str) -> ProjectError:
    return ProjectError(
        words.damaged(name),
        rule=words.AS_KEPT,
        value=value,
        hints=(words.SAVE_IT_AGAIN,),
    )


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _dict_of(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(check, value.values()))


def _options(value: Any) -> bool:
    """Return whether a value may be options of reading; the engine examines each."""
    return isinstance(value, dict) and isinstance(value.get("columns", {}), dict)


def _trained(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() != {"choices", "options"} or not _options(value["options"]):
        return False
    choices = value["choices"]
    if not isinstance(choices, dict) or not _corrections(choices.get("corrections", [])):
        return False
    return _dict_of(_flag)(choices.get("switches")) and _roles(choices.get("roles"))


def _corrections(value: Any) -> bool:
    """Return whether a value is a list of rows with their answers; whether these can be is for the engine to say."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and one.keys() == {"row", "to", "column"}
        and _text(one["column"])
        and isinstance(one["row"], int)
        and (one["to"] is None or _text(one["to"]) or _number(one["to"]))
        for one in value
    )


def _roles(value: Any) -> bool:
    return isinstance(value, dict) and all(
        _text(role) and role in (*ROLES, *EXAMPLES, "meaning") for role in value.values()
    )


def _row(value: Any) -> bool:
    return isinstance(value, dict) and all(each is None or _text(each) or _number(each) for each in value.values())


_MAY_BE_ABSENT = {"corrections"}
"""Parts of the choices that only some projects have."""

_PARTS: dict[str, dict[str, Callable[[Any], bool]]] = {
    "choices": {"targets": _texts, "several": _flag, "task": _text, "roles": _roles, "switches": _dict_of(_flag),
        "corrections": _corrections},
    "settings": {
        "width": _number, "alpha": _number, "scale": _number, "seed": _number, "activation": _text,
        "arithmetic": _text, "model_kind": _text,
    },
    "outcome": {"loaded": _text, "table": _text, "stale": _flag, "row": _row},
}  # fmt: skip
