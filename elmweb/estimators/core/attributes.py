"""The Attributes section of an estimator's docstring, completed from those of its base classes.

Each fitted attribute is described once, in the class that sets it. What a person reads at run time, in ``help`` or in
rendered documentation, is the complete list.
"""

from __future__ import annotations

import re
from inspect import cleandoc

__all__ = ["attributes_in", "with_inherited_attributes"]

_SECTION = re.compile(r"(?<=^Attributes\n----------\n).+?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"^(\w+) : .+(?:\n .+)*", re.MULTILINE)


def attributes_in(docstring: str | None) -> dict[str, str]:
    """Return the entries of a docstring's Attributes section by the names of the attributes."""
    section = _SECTION.search(cleandoc(docstring or ""))
    return {entry[1]: entry[0] for entry in _ENTRY.finditer(section[0])} if section else {}


def with_inherited_attributes(cls: type, absent: tuple[str, ...] = ()) -> str | None:
    """Return the docstring of a class with its Attributes section completed; None stays None, as under ``python -OO``.

    Attributes of the class itself come first and those of the most basic class last. The description nearest to the
    class is taken. Attributes named in `absent` are left out.
    """
    if not attributes_in(cls.__doc__):
        return cls.__doc__
    entries: dict[str, str] = {}
    for base in reversed(cls.__mro__):  # an entry that is replaced keeps its place
        entries |= dict(reversed(attributes_in(base.__doc__).items()))
    section = "\n".join(entry for name, entry in reversed(entries.items()) if name not in absent)
    return _SECTION.sub(lambda _: section, cleandoc(cls.__doc__ or "")) + "\n"
