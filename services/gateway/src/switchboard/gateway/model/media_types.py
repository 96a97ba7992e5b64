"""What a file is, by its content; its name and what its sender calls it are not believed."""

import filetype

HEAD_BYTES = 8_192
"""As much of a file's beginning as is looked at."""

PLAIN_TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""The only types that a browser may show by itself: pictures made of pixels, which hold nothing
that it would carry out. HTML, SVG, XML, scripts and PDFs are none of them, whatever is in them."""

_NO_TEXT = frozenset(range(32)) - {9, 10, 12, 13, 27}


def media_type(head: bytes) -> str:
    """The media type of a file that begins so.

    Whatever reads as text is plain text, also if it is markup or a script: nothing here has a use
    for the difference, and a browser must not see one.
    """
    if _is_text(head):
        return PLAIN_TEXT
    found = filetype.guess_mime(head)
    return str(found) if found else UNKNOWN


def _is_text(head: bytes) -> bool:
    if not head or not _NO_TEXT.isdisjoint(head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(head) == HEAD_BYTES and error.start > HEAD_BYTES - 4 and error.reason != _BAD
    return True


_BAD = "invalid start byte"
"""A last character that is cut off ends otherwise: `unexpected end of data`."""
