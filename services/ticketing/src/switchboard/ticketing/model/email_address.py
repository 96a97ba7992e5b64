"""What counts as an e-mail address."""

import re

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST = 254


def is_email_address(text: str) -> bool:
    """One `@`, a domain with a dot, no space, at most 254 characters (RFC 5321, 4.5.3.1).

    Whether it exists only a message to it can tell.
    """
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
