"""Deep models that were trained before, and what runs them.

===============  ==============================================================
manifest.py      which models there are, and what is known of each
session.py       a loaded model that answers, as a protocol, and a fake one
===============  ==============================================================
"""
