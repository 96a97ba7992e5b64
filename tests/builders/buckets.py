"""Buckets behind S3's own interface: moto's server, from PyPI, so that every machine has it."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from switchboard.local.ports import free_port

_SECONDS_TO_START = 30
_KEY = re.compile("<Key>([^<]*)</Key>")
PREFIX = "team"
"""Where in its bucket a workspace's files lie."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket as somebody beside the gateway sees it."""

    server: "S3Server"
    name: str

    @property
    def url(self) -> str:
        """What a gateway is told."""
        return f"s3://{self.name}/{PREFIX}"

    def objects(self) -> set[str]:
        """The names of all objects, without the prefix."""
        return self._listed("list-type=2")

    def begun(self) -> set[str]:
        """The objects of which parts were stored, and never all."""
        return self._listed("uploads")

    def _listed(self, query: str) -> set[str]:
        answer = httpx.get(f"{self.server.address}/{self.name}?{query}", timeout=10)
        assert answer.status_code == 200, answer.text
        return {key.removeprefix(f"{PREFIX}/") for key in _KEY.findall(answer.text)}


@dataclass(frozen=True, slots=True)
class S3Server:
    """A server of buckets, which lie in its memory."""

    address: str
    process: "subprocess.Popen[bytes]"

    def new_bucket(self) -> Bucket:
        """An empty bucket."""
        bucket = Bucket(self, f"files-{uuid4().hex[:10]}")
        made = httpx.put(f"{self.address}/{bucket.name}", timeout=10)
        assert made.status_code == 200, made.text
        return bucket

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes what comes and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)


@contextmanager
def an_s3_server(folder: Path) -> Iterator[S3Server]:
    """A server, to which the environment of this process leads as long as it runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = folder / "s3.log"
    with (
        log.open("wb") as output,
        pytest.MonkeyPatch.context() as environment,
        subprocess.Popen(
            [sys.executable, "-m", "moto.server", "--port", str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        for name, value in (
            ("AWS_ENDPOINT", address),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", "a key of the tests"),
            ("AWS_SECRET_ACCESS_KEY", "a secret of the tests"),
        ):
            environment.setenv(name, value)
        try:
            _wait(address, process, log)
            yield S3Server(address, process)
        finally:
            process.kill()


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _SECONDS_TO_START
    while True:
        try:
            httpx.get(f"{address}/moto-api/", timeout=5)
        except httpx.TransportError:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        else:
            return
