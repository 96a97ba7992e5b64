"""A small system for the tests of the supervisor: PostgreSQL and two processes of three lines."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from switchboard.local.after_ready import Addresses
from switchboard.local.children import Command
from switchboard.local.errors import LocalError
from switchboard.local.plan import Plan
from switchboard.local.ports import free_port
from switchboard.local.runnables import says_ready
from switchboard.local.state import State
from switchboard.local.supervisor import Supervisor

PROCESS = """
import http.server, sys
class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Ready).serve_forever()
"""


class SmallProcess:
    stop_signal = signal.SIGTERM
    health_port = 0

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    def next_command(self) -> Command:
        self.health_port = free_port()
        (self._folder / "process.py").write_text(PROCESS)
        return Command((sys.executable, "-m", "process", str(self.health_port)), self._folder)

    async def is_ready(self) -> bool:
        return await says_ready(self.health_port)


def small_system(state: State) -> Plan:
    return Plan(
        ports=("postgres",),
        preloaded=("http.server",),
        servers=(state.postgres,),
        while_servers_start=(),
        once_servers_run=(),
        processes=[SmallProcess(name, state.folder) for name in ("first", "second")],
        after_ready=(),
        addresses=Addresses("", ""),
        welcome="all is ready",
        in_background=(),
    )


def main() -> None:
    state = State(Path(sys.argv[1]))
    try:
        with state.held():
            asyncio.run(Supervisor(state, small_system(state)).run())
    except LocalError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
