"""What every test may use: servers, started once a test process and only if asked for; a voice.

`make test` runs several test processes at once. Tests that share something costly stay together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.builders.kept import write_kept_by_kafka, write_kept_by_postgres
from tests.builders.listening import overhearing
from tests.builders.logs import Logged, logs
from tests.builders.overhearing import Overheard
from xdist.scheduler import LoadScopeScheduling

from switchboard.contracts.words import Priority, Role, Status
from switchboard.gateway.model.problems import Code
from switchboard.local.demo import AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD
from switchboard.local.infrastructure import (
    Kafka,
    Postgres,
    kafka_for_tests,
    postgres_for_tests,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from xdist.remote import Producer

SHARING = ("chaos", "e2e", "integration/gateway", "integration/races", "integration/replay")
"""Folders whose tests share one running system."""

SHOWN = {AGENT_EMAIL, OTHER_AGENT_EMAIL, PASSWORD}
"""How to sign in to the demo: `switchboard up` prints it for people."""

CODES = {*Code, *Status, *Priority, *Role}
"""What answers and outcomes name refusals and states by; a test may write such a word, too."""

_TOLD = "told"
_LOGGED = pytest.StashKey[Logged]()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Keep what shares a system, and otherwise each file, in one test process."""
    return _Grouping(config, log)


class _Grouping(LoadScopeScheduling):
    def _split_scope(self, nodeid: str) -> str:
        return _group(nodeid.partition("::")[0])


def _group(file: str) -> str:
    return next((folder for folder in SHARING if f"tests/{folder}/" in file), file)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what the tests had to tell, whichever process they ran in."""
    for report in terminalreporter.getreports("passed"):
        for name, line in report.user_properties:
            if name == _TOLD:
                terminalreporter.write_line(str(line))


def pytest_configure(config: pytest.Config) -> None:
    """Have a place where this process keeps what it and its children log."""
    config.stash[_LOGGED] = Logged()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what was written to the terminal while a test was set up, run or ended."""
    report = yield
    for name, text in report.sections:
        if name.endswith(f" {call.when}"):
            item.config.stash[_LOGGED].keep(text)
    return report


@pytest.fixture(scope="session", autouse=True)
def overheard() -> Iterator[Overheard]:
    """Everything that visitors are told in this run; in the end, no word of it is the team's."""
    heard = Overheard()
    with overhearing(heard):
        yield heard
    assert heard.leaks() == []


@pytest.fixture(scope="session", autouse=True)
def logged(
    overheard: Overheard, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Once all servers have ended: no log, refusal or reason holds what nobody may log."""
    yield
    everything = pytestconfig.stash[_LOGGED]
    for text in (*logs(tmp_path_factory.getbasetemp()), *overheard.refusals):
        everything.keep(text)
    found = everything.lines_with(overheard.unspeakable - SHOWN - CODES)
    assert not found, "\n".join(found)


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Have a line shown at the end of the run: how far something is, how often what came."""
    return lambda line: record_property(_TOLD, line)


@pytest.fixture(scope="session")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """A real broker: ``.bootstrap``, ``.kill()``, ``.start()``."""
    folder = tmp_path_factory.mktemp("servers")
    with kafka_for_tests(folder) as server:
        yield server
        write_kept_by_kafka(server.bootstrap, folder)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A real server: ``.create_database(name)``, ``.url(name)``, ``.kill()``, ``.start()``."""
    folder = tmp_path_factory.mktemp("servers")
    with postgres_for_tests(folder) as server:
        yield server
        write_kept_by_postgres(server, folder)
