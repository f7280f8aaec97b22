"""Browsers that lack something, or whose kernels fail: the same answer as ever, and what is missing is said."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from altered import DIES, altered, goes_where_python_can_be_told, worker_named
from made_tables import FRUIT, as_csv, fruit, slow
from person import Person
from playwright.sync_api import Worker, expect

from elmweb import ELMClassifier, ELMRegressor
from elmweb.words.engine import bridge_kernels

pytestmark = pytest.mark.browser

TABLE = as_csv(FRUIT, fruit(400))
N, D, L = 1500, 40, 240


@pytest.fixture
def visit_with(visit_again, folder: Path, address: str) -> Callable[..., Person]:
    """Return a function that opens the page with some of its scripts altered."""

    def come(**changes: Callable[[str], str]) -> Person:
        person = visit_again("about:blank")
        for name, alter in changes.items():
            person.page.route(f"**/{name}", altered(folder, name, alter))
        person.comes_to(address)
        return person.is_live()

    return come


def opens(person: Person, table: bytes, target: str) -> None:
    """Open a table, choose what to predict and go to the Train page."""
    person.choose("table.csv", table)
    expect(person.heading("table.csv")).to_be_visible()
    person.predicts(target)
    person.go("Train")


def sentence_of(person: Person) -> str:
    """Train on the table and return what the page says under Train and on the result."""
    opens(person, TABLE, "grade")
    plan = person.page.locator("p.small", has_text="rows left out.")
    expect(plan).to_be_visible(timeout=120_000)
    return plan.inner_text() + "\n" + person.train()


def verdict_of_few_units(person: Person, table: bytes) -> str:
    """Train on a large table with the fewest units there may be, which takes seconds, and return the verdict."""
    opens(person, table, "y")
    person.button("Adjust").click()
    person.page.get_by_role("slider", name="Width").press("ArrowRight")
    expect(person.page.get_by_text(re.compile(r"Width: \d"))).to_have_count(1)
    return person.train()


@pytest.fixture(scope="module")
def usual_person(stay, folder: Path, address: str) -> Person:
    """Return somebody whose browser lacks nothing; the engine can be told to run Python."""
    return goes_where_python_can_be_told(stay("about:blank"), folder, address)


@pytest.fixture(scope="module")
def usual(usual_person) -> str:
    """Return what a browser that lacks nothing says of the table."""
    said = sentence_of(usual_person)
    assert not any(note in said for note in bridge_kernels.NOTES.values())
    return said.split("\n")[1]


NO_SIMD = {"start/python-worker.js": lambda text: "WebAssembly.validate = () => false;\n" + text}
LACKS = {
    "no SIMD": (NO_SIMD, "no SIMD"),
    "wrong integers": (
        {"kernel/integer-paths.js": lambda text: text.replace("return sum === right;", "return sum === right + 1;")},
        "integer",
    ),
    "wrong floats": (
        {"kernel/here.js": lambda text: text.replace("Math.tanh((z", "Math.sin((z")},
        "float",
    ),
    "no kernel": ({"kernel/here.js": lambda _: "throw new Error('not here');"}, "lost"),
    "no memory": ({"kernel/kernel.js": lambda text: text.replace("MAX_PAGES = 65_536", "MAX_PAGES = 5")}, ""),
}


@pytest.mark.parametrize("lack", LACKS)
def test_a_browser_that_lacks_something_gives_the_same_answer_and_says_so(visit_with, usual, lack):
    """Oracle: the verdict of a browser that lacks nothing; one sentence under Train says what is missing."""
    changes, why = LACKS[lack]
    under, verdict = sentence_of(visit_with(**changes)).split("\n")
    assert under.endswith(bridge_kernels.NOTES[why] if why else "rows left out.")
    assert verdict == usual


def kernels_that_die(worker: str) -> str:
    """Return the script of kernel workers that take one block of rows and end at the next."""
    dies = "setTimeout(() => { throw new Error('the kernel died'); }, 0); await new Promise(() => {});"
    return "let added = 0;\n" + worker.replace(
        "const value = await", f"if (verb === 'add' && ++added > 1) {{ {dies} }}\n      const value = await"
    )


def that_counts_deaths(pool: str) -> str:
    """Return the pool's script with a count of the workers that have ended under it."""
    return pool.replace(
        "onDeath(this.dead ?? why);", "self.deaths = (self.deaths ?? 0) + 1; onDeath(this.dead ?? why);"
    )


def test_kernel_workers_that_die_in_the_middle_cost_time_only(visit_with, usual_person, complaints):
    """Oracle: the verdict of a browser whose kernel workers live, on a table that is fitted by them."""
    table = slow(27_000, 3)
    unlucky = visit_with(**{"kernel/worker.js": kernels_that_die, "kernel/pool.js": that_counts_deaths})
    said = verdict_of_few_units(unlucky, table)
    assert worker_named(unlucky.page, "engine").evaluate("() => self.deaths") > 0
    complaints.clear()
    assert said == verdict_of_few_units(usual_person, table)


