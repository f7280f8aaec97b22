"""The sample tables that come with the page, each by its id."""

from __future__ import annotations

_BSD = "BSD 3-Clause, as part of scikit-learn"
_UCI = "UCI Machine Learning Repository, through scikit-learn"

TITLES = {
    "iris": "Iris",
    "wine": "Wine",
    "breast-cancer": "Breast cancer",
    "digits": "Digits",
    "diabetes": "Diabetes",
    "seattle-weather": "Seattle weather",
}
TEXTS = {
    "iris": "Three iris species, four measurements per flower.",
    "wine": "Wines of three growers, thirteen chemical measurements each.",
    "breast-cancer": "Benign or malignant, from thirty measurements of cell nuclei.",
    "digits": "Handwritten digits, 0 to 9, 8 by 8 pixels each.",
    "diabetes": "Predict how much diabetes progressed in a year.",
    "seattle-weather": "Four years of daily weather: rain, sun, fog, drizzle or snow.",
}
"""What is in it, in one short sentence."""
SOURCES = {
    "iris": f"R. A. Fisher, 1936; {_UCI}",
    "wine": f"M. Forina and others, 1991; {_UCI}",
    "breast-cancer": f"W. H. Wolberg, W. N. Street and O. L. Mangasarian, 1995; {_UCI}",
    "digits": f"E. Alpaydin and C. Kaynak, 1998; {_UCI}",
    "diabetes": "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, 2004; through scikit-learn",
    "seattle-weather": "NOAA, 2012 to 2015; through vega_datasets 0.9.0",
}
"""Authors and origin."""
LICENCES = {
    "iris": _BSD,
    "wine": _BSD,
    "breast-cancer": _BSD,
    "digits": _BSD,
    "diabetes": _BSD,
    "seattle-weather": "Public domain (NOAA); the package is MIT",
}
"""Licence under which it may be redistributed."""
