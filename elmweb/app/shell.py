"""The page around Panel as plain HTML: navigation, loading bar, start page and the slots.

The build writes it once, so that it is painted before Python has arrived; ``panel serve``
writes the same page on CPython. It holds no script and no inline handler: ``web/page/``
attaches its handlers by the ``data-`` attributes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from elmweb import __version__
from elmweb.words import LANGUAGES
from elmweb.words.page import common, shell as words

__all__ = ["PAGES", "SLOTS", "about_page", "send", "shell_html"]

PAGES = ("data", "train", "result", "models", "learn", "race")
"""The pages in the navigation; :data:`elmweb.words.page.shell.PAGES` has their names."""
_GROUPS = {"own": ("data", "train", "result"), "without": ("models",), "beside": ("learn", "race")}
SLOTS = ("data", "train", "result", "models", "learn", "race", "teach", "notice", "channel")

_MARK = '<a class="mark" href="#/data">elmweb</a>'
_TABLE_KINDS = (
    ".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.xlsx,.parquet,text/csv,text/plain,.zip,image/jpeg,image/png,image/webp,"
    "image/gif,image/bmp,audio/*"
)


def send(name: str, /, **args: Any) -> str:
    """Return the attribute that makes an element send a message when it is pressed.

    Parameters
    ----------
    name : str
        The message, one of those in :mod:`elmweb.app.controller`.
    **args
        Its plain arguments.

    Returns
    -------
    str
        ``data-send="..."`` with every value escaped.
    """
    return f'data-send="{escape(json.dumps({"name": name, "args": args}, ensure_ascii=False))}"'


def about_page() -> tuple[str, str]:
    """Return the title of the first page and what it is about, for its head."""
    return words.TAB, words.DESCRIPTION


def shell_html(
    samples: Iterable[Mapping[str, Any]] = (),
    thumbnails: Mapping[str, str] | None = None,
    slots: Mapping[str, str] | None = None,
    others: Mapping[str, str] | None = None,
) -> str:
    """Return the content of ``<body>``.

    Parameters
    ----------
    samples : iterable of mapping
        The bundled tables: ``id``, ``title``, ``n_rows``, ``text``, ``source`` and ``licence``.
    thumbnails : mapping of str to str, optional
        One SVG thumbnail (72 by 48) for each sample id. It comes from the build and is not escaped.
    slots : mapping of str to str, optional
        HTML for each slot, for a page whose roots are embedded on the server.
    others : mapping of str to str, optional
        The address of this page in each other language.

    Returns
    -------
    str
        HTML with an empty ``<div class="slot" data-root="...">`` for each of :data:`SLOTS`.
    """
    fill = {name: (slots or {}).get(name, "") for name in SLOTS}
    return f"""\
<a class="skip" href="#main">{words.SKIP}</a>
<div class="app">
<header class="rail">
{_MARK}
<nav aria-label="{words.NAVIGATION}">{_links()}</nav>
<div class="rail-foot">
<dl class="readout"><dt>{words.PYTHON}</dt><dd id="python">{words.TO_COME}</dd>
<div id="kept-name" hidden><dt>{words.PROJECT}</dt><dd id="kept"></dd></div></dl>
<button class="btn sm" id="theme" type="button" aria-pressed="false">{words.DARK_MODE}</button>
{_languages(others or {})}\
<a class="about-link" href="#/about" data-nav="about">{words.ABOUT}</a>
</div>
</header>
<main id="main" tabindex="-1">
{_loading_bar()}
<div class="page">
<div id="project-note"></div>
<div class="slot" data-root="notice">{fill["notice"]}</div>
<section data-page="data">
{_start_page(list(samples), thumbnails or {})}
<div class="slot" data-root="data">{fill["data"]}</div>
</section>
<section data-page="train">
{_empty("train")}
<div class="slot" data-root="train">{fill["train"]}</div>
</section>
<section data-page="result">
{_empty("result")}
<div class="slot" data-root="result">{fill["result"]}</div>
</section>
<section data-page="models">
<div class="soon"><h1 tabindex="-1">{common.PRETRAINED_MODELS}</h1>
<p class="lead">{words.MODELS_SOON}</p></div>
<div class="slot" data-root="models">{fill["models"]}</div>
</section>
<section data-page="learn">
<div class="slot" data-root="learn">{fill["learn"]}</div>
</section>
<section data-page="race">
<div class="slot" data-root="race">{fill["race"]}</div>
</section>
<section data-page="teach">
<div class="slot" data-root="teach">{fill["teach"]}</div>
</section>
<section data-page="about">
<h1 tabindex="-1">{words.ABOUT_ELMWEB}</h1>
<div id="about" data-version="{escape(__version__)}"></div>
</section>
<p class="foot">{words.NEVER_LEAVES}</p>
<p class="foot about-foot"><a href="#/about">{words.ABOUT_ELMWEB}</a></p>
</div>
</main>
</div>
<div class="dropveil" id="veil" hidden><p>{words.DROP_HERE}</p></div>
<div class="sr" id="live" role="status"></div>
<div class="slot" data-root="channel" hidden>{fill["channel"]}</div>
"""


def _languages(others: Mapping[str, str]) -> str:
    """Return a link to each other language by its own name; ``web/theme.js`` keeps the choice and what is open."""
    return "".join(
        f'<a class="language" href="{escape(address)}" hreflang="{code}" lang="{code}">{LANGUAGES[code]}</a>\n'
        for code, address in others.items()
    )


def _loading_bar() -> str:
    """Return the bar that ``web/start/loading-bar.js`` fills."""
    return f"""\
