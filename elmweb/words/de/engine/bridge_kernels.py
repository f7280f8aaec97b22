"""What a browser's own arithmetic lacks."""

from __future__ import annotations

NOTES = {
    "no SIMD": (
        "Dieser Browser kann nicht schnell rechnen (WebAssembly SIMD fehlt). Das Training dauert länger, das Ergebnis "
        "ist genauso gut."
    ),
    "lost": (
        "Die schnelle Rechenroutine konnte nicht geladen werden. Das Training dauert länger, das Ergebnis ist genauso "
        "gut."
    ),
    "both": (
        "Die schnelle Rechenroutine hat in diesem Browser ihren Selbsttest nicht bestanden. Das Training dauert "
        "länger, das Ergebnis ist genauso gut."
    ),
    "float": (
        "Die schnelle Rechenroutine hat in diesem Browser ihren Selbsttest nicht bestanden. Das Training dauert "
        "länger, das Ergebnis ist genauso gut."
    ),
    "integer": (
        "Die schnelle Rechenroutine für ganze Zahlen hat in diesem Browser ihren Selbsttest nicht bestanden. Das "
        "Ergebnis ist dasselbe, es kommt nur später."
    ),
}
"""Keys as in web/kernel/here.js."""
