"""The trainings of a visit on the Result page, and keeping another of the models that were compared."""
