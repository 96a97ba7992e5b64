"""`switchboard replay FILE...`: the command."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from switchboard.local.replay.options import (
    Ai,
    Options,
    Switch,
    database_urls,
    kafka_settings,
)
from switchboard.local.replay.recording import Recording, read_recordings
from switchboard.local.replay.replaying import replay as replay_recordings
from switchboard.local.replay.report import Report
from switchboard.local.state import State

DEMO_EMAIL = "anna@demo.switchboard.local"
DEMO_PASSWORD = "switchboard-demo"  # noqa: S105 - printed at every start of a demo

Files = Annotated[list[Path], typer.Argument(help="JSON lines, one conversation each.")]
Gateway = Annotated[
    str | None, typer.Option(help="Address of the gateway; the one that runs here if not given.")
]
Email = Annotated[
    str, typer.Option("--agent-email", envvar="SWITCHBOARD_AGENT_EMAIL", help="Who answers.")
]
Password = Annotated[
    str, typer.Option("--agent-password", envvar="SWITCHBOARD_AGENT_PASSWORD", show_default=False)
]
Concurrency = Annotated[int, typer.Option(min=1, max=500, help="Conversations at the same time.")]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(help="For the audit, such as postgresql://postgres@127.0.0.1/{service}."),
]
Kafka = Annotated[
    str | None, typer.Option(envvar="SWITCHBOARD_KAFKA", help="Bootstrap servers, for the audit.")
]
AiOption = Annotated[
    Ai, typer.Option("--ai", help="Whether the AI takes part; keep leaves its settings alone.")
]
Analysis = Annotated[Switch, typer.Option(help="Whether every conversation must be analysed.")]
MinimumRun = Annotated[
    float,
    typer.Option(min=0, max=20, help="Seconds that each run of the AI is held, for the replay."),
]
LostReplies = Annotated[
    int, typer.Option(min=0, help="How many replies of the AI must lose to a take-over.")
]
Patience = Annotated[
    float, typer.Option(min=1, help="Seconds for which a part may be away and come back.")
]
StateFolder = Annotated[
    Path | None, typer.Option("--state", envvar="SWITCHBOARD_STATE", help="Folder that it runs in.")
]


def replay(
    files: Files,
    *,
    state: StateFolder = None,
    gateway: Gateway = None,
    agent_email: Email = DEMO_EMAIL,
    agent_password: Password = DEMO_PASSWORD,
    concurrency: Concurrency = 24,
    database_url: DatabaseUrl = None,
    kafka: Kafka = None,
    ai: AiOption = Ai.ON,
    analysis: Analysis = Switch.ON,
    minimum_run: MinimumRun = 10.0,
    lost_replies: LostReplies = 3,
    patience: Patience = 90.0,
) -> None:
    """Play recorded conversations through the public API, then audit what is stored."""
    recordings = read_recordings(files)
    folder = State(state)
    options = Options(
        gateway=(gateway or folder.gateway_url).rstrip("/"),
        email=agent_email,
        password=agent_password,
        concurrency=concurrency,
        patience=patience,
        ai=ai,
        analysis=analysis is Switch.ON,
        minimum_run=minimum_run,
        lost_replies=lost_replies if ai is Ai.ON else 0,
        database=database_urls(database_url, folder),
        kafka=kafka_settings(kafka, folder),
    )
    # Kafka's client would tell of each attempt; `not_reached` tells of the last one.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    console = Console()
    report = _played(recordings, options, console)
    report.show(console)
    raise typer.Exit(1 if report.findings else 0)


def _played(recordings: Sequence[Recording], options: Options, console: Console) -> Report:
    messages = sum(len(recording.lines) for recording in recordings)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(f"{len(recordings)} conversations", total=messages)

        def advance() -> None:
            progress.advance(task)
            if progress.finished:
                progress.update(task, description="closing and auditing")

        return asyncio.run(replay_recordings(recordings, options, advance))
