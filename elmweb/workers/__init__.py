"""The two programs that run in workers: ``page`` paints and answers, ``engine`` reads, trains and predicts."""
