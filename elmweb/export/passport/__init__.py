"""The passport of a model: what it was made from, how, and how good it is, as one JSON and one page to print.

``python -m elmweb.export.passport check passport.json table.csv`` trains the model again from its passport and says
what is equal. Import from the modules: ``record`` makes the passport of a trained model, ``deep`` that of a deep model,
``page`` the page, ``check`` compares.
"""
