"""`python -m switchboard.runtime`: make the registry's topics; repair one service's own.

python -m switchboard.runtime topics
python -m switchboard.runtime parked list | show | redrive | discard ...
python -m switchboard.runtime republish TOPIC PARTITION FROM_POS
"""

import asyncio
import sys

from switchboard.runtime.logs import set_up_logs
from switchboard.runtime.repair_command import run
from switchboard.runtime.settings import ProcessSettings
from switchboard.runtime.topic_creation import create_topics


def main(arguments: list[str]) -> int:
    """Run the command; 2 if there is no such command."""
    settings = ProcessSettings()
    set_up_logs(settings.log_format, settings.log_level)
    if arguments == ["topics"]:
        asyncio.run(create_topics(settings))
        return 0
    sys.stdout.write(asyncio.run(run(settings.database_url, arguments)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
