"""A small service for the engine's tests: accounts, and a bank whose events it hears."""

import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal
from uuid import UUID, uuid5

from switchboard.contracts.ids import translated_command_id
from switchboard.contracts.message import Message, Moment
from switchboard.contracts.topics import Cleanup, Kind, Start, Topic
from switchboard.runtime.roles import (
    Accepted,
    Change,
    Connection,
    Decision,
    Forwarded,
    Incoming,
    Refused,
    Say,
    Send,
    Timer,
)

TABLES = """
CREATE TABLE account (
    id text PRIMARY KEY, balance bigint NOT NULL, seq bigint NOT NULL, note text NOT NULL,
    remind_at timestamptz, remind_seq bigint NOT NULL, reminded int NOT NULL);
CREATE TABLE entry (
    account text NOT NULL, seq bigint NOT NULL, command_id uuid, amount bigint NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (account, seq));
CREATE TABLE heard (
    account text NOT NULL, number int NOT NULL, note text NOT NULL, times int NOT NULL DEFAULT 1,
    PRIMARY KEY (account, number));
"""


class _AccountMessage(Message):
    key_field: ClassVar[str] = "account_id"
    account_id: UUID


class Deposit(_AccountMessage):
    type: Literal["ledger.deposit"] = "ledger.deposit"
    version: Literal[1] = 1
    amount: int
    note: str = ""
    manner: str = ""


class RemindLater(_AccountMessage):
    type: Literal["ledger.remind_later"] = "ledger.remind_later"
    version: Literal[1] = 1
    milliseconds: int


class Deposited(_AccountMessage):
    type: Literal["ledger.deposited"] = "ledger.deposited"
    version: Literal[1] = 1
    seq: int
    amount: int
    note: str = ""


class Reminded(_AccountMessage):
    type: Literal["ledger.reminded"] = "ledger.reminded"
    version: Literal[1] = 1
    seq: int
    at: Moment


class DepositRefused(_AccountMessage):
    type: Literal["ledger.deposit_refused"] = "ledger.deposit_refused"
    version: Literal[1] = 1
    seq: int
    command_id: UUID
    code: str


class AccountState(_AccountMessage):
    type: Literal["ledger.account_state"] = "ledger.account_state"
    version: Literal[1] = 1
    seq: int
    balance: int


class Transferred(_AccountMessage):
    """Said by the bank: somebody paid into an account."""

    type: Literal["bank.transferred"] = "bank.transferred"
    version: Literal[1] = 1
    number: int
    amount: int
    note: str = ""


class Remarked(_AccountMessage):
    """Said by the bank; nobody here wants it."""

    type: Literal["bank.remarked"] = "bank.remarked"
    version: Literal[1] = 1


def _topic(name: str, kind: Kind, messages: tuple[type[Message], ...], partitions: int) -> Topic:
    return Topic(
        name=name,
        kind=kind,
        key="account id",
        messages=messages,
        producers=("ledger",),
        consumers={"ledger": Start.AT_START},
        partitions=partitions,
        retention=timedelta(days=1),
        purpose="Tests.",
        cleanup=Cleanup.DELETE,
    )


PARTITIONS = 4
COMMANDS = _topic("ledger.commands", Kind.COMMANDS, (Deposit, RemindLater), PARTITIONS)
EVENTS = _topic("ledger.events", Kind.EVENTS, (Deposited, Reminded, DepositRefused), PARTITIONS)
STATE = _topic("ledger.state", Kind.SNAPSHOTS, (AccountState,), PARTITIONS)
BANK = _topic("bank.events", Kind.EVENTS, (Transferred, Remarked), 2)
TOPICS = (COMMANDS, EVENTS, STATE, BANK)


@dataclass(frozen=True)
class Account:
    id: str
    balance: int = 0
    seq: int = 0
    note: str = ""
    remind_at: datetime | None = None
    remind_seq: int = 0
    reminded: int = 0


class RuleBrokenError(Exception):
    """What a rule raises that has a mistake in it."""


