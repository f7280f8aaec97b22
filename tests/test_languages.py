"""The page in another language than English: its numbers, when it is spoken, and what the site has for it."""

from __future__ import annotations

import ast
import asyncio
import base64
import datetime as dt
import doctest
import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from buildsteps import bundle, languages, site
from elmweb import formatting, words
from elmweb.formatting import (
    about,
    compact,
    count,
    css_percent,
    data_size,
    duration,
    exact,
    in_100,
    listed,
    long_date,
    percent,
    probability,
    quantity,
    quoted,
    score,
    typed,
    whole,
)
from elmweb.workbench.local import LocalWorkbench

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "elmweb"
FORMATS = {*formatting.__all__} - {"ENGLISH", "Manner", "file_stem", "use_manner", "exact", "css_percent", "clock"}
"""What reads differently in another language."""


@pytest.fixture
def german() -> Iterator[None]:
    """Have German spoken; afterwards English is."""
    words.speak("de")
    yield
    words.speak("en")


# -- numbers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("say", "expected"),
    [
        (whole, {7: "7", 1_234_567: "1.234.567"}),
        (compact, {9_999: "9999", 12_500: "12,5k", 1_234_567: "1,2M"}),
        (in_100, {0.974: "97", 0.998: "99,8", 1.0: "100", 0.9999999: "fast 100", 1e-9: "fast 0"}),
        (lambda value: in_100(value, 1), {0.95: "95,0", 0.9996: "99,96"}),
        (probability, {0.0004: "<1", 0.5: "50", 0.998: ">99"}),
        (lambda value: percent(value, 1), {0.374: "37,4", 1.2: "100,0"}),
        (score, {0.998: "0,998", 1.0: "1,00", -0.003: "-0,003", -12.34: "-12,3"}),
        (quantity, {43.94: "43,9", 1234567.0: "1.234.567", 2.5e-9: "2,5e-09", 150.0: "150"}),
        (duration, {0.0: "unter 0,1 ms", 0.0042: "4,2 ms", 0.94: "0,9 s", 150: "2,5 min", 9_000: "2,5 h"}),
        (about, {0.3: "Ungefähr 1 Sekunde", 2.2: "Ungefähr 3 Sekunden", 61: "Ungefähr 2 Minuten"}),
        (data_size, {1: "1 Byte", 100: "100 Bytes", 4_120: "4,1 kB", 10**13: "10.000 GB"}),
        (long_date, {dt.date(2014, 9, 1): "Montag, 1. September 2014", dt.date(2024, 3, 9): "Samstag, 9. März 2024"}),
        (quoted, {"Hügel": "„Hügel“"}),
    ],
)
@pytest.mark.usefixtures("german")
def test_numbers_and_dates_in_german(say: Callable, expected: dict) -> None:
    """Oracle: written by hand, as a German writes them."""
    assert {value: say(value) for value in expected} == expected


@pytest.mark.usefixtures("german")
def test_lists_in_german() -> None:
    """Oracle: by hand."""
    assert [listed(list("abcdefgh")[:n], most=2) for n in (1, 2, 8)] == ["a", "a und b", "a, b und 6 weitere"]


@pytest.mark.usefixtures("german")
def test_what_a_program_reads_is_the_same_in_german() -> None:
    """Oracle: what CSS and the fields of a form take."""
    assert [exact(187.5), exact(1e-7), css_percent(0.374)] == ["187.5", "1e-07", "37.4%"]


@pytest.mark.usefixtures("german")
def test_a_number_is_typed_as_it_is_written() -> None:
    """Oracle: by hand; also what somebody types who is used to English."""
    texts = ["1.234.567", "2,5", "1.000", " 1 000 ", "0,5e9", "2.5"]
    assert [typed(text) for text in texts] == [1234567.0, 2.5, 1000.0, 1000.0, 0.5e9, 2.5]
    with pytest.raises(ValueError, match="many"):
        typed("many")


def test_english_comes_back_to_the_letter(german: None) -> None:
    """Oracle: the examples in the module's docstrings, which are in English."""
    assert quantity(1234.5) == "1.234"
    words.speak("en")
    assert doctest.testmod(formatting).failed == 0
    assert [count(1_200, "row"), quoted("hill")] == ["1,200 rows", '"hill"']


