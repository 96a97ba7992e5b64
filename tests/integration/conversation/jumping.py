"""The conversation service on a clock that a test puts forward and back.

    python -m tests.integration.conversation.jumping consume

How far it is ahead, in seconds, stands in the file that `SWITCHBOARD_CLOCK_AHEAD` names.
"""

import os
import sys
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Self

from switchboard.conversation import consumers, main
from switchboard.runtime.engine import clock

AHEAD = "CLOCK_AHEAD"


class Jumping(datetime):
    """The time of day, as wrong as the test wants it."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        """The time that the clock shows."""
        seconds = float(Path(os.environ[f"SWITCHBOARD_{AHEAD}"]).read_text("ascii"))
        return super().now(tz) + timedelta(seconds=seconds)


if __name__ == "__main__":
    for module in (clock, consumers):
        setattr(module, "datetime", Jumping)  # noqa: B010 - for this process alone
    sys.exit(main.main(sys.argv[1:]))
