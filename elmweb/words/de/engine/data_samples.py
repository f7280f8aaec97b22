"""The sample tables that come with the page, each by its id."""

from __future__ import annotations

_BSD = "BSD 3-Clause, als Teil von scikit-learn"
_UCI = "UCI Machine Learning Repository, über scikit-learn"

TITLES = {
    "iris": "Iris",
    "wine": "Wein",
    "breast-cancer": "Brustkrebs",
    "digits": "Ziffern",
    "diabetes": "Diabetes",
    "seattle-weather": "Wetter in Seattle",
}
TEXTS = {
    "iris": "Drei Arten von Schwertlilien, vier Maße je Blüte.",
    "wine": "Weine von drei Weingütern, je dreizehn chemische Messwerte.",
    "breast-cancer": "Gutartig oder bösartig, nach dreißig Maßen von Zellkernen.",
    "digits": "Handgeschriebene Ziffern, 0 bis 9, je 8 mal 8 Pixel.",
    "diabetes": "Vorhersagen, wie weit der Diabetes nach einem Jahr fortgeschritten ist.",
    "seattle-weather": "Das Wetter von vier Jahren, Tag für Tag: Regen, Sonne, Nebel, Niesel oder Schnee.",
}
"""What is in it, in one short sentence."""
SOURCES = {
    "iris": f"R. A. Fisher, 1936; {_UCI}",
    "wine": f"M. Forina und andere, 1991; {_UCI}",
    "breast-cancer": f"W. H. Wolberg, W. N. Street und O. L. Mangasarian, 1995; {_UCI}",
    "digits": f"E. Alpaydin und C. Kaynak, 1998; {_UCI}",
    "diabetes": "B. Efron, T. Hastie, I. Johnstone und R. Tibshirani, 2004; über scikit-learn",
    "seattle-weather": "NOAA, 2012 bis 2015; über vega_datasets 0.9.0",
}
"""Authors and origin."""
LICENCES = {
    "iris": _BSD,
    "wine": _BSD,
    "breast-cancer": _BSD,
    "digits": _BSD,
    "diabetes": _BSD,
    "seattle-weather": "Gemeinfrei (NOAA); das Paket steht unter MIT",
}
"""Licence under which it may be redistributed."""
