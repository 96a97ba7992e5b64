"""`python -m switchboard.contracts export | check | release`, run in the workspace's folder."""

import sys
from pathlib import Path

from switchboard.contracts.compat import breaks
from switchboard.contracts.examples import faults
from switchboard.contracts.export import (
    EXAMPLES,
    released_schemas,
    stale,
    write,
    write_released,
)
from switchboard.contracts.export.schemas import message_schemas
from switchboard.contracts.topics import TOPICS

USAGE = """\
usage: python -m switchboard.contracts export | check | release
  export   write the schemas, AsyncAPI, the catalogue and the browsers' types
  check    say what is not current, which examples are wrong, and what breaks those
           who run the last release
  release  take the schemas as they are for those of the last release
"""


def main(arguments: list[str]) -> int:
    """Do what is asked in the current folder; 1 if a check finds something, 2 for no such thing."""
    workspace = Path.cwd()
    match arguments:
        case ["export"]:
            return _tell("written", write(workspace), failure=False)
        case ["release"]:
            write_released(workspace)
            return 0
        case ["check"]:
            old = _tell("not current", stale(workspace))
            wrong = _tell("wrong example", faults(workspace / EXAMPLES))
            now = message_schemas(TOPICS)
            broken = breaks(released_schemas(workspace), now, TOPICS)
            return max(old, wrong, _tell("breaks", [str(one) for one in broken]))
    sys.stderr.write(USAGE)
    return 2


def _tell(what: str, lines: list[str], *, failure: bool = True) -> int:
    for line in lines:
        sys.stdout.write(f"{what}: {line}\n")
    return 1 if lines and failure else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
