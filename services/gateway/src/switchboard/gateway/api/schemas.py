"""What REST requests and answers look like, where they are not messages of the contracts."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from switchboard.contracts.events.public import PublicStatus
from switchboard.contracts.message import LongText, OptionalText, ShortText
from switchboard.contracts.words import Priority, Role, TicketStatus
from switchboard.gateway.model.attachment import MOST_FILES
from switchboard.gateway.model.permissions import SCOPES, Action

Password = Annotated[str, Field(min_length=8, max_length=200)]
Email = Annotated[ShortText, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


NO_NUL = r"^[^\x00]*$"
"""What PostgreSQL cannot look for."""


class Asked(BaseModel):
    """A request body; undeclared fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignIn(Asked):
    """An agent's e-mail address and password."""

    email: ShortText
    password: Annotated[str, Field(max_length=200)]


class NewcomerByLink(Asked):
    """The token of a one-time link, and the account to make."""

    token: ShortText
    email: Email
    password: Password
    full_name: ShortText


class PasswordChange(Asked):
    """One's password as it is, and as it is to be."""

    current: Annotated[str, Field(max_length=200)]
    password: Password


class PasswordByLink(Asked):
    """The token of a one-time link, and the password to be."""

    token: ShortText
    password: Password


class Invitation(Asked):
    """The role of the member to come."""

    role: Role = Role.AGENT


class OneTimeLinkAnswer(BaseModel):
    """A link that works once; it is shown this once."""

    link: str
    expires_at: datetime


class NewMember(Asked):
    """A member to add."""

    email: Email
    password: Password
    full_name: ShortText
    public_name: ShortText | None = None
    role: Role = Role.AGENT


class MemberChange(Asked):
    """What is to be changed of a member; what is left out stays."""

    public_name: ShortText | None = None
    full_name: ShortText | None = None
    role: Role | None = None
    active: bool | None = None


def _grantable(scope: Action) -> Action:
    if scope not in SCOPES:
        raise ValueError("no API key can be good for this")
    return scope


Scope = Annotated[Action, AfterValidator(_grantable)]


class NewApiKey(Asked):
    """What an API key is for, as people read it, and what it is good for."""

    name: ShortText
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=len(SCOPES))]


class ApiKeyAnswer(BaseModel):
    """An API key, of which only the beginning is known; `member_id` made it."""

    api_key_id: UUID
    prefix: str
    name: str
    scopes: list[Action]
    member_id: UUID
    created_at: datetime
    last_used_at: datetime | None


class NewApiKeyAnswer(ApiKeyAnswer):
    """The new API key; `api_key` is shown this once."""

    api_key: str


class ApiKeys(BaseModel):
    """Every API key of the team."""

    api_keys: list[ApiKeyAnswer]


class AuditEntry(BaseModel):
    """What was done: by whom, with which of their keys, to whom or what."""

    entry_id: UUID
    at: datetime
    action: str
    member_id: UUID | None
    api_key_id: UUID | None
    subject_id: UUID | None
    conversation_id: UUID | None
    details: dict[str, Any]


class AuditLog(BaseModel):
    """A page of the audit log, and where the next one begins."""

    entries: list[AuditEntry]
    next: str | None


