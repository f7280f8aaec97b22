"""Errors cross between workers as plain data."""

import json

import pytest

from elmweb import exceptions
from elmweb.exceptions import ElmwebError, error_from_dict


@pytest.mark.parametrize("name", exceptions.__all__)
def test_an_error_survives_the_way_between_workers(name):
    """Invariant: kind, sentence, rule, value and hints are the same after JSON and back."""
    error = getattr(exceptions, name)("It broke.", rule="whole", value="cut", hints=("Mend it.", "Bring another."))
    again = error_from_dict(json.loads(json.dumps(error.to_dict())))
    assert type(again) is type(error)
    assert again.to_dict() == error.to_dict()


def test_an_error_of_an_unknown_kind_stays_readable():
    """Invariant: a newer worker's kind of error becomes the base class, with its sentence."""
    again = error_from_dict({"kind": "FromTheFuture", "what": "It broke."})
    assert type(again) is ElmwebError
    assert str(again) == "It broke."
