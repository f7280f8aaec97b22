"""The field of a photo or a clip in the form that predicts."""

from __future__ import annotations

NONE_YET = {"photo": "No photo yet.", "sound": "No clip yet."}
CHOOSE = {"photo": "Choose a photo", "sound": "Choose a clip"}
