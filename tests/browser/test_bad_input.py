"""Every bad input gets a clear sentence, and nothing that is on the page is lost."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_tables import FRUIT, as_csv, fruit
from person import Person
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

GOOD = as_csv(FRUIT, fruit())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)  # how Microsoft's old container begins
NASTY = '<img src="q" onerror="window.ran=1"><script>window.ran=1</script>'


@pytest.fixture(scope="module")
def person(stay_again) -> Person:
    """Return somebody with a table, choices, a changed setting and a result, all of which must survive."""
    person = stay_again().is_live()
    opens_the_first_table(person)
    person.go("Train")
    person.button("Adjust").click()
    for _ in range(3):
        person.page.get_by_role("slider", name="Seed").press("ArrowRight")
    person.train()
    return person


def opens_the_first_table(person: Person) -> None:
    """Open a good table, choose the answer and leave a column out."""
    person.drop("fruit.csv", GOOD)
    person.has_open("fruit.csv", 240, 7)
    person.predicts("grade")
    person.button("orchard category").click()
    person.page.get_by_label("orchard is a").select_option("left out")
    expect(person.button("orchard left out")).to_be_visible()


@pytest.fixture(scope="module")
def sentence(person: Person) -> str:
    """Return what the result says before anything bad is brought."""
    return person.verdict.inner_text()


@pytest.fixture
def unharmed(person: Person) -> Iterator[None]:
    """Check after a test that the rail says of table, training and result what it said before."""
    before = rail(person)
    yield
    assert rail(person) == before


@pytest.fixture
def replaced(person: Person) -> Iterator[None]:
    """Check that the result is what it was before another table was opened, and is marked as that of the first."""
    before = person.readout("result").inner_text()
    yield
    assert person.readout("result").inner_text() == before
    marked = person.page.get_by_role("navigation").get_by_title("From fruit.csv, not from the table that is open")
    expect(marked).to_have_count(2)
    expect(person.readout("result")).to_have_css("text-decoration-line", "line-through")


def rail(person: Person) -> list[str]:
    """Return what stands beside the names of the pages."""
    return person.page.locator("[data-readout]").all_inner_texts()


def is_whole(person: Person, sentence: str) -> None:
    """Check that table, choices, settings and result are what they were, and that the model still answers."""
    person.go("Data")
    back = person.button("Back to fruit.csv")
    if back.is_visible():
        back.click()
    person.has_open("fruit.csv", 240, 7)
    expect(person.page.get_by_label("What should it predict?")).to_have_value("grade")
    expect(person.button("orchard left out")).to_be_visible()
    keeps_settings_and_result(person, sentence)


def keeps_settings_and_result(person: Person, sentence: str) -> None:
    """Check that a moved slider and the result are still there, and that the model still answers."""
    person.go("Train")
    expect(person.page.get_by_role("slider", name="Seed")).to_have_attribute("aria-valuenow", "3.0")
    person.go("Result")
    expect(person.verdict).to_have_text(sentence)
    sugar = person.page.get_by_role("slider", name="sugar")
    for key, value in (("Home", "10"), ("End", "1[34]")):
        sugar.press(key)
        expect(sugar).to_have_value(re.compile(f"^{value}"))
    expect(person.answer.locator("b.big")).to_have_text(re.compile("table|juice"))


def zipped(**members: bytes) -> bytes:
    """Return a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return out.getvalue()


# Files that are no table

