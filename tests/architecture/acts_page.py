"""What becomes of every act in every status, made by deciding each (rule D3).

`python -m tests.architecture.acts_page` writes `docs/acts.md`; a test compares.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from tests.builders import conversation as a

from switchboard.contracts.commands import conversation as commands
from switchboard.contracts.message import Message
from switchboard.contracts.words import HandOffReason, Priority, Status
from switchboard.conversation.handlers.table import DECISIONS
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts, Member
from switchboard.runtime.roles import Forwarded, Refused

PAGE = Path(__file__).parents[2] / "docs" / "acts.md"

CARL, STRANGER = UUID(int=0xC), UUID(int=0xAB)
FACTS = Facts(
    members=a.TEAM | {CARL: Member(CARL, "Carl", active=True)},
    online=frozenset({a.ANNA, a.BEN, CARL}),
)
AGENTS = {"assigned agent": a.ANNA, "collaborator": a.BEN, "another agent": CARL}
USERS = {"the user": a.VISITOR, "another visitor": STRANGER}
STATUSES: Mapping[Status, Callable[[], Conversation]] = {
    Status.ACTIVE_AI: a.a_conversation_with_the_ai,
    Status.WAITING_FOR_HUMAN: a.a_waiting_conversation,
    Status.ACTIVE_HUMAN: lambda: a.after(a.a_conversation_with(a.ANNA), a.add_collaborator(a.BEN)),
    Status.AWAITING_OFFLINE_INFO: a.an_offline_conversation,
    Status.CLOSED: a.a_closed_conversation,
}

Maker = Callable[[type[Message], UUID], Message]


def _by_agent(**fields: object) -> Maker:
    return lambda kind, who: kind(conversation_id=a.CONVERSATION, agent_id=who, **fields)  # type: ignore[call-arg]


def _by_user(**fields: object) -> Maker:
    return lambda kind, who: kind(conversation_id=a.CONVERSATION, visitor_id=who, **fields)  # type: ignore[call-arg]


ACTS: Mapping[type[Message], Maker] = {
    commands.SendAgentMessage: _by_agent(text="Hello."),
    commands.AddInternalNote: _by_agent(text="A note."),
    commands.AcceptConversation: _by_agent(),
    commands.TakeOver: _by_agent(),
    commands.ReturnToAi: _by_agent(),
    commands.AssignConversation: _by_agent(assignee_id=CARL),
    commands.UnassignConversation: _by_agent(),
    commands.CloseConversation: _by_agent(),
    commands.SetPriority: _by_agent(priority=Priority.URGENT),
    commands.SetUserEmail: _by_agent(email="new@example.org"),
    commands.AddCollaborator: _by_agent(member_id=CARL),
    commands.RemoveCollaborator: _by_agent(member_id=a.BEN),
    commands.OpenConversation: _by_user(site="demo"),
    commands.SendUserMessage: _by_user(site="demo", text="Hello."),
    commands.RequestHuman: _by_user(),
    commands.ProvideEmail: _by_user(email="user@example.org"),
    commands.ContinueWithAssistant: _by_user(),
    commands.RequestTicket: _by_user(),
    commands.IdentifyUser: _by_user(person=a.PERSON),
}
PROPOSALS: Mapping[str, Message] = {
    "ProposeAiReply, of the open turn": a.ai_reply(),
    "ProposeAiReply, of an older one": a.ai_reply(epoch=0),
    "ProposeHandOff, of the open turn": commands.ProposeHandOff(
        conversation_id=a.CONVERSATION,
        turn=1,
        epoch=1,
        reason=HandOffReason.NO_ANSWER_FOUND,
    ),
    "ProposeTicket, of the open turn": a.ai_ticket(),
    "ProposeTicket, of an older one": a.ai_ticket(epoch=0),
}
OF_SERVICES = {
    commands.ProposeAiReply,
    commands.ProposeHandOff,
    commands.ProposeTicket,
    commands.ReleaseConversation,
    commands.AddSystemLine,
    commands.EraseConversation,
    commands.ErasePerson,
}
"""What no person asks for; everything else must have rows of its own."""


def page() -> str:
    """The whole page."""
    missing = set(DECISIONS) - set(ACTS) - OF_SERVICES
    assert not missing, f"acts without a row: {missing}"
    rows = [row for kind, make in ACTS.items() for row in _rows(kind, make)]
    rows += [_row(name, "the AI", _results(command)) for name, command in PROPOSALS.items()]
    names = " | ".join(status.value for status in STATUSES)
    return (
        "# What becomes of every act\n\n"
        "Made from the decisions themselves by `python -m tests.architecture.acts_page`; a test "
        "compares.\nA status in the table is the one after the act; a code is a refusal. Everyone "
        "is online; assigning is to\nanother agent who is online.\n\n"
        f"| act | by | {names} |\n|{'---|' * (len(STATUSES) + 2)}\n" + "".join(rows)
    )


def _rows(kind: type[Message], make: Maker) -> list[str]:
    """One row for all who are answered alike."""
    people = AGENTS if "agent_id" in kind.model_fields else USERS
    alike: dict[tuple[str, ...], list[str]] = {}
    for who, person in people.items():
        alike.setdefault(_results(make(kind, person)), []).append(who)
    return [
        _row(kind.__name__, "any agent" if len(who) == len(AGENTS) else ", ".join(who), results)
        for results, who in alike.items()
    ]


def _row(act: str, who: str, results: tuple[str, ...]) -> str:
    return f"| {act} | {who} | {' | '.join(results)} |\n"


def _results(command: Message) -> tuple[str, ...]:
    return tuple(_result(make(), command) for make in STATUSES.values())


def _result(before: Conversation, command: Message) -> str:
    verdict = a.decide(before, command, FACTS)
    if isinstance(verdict, Forwarded):
        return "to the successor"
    if isinstance(verdict, Refused):
        return f"`{verdict.code}`"
    if verdict.state.status is not before.status:
        return f"**{verdict.state.status.value}**"
    if verdict.state.agent_id != before.agent_id:
        return "changes hands"
    return "done" if verdict.says else "nothing changes"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
