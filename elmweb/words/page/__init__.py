"""What the page says, a module for each of its rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if not TYPE_CHECKING:  # where each room is seen as the module it is

    def __getattr__(name: str) -> Any:
        """Return a room that is imported for the first time, in the language that is spoken."""
        from elmweb.words import lazily  # noqa: PLC0415 - it imports this package

        return lazily("page", name)