NO_TABLES = {
    "empty": ("empty.csv", b"", ['"empty.csv" is empty', "at least one row of values"]),
    "header only": ("names.csv", b"weight,grade\n", ['"names.csv" has no rows of values', "only a row of names"]),
    "binary junk": ("junk.csv", bytes(range(256)) * 64, ['"junk.csv" cannot be read as a table', "binary data"]),
    "a picture": ("table.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), ["a PNG picture", "one of CSV or TSV"]),
    "a web page": ("export.xls", b"<!doctype html><html><table></table></html>", ["a web page (HTML)"]),
    "password": (
        "secret.xlsx",
        OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512),
        ['"secret.xlsx" is protected by a password', "save it without a password"],
    ),
    "old workbook": ("old.xls", OLE + bytes(512), ['"old.xls" cannot be read', "an old Office file"]),
    "damaged workbook": ("cut.xlsx", zipped(xl_workbook_xml=b"")[:60], ['"cut.xlsx"', "It may be damaged"]),
    "another zip": ("pictures.zip", zipped(a_txt=b"hello"), ['"pictures.zip"', "a zip archive"]),
    "broken JSON": ("rows.json", b'[{"a": 1},\n {"a": 2,}]', ['"rows.json" is not valid JSON in line 2', '{"a": 2,}']),
    "JSON without rows": ("rows.json", b"[1, 2, 3]", ['"rows.json" is JSON, but no table', "a list of records"]),
}


@pytest.mark.parametrize("kind", NO_TABLES)
@pytest.mark.usefixtures("unharmed")
def test_what_is_no_table_is_refused_in_words(person, kind):
    """The message names the file, where it is wrong, the rule and the value."""
    name, data, parts = NO_TABLES[kind]
    person.choose(name, data)
    person.is_told("Needed", "Found", *parts)


@pytest.mark.usefixtures("unharmed")
def test_several_files_at_once_are_answered(person):
    """One file is read at a time; none of several is read in silence."""
    person.drops(dict.fromkeys(["may.csv", "june.csv", "july.csv", "august.csv"], GOOD))
    person.is_told("4 files were brought at once", "one file at a time", "may.csv, june.csv, july.csv and more")
    expect(person.page.locator("#veil")).to_be_hidden()


@pytest.mark.parametrize(("name", "head"), [("me.png", b"\x89PNG\r\n\x1a\n"), ("me.ogg", b"OggS")])
@pytest.mark.usefixtures("unharmed")
def test_a_photo_or_a_sound_is_told_where_it_can_go(person, name, head):
    """A table is needed here; models that look and hear are on another page."""
    person.drop(name, head + bytes(200))
    person.is_told(f'"{name}" cannot be read as a table', "On the page Models there are models that look")


