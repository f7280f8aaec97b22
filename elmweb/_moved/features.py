"""``elmweb.features`` as saved scripts import it."""

from elmweb.preprocessing.features import *  # noqa: F403