def _early_formats(tree: ast.Module) -> Iterator[int]:
    """Yield the lines that format a number while a module is imported: outside functions, or as their defaults."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "elmweb.formatting"
        for alias in node.names
        if alias.name in FORMATS
    }
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo += [*node.decorator_list, *node.args.defaults, *(each for each in node.args.kw_defaults if each)]
        elif isinstance(node, ast.Lambda):
            todo += node.args.defaults
        else:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield node.lineno
            todo += ast.iter_child_nodes(node)


def test_no_module_keeps_the_numbers_of_one_language() -> None:
    """Invariant: nothing is formatted while a module is imported, before its language is known."""
    found = {
        path.relative_to(ROOT).as_posix(): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := list(_early_formats(ast.parse(path.read_text()))))
    }
    assert found == {}
    assert list(_early_formats(ast.parse("from elmweb.formatting import score as s\nA = s(1)\ndef f(): s(2)"))) == [2]


PROGRAMS = ("words/", "formatting.py", "estimators/", "compute/", "export/script.py")
"""Where digits are grouped as in English: rooms of words, what programmers read, and a program to take home."""


def test_whole_numbers_are_written_in_one_way() -> None:
    """Invariant: nothing that is shown groups digits itself, which would be English in each language."""
    places = [path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py")]
    shown = [place for place in places if not place.startswith(PROGRAMS)]
    assert [place for place in shown if re.search(r"\{[^{}]*:,\}", (PACKAGE / place).read_text())] == []


# -- words ------------------------------------------------------------------------------------


def _run(code: str, **environment: str) -> str:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **environment})
    return done.stdout.strip()


def test_a_room_that_is_opened_later_speaks_too() -> None:
    """Oracle: the German module; of all rooms only the one that was asked for is imported."""
    code = (
        "import sys; from elmweb import words; words.speak('de'); from elmweb.words.page import verdict\n"
        "from elmweb.words.de.page import verdict as german\n"
        "print(verdict.__name__, verdict.MORE_NUMBERS == german.MORE_NUMBERS)\n"
        "print([name for name in sys.modules if name.startswith('elmweb.words.page.')])"
    )
    assert _run(code).split("\n") == ["elmweb.words.page.verdict True", "['elmweb.words.page.verdict']"]


def test_there_are_no_other_rooms() -> None:
    """Invariant: what is misspelled is missing, as in any package."""
    from elmweb.words import page

    assert not hasattr(page, "nothing")
    assert not hasattr(page, "__wrapped__")


def test_english_costs_nothing() -> None:
    """Invariant: to speak English imports no room of words."""
    code = "import sys; import elmweb.workers as w; w.speak_as_asked()\n"
    code += "print([name for name in sys.modules if name.startswith('elmweb.words.')])"
    assert _run(code) == "[]"


@pytest.mark.slow
def test_the_page_worker_speaks_before_it_draws() -> None:
    """Oracle: German words in the document, and the same text once more from another interpreter."""
    code = "from elmweb.workers.page import page_worker; print(page_worker().text)"
    text = _run(code, ELMWEB_LANGUAGE="de")
    from elmweb.words.de.page import train

    assert json.dumps(train.TRAIN)[1:-1] in text
    assert text == _run(code, ELMWEB_LANGUAGE="de")
    assert text != _run("from elmweb.workers.page import page_worker; print(page_worker().text)")


def test_the_engine_speaks_before_it_answers() -> None:
    """Oracle: how it writes a number, once its memory could be kept; the language of a browser is not asked."""
    code = (
        "from elmweb.formatting import whole; import elmweb.workers.engine as engine\n"
        "engine.iter_warm_up = lambda: iter(())\n"
        "engine.for_snapshot(); print(whole(1234))"
    )
    assert _run(code, ELMWEB_LANGUAGE="de") == "1.234"
    assert _run(code, LANG="de_DE.UTF-8") == "1,234"


def test_german_knows_every_pretrained_model() -> None:
    """Invariant: each text of the list of models has its German, and each note its own."""
    from elmweb.words.de.engine import zoo_cards

    cards = json.loads((ROOT / "models" / "manifest.json").read_text())["models"]
    parts = {"title", "about", "measured_on", "device", "dataset", "source", "licence"}
    wanted = {
        card["id"]: parts
        | {f"note-{at + 1}" for at in range(len(card["notes"]))}
        | {"asks", "learned_from"} & set(card["settings"])
        for card in cards
    }
    assert {model: set(said) for model, said in zoo_cards._CARDS.items()} == wanted
    classes = {label for card in cards for label in card.get("labels", ())}
    assert set(zoo_cards._LABELS) == classes - set("0123456789")
    for card in cards:
        said = {zoo_cards.of_model(card["id"], "label", label) for label in card.get("labels", ())}
        assert len(said) == len(card.get("labels", ())), "two classes of a model have one name"
    assert zoo_cards.of_model("cnn-mnist", "title", "Digit reader") == "Ziffern lesen"
    assert zoo_cards.of_model("somebody's", "title", "Their model") == "Their model"
    assert zoo_cards.of_model("somebody's", "label", "cat") == "cat"


@pytest.mark.parametrize("language", ["en", "de"])
def test_classes_have_the_same_names_everywhere(language: str) -> None:
    """Invariant: the photos to try and the job of language call classes as the cards of the models do."""
    room = "words" if language == "en" else f"words.{language}"
    cards = importlib.import_module(f"elmweb.{room}.engine.zoo_cards")
    shown = importlib.import_module(f"elmweb.{room}.page.deep_tools").SHOWN
    classes = {"photos/coffee.jpg": "cup", "photos/astronaut.jpg": "person", "photos/cat.jpg": "cat"}
    assert shown == {file: cards.of_model("detector-nanodet", "label", name) for file, name in classes.items()}
    likes = importlib.import_module(f"elmweb.{room}.engine.studies_jobs").LIKES
    assert likes == cards.of_model("transformer-sentiment", "label", "likes it")


@pytest.mark.usefixtures("german")
def test_the_list_of_models_is_german() -> None:
    """Oracle: what the workbench tells of the models of this site, and the number of rows in a passport of one."""
    from elmweb.export.passport.deep import _range
    from elmweb.zoo.manifest import read_manifest
    from elmweb.zoo.models import _said

    card = _said(read_manifest((ROOT / "models" / "manifest.json").read_text())["cnn-mnist"])
    assert (card.title, card.device, card.notes[1]) == (
        "Ziffern lesen",
        "1 CPU-Kern",
        "Auch was keine Ziffer ist, bekommt eine Antwort.",
    )
    reviews = _said(read_manifest((ROOT / "models" / "manifest.json").read_text())["transformer-sentiment"])
    assert (reviews.labels, reviews.settings["asks"]) == (
        ("gefällt nicht", "gefällt"),
        "Auf Englisch schreiben, wie ein Film war",
    )
    assert _range("accuracy", 0.9, card.measured_on) == _range("accuracy", 0.9, "10,000 test digits") != {}


# -- what was saved in one language and is opened in another ------------------------------------


def _reopened(*, with_table: bool) -> tuple[dict, dict, dict]:
    """Train in German, save, open in English; return the result there, here, and what English says of the same."""

    async def in_english() -> tuple[dict, bytes, dict]:
        bench = LocalWorkbench()
        info = await bench.open_table({"sample": "iris"}, None, lambda _: None)
        choices = {"targets": info["targets"], "task": info["task"]}
        result = await bench.train(choices, {"n_hidden": 16, "alpha": 1.0}, lambda _: None)
        file = await bench.export("kept")
        return result, bytes(file["data"]), choices

    async def opened(data: bytes, choices: dict) -> dict:
        bench = LocalWorkbench()
        await bench.open_table({"sample": "iris"}, None, lambda _: None)
        told = {"choices": choices} if with_table else {}
        return await bench.load_model({"bytes": data, "name": "iris.elm.zip", **told}, lambda _: None)

    there, data, choices = asyncio.run(in_english())
    words.speak("en")
    here = asyncio.run(opened(data, choices))
    return there, here, asyncio.run(in_english())[0]


@pytest.mark.usefixtures("german")
def test_a_kept_project_says_its_result_in_the_language_that_is_spoken_now() -> None:
    """Oracle: a training in that language; the numbers are those of the first."""
    there, here, anew = _reopened(with_table=True)
    assert there["headline"]["sentence"].startswith("Richtig bei")
    assert [here[part] for part in ("headline", "how", "measures")] == [
        anew[part] for part in ("headline", "how", "measures")
    ]
    assert [one["score"] for one in here["scores"]] == [one["score"] for one in there["scores"]]


@pytest.mark.usefixtures("german")
def test_a_model_without_its_table_tells_that_its_report_is_in_another_language() -> None:
    """Oracle: the sentence that was saved, and a note beside it."""
    there, here, _anew = _reopened(with_table=False)
    assert here["headline"]["sentence"] == there["headline"]["sentence"]
    assert here["headline"]["note"].endswith("This report was written in another language, and is shown as it was.")


# -- the site ---------------------------------------------------------------------------------


def _files() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")]


def test_english_bundles_hold_no_other_language() -> None:
    """Invariant: neither Python gets a file of German with its English bundles."""
    for wanted in (bundle.is_for_page, bundle.is_for_engine):
        assert [name for name in _files() if wanted(name) and "/words/de/" in name] == []


@pytest.mark.parametrize("role", ["page", "engine"])
def test_a_language_has_the_rooms_that_english_has(role: str) -> None:
    """Oracle: the English bundle of each Python, its rooms one folder further down; and what all rooms share."""
    said = {name for name in _files() if bundle.is_said(name, "de", role)}
    english = {name for name in _files() if bundle.WANTED[role](name) and re.match("elmweb/words/(page|engine)/", name)}
    twins = {name.replace("/words/", "/words/de/") for name in english}
    shared = {f"elmweb/words/de/{path.name}" for path in (PACKAGE / "words" / "de").glob("*.py")}
    assert "elmweb/words/de/manner.py" in shared
    assert said >= {name for name in twins if (ROOT / name).exists()} | shared
    assert all(name.startswith("elmweb/words/de/") for name in said)
    assert role == "engine" or not [name for name in said if "/engine/" in name and name not in twins]
    assert not [name for name in _files() if bundle.is_said(name, "fr", role)]


def test_a_language_that_is_not_complete_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Oracle: a copy of all rooms with one left out, in Python and in JavaScript."""
    monkeypatch.setattr(languages, "ROOT", tmp_path)
    monkeypatch.setattr(languages, "WORDS", tmp_path / "elmweb" / "words")
    monkeypatch.setattr(languages, "SCRIPTS", tmp_path / "web" / "words")
    needed = [f"elmweb/words/de/{room.replace('.', '/')}.py" for room in words.rooms()]
    needed += ["elmweb/words/de/manner.py", "web/words/page.js", "web/words/de/page.js"]
    for name in needed:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    languages.check("de")
    languages.check("en")
    for name in ("elmweb/words/de/page/verdict.py", "web/words/de/page.js"):
        (tmp_path / name).unlink()
        with pytest.raises(SystemExit, match=re.escape(f"Deutsch is not complete; there is no {name}.")):
            languages.check("de")
        (tmp_path / name).touch()