def only_the_page_makes_workers(script: str) -> str:
    """Return the script of both Pythons where none can make a worker."""
    return "self.Worker = class { constructor() { throw new Error('a worker made a worker'); } };\n" + script


def test_workers_beside_a_python_are_made_and_ended_by_the_page(visit_with, complaints):
    """Firefox can put a Python that makes one to sleep for ever. Both kinds work, and end with the engine."""
    person = visit_with(**{"start/python-worker.js": only_the_page_makes_workers})
    begun: list[str] = []
    person.page.on("worker", lambda worker: begun.append(worker.url))
    verdict_of_few_units(person, slow(27_000, 3))
    assert any(url.endswith("kernel/worker.js") for url in begun)
    deadline = time.monotonic() + 30
    while any(worker.url.endswith("kernel/worker.js") for worker in person.page.workers):
        assert time.monotonic() < deadline, "they are needed no more"
        person.page.wait_for_timeout(100)
    person.opens_model("Digit reader")
    person.button("Use a sample digit").click()
    expect(person.page.locator("[role=status] b.big:visible")).to_have_text("3")
    with worker_named(person.page, "models").expect_event("close"):
        worker_named(person.page, "engine").evaluate(DIES)
    complaints.clear()


# The kernel behind fit(), in the page's own Python

MODELS = f"""
import json, hashlib
import numpy as np
from elmweb import ELMClassifier, ELMRegressor
from elmweb.compute.kernel import _InThread
rng = np.random.default_rng(5)
X = rng.normal(size=({N}, {D}))
B = rng.integers(0, 256, ({N}, {D})).astype(np.uint8)
y = np.sin(X[:, 0]) + X[:, 1] * X[:, 2] + 0.3 * rng.normal(size={N})
c = np.digitize(y, [-0.5, 0.5])
"""
FLOATS = "ELMRegressor({L}, random_state=1).fit(X, y)", "ELMClassifier({L}, alpha=3.0, random_state=1).fit(X, c)"
INTEGERS = (
    "ELMClassifier({L}, random_state=1).fit(B, c)",
    "ELMRegressor({L}, arithmetic='integer', random_state=1).fit(X, y)",
)


@pytest.fixture(scope="module")
def engine(usual_person, usual) -> Worker:
    """Return the worker that trains, which has trained: so the kernel was asked for."""
    assert usual
    return worker_named(usual_person.page, "engine")


def in_page(engine: Worker, model: str) -> dict[str, Any]:
    """Return the coefficients of a model, fitted in the page."""
    code = MODELS + f"assert _InThread.kernel\nm = {model.format(L=L)}\n"
    code += "[m.coef_.ravel().tolist(), np.ravel(m.intercept_).tolist(), m.alpha_, m.loo_decision_.ravel().tolist()]"
    coef, intercept, alpha, loo = engine.evaluate("(code) => self.runPython(code)", code)
    return {"coef": np.array(coef), "intercept": np.array(intercept), "alpha": alpha, "loo": np.array(loo)}


def here(model: str) -> Any:
    """Return the model, fitted by CPython."""
    names: dict[str, Any] = {}
    exec(MODELS, names)  # noqa: S102  the very lines that run in the page
    kinds = {"ELMRegressor": ELMRegressor, "ELMClassifier": ELMClassifier}
    return eval(model.format(L=L), names | kinds)  # noqa: S307


@pytest.mark.parametrize("model", FLOATS)
def test_fit_in_the_page_is_that_of_blas(engine, model):
    """Oracle: float64 on CPython, to 5e-6 of the norm of the coefficients in every leave-one-out output."""
    found, oracle = in_page(engine, model), here(model)
    norm = np.linalg.norm(np.reshape(oracle.coef_, (L, -1)), axis=0).max()
    assert found["alpha"] == pytest.approx(oracle.alpha_, rel=1e-5)
    np.testing.assert_allclose(found["loo"], oracle.loo_decision_.ravel(), atol=2e-5 * norm)
    np.testing.assert_allclose(found["coef"], oracle.coef_.ravel(), atol=1e-3 * norm)
    assert found["coef"].tobytes() != oracle.coef_.tobytes()  # by another backend


@pytest.mark.parametrize("model", INTEGERS)
def test_fit_in_the_page_in_integers_has_the_same_bits(engine, model):
    """Oracle: CPython's exact sums; every bit of coefficients and intercepts is the same."""
    found, oracle = in_page(engine, model), here(model)
    assert found["alpha"] == oracle.alpha_
    assert found["coef"].tobytes() == oracle.coef_.ravel().tobytes()
    assert found["intercept"].tobytes() == np.ravel(oracle.intercept_).tobytes()
