"""A small Switchboard for replays: conversation, gateway and analysis as real processes, no AI."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.builders.overheard_process import run_overheard
from tests.builders.overhearing import Overheard
from tests.builders.system import Running, Workspace, a_workspace

from switchboard.local.infrastructure import Kafka, Postgres
from switchboard.local.ports import free_port
from switchboard.local.replay.command import DEMO_EMAIL, DEMO_PASSWORD
from switchboard.local.replay.options import Ai, Options

RECORDINGS = Path(__file__).parents[2] / "data" / "conversations"
ABCD = RECORDINGS / "abcd_public_12.jsonl"
STAR = RECORDINGS / "star_public_300.jsonl"


@dataclass
class Stage:
    """Where replays are played."""

    workspace: Workspace
    overheard: Overheard
    folder: Path
    gateway: str
    conversation: Running
    serve: Running

    @property
    def database_template(self) -> str:
        """The databases' URLs, with `{service}` for the service."""
        return self.workspace.database("{service}")

    def options(self) -> Options:
        """The settings of a replay that is audited in this process."""
        return Options(
            gateway=self.gateway,
            email=DEMO_EMAIL,
            password=DEMO_PASSWORD,
            concurrency=12,
            patience=60.0,
            ai=Ai.KEEP,
            analysis=True,
            minimum_run=0.0,
            lost_replies=0,
            database=self.workspace.database,
            kafka=self.workspace.settings,
        )

    async def replay(self, *options: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run the command to its end."""
        return await asyncio.to_thread(self._run, options)

    def _run(self, options: Sequence[str | Path]) -> "subprocess.CompletedProcess[str]":
        kafka = self.workspace.kafka.bootstrap
        line = ["replay", "--gateway", self.gateway, "--kafka", kafka, "--ai", "keep"]
        line += ["--database-url", self.database_template, *map(str, options)]
        report = self.folder / f"{uuid4()}.json"
        environment = self.serve.environment
        return run_overheard(
            self.overheard, report, "switchboard.local", *line, environment=environment
        )


@asynccontextmanager
async def a_stage(
    kafka: Kafka, postgres: Postgres, overheard: Overheard, folder: Path
) -> AsyncIterator[Stage]:
    """The services, and the two demo agents."""
    async with a_workspace(kafka, postgres) as workspace:
        port = str(free_port())
        gateway = f"http://127.0.0.1:{port}"
        settings = {
            "http_port": port,
            "public_url": gateway,
            "secret": "a secret for this test only",
            "demo": "1",
        }
        conversation = await workspace.start("conversation", "consume")
        await workspace.start("analysis", "consume")
        await workspace.start("analysis", "work")
        await workspace.start("gateway", "consume", **settings)
        serve = await workspace.start("gateway", "serve", **settings)
        await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "switchboard.gateway", "demo-accounts"],
            env=serve.environment,
            check=True,
        )
        yield Stage(workspace, overheard, folder, gateway, conversation, serve)
