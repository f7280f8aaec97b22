"""What a person does on the page and sees there, in their words."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, expect

expect.set_options(timeout=60_000)  # a busy machine, and another browser beside this one

_DROP = """({target, files, text}) => {
  const dataTransfer = new DataTransfer();
  for (const [name, data] of Object.entries(files)) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    dataTransfer.items.add(new File([bytes], name));
  }
  if (text) dataTransfer.setData("text/plain", text);
  for (const type of ["dragenter", "dragover", "drop"]) {
    target.dispatchEvent(new DragEvent(type, {bubbles: true, composed: true, cancelable: true, dataTransfer}));
  }
}"""


class Person:
    """Somebody with a browser of their own who came to the page.

    Parameters
    ----------
    context : BrowserContext
        A browser profile that was never here.
    address : str
        The page's address.
    """

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page = context.new_page()
        self.said: list[str] = []
        """What the console said last: why a picture did not work, for one."""
        self.page.on("console", lambda line: self.said.append(line.text))
        self.page.goto(address)

    def how_python_started(self) -> dict[str, str | None]:
        """Return whether the page and the engine were started the plain way or from a snapshot, and from which."""
        expect(self.page.locator("html[data-start][data-engine]")).to_be_attached(timeout=90_000)
        root = self.page.locator("html")
        return {"page": root.get_attribute("data-start"), "engine": root.get_attribute("data-engine")}

    def starts_from_pictures(self) -> None:
        """Check that both Pythons were started from a picture; if not, say what the console said."""
        assert self.how_python_started() == {"page": "snapshot", "engine": "snapshot"}, "\n".join(self.said)

    def comes_to(self, address: str) -> None:
        """Open an address."""
        self.address = address
        self.page.goto(address)

    def leaves_pictures(self) -> None:
        """Wait until a picture of each Python's memory is kept for later visits."""
        self.page.wait_for_function(
            "() => ['page', 'engine'].every((role) => localStorage.getItem(`elmweb-snapshot-${role}`))", timeout=180_000
        )

    # What they see

    def button(self, name: str) -> Locator:
        """Return a button by its name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        """Return a heading by its text."""
        return self.page.get_by_role("heading", name=name, exact=True)

    @property
    def alert(self) -> Locator:
        """Return the message of a failure."""
        return self.page.get_by_role("alert")

    @property
    def verdict(self) -> Locator:
        """Return the one sentence of the result."""
        return self.page.locator(".verdict h1")

    @property
    def answer(self) -> Locator:
        """Return what the model says about the row in the form."""
        return self.page.locator("[role=status]").filter(has=self.page.locator("b.big"))

    @property
    def headline(self) -> Locator:
        """Return what a deep model says first."""
        return self.page.locator("[role=status] b.big").first

    def readout(self, page: str) -> Locator:
        """Return the value beside a page's name."""
        return self.page.locator(f'[data-readout="{page}"]')

    def field(self, name: str) -> Locator:
        """Return a control by its name."""
        return self.page.get_by_label(name, exact=True)

    # What they do

    def is_live(self) -> Person:
        """Wait until Python is there."""
        self.page.locator("html[data-live]").wait_for(state="attached")
        return self

    def go(self, page: str) -> None:
        """Open a page by its link in the rail."""
        self.page.get_by_role("navigation").get_by_role("link", name=page).click()

    def opens_model(self, title: str) -> None:
        """Open a deep model by its place in the list and wait until it runs."""
        self.go("Models")
        back = self.button("All models")
        if back.is_visible():  # on a phone the list makes room for the model
            back.click()
        self.page.get_by_role("navigation", name="Models").get_by_role("link", name=title).click()
        expect(self.heading(title)).to_be_visible()
        expect(self.page.locator(".runs .badge")).to_be_visible(timeout=120_000)

    def brings(self, label: Locator, name: str, data: bytes | Path) -> None:
        """Choose a file in the dialog that a label opens."""
        self._pick(label, name, data)

    def first_view(self) -> None:
        """Go to where a table can be chosen."""
        self.go("Data")
        if self.page.locator("body[data-table]").count():
            self.button("Use another table").click()
        expect(self.heading("Or start with a sample")).to_be_visible()

    def choose(self, name: str, data: bytes | Path) -> None:
        """Choose a table in the file dialog."""
        self.first_view()
        self._pick(self.page.locator("#first label", has_text="Choose a file"), name, data)

    def choose_model(self, name: str, data: bytes | Path) -> None:
        """Choose a saved model in the file dialog."""
        self.first_view()
        self._pick(self.page.locator("#first label", has_text="Open a saved model"), name, data)

    def choose_rows(self, name: str, data: bytes | Path) -> None:
        """Choose a file to predict on the Result page."""
        self.go("Result")
        label = self.page.locator('label:has(input[data-file="predict_file"])')
        self._pick(label, name, data)

    def _pick(self, label: Locator, name: str, data: bytes | Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            # Not its middle: the first box of the label is the invisible input in it, one pixel wide.
            label.click(position={"x": 12, "y": 10})
        payload = data if isinstance(data, Path) else {"name": name, "mimeType": "", "buffer": data}
        chooser.value.set_files(payload)

    def drop(self, name: str, data: bytes, *, on: str = "main") -> None:
        """Drop a file somewhere on the page."""
        self.drops({name: data}, on=on)

    def drops(self, files: dict[str, bytes], *, text: str = "", on: str = "main") -> None:
        """Drop files, or text, somewhere on the page."""
        target = self.page.locator(on).first.element_handle()
        encoded = {name: base64.b64encode(data).decode() for name, data in files.items()}
        self.page.evaluate(_DROP, {"target": target, "files": encoded, "text": text})

    def paste(self, text: str) -> None:
        """Paste text that was copied elsewhere."""
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+V")

    def has_open(self, name: str, rows: int, columns: int) -> None:
        """Check that a table is shown, and is as large as it should be."""
        expect(self.heading(name)).to_be_visible()
        facts = f"{rows:,} {'row' if rows == 1 else 'rows'}, {columns:,} {'column' if columns == 1 else 'columns'}, "
        expect(self.page.locator(".head .lead")).to_contain_text(facts)

    def predicts(self, column: str) -> None:
        """Choose the column to predict."""
        self.go("Data")
        self.page.get_by_label("What should it predict?").select_option(column)

    def train(self) -> str:
        """Train and return the sentence that says how good the model is."""
        self.go("Train")
        self.button("Train").click()
        self.page.wait_for_url("**#/result")  # an open project may stand before it
        expect(self.verdict).to_be_visible()
        return self.verdict.inner_text()

    def is_told(self, *parts: str) -> str:
        """Check that a failure is told with these words, put it away, and return all of it."""
        expect(self.alert).to_be_visible()
        for part in parts:
            expect(self.alert).to_contain_text(part)
        text = self.alert.inner_text()
        self.button("Close this message").click()
        expect(self.alert).to_be_hidden()
        return text

    def saves(self, name: str) -> Path:
        """Press what saves a file and return the file."""
        with self.page.expect_download() as download:
            self.button(name).click()
        return _kept(download.value)


def _kept(download: Any) -> Path:
    """Return a downloaded file under the name it was saved as."""
    path = Path(download.path()).parent / download.suggested_filename
    download.save_as(path)
    return path
