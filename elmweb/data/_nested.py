"""Where in a JSON document the records stand, and what is nested in them as columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from elmweb.data._cells import check_width, cut
from elmweb.data._limits import check_cells
from elmweb.exceptions import DataError, ParseError
from elmweb.formatting import listed
from elmweb.words.engine import data_files as words, data_notes as notes_words

__all__ = ["Found", "find_records"]

_MOST_PLACES = 50
_DEEPEST = 6


@dataclass(frozen=True)
class Found:
    """What a document holds.

    Parameters
    ----------
    rows : dict of str to list, or list of list
        Columns of equal length by their names, or rows, of which the first may hold names.
    notes : list of str
        What was decided.
    places : list of str
        Where else records stand, with this place, such as "results" or "data.items"; empty for one place only.
    """

    rows: dict[str, list] | list[list]
    notes: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)


def find_records(thing: Any, name: str, place: str | int | None = None) -> Found:
    """Find the records of a JSON document.

    Parameters
    ----------
    thing : object
        The document.
    name : str
        The file's name, for error messages.
    place : str or int, optional
        Where the records stand, or its number from 0; by default where there are most.

    Returns
    -------
    Found
        Columns or rows.

    Raises
    ------
    ParseError
        If it is no table.
    """
    if isinstance(thing, dict):
        if isinstance(thing.get("data"), list) and isinstance(thing.get("columns"), list):
            return Found([thing["columns"], *thing["data"]])
        if _is_columns(thing):
            return Found(_equal_lengths(thing, name))
        places = dict(_places(thing, ()))
        if places:
            return _of_place(thing, places, name, place)
        if thing and all(isinstance(values, dict) for values in thing.values()):
            keys = dict.fromkeys(key for values in thing.values() for key in values)
            check_cells(len(keys) * len(thing), sum(map(len, thing.values())), name)
            return Found({str(column): [values.get(key) for key in keys] for column, values in thing.items()})
        thing = [thing]
    if _is_records(thing):
        return Found(_flat(thing, name))
    if isinstance(thing, list) and len(thing) > 1 and all(isinstance(row, list) for row in thing):
        return Found(thing)
    raise ParseError(
        words.json_without_table(name),
        rule=words.A_LIST_OF_RECORDS,
        value=cut(json.dumps(thing, ensure_ascii=False)),
    )


def _of_place(thing: dict, places: dict[str, list], name: str, place: str | int | None) -> Found:
    """Return the records of one place."""
    names = list(places)
    chosen = names[place] if isinstance(place, int) and place in range(len(names)) else place
    if chosen is None:
        chosen = max(names, key=lambda one: len(places[one]))
    if chosen not in places:
        rule = words.one_of([f'"{one}"' for one in names])
        raise DataError(words.no_records(name, repr(place)), rule=rule, value=repr(place))
    notes = []
    others = [key for key in thing if key != chosen.split(".")[0]] if "." not in chosen else list(thing)
    if others:
        beside = listed([cut(key, 30) for key in others])
        notes.append(notes_words.records_read(cut(chosen), beside))
    return Found(_flat(places[chosen], name), notes, names if len(names) > 1 else [])


def _places(thing: dict, path: tuple[str, ...]) -> Iterator[tuple[str, list]]:
    """Yield where lists of records stand inside of objects, outermost first."""
    found = [(key, value) for key, value in thing.items() if _is_records(value)]
    yield from ((".".join((*path, str(key))), value) for key, value in found[:_MOST_PLACES])
    if len(path) < _DEEPEST and not found:
        for key, value in list(thing.items())[:_MOST_PLACES]:
            if isinstance(value, dict):
                yield from _places(value, (*path, str(key)))


def _is_records(thing: Any) -> bool:
    return isinstance(thing, list) and bool(thing) and all(isinstance(record, dict) for record in thing)


def _is_columns(thing: dict) -> bool:
    """Return whether an object is a table by columns: lists, none of which holds records."""
    return bool(thing) and all(isinstance(value, list) and not _is_records(value) for value in thing.values())


def _flat(records: list[dict], name: str) -> dict[str, list]:
    """Return records as columns; an object in a cell is columns of its own, such as "pos.x"."""
    columns: dict[str, list] = {}
    for path, values in _columns(records, (), name):
        column = ".".join(path)
        while column in columns:  # a key with a point in it; the reader tells equal names apart
            column += " "
        columns[column] = values
    return columns


def _columns(
    records: Sequence[dict | None], path: tuple[str, ...], name: str
) -> Iterator[tuple[tuple[str, ...], list]]:
    """Yield the columns of records, and of the objects in them."""
    keys = dict.fromkeys(key for record in records if record for key in record)
    check_width(len(keys), name)
    check_cells(len(keys) * len(records), sum(len(record) for record in records if record), name)
    for key in keys:
        values = [record.get(key) if record else None for record in records]
        there = [value for value in values if value is not None]
        if there and len(path) < _DEEPEST and all(isinstance(value, dict) for value in there) and any(there):
            yield from _columns(values, (*path, key), name)
        else:
            yield (*path, key), values


def _equal_lengths(columns: dict[str, list], name: str) -> dict[str, list]:
    """Return the columns, or raise an error that names the one of another length."""
    first, n_rows = next((column, len(values)) for column, values in columns.items())
    for column, values in columns.items():
        if len(values) != n_rows:
            raise ParseError(
                words.unequal_columns(name),
                rule=words.as_many_values(n_rows, first),
                value=words.n_values(len(values), column),
            )
    return columns
