"""One server, one Chromium, and the rules every browser test obeys.

The rules: no request to another host, no error on the console, no exception in the page.
``ELMWEB_SITE`` names the folder of the built site (default ``dist``), ``ELMWEB_CHROMIUM`` the browser.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from outside import Outside
from person import Person
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright
from small_models import Server, lay_out

from buildsteps.browser import find_chromium, find_firefox
from buildsteps.server import make_server

ROOT = Path(__file__).parents[2]
PROJECT_PATH = "repo-name"  # GitHub Pages serves a project below its name
PATIENCE_MS = 90_000  # a busy machine with two cores, and another browser beside this one

PHONE: ViewportSize = {"width": 390, "height": 844}

MADE_UP_DEVICES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
"""A camera that shows a moving picture and a microphone that beeps, both allowed."""

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]


FULL = "navigator.storage && (navigator.storage.estimate = async () => ({quota: 1e6, usage: 1e6}));"
"""Has a page find no room for the snapshots that it would leave: each of them starts one more Python."""


class Site:
    """The built site on a server of its own, below a project path.

    Parameters
    ----------
    parent : Path
        Folder that holds the site as ``repo-name``.
    """

    def __init__(self, parent: Path) -> None:
        self._server = make_server(parent)
        self.address = f"http://127.0.0.1:{self._server.server_port}/{PROJECT_PATH}/"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def handler(self) -> Any:
        """What answers each request; a test may put a slower one here."""
        return self._server.RequestHandlerClass

    @handler.setter
    def handler(self, kind: type) -> None:
        self._server.RequestHandlerClass = functools.partial(kind, **self.handler.keywords)

    def stop(self) -> None:
        """End the server, as when a line goes dead."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


@pytest.fixture(scope="session")
def folder() -> Path:
    """Return the folder of the built site."""
    path = Path(os.environ.get("ELMWEB_SITE", ROOT / "dist")).resolve()
    if not (path / "index.html").exists():
        pytest.fail(
            f"There is no built site in {path}. Run `python3 build.py site` first, or name a folder in ELMWEB_SITE.",
            pytrace=False,
        )
    return path


@pytest.fixture(scope="session")
def serve(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Site]]:
    """Return a function that serves the site once more, on another port."""
    parent = tmp_path_factory.mktemp("pages")
    (parent / PROJECT_PATH).symlink_to(folder, target_is_directory=True)
    sites: list[Site] = []

    def start() -> Site:
        sites.append(Site(parent))
        return sites[-1]

    yield start
    for site in sites:
        site.stop()


@pytest.fixture(scope="session")
def address(serve: Callable[[], Site]) -> str:
    """Return where the site is."""
    return serve().address


@pytest.fixture(scope="session")
def outside() -> Iterator[Outside]:
    """Return the rest of the world: it counts who asks for it, and answers nobody."""
    world = Outside()
    yield world
    world.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return where Chromium is; before anything else, for it may take a Playwright, and there is one at a time."""
    return find_chromium()


@pytest.fixture(scope="session")
def launch(outside: Outside, chromium_path: str) -> Iterator[Callable[..., Browser]]:
    """Return a function that starts a Chromium. Whatever is not on this machine goes to ``outside``."""
    browsers: list[Browser] = []
    with sync_playwright() as playwright:

        def start(*more: str) -> Browser:
            # Given as an argument and not as Playwright's option, which would send this machine's addresses there too.
            args = [*CHROMIUM_ARGS, f"--proxy-server={outside.address}", *more]
            # A driver named here that is not there would take WebGPU's software away.
            env = {name: value for name, value in os.environ.items() if not name.startswith("VK_")}
            browsers.append(playwright.chromium.launch(executable_path=chromium_path, args=args, env=env))
            return browsers[-1]

        yield start
        for browser in browsers:
            browser.close()


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Browser:
    """Return one Chromium for all tests; it has no WebGPU where there is no graphics device."""
    return launch()


@pytest.fixture(scope="session")
def chromium_gpu(launch: Callable[..., Browser]) -> Browser:
    """Return a Chromium with WebGPU, done in software where there is no graphics device."""
    return launch("--enable-unsafe-webgpu")


@pytest.fixture(scope="session")
def firefox_program() -> str:
    """Return the path of a Firefox."""
    program = find_firefox()
    if not program:
        pytest.skip("there is no Firefox on this machine, and none could be installed")
    return program


@pytest.fixture(scope="session")
def complaints() -> list[str]:
    """Return what went wrong in any page since the last test, in the browser's words."""
    return []


@pytest.fixture(autouse=True)
def nothing_odd(outside: Outside, complaints: list[str]) -> Iterator[None]:
    """Fail a test that left an error on the console or asked another host for anything."""
    outside.asked.clear()
    complaints.clear()
    yield
    assert outside.asked == []
    assert complaints == []


