"""The Data page's switches and form for reading a file another way, without a browser."""

from __future__ import annotations

import asyncio

import panel as pn
import pytest
from fake_workbench import FakeWorkbench, table_info
from test_pages import OPEN, run, settled, shown_text

from elmweb.app.main import build
from elmweb.app.pages.reading import parse_lines
from elmweb.exceptions import ParseError, SettingsError
from elmweb.workbench.local import LocalWorkbench

TEXT = "Report\n\na,b,kind\n" + "".join(f"{i},{i % 5},{'xy'[i % 2]}\n" for i in range(30)) + "1,2,x,4\n"


class Reads(FakeWorkbench):
    """A workbench that says what was left out, and keeps the options it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.options: list[dict] = []

    async def open_table(self, source, options, progress):
        """Return the apples with two kinds of lines left out."""
        await super().open_table(source, options, progress)
        self.options.append(dict(options or {}))
        undone = (options or {}).get("undo", [])
        left = [{"kind": kind, "text": f"Lines of <{kind}>.", "on": kind not in undone} for kind in ("title", "long")]
        more = {"left_out": left, "sheets": ["One", "Two"], "options": dict(options or {})}
        return table_info("apples.csv") | more


@pytest.fixture
def workbench():
    """Return it."""
    return Reads()


@pytest.fixture
def app(workbench):
    """Return a fresh app with a table open."""
    return run(build(workbench, deliver=print), OPEN)


def widget(app, label):
    """Return the widget with a label."""
    return next(one for one in app.roots["data"].select(pn.widgets.Widget) if label in (one.name, one.label))


def test_what_was_left_out_has_a_switch(app, workbench):
    """Each kind is shown as text with a switch; a switch reads the same file again, and back."""
    text = shown_text(app.roots["data"])
    assert "Lines of &lt;title&gt;." in text
    assert text.count('data-key="undo:') == 2
    run(app, ("undo", {"kind": "title", "on": False}), ("undo", {"kind": "long", "on": False}))
    run(app, ("undo", {"kind": "title", "on": True}))
    assert workbench.options == [{}, {"undo": ["title"]}, {"undo": ["title", "long"]}, {"undo": ["long"]}]
    assert [source for verb, source in workbench.calls if verb == "open_table"] == [OPEN[1]["source"]] * 4


def test_only_what_there_is_to_say_of_the_reading_is_folded_away(app):
    """Notes are a closed list; without one the way to read the file again stands by itself."""
    info = app.session.table.info
    app.session.table.info = {**info, "notes": ["The decimal mark is a comma."]}
    assert "How the file was read" in shown_text(app.roots["data"])
    app.session.table.info = {**info, "notes": []}
    assert "How the file was read" not in shown_text(app.roots["data"])
    assert "Read the file another way" in shown_text(app.roots["data"])


def test_file_that_cannot_be_read_so_stays_as_it_was(app, workbench):
    """Invariant: after a failure the options are those of the table that is shown."""
    workbench.fail = ParseError("No.", rule="yes", value="no")
    run(app, ("undo", {"kind": "title", "on": False}))
    assert app.session.error["what"] == "No."
    assert app.session.table.options == {} == app.session.table.info["options"]


def test_form_reads_the_file_as_it_says(app, workbench):
    """What is chosen in the form becomes the options, and what is left alone is guessed."""
    run(app, ("adjust_reading", {}))
    widget(app, "Columns are separated by").value = "\t"
    widget(app, "Sheet or table").value = "Two"
    widget(app, "Line of the names").value = "3"
    widget(app, "Lines to leave out").value = "5, 7 to 9"

    async def press():
        widget(app, "Read again").clicks += 1
        await settled()

    asyncio.run(press())
    assert workbench.options[-1] == {"delimiter": "\t", "sheet": "Two", "header_row": 3, "skip_lines": [5, 7, 8, 9]}
    widget(app, "Lines to leave out").value = "all"
    asyncio.run(press())
    assert "The lines to leave out cannot be found." in app.session.error["what"]
    assert len(workbench.options) == 2


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("3", [3]),
        ("3,5", [3, 5]),
        ("3 5", [3, 5]),
        ("3, 7 to 9 and 2", [2, 3, 7, 8, 9]),
        ("4-6;5", [4, 5, 6]),
    ],
)
def test_lines_are_written_as_people_write_them(text, lines):
    """Oracle: the numbers."""
    assert parse_lines(text, "It") == lines


@pytest.mark.parametrize("text", ["x", "0", "5 to 3", "1-99999999", "-4", "1.5"])
def test_lines_that_are_none_are_refused(text):
    """A setting outside its rule is refused."""
    with pytest.raises(SettingsError):
        parse_lines(text, "It")


def test_workbench_says_what_it_left_out():
    """Oracle: the reader; what is undone is passed on, and stands in the script of the training."""

    async def ask():
        bench = LocalWorkbench()
        source = {"text": TEXT, "name": "report.csv"}
        first = await bench.open_table(source, None, print)
        second = await bench.open_table(source, {"undo": ["long"]}, print)
        script = await bench.script({"targets": ["kind"]}, {}, cluster=False)
        return first, second, script["data"].decode()

    first, second, script = asyncio.run(ask())
    assert [(one["kind"], one["on"]) for one in first["left_out"]] == [("title", True), ("long", True)]
    assert (first["n_rows"], second["n_rows"], second["n_columns"]) == (30, 31, 4)
    assert [(one["kind"], one["on"]) for one in second["left_out"]] == [("title", True), ("long", False)]
    assert "read_table(FILE, options=ReadOptions(undo=['long']))" in script