@pytest.mark.usefixtures("unharmed")
def test_a_file_of_2_gb_is_refused_before_it_is_read(person, tmp_path):
    """A sparse file that would take minutes to read is refused at once, with its size and the limit."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        file.truncate(2_100_000_000)
    person.choose(path.name, path)
    expect(person.alert).to_be_visible(timeout=5000)
    person.is_told('"huge.csv" is too large', "at most 1.9 GB", "2.1 GB")


@pytest.mark.usefixtures("unharmed")
def test_more_than_10000_columns_are_refused(person):
    """One column too many is counted in the message."""
    line = ",".join(["1"] * 10_001).encode()
    person.drop("wide.csv", line.replace(b"1", b"x") + b"\n" + line + b"\n")
    person.is_told('"wide.csv" has too many columns', "at most 10,000", "10,001")


def test_nothing_was_lost_by_what_was_refused(person, sentence):
    """Table, choices, settings and result are what they were before all of it."""
    is_whole(person, sentence)


# Tables nothing can be learned from

NOTHING_TO_LEARN = {
    "one row": ("one.csv", b"a,b\n1,2\n", (1, 2), ['"one.csv" has too few rows', "at least 2 rows"]),
    "one column": ("one.csv", b"a\n" + b"1\n2\n3\n" * 9, (27, 1), ['"one.csv" has one column', 'only "a"']),
    "all missing": ("holes.csv", b"a,b\n" + b",\n" * 30, (30, 2), ['"b" is empty and cannot be predicted']),
    "nothing beside the answer": (
        "same.csv",
        b"a,b\n" + b"".join(b"%d,same\n" % (i % 3) for i in range(30)),
        (30, 2),
        ['No column of "same.csv" is left to learn from', '"b"'],
    ),
}


@pytest.mark.parametrize("kind", NOTHING_TO_LEARN)
@pytest.mark.usefixtures("replaced")
def test_what_cannot_be_learned_from_is_shown_and_says_why(person, kind):
    """The table opens and can be looked at; the reason stands beside the answer and under a locked Train button."""
    name, data, (rows, columns), parts = NOTHING_TO_LEARN[kind]
    person.drop(name, data)
    person.has_open(name, rows, columns)
    cannot_train(person, *parts)


@pytest.mark.usefixtures("replaced")
def test_one_class_is_told(person):
    """A target that says the same in every row is named, with its one value."""
    person.drop("class.csv", b"a,b,c\n" + b"".join(b"%d,%d,same\n" % (i % 7, i % 3) for i in range(40)))
    person.has_open("class.csv", 40, 3)
    person.predicts("c")
    cannot_train(person, '"c" has the same answer in every row', 'only "same"')


@pytest.mark.usefixtures("replaced")
def test_an_identifier_cannot_be_predicted(person):
    """A column that is different in every row is named, with how many answers there are; choosing another one helps."""
    rows = [[f"A{index:03d}", *row] for index, row in enumerate(fruit(50))]
    person.drop("ids.csv", as_csv(["code", *FRUIT], rows))
    person.has_open("ids.csv", 50, 8)
    person.predicts("code")
    cannot_train(person, '"code" is different in every row', "50 answers in 50 rows")
    person.predicts("grade")
    person.go("Train")
    expect(person.button("Train")).to_be_enabled()


def cannot_train(person: Person, what: str, *parts: str) -> None:
    """Check that the reason stands on the Data page and on the Train page, where the button is locked."""
    warning = person.page.locator("section[data-page=data] .warn")
    for part in (what, *parts):
        expect(warning).to_contain_text(part)
    person.go("Train")
    expect(
        person.page.get_by_role("status").filter(has_text=what).and_(person.page.locator(":visible"))
    ).to_be_visible()
    expect(person.button("Train")).to_be_disabled()


# Tables that are odd but good


@pytest.mark.usefixtures("replaced")
def test_text_that_is_dropped_is_read_like_pasted_text(person):
    """Cells dragged from a spreadsheet are a table."""
    rows = as_csv(FRUIT, fruit(60)).decode().replace(",", "\t")
    person.drops({}, text=rows)
    person.has_open("dropped text", 60, 7)


@pytest.mark.usefixtures("replaced")
def test_rows_that_do_not_fit_are_named_and_can_be_kept(person):
    """A title and a row too long are left out and named; a press on the switch reads the row after all."""
    rows = [[i % 7, i % 5, "xy"[i % 2]] for i in range(40)]
    person.drop("ragged.csv", b"Report of the year\n\n" + as_csv(["a", "b", "c"], [*rows, [1, 2, "x", "more"]]))
    person.has_open("ragged.csv", 40, 3)
    said = person.page.get_by_role("paragraph").filter(has_text="Line 1 stands above the names, and is left out")
    expect(said).to_be_visible()  # and not only in the closed list of how the file was read
    person.page.get_by_role("switch", name=re.compile("^Line 44 has more cells than there are columns")).click()
    person.has_open("ragged.csv", 41, 4)


@pytest.mark.usefixtures("replaced")
def test_equal_names_are_told_apart(person):
    """Three columns of one name get names of their own, and a note says so."""
    person.drop("twins.csv", as_csv(["a", "a", "a"], ([i % 7, i % 5, "xy"[i % 2]] for i in range(40))))
    person.has_open("twins.csv", 40, 3)
    expect(person.button("a (3) answer")).to_be_visible()
    person.page.get_by_text("How the file was read").click()
    expect(person.page.get_by_text('The name "a" is used more than once. Column 2 is now "a (2)".')).to_be_visible()


@pytest.mark.usefixtures("replaced")
def test_infinities_are_found_and_trained_around(person, sentence):
    """Infinite numbers are a finding with their count, and a training with them ends in a result."""
    rows = [[*row] for row in fruit(80)]
    rows[3][0], rows[9][0] = "inf", "-inf"
    person.drop("infinite.csv", as_csv(FRUIT, rows))
    person.has_open("infinite.csv", 80, 7)
    expect(person.page.get_by_text('"weight" is infinite or beyond 1e150 in 2 rows')).to_be_visible()
    person.go("Train")
    expect(person.button("Train")).to_be_enabled()


@pytest.mark.usefixtures("replaced")
def test_dates_that_do_not_parse_are_named(person):
    """A date column with a word in it is a finding with the word and its row; a role that cannot be is refused."""
    rows = [[*row] for row in fruit(60)]
    rows[6][3] = "never"
    person.drop("dates.csv", as_csv(FRUIT, rows))
    person.has_open("dates.csv", 60, 7)
    expect(person.page.get_by_text('"picked" has 1 value that cannot be read as a date')).to_be_visible()
    expect(person.page.get_by_text(re.compile('Such as "never" in row 7'))).to_be_visible()
    person.predicts("grade")
    person.button("orchard category").click()
    person.page.get_by_label("orchard is a").select_option("date")
    cannot_train(person, 'The column "orchard" cannot be a date column', "in row 1")


@pytest.mark.usefixtures("replaced")
def test_html_in_names_and_cells_is_text(person):
    """Markup in the file's name, the names, the cells and the answers is shown letter by letter and never run."""
    rows = [[row[0], row[1], f"{row[2]}{NASTY}", f"<b>{row[6]}</b>"] for row in fruit(120)]
    name = '<img src="q" onerror="window.ran=1">.csv'
    person.drop(name, as_csv([f"<b>weight</b>{NASTY}", "<i>sugar</i>", "orchard", "grade"], rows))
    person.has_open(name, 120, 4)
    expect(person.page.locator("td", has_text=NASTY).first).to_be_visible()
    expect(person.page.locator("th", has_text="<i>sugar</i>")).to_be_visible()
    person.predicts("grade")
    person.button(re.compile("^orchard")).click()
    assert ran(person) == []


