"""Examples that are no numbers, such as photos and clips, as cells of a table.

Each is embedded once by a frozen deep network (:mod:`~elmweb.examples.embed`), and its vector is kept by the content of
its file (:mod:`~elmweb.examples.vectors`). A cell (:class:`~elmweb.examples.cell.Example`) is the file's name as text
and carries the vector, so that a table, its splits and its preprocessing need to know nothing more.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from elmweb.examples.cell import KINDS, VECTOR_ROLES, Example, contents_of, vectors_of

if TYPE_CHECKING:
    from elmweb.examples.embed import Backbone, Embedding, ExampleHost, Item, Picture, embed_items
    from elmweb.examples.vectors import Embedded, MemoryVectors, Vectors, pack, unpack

__all__ = [
    "KINDS",
    "VECTOR_ROLES",
    "Backbone",
    "Embedded",
    "Embedding",
    "Example",
    "ExampleHost",
    "Item",
    "MemoryVectors",
    "Picture",
    "Vectors",
    "contents_of",
    "embed_items",
    "pack",
    "unpack",
    "vectors_of",
]
_EMBED = {"Backbone", "Embedding", "ExampleHost", "Item", "Picture", "embed_items"}


def __getattr__(name: str) -> Any:
    """Load what embeds when it is first asked for: every table knows cells, and few hold any (PEP 562)."""
    if name in __all__:
        return getattr(import_module(f"elmweb.examples.{'embed' if name in _EMBED else 'vectors'}"), name)
    raise AttributeError(f"module 'elmweb.examples' has no attribute {name!r}")