class Ledger:
    """Adds up what is paid in."""

    commands: Topic = COMMANDS
    feeds: tuple[Topic, ...] = (EVENTS, STATE)
    keeps_entities = True

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> None:
        del connection, commands

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Account]:
        rows = await connection.fetch("SELECT * FROM account WHERE id = ANY($1)", keys)
        return {row["id"]: Account(**row) for row in rows}

    def decide(
        self, state: Account | None, command: Incoming, facts: Any, now: datetime
    ) -> "Decision[Account]":
        del facts
        account = state or Account(command.key)
        message = command.message
        if isinstance(message, RemindLater):
            at = now + timedelta(milliseconds=message.milliseconds)
            seq = account.seq + 1
            return Accepted(replace(account, seq=seq, remind_at=at, remind_seq=seq))
        assert isinstance(message, Deposit)
        return _deposit(account, message, command)

    def due(
        self, state: Account, timer: Timer, facts: Any, now: datetime
    ) -> "Accepted[Account] | None":
        del facts, timer
        if state.note == "break deadline":
            raise RuleBrokenError
        if state.note == "exit deadline":
            os.kill(os.getpid(), signal.SIGKILL)
        seq = state.seq + 1
        after = replace(state, seq=seq, remind_at=None, reminded=state.reminded + 1)
        if state.note == "spoil deadline":
            after = replace(after, note="\x00")
        return Accepted(after, (Say(EVENTS, Reminded(account_id=UUID(state.id), seq=seq, at=now)),))

    def timers(self, state: Account) -> Sequence[Timer]:
        if state.remind_at is None:
            return ()
        return (Timer("remind", state.remind_at, state.remind_seq),)

    def snapshot(self, state: Account) -> Say:
        message = AccountState(account_id=UUID(state.id), seq=state.seq, balance=state.balance)
        return Say(STATE, message)

    def refusal(
        self, state: Account, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> "Accepted[Account]":
        del command_type, now
        seq = state.seq + 1
        event = DepositRefused(account_id=UUID(state.id), seq=seq, command_id=command_id, code=code)
        return Accepted(replace(state, seq=seq), (Say(EVENTS, event),))

    async def save(self, connection: Connection, changes: Sequence[Change[Account]]) -> None:
        newest = {change.key: change.after for change in changes}
        for account in newest.values():
            await connection.execute(
                "INSERT INTO account VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT (id) DO UPDATE SET "
                "balance=$2, seq=$3, note=$4, remind_at=$5, remind_seq=$6, reminded=$7",
                *vars(account).values(),
            )
        for change in changes:
            if change.cause is not None and isinstance(change.cause.message, Deposit):
                await connection.execute(
                    "INSERT INTO entry VALUES ($1, $2, $3, $4, $5)",
                    change.key,
                    change.after.seq,
                    change.cause.envelope.id,
                    change.cause.message.amount,
                    change.after.note,
                )


def _deposit(account: Account, message: Deposit, command: Incoming) -> "Decision[Account]":
    match message.manner:
        case "break":
            raise RuleBrokenError
        case "refuse":
            return Refused("too_poor", {"needed": message.amount})
        case "exit":
            os.kill(os.getpid(), signal.SIGKILL)
        case "forward":
            usual = uuid5(message.account_id, "rich" if account.balance else "next")
            other = UUID(command.forwarded_to) if command.forwarded_to else usual
            moved = message.model_copy(update={"account_id": other, "manner": ""})
            partition = command.envelope.outcome_partition
            return Forwarded(
                Send(COMMANDS, moved, command.envelope.id, outcome_partition=partition)
            )
        case _:
            pass
    note = "\x00" if message.manner == "spoil" else message.note
    body = "x" * 2_000_000 if message.manner == "swell" else ""
    seq = account.seq + 1
    after = replace(account, balance=account.balance + message.amount, seq=seq, note=note)
    event = Deposited(account_id=message.account_id, seq=seq, amount=message.amount, note=body)
    answer = message.manner != "silent"
    return Accepted(after, (Say(EVENTS, event, answer=answer),), data={"balance": after.balance})


class FromBank:
    """Every transfer is a deposit."""

    source: Topic = BANK
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (Transferred,)

    def translate(self, event: Incoming) -> Sequence[Send]:
        message = event.message
        assert isinstance(message, Transferred)
        if message.note == "break":
            raise RuleBrokenError
        deposit = Deposit(account_id=message.account_id, amount=message.amount)
        identifier = translated_command_id(event.envelope.id, deposit.ce_type(), deposit.key)
        return [Send(COMMANDS, deposit, identifier)]


class Heard:
    """Mirrors the bank."""

    source: Topic = BANK
    start: Start = Start.AT_START
    wanted: tuple[type[Message], ...] = (Transferred,)

    async def apply(self, connection: Connection, events: Sequence[Incoming]) -> None:
        for event in events:
            message = event.message
            assert isinstance(message, Transferred)
            note = "\x00" if message.note == "spoil" else message.note
            await connection.execute(
                "INSERT INTO heard VALUES ($1, $2, $3) "
                "ON CONFLICT (account, number) DO UPDATE SET times = heard.times + 1",
                event.key,
                message.number,
                note,
            )
