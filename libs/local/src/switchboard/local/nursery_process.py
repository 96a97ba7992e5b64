"""The process that forks: it has imported what all services import, and does nothing else.

Run as ``python -m switchboard.local.nursery_process CHANNEL MODULE...``; see `nursery`.
"""

from __future__ import annotations

import gc
import json
import os
import runpy
import selectors
import signal
import socket
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NoReturn

import setproctitle

from switchboard.local.launch import die_with_parent

REQUEST_BYTES = 65_536
NOBODY = (0, 0)
"""What waiting says while every child lives."""


@dataclass(frozen=True)
class Child:
    """What a forked process is to become.

    Attributes:
        request: The command, as `nursery.Nursery` wrote it.
        output: Where it writes what it says.
    """

    request: dict[str, Any]
    output: int

    def become(self, nursery: int) -> NoReturn:
        """Be what ``python -m`` would have been."""
        os.setsid()
        for ours in (1, 2):
            os.dup2(self.output, ours)
        os.close(self.output)
        die_with_parent(nursery, self.request["death_signal"])
        for name in self.request["unset"]:
            del os.environ[name]
        os.environ.update(self.request["set"])
        os.chdir(self.request["folder"])
        module, *arguments = self.request["module"]
        setproctitle.setproctitle(" ".join([sys.executable, "-m", module, *arguments]))
        sys.argv, sys.path[0] = [module, *arguments], self.request["folder"]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        sys.exit(0)


class Nursery:
    """Forks what is asked for on the channel, and says there what began and what ended."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._child: Child | None = None
        self._alone = False

    def serve(self) -> Child | None:
        """Work until the supervisor is gone; returns in each child, with what it is to become."""
        with ExitStack() as open_here, selectors.DefaultSelector() as waiting:
            open_here.enter_context(self._channel)
            ends = _pipe_of_ends(open_here)
            for source in (self._channel, ends):
                waiting.register(source, selectors.EVENT_READ)
            self._say({"ready": 1})
            while not (self._child or self._alone):
                # One at a time: what a child finds here is its parent's to read.
                ready = waiting.select()[0][0].fileobj
                self._obey() if ready is self._channel else self._say_who_ended(ends)
        return self._child

    def _obey(self) -> None:
        text, outputs, _, _ = socket.recv_fds(self._channel, REQUEST_BYTES, 1)
        if not text:
            self._alone = True
        elif (pid := os.fork()) == 0:
            self._child = Child(json.loads(text), outputs[0])
        else:
            os.close(outputs[0])
            self._say({"began": pid})

    def _say_who_ended(self, ends: int) -> None:
        os.read(ends, REQUEST_BYTES)
        with suppress(ChildProcessError):
            while (end := os.waitpid(-1, os.WNOHANG)) != NOBODY:
                self._say({"ended": end[0], "status": os.waitstatus_to_exitcode(end[1])})

    def _say(self, news: dict[str, int]) -> None:
        self._channel.sendall(json.dumps(news).encode() + b"\n")


def _pipe_of_ends(open_here: ExitStack) -> int:
    """A pipe in which something can be read whenever a child has ended."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    open_here.callback(os.close, read)
    open_here.callback(os.close, write)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    open_here.callback(signal.signal, signal.SIGCHLD, signal.SIG_DFL)
    open_here.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(write))
    return read


def main() -> None:
    """Import, serve, and go on as the child in each child."""
    nursery = os.getpid()
    for module in sys.argv[2:]:
        import_module(module)
    gc.collect()
    # Shared pages stay shared only as long as nobody writes the collector's marks into them.
    gc.freeze()
    child = Nursery(socket.socket(fileno=int(sys.argv[1]))).serve()
    if child:
        child.become(nursery)


if __name__ == "__main__":
    main()
