"""What was fetched, kept so that it proves itself: records, files, chains, and their checks."""
