"""``elmweb.matching`` as saved scripts import it."""

from elmweb.preprocessing.matching import *  # noqa: F403
