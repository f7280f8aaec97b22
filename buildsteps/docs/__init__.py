"""The documentation: ``python3 build.py docs`` makes pages of docs/, of the docstrings and of pictures.

=============  ======================================================================
pages.py       lay out the sources, run Sphinx, put the pages beside the site
conf.py        Sphinx's settings
api.py         one page for each module and each estimator of the API
mathml.py      formulas as MathML, which needs no script and no font
drawing.py     small charts as SVG, in the colours of the page that holds them
figures.py     the picture of each estimator, drawn from a fit
screens.py     the pictures of the page, taken from the built site
=============  ======================================================================

Nothing in the pages comes from another host. Sphinx's search index is a file beside them.
"""
