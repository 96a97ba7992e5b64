"""The one kind of error that the local tools show to a person."""


class LocalError(Exception):
    """Something the person at the keyboard can mend; the text is one sentence on how."""
