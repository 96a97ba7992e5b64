"""A real Apache Kafka broker of one folder, with nothing installed.

It runs inside its folder on relative paths only, since a path that is not ASCII crashes it.
"""

from __future__ import annotations

import base64
import hashlib
import signal
import subprocess
import uuid
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from switchboard.local.cache import cache_folder, need_space
from switchboard.local.children import Command
from switchboard.local.errors import LocalError
from switchboard.local.jars import class_path, ensure_jars, lock_text
from switchboard.local.java import FLAGS, installation, java, java_environment
from switchboard.local.ports import free_port, is_taken

if TYPE_CHECKING:
    from pathlib import Path


class EmbeddedKafka:
    """One broker, its folder and its port.

    Attributes:
        folder: Settings, log and data of this broker.
        port: The loopback port for clients.
    """

    name = "kafka"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    @property
    def bootstrap(self) -> str:
        """What clients are told."""
        return f"127.0.0.1:{self.port}"

    def prepare(self) -> None:
        """Fetch the jars if needed, write the settings, format the data folder once."""
        jars = ensure_jars()
        self.folder.mkdir(parents=True, exist_ok=True)
        need_space(self.folder, 500, "Kafka")
        self._link("jars", jars)
        self._write_settings()
        if not self._properties().exists():
            self._format()

    def command(self, *flags: str) -> Command:
        """The broker; ``flags`` replace the trained start-up cache."""
        cache = start_cache()
        trained = (f"-XX:AOTCache={cache}",) if cache.exists() else ()
        return self._java(*(flags or trained), log="server.log", main="kafka.Kafka")

    async def is_ready(self) -> bool:
        """Whether the broker answers.

        Raises:
            LocalError: The broker on our port has another cluster id.
        """
        if not is_taken(self.port):
            return False
        answer = await cluster_id(self.bootstrap)
        if answer and answer != self.cluster_id():
            raise LocalError(
                f"The Kafka on port {self.port} is not the one of {self.folder}: "
                "stop the other one, then run the same command again."
            )
        return bool(answer)

    def cluster_id(self) -> str:
        """The id that this folder's broker was formatted with."""
        lines = self._properties().read_text().splitlines()
        return next(line[len("cluster.id=") :] for line in lines if line.startswith("cluster.id="))

    def _properties(self) -> Path:
        return self.folder / "data" / "meta.properties"

    def _link(self, name: str, target: Path) -> None:
        link = self.folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(target, target_is_directory=True)

    def _write_settings(self) -> None:
        templates = files("switchboard.local") / "templates"
        settings = Template(templates.joinpath("server.properties").read_text())
        text = settings.substitute(port=self.port, controller_port=free_port())
        (self.folder / "server.properties").write_text(text)
        logging = templates.joinpath("log4j2.properties").read_text()
        (self.folder / "log4j2.properties").write_text(logging)

    def _format(self) -> None:
        identity = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        arguments = ("format", "-t", identity.replace("-", "A"), "-c")
        main = "kafka.tools.StorageTool"
        command = self._java(log="format.log", main=main, arguments=arguments)
        ended = subprocess.run(  # noqa: S603 - the command comes from our own code
            command.line(),
            cwd=command.folder,
            env=dict(command.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if ended.returncode:
            said = ended.stdout.decode(errors="replace")[-2_000:]
            raise LocalError(
                f"Kafka could not format {self.folder} (status {ended.returncode}): {said}"
            )

    def _java(self, *flags: str, log: str, main: str, arguments: tuple[str, ...] = ()) -> Command:
        files_ = ("-Dlog4j2.configurationFile=log4j2.properties", f"-Dkafka.log.file={log}")
        program = (str(java()), *FLAGS, *flags, *files_, "-cp", class_path("jars"), main)
        return Command(
            arguments=(*program, *arguments, "server.properties"),
            folder=self.folder,
            environment=java_environment(),
            death_signal=self.stop_signal,
        )


def start_cache() -> Path:
    """The trained start-up cache: with it a start takes half the time."""
    fits = hashlib.sha256((installation() + lock_text()).encode()).hexdigest()[:16]
    return cache_folder() / f"kafka-{fits}.aot"


async def cluster_id(bootstrap: str) -> str | None:
    """The cluster id of whatever broker answers there, None if none does."""
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=2_000)
    try:
        await client.start()
        answer = await client.describe_cluster()
    except (KafkaError, OSError):
        return None
    finally:
        await client.close()
    return str(answer["cluster_id"]) if answer["brokers"] else None