@pytest.fixture(scope="session")
def shelf(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a site like the built one, with small deep models."""
    root = tmp_path_factory.mktemp("deep") / PROJECT_PATH
    lay_out(folder, root)
    return root


def _noting(shelf: Path) -> tuple[Site, Server]:
    site, server = Site(shelf.parent), Server(f"/{PROJECT_PATH}/")
    site.handler = server.handler(site.handler.func)
    return site, server


@pytest.fixture
def serve_models(shelf: Path) -> Iterator[Callable[[], tuple[Site, Server]]]:
    """Return a function that serves that site on another port, and what its server was asked for."""
    sites: list[tuple[Site, Server]] = []

    def start() -> tuple[Site, Server]:
        sites.append(_noting(shelf))
        return sites[-1]

    yield start
    for site, server in sites:
        server.go.set()
        site.stop()


@pytest.fixture(scope="session")
def models_site(shelf: Path) -> Iterator[tuple[Site, Server]]:
    """Return that site on a server of its own."""
    site, server = _noting(shelf)
    yield site, server
    server.go.set()
    site.stop()


USUAL = {"viewport": {"width": 1280, "height": 800}, "accept_downloads": True, "service_workers": "block"}


def _profile(chromium: Browser, complaints: list[str], **options: object) -> BrowserContext:
    """Return a browser profile that was never here; what goes wrong in it is noted."""
    context = chromium.new_context(**{**USUAL, **options})
    context.set_default_timeout(PATIENCE_MS)
    context.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    return context


def _visits(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Callable[..., Person]]:
    people: list[Person] = []

    def visit(url: str = address, *, keeps: bool = False, **options: object) -> Person:
        context = _profile(chromium, complaints, **options)
        if not keeps:
            context.add_init_script(FULL)
        people.append(Person(context, url))
        return people[-1]

    yield visit
    for person in people:
        person.context.close()


_FORGET = "() => localStorage.removeItem('elmweb-theme')"


def _later_visits(returning: BrowserContext, address: str) -> Iterator[Callable[..., Person]]:
    people: list[Person] = []

    def visit(url: str = address, *, phone: bool = False, **media: Any) -> Person:
        person = Person(returning, "about:blank")
        people.append(person)
        person.page.emulate_media(**media)
        if phone:
            person.page.set_viewport_size(PHONE)
            touch = returning.new_cdp_session(person.page)
            touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        person.comes_to(url)
        return person

    yield visit
    for person in people:
        if not person.page.is_closed():
            person.page.evaluate(_FORGET)
            person.page.close()


@pytest.fixture
def visit(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Callable[..., Person]]:
    """Return a function that opens the page in a browser that was never here; closed after the test.

    That browser keeps nothing for the next visit, which would go on behind the test and cost as much as two more
    starts: files only with ``service_workers="allow"``, snapshots only with ``keeps=True``.
    """
    yield from _visits(chromium, address, complaints)


@pytest.fixture(scope="module")
def stay(chromium: Browser, address: str, complaints: list[str]) -> Iterator[Callable[..., Person]]:
    """Like ``visit``, for a page that all tests of a file use one after the other."""
    yield from _visits(chromium, address, complaints)


@pytest.fixture(scope="session")
def returning(chromium: Browser, address: str, complaints: list[str]) -> Iterator[BrowserContext]:
    """Return a browser that was here before: it starts both Pythons from the pictures that its first visit left.

    A start from them costs a third of a first one, so whatever is not about first visits comes with this browser.
    """
    context = _profile(chromium, complaints)
    first = Person(context, address).is_live()
    first.leaves_pictures()
    first.page.close()
    yield context
    context.close()


@pytest.fixture
def visit_again(returning: BrowserContext, address: str) -> Iterator[Callable[..., Person]]:
    """Return a function that opens the page in the browser that was here before; closed after the test.

    ``phone`` makes the window small and the screen one to touch; further arguments are those of ``emulate_media``.
    """
    yield from _later_visits(returning, address)


@pytest.fixture(scope="module")
def stay_again(returning: BrowserContext, address: str) -> Iterator[Callable[..., Person]]:
    """Like ``visit_again``, for a page that all tests of a file use one after the other."""
    yield from _later_visits(returning, address)


@pytest.fixture(scope="module")
def stay_with_devices(
    launch: Callable[..., Browser], address: str, complaints: list[str]
) -> Iterator[Callable[..., Person]]:
    """Like ``stay``, in a browser with a camera and a microphone."""
    yield from _visits(launch(*MADE_UP_DEVICES), address, complaints)
