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

__all__ = ["PAGES", "SLOTS", "send", "shell_html"]

PAGES = {
    "data": "Data",
    "train": "Train",
    "result": "Result",
    "models": "Models",
    "learn": "Learn",
    "race": "Race",
}
_GROUPS = {"Your data": ("data", "train", "result"), "Without a file": ("models",), "Side by side": ("learn", "race")}
SLOTS = ("data", "train", "result", "models", "learn", "race", "notice", "channel")

_TABLE_KINDS = ".csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.xlsx,.parquet,text/csv,text/plain"


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


def shell_html(
    samples: Iterable[Mapping[str, Any]] = (),
    thumbnails: Mapping[str, str] | None = None,
    slots: Mapping[str, str] | None = None,
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

    Returns
    -------
    str
        HTML with an empty ``<div class="slot" data-root="...">`` for each of :data:`SLOTS`.
    """
    fill = {name: (slots or {}).get(name, "") for name in SLOTS}
    return f"""\
<a class="skip" href="#main">Skip to the page</a>
<div class="app">
<header class="rail">
<a class="mark" href="#/data">elmweb</a>
<nav aria-label="Pages">{_links()}</nav>
<div class="rail-foot">
<dl class="readout"><dt>Python</dt><dd id="python">to come</dd>
<div id="kept-name" hidden><dt>Project</dt><dd id="kept"></dd></div></dl>
<button class="btn sm" id="theme" type="button">Light / dark</button>
</div>
</header>
<main id="main" tabindex="-1">
{_LOADING_BAR}
<div class="page">
<div id="project-note"></div>
<div class="slot" data-root="notice">{fill["notice"]}</div>
<section data-page="data">
{_start_page(list(samples), thumbnails or {})}
<div class="slot" data-root="data">{fill["data"]}</div>
</section>
<section data-page="train">
{_empty("train", "Train", "No table yet. Training starts from one.")}
<div class="slot" data-root="train">{fill["train"]}</div>
</section>
<section data-page="result">
{_empty("result", "Result", "Nothing is trained yet. The result appears here after training.")}
<div class="slot" data-root="result">{fill["result"]}</div>
</section>
<section data-page="models">
<div class="slot" data-root="models">{fill["models"]}</div>
</section>
<section data-page="learn">
<div class="slot" data-root="learn">{fill["learn"]}</div>
</section>
<section data-page="race">
<div class="slot" data-root="race">{fill["race"]}</div>
</section>
<p class="foot">Everything is worked out on this device. Tables and models are not sent anywhere.</p>
</div>
</main>
</div>
<div class="dropveil" id="veil" hidden><p>Let go to open the file</p></div>
<div class="sr" id="live" role="status"></div>
<div class="slot" data-root="channel" hidden>{fill["channel"]}</div>
"""


_LOADING_BAR = """\
<div class="loading-bar" id="loading-bar" role="status" hidden>
<div><span id="loading-bar-text"></span><b id="loading-bar-next"></b></div>
<div class="bar" id="loading-bar-progress" role="progressbar" aria-label="Loading"
aria-valuemin="0" aria-valuemax="100"><b></b></div>
</div>"""


def _links() -> str:
    """Return the page links, each with a place for its readout."""
    return "".join(
        f'<span class="group" aria-hidden="true">{group}</span>'
        + "".join(
            f'<a href="#/{page}" data-nav="{page}"><span>{PAGES[page]}</span><i data-readout="{page}"></i></a>'
            for page in pages
        )
        for group, pages in _GROUPS.items()
    )


def _empty(page: str, title: str, text: str) -> str:
    """Return what a page shows while it is empty."""
    return (
        f'<div class="empty" data-empty="{page}"><h1 tabindex="-1">{title}</h1><p class="lead">{text}</p>'
        '<p class="sec needs-no-table"><span data-go-on></span> '
        '<a class="btn primary" href="#/data">Choose a table</a></p>'
        '<p class="sec needs-table"><a class="btn primary" href="#/train">Go to Train</a></p></div>'
    )


def _start_page(samples: list[Mapping[str, Any]], thumbnails: Mapping[str, str]) -> str:
    """Return the start page: how to bring a table."""
    cards = "".join(_card(sample, thumbnails.get(sample["id"], "")) for sample in samples)
    sources = "".join(
        f"<li><b>{escape(sample['title'])}</b> {escape(sample['source'])}. {escape(sample['licence'])}.</li>"
        for sample in samples
    )
    return f"""\
<div class="first" id="first">
<h1 tabindex="-1">Train a model on your own table, in this page.</h1>
<p class="lead">Bring a table, choose the column to predict, read how often the model is right.
The file stays on this device.</p>
<p class="back" id="back" hidden><button class="linkbtn" type="button" {send("use_table")}>Back</button></p>
<div class="sec" id="projects"></div>
<div class="sec"><div class="drop" id="drop">
<div><strong>Drop a table here</strong>
<span class="small">CSV, TSV, Excel, Parquet or JSON, up to 1,000,000 rows. First row: column names.</span></div>
<div class="hints"><label class="btn primary pick">
<input class="sr" type="file" id="file" accept="{_TABLE_KINDS}">Choose a file</label>
<button class="btn" type="button" id="paste-open" aria-expanded="false" aria-controls="paste-box">
Paste a table</button></div>
</div>
<form class="paste" id="paste-box" hidden>
<label for="paste">Cells copied from a spreadsheet, or the text of a CSV file</label>
<textarea id="paste" rows="6" spellcheck="false" autocomplete="off"></textarea>
<button class="btn primary" type="submit">Read it</button></form></div>
<div class="sec"><h2>Or start with a sample</h2><div class="samples">{cards}</div>
<details class="sources"><summary>Where the samples come from</summary><ul>{sources}</ul></details></div>
<div class="sec"><h2>What happens next</h2><ol class="steps">
<li><b>Look</b> See the first rows, and what stands out: missing values, copies, columns that give the answer away.</li>
<li><b>Train</b> One press, a few seconds. Nothing has to be set.</li>
<li><b>Result</b> How often it is right on rows it has not seen. Try it on new ones, take the model with you.</li>
</ol></div>
<p class="sec small">Trained one before? <label class="linkbtn pick"><input class="sr" type="file" id="model-file"
accept=".zip,.elm">Open a saved model or project</label></p>
<details class="sources" id="storage" hidden><summary>What this browser keeps</summary>
<div class="storage gapped" id="storage-text"></div></details>
</div>"""


def _card(sample: Mapping[str, Any], thumbnail: str) -> str:
    """Return one sample as a button with its thumbnail."""
    return (
        f'<button class="sample" type="button" {send("open", source={"sample": sample["id"]})}>'
        f"<b>{escape(sample['title'])}</b><i>{sample['n_rows']:,} rows</i>"
        f'<span class="small">{escape(sample["text"])}</span>'
        f'<span class="pic" aria-hidden="true">{thumbnail}</span></button>'
    )
