"""Errors cross between workers as plain data."""

import json

import pytest

from elmweb import exceptions
from elmweb.exceptions import ElmwebError, error_from_dict

KINDS = [kind for kind in map(vars(exceptions).get, exceptions.__all__) if isinstance(kind, type)]


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_the_way_between_workers(kind):
    """Invariant: kind, sentence, rule, value and hints are the same after JSON and back."""
    error = kind("It broke.", rule="whole", value="cut", hints=("Mend it.", "Bring another."))
    again = error_from_dict(json.loads(json.dumps(error.to_dict())))
    assert type(again) is type(error)
    assert again.to_dict() == error.to_dict()


@pytest.mark.parametrize("kind", ["FromTheFuture", "needed_and_found"])
def test_an_error_of_an_unknown_kind_stays_readable(kind):
    """Invariant: a newer worker's kind of error, or a name that is none, becomes the base class with its sentence."""
    again = error_from_dict({"kind": kind, "what": "It broke."})
    assert type(again) is ElmwebError
    assert str(again) == "It broke."
