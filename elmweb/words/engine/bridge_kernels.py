"""What a browser's own arithmetic lacks."""

from __future__ import annotations

NOTES = {
    "no SIMD": "This browser has no fast arithmetic (WebAssembly SIMD). Training takes longer, the result is as good.",
    "lost": "The fast arithmetic could not be loaded. Training takes longer, the result is as good.",
    "both": "This browser's fast arithmetic failed its self-test. Training takes longer, the result is as good.",
    "float": "This browser's fast arithmetic failed its self-test. Training takes longer, the result is as good.",
    "integer": "This browser's fast arithmetic on whole numbers failed its self-test. The result is the same, later.",
}
"""Keys as in web/kernel/here.js."""
