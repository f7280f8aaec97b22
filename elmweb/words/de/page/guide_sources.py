"""The sources of the guide: authors, year, title, place. Titles stay as they are."""

from __future__ import annotations

from elmweb.words.page import guide_sources as _english

# Read while the English stands there still: a room is translated once, after it has been imported.
SOURCES = {name: text.replace(" and others (", " und andere (") for name, text in _english.SOURCES.items()}
