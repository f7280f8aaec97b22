"""The data of the five jobs of the Learn page, written to ``web/samples/jobs/``: ``python -m buildsteps.jobs``.

The files are committed, so this only has to run when one of them is changed. What they come from is fetched from its
registry into a temporary folder and verified by its sha256; RDKit, which computes the descriptors of the molecules, is
installed into a virtual environment of its own that is deleted afterwards.
"""