class _Head:
    def __init__(self, html: str) -> None:
        self.html = html
        self.language = re.search(r'<html lang="(\w+)">', html)[1]
        self.title = re.search("<title>(.*)</title>", html)[1]
        self.policy = re.search('http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
        self.others = dict(re.findall('<link rel="alternate" hreflang="(..)" href="([^"]*)">', html))
        self.map = re.findall('<script type="importmap">(.*)</script>', html)


@pytest.mark.slow
def test_each_language_has_a_first_page(tmp_path: Path) -> None:
    """Oracle: the words of both languages, and the hash of the import map as a browser works it out."""
    for language in ("en", "de"):
        site._write_index(tmp_path, language)
    english, german = (_Head((tmp_path / name).read_text()) for name in ("index.html", "index.de.html"))
    assert (english.language, german.language) == ("en", "de")
    assert (english.title, german.title) == ("Data · elmweb", "Daten · elmweb")
    assert (english.others, german.others) == ({"de": "index.de.html"}, {"en": "./"})
    assert english.map == []
    assert "sha256" not in english.policy
    [text] = german.map
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{digest}';" in german.policy
    assert german.html.index("importmap") < german.html.index("modulepreload") < german.html.index("</head>")
    scripts = {path.name for path in (ROOT / "web" / "words").glob("*.js")}
    assert json.loads(text)["imports"] == {f"./words/{name}": f"./words/de/{name}" for name in scripts}
    announced = re.findall('<link rel="modulepreload" href="(words/[^"]*)">', german.html)
    assert announced
    assert all(name.startswith("words/de/") for name in announced)
    assert 'href="de/site.json"' in german.html
    assert [name for name in ("words/de", "de/", "importmap") if name in english.html] == []
    switch = '<a class="language" href="{}" hreflang="{}" lang="{}">{}</a>'
    assert switch.format("index.de.html", "de", "de", "Deutsch") in english.html
    assert switch.format("./", "en", "en", "English") in german.html
    assert german.html.count(' lang="en"') == 1, "nothing else on the page is said to be English"


@pytest.mark.slow
def test_a_page_in_one_language_has_no_switch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Invariant: where English is all there is, nothing tells of languages."""
    monkeypatch.setattr(words, "LANGUAGES", {"en": "English"})
    for module in (languages, site):
        monkeypatch.setattr(module, "LANGUAGES", {"en": "English"})
    site._write_index(tmp_path, "en")
    html = (tmp_path / "index.html").read_text()
    assert [name for name in ("hreflang", "importmap", 'class="language"') if name in html] == []


def test_the_service_worker_fetches_one_language_ahead(tmp_path: Path) -> None:
    """Invariant: what only German needs is known to it, and told from what every visit needs."""
    names = ["index.html", "index.de.html", "de/site.json", "words/de/page.js", "words/page.js", "models/manifest.json"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    site._write_service_worker(tmp_path)
    text = (tmp_path / "sw.js").read_text()
    files = json.loads(re.search(r"const FILES = (\{.*\});", text)[1])
    starts = json.loads(re.search(r"const LANGUAGES = (\{.*\});", text)[1])
    assert set(starts) == {"de"}
    assert {name for name in files if name.startswith(tuple(starts["de"]))} == {*names[1:4]}
    assert set(files) == {*names}