def ran(person: Person) -> list[str]:
    """Return every sign that markup from a table became markup of the page."""
    signs = ["script"] if person.page.evaluate("() => 'ran' in window") else []
    for selector in ('img[src="q"]', "td b", "th b, th i", "h1 b, .verdict i", "script:text('window.ran')"):
        signs += [selector] * person.page.locator(selector).count()
    return signs


@pytest.mark.usefixtures("replaced")
def test_a_very_wide_table_is_read_and_can_be_trained_on(person):
    """A table of 2,000 columns opens, is looked at and does not freeze the page; the widest may have 10,000."""
    head = [f"c{index}" for index in range(1_999)]
    rows = ([*((i * j) % 7 for j in range(1_999)), "ab"[i % 2]] for i in range(24))
    person.drop("wide.csv", as_csv([*head, "kind"], rows))
    person.has_open("wide.csv", 24, 2_000)
    person.go("Train")
    expect(person.heading(re.compile(r"Predict kind from [\d,]+ columns"))).to_be_visible()
    expect(person.button("Train")).to_be_enabled()


def test_the_result_outlived_all_other_tables(person, sentence):
    """Settings and result are what they were; the first table, brought back, is what it was."""
    keeps_settings_and_result(person, sentence)
    opens_the_first_table(person)
    is_whole(person, sentence)


# Rows to predict


@pytest.mark.usefixtures("unharmed")
def test_new_kinds_missing_columns_and_unreadable_cells_are_told_with_the_predictions(person):
    """All rows are predicted; each surprise is named with its column, its value and how many rows it is in."""
    rows = [[row[0], "a lot" if at < 2 else row[1], "someday", "maybe"] for at, row in enumerate(fruit(30, seed=7))]
    person.choose_rows("odd.csv", as_csv(["weight", "sugar", "picked", "organic"], rows))
    answer = person.page.get_by_role("status").filter(has_text="30 rows predicted.")
    for part in (
        'not in the table and counts as empty: "price".',
        'Not a number in "sugar": "a lot". 2 cells count as empty.',
        'Not a date in "picked": "someday".',
        'New in "organic": "maybe". Unknown to the model in 30 rows',
    ):
        expect(answer).to_contain_text(part)


@pytest.mark.usefixtures("unharmed")
def test_rows_without_any_known_column_are_refused(person):
    """The message says which columns the model knows and which the file has."""
    person.choose_rows("other.csv", b"height,width\n1,2\n3,4\n")
    person.is_told('No column of "other.csv" is known to the model', '"weight"', '"height"')


