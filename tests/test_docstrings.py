"""Every public name says what it is, as numpydoc has it, and every example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
from types import ModuleType

import pytest
from numpydoc.validate import validate

import elmweb

# What may be missing: a second paragraph, an example, a list of related names.
OPTIONAL = {"ES01", "EX01", "SA01"}
# What a method, an error, a view or a step-by-step twin may leave to its class, protocol or twin, and a short function
# to its one sentence.
ARGUMENTS = {"PR01", "PR04", "RT01", "YD01"}
# Where arguments and answers are listed in full: what people call from their own code.
FULL = ("elmweb", "elmweb.data", "elmweb.evaluation", "elmweb.export", "elmweb.training.search")
DOCTESTS = doctest.NORMALIZE_WHITESPACE


def modules() -> list[ModuleType]:
    """Return every module that can be imported without a browser."""
    names = [found.name for found in pkgutil.walk_packages(elmweb.__path__, "elmweb.")]
    return [elmweb, *(importlib.import_module(name) for name in names if "._browser" not in name)]


def public(module: ModuleType) -> dict[str, object]:
    """Return the classes and functions that a module offers, by the place where they are written."""
    found = [getattr(module, name) for name in getattr(module, "__all__", ())]
    return {
        f"{thing.__module__}.{thing.__qualname__}": thing
        for thing in found
        if (inspect.isclass(thing) or inspect.isfunction(thing)) and thing.__module__.startswith("elmweb")
    }


def with_methods(things: dict[str, object]) -> list[str]:
    """Return the names of things, and of the public methods and properties that their classes themselves define."""
    names = list(things)
    for name, thing in things.items():
        for key, member in vars(thing).items() if inspect.isclass(thing) else ():
            # scikit-learn adds methods of its own to a class; they are documented there.
            ours = isinstance(member, property) or (
                inspect.isfunction(member) and member.__module__.startswith("elmweb")
            )
            if ours and not key.startswith("_"):
                names.append(f"{name}.{key}")
    return names


ALL = sorted({name for module in modules() for name in with_methods(public(module))})
CALLED = sorted({name for module in modules() if module.__name__ in FULL for name in public(module)})
EXAMPLES = [module.__name__ for module in modules() if ">>>" in inspect.getsource(module)]


def faults(name: str, allowed: set[str]) -> list[tuple[str, str]]:
    """Return what numpydoc's validator says against a docstring."""
    found = [(code, text) for code, text in validate(name)["errors"] if code not in allowed]
    # A generator yields first and returns last, and is described in that order; the validator wants the other one.
    return [(code, text) for code, text in found if not (code == "GL07" and "Returns, Yields" in text)]


@pytest.mark.parametrize("name", ALL)
def test_it_is_documented(name: str) -> None:
    """Oracle: numpydoc's validator."""
    assert faults(name, OPTIONAL | ARGUMENTS) == []


@pytest.mark.parametrize("name", CALLED)
def test_arguments_and_answers_are_listed(name: str) -> None:
    """Oracle: numpydoc's validator, for what people call from their own code."""
    assert faults(name, OPTIONAL) == []


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.__name__)
def test_a_module_says_what_it_is_and_what_it_offers(module: ModuleType) -> None:
    """Invariant: a module has a docstring, and its ``__all__`` names what is there, once."""
    assert module.__doc__
    names = list(getattr(module, "__all__", ()))
    assert all(hasattr(module, name) for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_examples_are_true(name: str) -> None:
    """Oracle: the answers written in the docstring."""
    failed, tried = doctest.testmod(importlib.import_module(name), optionflags=DOCTESTS)
    assert tried
    assert not failed


def test_the_estimators_have_examples() -> None:
    """Invariant: whoever looks up an estimator sees it used."""
    for name in ("ELMClassifier", "ELMRegressor"):
        assert ">>>" in inspect.getdoc(getattr(elmweb, name))
