"""`python -m switchboard.runtime topics`: make the registry's topics."""

import asyncio
import sys

from switchboard.runtime.logs import set_up_logs
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics


def main(arguments: list[str]) -> int:
    """Run the command; 2 if there is no such command."""
    if arguments != ["topics"]:
        sys.stderr.write("usage: python -m switchboard.runtime topics\n")
        return 2
    settings = ProcessSettings()
    set_up_logs(settings.log_format, settings.log_level)
    asyncio.run(create_topics(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
