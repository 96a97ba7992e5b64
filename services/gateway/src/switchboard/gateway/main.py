"""The gateway's processes `serve` and `consume`, and the steps `migrate` and accounts."""

import asyncio
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import uuid4

from switchboard.gateway.api.app import create_app
from switchboard.gateway.api.serving import Door, answer_requests, running_services
from switchboard.gateway.clients.files import open_files
from switchboard.gateway.clients.tokens import SecretMissingError
from switchboard.gateway.consumers.projectors import PROJECTORS
from switchboard.gateway.consumers.team import TeamDecider
from switchboard.gateway.handlers.demo import DEMO_AGENTS, DEMO_PASSWORD, create_demo_accounts
from switchboard.gateway.handlers.file_store import ForeignStoreError, adopt
from switchboard.gateway.handlers.signing_in import SigningIn
from switchboard.gateway.model.presence import Lifetimes
from switchboard.gateway.settings import GatewaySettings
from switchboard.gateway.store.accounts import Accounts, OneTimeLink, Purpose
from switchboard.gateway.store.attempts import Attempts
from switchboard.runtime.commands_out import CommandSender
from switchboard.runtime.consuming import consume
from switchboard.runtime.database import connect_pool
from switchboard.runtime.kafka import connection_arguments
from switchboard.runtime.migrate import migrate
from switchboard.runtime.process import ProcessStopped, Readiness, run

SERVICE = "gateway"

_FETCH_EVERY_SECONDS = 0.05
_FETCH_AFTER_MUCH_SECONDS = 0.2
"""Under load the read model is this much later at most; who reads it waits for what they heard."""

_LINK_LIFETIME = timedelta(hours=24)


async def serve(settings: GatewaySettings, readiness: Readiness) -> None:
    """Answer REST and sockets until cancelled."""
    door = Door(
        connection=connection_arguments(settings),
        prefix=settings.topic_prefix,
        gateway_id=settings.replica_id or str(uuid4()),
        origin=settings.origin,
        secret=settings.secret,
        host=settings.http_host,
        port=settings.http_port,
        web_root=settings.web_root,
        files=settings.files,
        most_file_bytes=settings.most_file_bytes,
        allowances=settings.allowances,
        trusted_proxies=settings.trusted_proxies,
        lifetimes=Lifetimes(
            silence=timedelta(seconds=settings.silence_seconds),
            report_every=timedelta(seconds=settings.presence_report_seconds),
            time_to_live=timedelta(seconds=settings.presence_ttl_seconds),
        ),
        demo_agents=DEMO_AGENTS if settings.is_demo else (),
    )
    pool = await connect_pool(settings.database_url, smallest=2, largest=8)
    try:
        async with pool, running_services(door, pool) as services:
            readiness.check = services.is_ready
            await answer_requests(create_app(services, door.web_root), door)
    except (SecretMissingError, ForeignStoreError, OSError) as error:
        raise ProcessStopped(str(error)) from error


async def consume_all(settings: GatewaySettings, readiness: Readiness) -> None:
    """Decide the team's commands and mirror every topic until cancelled."""
    await consume(
        settings,
        SERVICE,
        readiness,
        decider=TeamDecider(),
        projectors=PROJECTORS,
        fetch_every_seconds=_FETCH_EVERY_SECONDS,
        fetch_after_much_seconds=_FETCH_AFTER_MUCH_SECONDS,
    )


async def demo_accounts(settings: GatewaySettings) -> int:
    """Make the two demo agents; refused unless this is a demo on a loopback address."""
    if not settings.is_demo:
        sys.stderr.write(
            "Demo accounts need SWITCHBOARD_DEMO=1 and a SWITCHBOARD_HTTP_HOST on loopback; "
            "otherwise make the first Admin with: python -m switchboard.gateway first-admin-link\n"
        )
        return 2
    pool = await connect_pool(settings.database_url)
    async with pool, CommandSender(settings, SERVICE) as sender:
        await create_demo_accounts(SigningIn(Accounts(pool), Attempts(pool)), sender)
    for agent in DEMO_AGENTS:
        sys.stdout.write(f"{agent.email} / {DEMO_PASSWORD} ({agent.role})\n")
    return 0


async def first_admin_link(settings: GatewaySettings) -> int:
    """Print a one-time link that makes an Admin; good for 24 hours."""
    pool = await connect_pool(settings.database_url)
    async with pool:
        link = OneTimeLink(Purpose.FIRST_ADMIN)
        token = await SigningIn(Accounts(pool), Attempts(pool)).one_time_token(link, _LINK_LIFETIME)
    sys.stdout.write(f"{settings.origin}/panel/#first-admin={token}\n")
    return 0


async def password_link(settings: GatewaySettings, email: str) -> int:
    """Print a one-time link that sets a member's lost password anew; good for 24 hours."""
    pool = await connect_pool(settings.database_url)
    async with pool:
        accounts = Accounts(pool)
        account = await accounts.by_email(email)
        if account is None:
            sys.stderr.write("No member has this e-mail address.\n")
            return 1
        link = OneTimeLink(Purpose.PASSWORD, member_id=account.member_id)
        signing_in = SigningIn(accounts, Attempts(pool))
        token = await signing_in.one_time_token(link, _LINK_LIFETIME)
    sys.stdout.write(f"{settings.origin}/panel/#password={token}\n")
    return 0


async def adopt_files(settings: GatewaySettings) -> int:
    """Make the store that the settings name the one that holds the workspace's files."""
    pool = await connect_pool(settings.database_url)
    async with pool:
        await adopt(pool, open_files(settings.files))
    return 0


def _migrate(settings: GatewaySettings) -> int:
    asyncio.run(migrate(settings.database_url, "switchboard.gateway"))
    return 0


def _serve(settings: GatewaySettings) -> int:
    run(settings, lambda readiness: serve(settings, readiness))
    return 0


def _consume(settings: GatewaySettings) -> int:
    run(settings, lambda readiness: consume_all(settings, readiness))
    return 0


COMMANDS: Mapping[str, Callable[[GatewaySettings], int]] = {
    "serve": _serve,
    "consume": _consume,
    "migrate": _migrate,
    "demo-accounts": lambda settings: asyncio.run(demo_accounts(settings)),
    "first-admin-link": lambda settings: asyncio.run(first_admin_link(settings)),
    "adopt-files": lambda settings: asyncio.run(adopt_files(settings)),
}
"""What can be run."""


COMMANDS_ABOUT_SOMEBODY: Mapping[str, Callable[[GatewaySettings, str], int]] = {
    "password-link": lambda settings, email: asyncio.run(password_link(settings, email)),
}
"""What takes an e-mail address."""


def main(arguments: list[str]) -> int:
    """Run the process that is named; 2 if there is no such process."""
    match arguments:
        case [name] if name in COMMANDS:
            return COMMANDS[name](GatewaySettings())
        case [name, email] if name in COMMANDS_ABOUT_SOMEBODY:
            return COMMANDS_ABOUT_SOMEBODY[name](GatewaySettings(), email)
    known = [*COMMANDS, *(f"{name} EMAIL" for name in COMMANDS_ABOUT_SOMEBODY)]
    sys.stderr.write(f"usage: python -m switchboard.gateway {' | '.join(known)}\n")
    return 2
