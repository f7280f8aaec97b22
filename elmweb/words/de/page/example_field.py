"""The field of a photo or a clip in the form that predicts."""

from __future__ import annotations

NONE_YET = {"photo": "Noch kein Foto.", "sound": "Noch keine Tonaufnahme."}
CHOOSE = {"photo": "Foto wählen", "sound": "Tonaufnahme wählen"}