@pytest.mark.usefixtures("unharmed")
def test_a_bad_file_of_rows_is_refused_like_a_bad_table(person):
    """An empty file and a damaged one, brought to be predicted, are told in the reader's own words."""
    person.choose_rows("empty.csv", b"")
    person.is_told('"empty.csv" is empty')
    person.choose_rows("rows.json", b'[{"weight": 1},\n {"weight": 2,}]')
    person.is_told('"rows.json" is not valid JSON in line 2')


# Model files


@pytest.fixture(scope="module")
def saved(person: Person) -> bytes:
    """Return a good model file."""
    person.go("Result")
    path: Path = person.saves("Model, opens here again")
    return path.read_bytes()


def changed(data: bytes) -> bytes:
    """Return the same zip with one number of the model changed."""
    source = zipfile.ZipFile(io.BytesIO(data))
    arrays = bytearray(source.read("arrays.npz"))
    arrays[len(arrays) // 2] ^= 1
    return zipped(model_json=source.read("model.json"), arrays_npz=bytes(arrays))


MODELS = {
    "cut": (lambda data: data[: len(data) // 2], ['The model file "bad.elm.zip" is damaged', "cut or changed"]),
    "changed": (changed, ['The model file "bad.elm.zip" is damaged', "its numbers were changed"]),
    "empty": (lambda _: b"", ['"bad.elm.zip" is not a model that elmweb saved']),
    "a table": (lambda _: GOOD, ['"bad.elm.zip" is not a model', "something else than a zip file", "Data page"]),
    "another zip": (lambda _: zipped(a_txt=b"hello"), ['"bad.elm.zip" is not a model', "other contents"]),
    "another program's": (
        lambda _: zipped(model_json=b'{"kind": "other"}', arrays_npz=b""),
        ['"bad.elm.zip" is not a model', "another program"],
    ),
    "a newer one": (
        lambda _: zipped(model_json=b'{"kind": "elmweb model", "format": 99, "elmweb": "9.0"}', arrays_npz=b""),
        ['The model file "bad.elm.zip" is newer than this page', "format 99", "Reload the page"],
    ),
}


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.usefixtures("unharmed")
def test_a_bad_model_file_is_refused(person, saved, kind):
    """Damaged, foreign and newer files are told apart, and the model on the page stays."""
    spoil, parts = MODELS[kind]
    person.choose_model("bad.elm.zip", spoil(saved))
    person.is_told(*parts)


# And after all that


def test_after_all_that_it_still_trains(person, sentence):
    """Table, choices, settings and result survived, and give a result once more."""
    is_whole(person, sentence)
    assert person.train().startswith("Right on")


def test_html_is_text_on_the_result_page_too(person):
    """A model of such a table shows labels, form, predictions and mistakes as text, and downloads them as they are."""
    rows = [[row[0], row[1], f"{row[2]}{NASTY}", f"<b>{row[6]}</b>"] for row in fruit(120)]
    names = [f"<b>weight</b>{NASTY}", "<i>sugar</i>", "orchard", "grade"]
    person.choose("html.csv", as_csv(names, rows))
    person.has_open("html.csv", 120, 4)
    person.predicts("grade")
    person.train()
    expect(person.page.get_by_role("columnheader", name="<b>juice</b>", exact=True)).to_be_visible()
    expect(person.answer.locator("b.big")).to_have_text(re.compile("^<b>(juice|table)</b>$"))
    person.page.get_by_label("orchard", exact=True).select_option(f"hill{NASTY}")
    bad = f"new{NASTY}"
    person.drop(f"{NASTY}.csv", as_csv(names, [[*row[:2], bad, row[3]] for row in rows]), on="[data-drop=predict_file]")
    expect(person.page.get_by_text(re.compile(re.escape('New in "orchard": "new<img')))).to_be_visible()
    assert bad in person.saves("Save all predictions").read_text().replace('""', '"')
    person.drop(f"{NASTY}.csv", f'{{"a": {NASTY}\n'.encode())
    person.is_told(NASTY)
    assert ran(person) == []