class CannedResponseChange(Asked):
    """A text, and the word after `/` that offers it."""

    shortcut: Annotated[ShortText, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    text: LongText


class CannedResponseAnswer(BaseModel):
    """A text that agents insert by its shortcut, variables unfilled."""

    canned_response_id: UUID
    shortcut: str
    text: str


class CannedResponses(BaseModel):
    """Those that were asked for, the likeliest first."""

    canned_responses: list[CannedResponseAnswer]


class NewVisitor(Asked):
    """The site that the widget stands on."""

    site: ShortText


class IdentityProof(Asked):
    """What the host site's server signed for whoever is signed in there; empty is none."""

    proof: Annotated[str, Field(max_length=4_096)] | None = None


class SiteToVouch(Asked):
    """The site whose server is to vouch for its users."""

    site: ShortText


class IdentitySecretAnswer(BaseModel):
    """A site's secret by its name; `ends_at` is set once a newer one replaces it."""

    secret_id: UUID
    site: str
    member_id: UUID
    created_at: datetime
    ends_at: datetime | None = None


class NewIdentitySecretAnswer(IdentitySecretAnswer):
    """The new secret; `secret` is shown this once."""

    secret: str


class IdentitySecrets(BaseModel):
    """Every secret that proofs are checked with."""

    identity_secrets: list[IdentitySecretAnswer]


class Opening(Asked):
    """A conversation to open, with the name that the user goes by."""

    user_name: ShortText | None = None


class Text(Asked):
    """A message or a note: a text, uploaded files by their ids, or both."""

    text: LongText | None = None
    attachments: Annotated[tuple[UUID, ...], Field(max_length=MOST_FILES)] = ()

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.text is None and not self.attachments:
            raise ValueError("neither a text nor a file")
        return self


class EmailAddress(Asked):
    """The user's e-mail address."""

    email: Email


class Assignee(Asked):
    """The member to give a conversation to."""

    member_id: UUID
    although_offline: bool = False


class Collaborator(Asked):
    """The member who is to follow a conversation."""

    member_id: UUID


class Urgency(Asked):
    """How urgent a conversation is."""

    priority: Priority


class NewTicket(Asked):
    """A ticket to create."""

    subject: ShortText
    description: OptionalText = ""
    priority: Priority | None = None
    """The conversation's if it is left out."""
    user_email: Email | None = None


class TicketEdit(Asked):
    """A ticket's new status, or what else is to be changed of it; what is left out stays.

    `assignee_id` null takes the ticket from whoever has it.
    """

    status: TicketStatus | None = None
    subject: ShortText | None = None
    description: OptionalText | None = None
    user_email: Email | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.status is not None) == bool(self.model_fields_set - {"status"}):
            raise ValueError("either the status or other fields")
        return self


class Article(Asked):
    """An article of the knowledge base."""

    title: ShortText
    body: LongText
    url: ShortText


class SettingsChange(Asked):
    """The AI's settings."""

    enabled: bool
    minimum_run_seconds: Annotated[float, Field(ge=0, le=60)] = 0.0


class MemberAnswer(BaseModel):
    """A member of the team."""

    member_id: UUID
    public_name: str
    full_name: str
    role: Role


class MemberInTeam(MemberAnswer):
    """A member in the team's list."""

    active: bool
    online: bool
    away: bool
    email: str | None = None
    """For Admins only."""


class Team(BaseModel):
    """Everyone in the team."""

    members: list[MemberInTeam]


class VisitorAnswer(BaseModel):
    """A visitor's identity and newest conversation, which may not exist yet."""

    visitor_id: UUID
    token: str
    conversation_id: UUID
    person_id: UUID | None = None
    """Who the visitor is, once the host site has vouched for them (rule I1)."""
    email: str | None = None
    """The address that the host site vouched for, for them to confirm (rule O2).

    Their own; one that an agent wrote down is never told, for it may be another's.
    """


class PublicState(BaseModel):
    """A conversation as its user sees it; nothing in it is derived from the team's numbers."""

    conversation_id: UUID
    public_seq: int
    status: PublicStatus
    agent_name: str | None = None
    email_known: bool = False
    opened_at: datetime
    closed_at: datetime | None = None
    previous_conversation_id: UUID | None = None


class AssistantSettingsAnswer(BaseModel):
    """The AI's settings as they are."""

    enabled: bool
    minimum_run_seconds: float


class Done(BaseModel):
    """A command was accepted that has no event of its own in the asker's stream."""

    model_config = ConfigDict(extra="allow")


class ProblemDocument(BaseModel):
    """RFC 9457, with a stable code; further members belong to the code."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None


Body = dict[str, Any]


class Erasure(BaseModel):
    """What an erasure concerns."""

    conversations: int
    """How many conversations are erased; those that follow on them are too."""
