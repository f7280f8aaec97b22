"""The chapter with a short guide for newcomers: one topic a screen, each beside what shows it in this site."""
