"""``elmweb.model`` as saved scripts import it."""

from elmweb.training.model import *  # noqa: F403
