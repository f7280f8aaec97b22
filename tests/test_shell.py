"""The page around Panel: static HTML that paints before Python."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from elmweb.app.shell import PAGES, SLOTS, send, shell_html

WEB = Path(__file__).parent.parent / "web"
APP = WEB.parent / "elmweb" / "app"
SAMPLE = {
    "id": "iris",
    "title": "Iris",
    "n_rows": 1797,
    "text": "Three <kinds>.",
    "source": "Fisher & others",
    "licence": "BSD",
}
VOID = {"input", "br", "meta", "link", "img", "hr", "path", "rect"}


class Reader(HTMLParser):
    """Collects elements and notices what is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        """Note an element and that it is open."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the newest open element, which must be this one."""
        assert self.open.pop() == tag


@pytest.fixture
def reader() -> Reader:
    """Return the shell with one sample, taken apart."""
    return Reader(shell_html([SAMPLE], {"iris": "<svg></svg>"}))


def test_every_element_is_closed(reader: Reader) -> None:
    """Invariant: the shell is well formed."""
    assert reader.open == []


def test_every_slot_is_there_once_and_in_order_of_need(reader: Reader) -> None:
    """Invariant: each root of the app has exactly one place."""
    places = [attrs["data-root"] for _, attrs in reader.elements if "data-root" in attrs]
    assert sorted(places) == sorted(SLOTS)


def test_the_policy_allows_the_shell(reader: Reader) -> None:
    """Invariant: no script, no inline handler and no foreign address, as the Content-Security-Policy demands."""
    for tag, attrs in reader.elements:
        assert tag != "script"
        assert not [name for name in attrs if name.startswith("on")]
        assert not str(attrs.get("src") or attrs.get("href") or "").startswith(("http", "//", "/"))


def test_ids_are_unique_and_all_that_the_script_asks_for_exist(reader: Reader) -> None:
    """Invariant: every id that the page's scripts look up is in the shell, once."""
    ids = [attrs["id"] for _, attrs in reader.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    scripts = [path.read_text(encoding="utf-8") for room in ("page", "start") for path in (WEB / room).glob("*.js")]
    wanted = set(re.findall(r'\$\("([\w-]+)"\)', "".join(scripts)))
    assert {"paste-box", "loading-bar"} <= wanted <= set(ids)


def test_one_link_a_page(reader: Reader) -> None:
    """Invariant: the rail leads to exactly the pages there are."""
    links = [attrs["href"] for tag, attrs in reader.elements if tag == "a" and "data-nav" in attrs]
    assert links == [f"#/{page}" for page in (*PAGES, "about")]


def test_a_sample_is_a_button_that_opens_it(reader: Reader) -> None:
    """Oracle: the message written by hand."""
    card = next(attrs for _, attrs in reader.elements if attrs.get("class") == "sample")
    assert json.loads(card["data-send"]) == {"name": "open", "args": {"source": {"sample": "iris"}}}


def test_words_of_a_sample_are_shown_as_text() -> None:
    """Invariant: markup in a title, a text or a source is escaped."""
    text = shell_html([SAMPLE | {"title": "<script>x</script>"}])
    assert "<script" not in text
    assert "Three &lt;kinds&gt;." in text
    assert "Fisher &amp; others. BSD." in text
    assert "1,797 rows" in text


def test_send_survives_any_column_name() -> None:
    """Invariant: quotes and tags in an argument neither end the attribute nor get lost."""
    nasty = "a\"b'c<d>&e"
    attrs = Reader(f"<p {send('role', column=nasty)}></p>").elements[0][1]
    assert json.loads(attrs["data-send"])["args"]["column"] == nasty


def test_fonts_and_sheets_are_relative() -> None:
    """Invariant: nothing in the style sheet leads away from the page's own folder."""
    css = (WEB / "style.css").read_text(encoding="utf-8")
    urls = re.findall(r"url\(([^)]*)\)", css)
    assert urls
    assert all(url.startswith("fonts/") for url in urls)


def test_every_variable_that_is_used_is_set() -> None:
    """Invariant: no rule reads a custom property that the sheet does not define."""
    css = (WEB / "style.css").read_text(encoding="utf-8")
    used = set(re.findall(r"var\((--[\w-]+)", css))
    assert used <= set(re.findall(r"(--[\w-]+)\s*:", css))


def test_light_and_dark_define_the_same_colours() -> None:
    """Invariant: both ways into the dark theme set exactly the same values."""
    css = (WEB / "style.css").read_text(encoding="utf-8")
    blocks = re.findall(r"color-scheme:dark;(.*?)\}", css, flags=re.DOTALL)
    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def test_the_first_view_says_what_happens_next() -> None:
    """Invariant: the pages that follow are named, in their order."""
    text = shell_html([SAMPLE])
    steps = text[text.index('<ol class="steps">') :]
    assert steps.index("<b>Look</b>") < steps.index("<b>Train</b>") < steps.index("<b>Result</b>")


def test_dots_of_the_sample_pictures_are_coloured() -> None:
    """Invariant: each class that buildsteps/thumbnails.py writes has a colour from the theme."""
    css = (WEB / "style.css").read_text(encoding="utf-8")
    for number in range(3):
        assert re.search(rf"\.dot{number}\{{fill:[^}}]*var\(--", css)


def test_what_can_be_hidden_is_not_laid_out_by_its_class() -> None:
    """Bokeh hides a part from within its shadow root, over which a class of the page with a `display` would win."""
    css = (WEB / "style.css").read_text(encoding="utf-8")
    laid_out = {
        name
        for names, rule in re.findall(r"^([.\w,-]+)\{([^}]*)\}", css, flags=re.MULTILINE)
        if re.search(r"\bdisplay:(?!none)", rule)
        for name in re.findall(r"\.([\w-]+)", names)
    }
    assert {"fields", "half", "closer"} <= laid_out
    for path in APP.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"stack\([^()]*(?:\([^()]*\)[^()]*)*visible=False[^()]*\)", text):
            outer = re.sub(r"stack\([^()]*\)", "", call[len("stack") :])
            kinds = set(" ".join(re.findall(r'kind="([^"]*)"', outer)).split())
            assert not kinds & laid_out, f"{path.name}: {call}"
