"""What the site has for each language but English: a first page, a document, and words in bundles of their own.

An English page has none of it but a link to the others. The page of another language maps the scripts of words to those
of its language, and both of its Pythons get one more bundle.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path

from buildsteps.progress import fail
from elmweb.words import LANGUAGES, rooms

__all__ = ["check", "head", "import_map", "index_of", "mapped", "others", "policy", "prefixes", "within"]

ROOT = Path(__file__).parents[1]
TICKS = "page/tick-labels.js"
WORDS, SCRIPTS = ROOT / "elmweb" / "words", ROOT / "web" / "words"


def index_of(language: str) -> str:
    """Return the name of a language's first page."""
    return "index.html" if language == "en" else f"index.{language}.html"


def address_of(language: str) -> str:
    """Return how a page of the site is led to a language's first page; a server has one name for the English."""
    return "./" if language == "en" else index_of(language)


def within(language: str, name: str) -> str:
    """Return where the site has a file that each language has of its own."""
    return name if language == "en" else f"{language}/{name}"


def prefixes(language: str) -> list[str]:
    """Return what the names of the files begin with that a language needs, and English does not."""
    return [index_of(language), f"{language}/", f"words/{language}/", TICKS]


def check(language: str) -> None:
    """End the build where a language lacks a room of words: a page must not fall back into English in silence."""
    if language == "en":
        return
    needed = [WORDS / language / f"{room.replace('.', '/')}.py" for room in rooms()]
    needed += [WORDS / language / "manner.py", *(SCRIPTS / language / path.name for path in SCRIPTS.glob("*.js"))]
    missing = [path.relative_to(ROOT).as_posix() for path in needed if not path.exists()]
    if missing:
        fail(f"{LANGUAGES[language]} is not complete; there is no {', '.join(missing)}.")


def mapped(language: str, script: str) -> str:
    """Return the script that takes the place of another in a language."""
    if language == "en" or not script.startswith("words/"):
        return script
    return f"words/{language}/{script.removeprefix('words/')}"


def import_map(language: str) -> str:
    """Return the text of the import map that gives the page's scripts the words of a language."""
    names = sorted(f"words/{path.name}" for path in SCRIPTS.glob("*.js"))
    return json.dumps({"imports": {f"./{name}": f"./{mapped(language, name)}" for name in names}})


def policy(language: str) -> str:
    """Return what the page's policy must allow for a language: its import map, by its hash."""
    if language == "en":
        return ""
    return f" 'sha256-{base64.b64encode(hashlib.sha256(import_map(language).encode()).digest()).decode()}'"


def others(language: str) -> dict[str, str]:
    """Return the address of the first page in each other language."""
    return {other: address_of(other) for other in LANGUAGES if other != language}


def head(language: str) -> str:
    """Return what stands in the head of a first page because there is more than one language.

    Links to the pages of the other languages, by which theme.js finds them, and the import map.
    """
    lines = [
        f'<link rel="alternate" hreflang="{other}" href="{escape(address)}">'
        for other, address in others(language).items()
    ]
    if language != "en":  # before the first script, or a browser may pass over it
        lines.append(f'<script type="importmap">{import_map(language)}</script>')
    return "\n".join(lines)
