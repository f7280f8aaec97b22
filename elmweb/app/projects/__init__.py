"""What is kept of a visit: a table, the choices, the model, as a project that is opened again."""
