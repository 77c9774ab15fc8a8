"""What the store raises, for those who need to know the error but not the database."""


class StoreError(Exception):
    """The database cannot be used; the message says why and what to do."""