<div class="loading-bar" id="loading-bar" role="status" hidden>
<div><span id="loading-bar-text"></span><b id="loading-bar-next"></b></div>
<div class="bar" id="loading-bar-progress" role="progressbar" aria-label="{words.LOADING}"
aria-valuemin="0" aria-valuemax="100"><b></b></div>
</div>"""


def _links() -> str:
    """Return the page links, each with a place for its readout."""
    return "".join(
        f'<span class="group" aria-hidden="true">{words.GROUPS[group]}</span>'
        + "".join(
            f'<a href="#/{page}" data-nav="{page}"><span>{words.PAGES[page]}</span><i data-readout="{page}"></i></a>'
            for page in pages
        )
        for group, pages in _GROUPS.items()
    )


def _empty(page: str) -> str:
    """Return what a page shows while it is empty."""
    return (
        f'<div class="empty" data-empty="{page}"><h1 tabindex="-1">{words.PAGES[page]}</h1>'
        f'<p class="lead">{words.EMPTY[page]}</p>'
        '<p class="sec needs-no-table"><span data-go-on></span> '
        f'<a class="btn primary" href="#/data">{words.CHOOSE_A_TABLE}</a></p>'
        f'<p class="sec needs-table"><a class="btn primary" href="#/train">{common.GO_TO_TRAIN}</a></p></div>'
    )


def _start_page(samples: list[Mapping[str, Any]], thumbnails: Mapping[str, str]) -> str:
    """Return the start page: how to bring a table."""
    cards = "".join(_card(sample, thumbnails.get(sample["id"], "")) for sample in samples)
    sources = "".join(
        f"<li>{words.source(escape(sample['title']), escape(sample['source']), escape(sample['licence']))}</li>"
        for sample in samples
    )
    steps = "\n".join(f"<li>{step}</li>" for step in words.STEPS)
    return f"""\
<div class="first" id="first">
<h1 tabindex="-1">{words.TITLE}</h1>
<p class="lead">{words.LEAD}</p>
<p class="back" id="back" hidden><button class="linkbtn" type="button" {send("use_table")}>{words.BACK}</button></p>
<div class="sec" id="projects"></div>
<div class="sec"><div class="drop" id="drop">
<div><strong>{words.DROP}</strong>
<span class="small">{words.KINDS}</span>
<span class="small">{words.EXAMPLES}
</span></div>
<div class="hints"><label class="btn primary pick">
<input class="sr" type="file" id="file" accept="{_TABLE_KINDS}" multiple>{common.CHOOSE_A_FILE}</label>
<label class="btn pick"><input class="sr" type="file" id="folder" webkitdirectory>{words.CHOOSE_A_FOLDER}</label>
<button class="btn" type="button" id="paste-open" aria-expanded="false" aria-controls="paste-box">
{words.PASTE}</button>
<a class="btn" href="#/teach">{words.TEACH}</a></div>
</div>
<form class="paste" id="paste-box" hidden>
<label for="paste">{words.CELLS}</label>
<textarea id="paste" rows="6" spellcheck="false" autocomplete="off"></textarea>
<button class="btn primary" type="submit">{words.READ_IT}</button></form></div>
<div class="sec"><h2>{words.SAMPLES}</h2><div class="samples">{cards}</div>
<details class="sources"><summary>{words.SOURCES}</summary><ul>{sources}</ul></details></div>
<div class="sec"><h2>{words.NEXT}</h2><ol class="steps">
{steps}
</ol></div>
<p class="sec small">{words.TRAINED_BEFORE} <label class="linkbtn pick"><input class="sr" type="file" id="model-file"
accept=".zip,.elm">{words.OPEN_SAVED}</label></p>
<details class="sources" id="storage" hidden><summary>{words.STORAGE}</summary>
<div class="storage gapped" id="storage-text"></div></details>
</div>"""


def _card(sample: Mapping[str, Any], thumbnail: str) -> str:
    """Return one sample as a button with its thumbnail."""
    return (
        f'<button class="sample" type="button" {send("open", source={"sample": sample["id"]})}>'
        f"<b>{escape(sample['title'])}</b><i>{words.rows(sample['n_rows'])}</i>"
        f'<span class="small">{escape(sample["text"])}</span>'
        f'<span class="pic" aria-hidden="true">{thumbnail}</span></button>'
    )
