"""What stands around every page, and the start page."""

from __future__ import annotations

from elmweb.formatting import count

# Before the page is opened

TAB = "Data · elmweb"
DESCRIPTION = "Train a model on your own table, in this page. Nothing to install, and the file stays on this device."
"""For a search engine."""

# Around every page

PAGES = {
    "data": "Data",
    "train": "Train",
    "result": "Result",
    "models": "Models",
    "learn": "Learn",
    "race": "Race",
}
GROUPS = {"own": "Your data", "without": "Without a file", "beside": "More"}
"""Above the pages in the navigation: the first three, Models, then Learn and Race."""

ABOUT = "About"
ABOUT_ELMWEB = "About elmweb"
DARK_MODE = "Dark mode"
DROP_HERE = "Let go to open the file"
LOADING = "Loading"
NAVIGATION = "Pages"
"""The name of the navigation, for screen readers."""
NEVER_LEAVES = "Everything runs on this device. Your data never leaves it."
PROJECT = "Project"
PYTHON = "Python"
"""Beside its version."""
SKIP = "Skip to the page"
"""The link past the navigation, for the keyboard."""
TO_COME = "to come"
"""The version of Python, before it has loaded."""

# Pages that are empty yet

CHOOSE_A_TABLE = "Choose a table"
EMPTY = {
    "train": "No table yet. Choose one to train on.",
    "result": "Nothing is trained yet. The result appears here after training.",
}
MODELS_SOON = "They are listed here as soon as Python has arrived."

# The start page

TITLE = "Train a model on your own table, in this page."
LEAD = "Bring a table, choose the column to predict, read how often the model is right.\nThe file stays on this device."
BACK = "Back"
DROP = "Drop a table here"
KINDS = "CSV, TSV, Excel, Parquet or JSON, up to 1,000,000 rows. First row: column names."
EXAMPLES = "Or photos or clips, as a folder or a zip. The name of each sub-folder is what to predict."
CHOOSE_A_FOLDER = "Choose a folder"
PASTE = "Paste a table"
TEACH = "Teach it with a camera"
CELLS = "Cells copied from a spreadsheet, or the text of a CSV file"
READ_IT = "Read it"
SAMPLES = "Or start with a sample"
SOURCES = "Where the samples come from"
NEXT = "What happens next"
STEPS = (
    "<b>Look</b> See the first rows, and what stands out: missing values, copies, columns that give the answer away.",
    "<b>Train</b> One press, a few seconds. Nothing has to be set.",
    "<b>Result</b> How often it is right on rows it has not seen. Try it on new ones, take the model with you.",
)
TRAINED_BEFORE = "Trained one before?"
OPEN_SAVED = "Open a saved model or project"
STORAGE = "What this browser keeps"


def rows(number: int) -> str:
    """How long a sample is."""
    return count(number, "row")


def source(title: str, source: str, licence: str) -> str:
    """Where a sample comes from."""
    return f"<b>{title}</b> {source}. {licence}."
