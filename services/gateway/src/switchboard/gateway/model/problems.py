"""The closed list of what the gateway itself refuses, for RFC 9457 problem documents.

Refusals of the services (`closed`, `not_assigned`, ...) pass through with the code that they state.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Code(StrEnum):
    """A stable code; clients decide by it, English is for people."""

    INVALID_JSON = "invalid_json"
    INVALID_REQUEST = "invalid_request"
    IDEMPOTENCY_KEY_MISSING = "idempotency_key_missing"
    NOT_SIGNED_IN = "not_signed_in"
    WRONG_CREDENTIALS = "wrong_credentials"
    MEMBER_DISABLED = "member_disabled"
    INVALID_TOKEN = "invalid_token"  # noqa: S105 - a code
    PROOF_MISSING = "proof_missing"
    INVALID_PROOF = "invalid_proof"
    EXPIRED_PROOF = "expired_proof"
    FOREIGN_PROOF = "foreign_proof"
    FOREIGN_ORIGIN = "foreign_origin"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    UNKNOWN_CONVERSATION = "unknown_conversation"
    UNKNOWN_TICKET = "unknown_ticket"
    UNKNOWN_NOTIFICATION = "unknown_notification"
    UNKNOWN_MEMBER = "unknown_member"
    UNKNOWN_PERSON = "unknown_person"
    UNKNOWN_API_KEY = "unknown_api_key"
    UNKNOWN_IDENTITY_SECRET = "unknown_identity_secret"  # noqa: S105 - a code
    UNKNOWN_CANNED_RESPONSE = "unknown_canned_response"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_DEFINITIONS = "unknown_definitions"
    UNKNOWN_VARIABLE = "unknown_variable"
    UNKNOWN_ATTACHMENT = "unknown_attachment"
    ATTACHMENT_USED = "attachment_used"
    UPLOADED_ALREADY = "uploaded_already"
    TOO_MANY_UPLOADS = "too_many_uploads"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    COMMAND_ID_REUSED = "command_id_reused"
    EMAIL_TAKEN = "email_taken"
    SHORTCUT_TAKEN = "shortcut_taken"
    DRAFT_CHANGED = "draft_changed"
    ERASED = "erased"
    NOT_CLOSED = "not_closed"
    MUST_BE_TOLD = "must_be_told"
    TOO_LARGE = "too_large"
    TOO_MANY_ATTEMPTS = "too_many_attempts"
    TOO_MANY_REQUESTS = "too_many_requests"
    TOO_MANY_SOCKETS = "too_many_sockets"
    INVALID_FRAME = "invalid_frame"
    TOO_MANY_SUBSCRIPTIONS = "too_many_subscriptions"
    UNDECIDED = "undecided"
    CATCHING_UP = "catching_up"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"


TABLE: Mapping[Code, tuple[int, str]] = {
    Code.INVALID_JSON: (400, "The body is not JSON."),
    Code.INVALID_REQUEST: (422, "A value is missing or not allowed."),
    Code.IDEMPOTENCY_KEY_MISSING: (
        400,
        "Send an Idempotency-Key of 1 to 200 characters.",
    ),
    Code.NOT_SIGNED_IN: (401, "Sign in first."),
    Code.WRONG_CREDENTIALS: (401, "E-mail or password is wrong."),
    Code.MEMBER_DISABLED: (403, "This account is disabled; an Admin can have it back."),
    Code.INVALID_TOKEN: (401, "The token is not valid, or no longer."),
    Code.PROOF_MISSING: (422, "Send the proof that the host site signed."),
    Code.INVALID_PROOF: (403, "The proof is not one that this site signed; nobody is identified."),
    Code.EXPIRED_PROOF: (403, "The proof has expired; nobody is identified."),
    Code.FOREIGN_PROOF: (403, "The proof was made for another site; nobody is identified."),
    Code.FOREIGN_ORIGIN: (403, "The request comes from another site."),
    Code.NOT_ALLOWED: (403, "Your role, or the API key, does not allow this."),
    Code.NOT_FOUND: (404, "There is nothing at this address."),
    Code.UNKNOWN_CONVERSATION: (404, "There is no such conversation."),
    Code.UNKNOWN_TICKET: (404, "There is no such ticket."),
    Code.UNKNOWN_NOTIFICATION: (404, "There is no such notification."),
    Code.UNKNOWN_MEMBER: (404, "There is no such member."),
    Code.UNKNOWN_PERSON: (404, "There is no such person, and no such visitor."),
    Code.UNKNOWN_API_KEY: (404, "There is no such API key."),
    Code.UNKNOWN_IDENTITY_SECRET: (404, "There is no such identity secret."),
    Code.UNKNOWN_CANNED_RESPONSE: (404, "There is no such canned response."),
    Code.UNKNOWN_FIELD: (404, "There is no field of this key."),
    Code.UNKNOWN_DEFINITIONS: (404, "The fields never had this version."),
    Code.UNKNOWN_VARIABLE: (422, "The text asks for a variable that does not exist."),
    Code.METHOD_NOT_ALLOWED: (405, "This address does not take that method."),
    Code.COMMAND_ID_REUSED: (409, "The same Idempotency-Key came with another request."),
    Code.EMAIL_TAKEN: (409, "Another account has this e-mail address."),
    Code.SHORTCUT_TAKEN: (409, "Another canned response has this shortcut."),
    Code.UNKNOWN_ATTACHMENT: (404, "There is no such file, or it cannot be used here."),
    Code.ATTACHMENT_USED: (409, "Another message carries this file already."),
    Code.UPLOADED_ALREADY: (409, "This upload has another content already."),
    Code.TOO_MANY_UPLOADS: (429, "Too many files are uploaded and not sent."),
    Code.DRAFT_CHANGED: (409, "Another window has changed this draft meanwhile."),
    Code.ERASED: (409, "The person of this conversation was erased."),
    Code.NOT_CLOSED: (409, "Only a closed conversation is analysed."),
    Code.MUST_BE_TOLD: (409, "What is asked of you is always told in the panel."),
    Code.TOO_LARGE: (413, "The request is too large."),
    Code.TOO_MANY_ATTEMPTS: (429, "Too many wrong passwords; try again later."),
    Code.TOO_MANY_REQUESTS: (429, "Too many requests or frames; try again later."),
    Code.TOO_MANY_SOCKETS: (429, "Too many open sockets."),
    Code.INVALID_FRAME: (422, "The frame is none of the protocol's."),
    Code.TOO_MANY_SUBSCRIPTIONS: (409, "One socket follows too many conversations."),
    Code.UNDECIDED: (202, "Not decided yet; repeat the same request with the same key."),
    Code.CATCHING_UP: (503, "The gateway is catching up; try again."),
    Code.UNAVAILABLE: (503, "A part of the system does not answer; try again."),
    Code.INTERNAL: (500, "Something went wrong here."),
}
"""The HTTP status and one line for people, for every code."""

REFUSED = 409
"""The status of a refusal that a service stated."""

_PASSED_ON = {"internal": 500, "unknown_conversation": 404, "unknown_version": 503}


class ProblemError(Exception):
    """A request cannot be carried out.

    Attributes:
        code: of the closed list, or the code that a service stated.
        data: members of the problem document; ids, numbers and codes, never text.
    """

    def __init__(
        self, code: Code | str, detail: str = "", data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(code)
        self.code = str(code)
        self.detail = detail
        self.data = dict(data or {})

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the code."""
        known = TABLE.get(Code(self.code)) if self.code in _CODES else None
        return known[0] if known else _PASSED_ON.get(self.code, REFUSED)

    def document(self) -> dict[str, Any]:
        """The problem as RFC 9457 has it, plus `code` and the data."""
        title = TABLE[Code(self.code)][1] if self.code in _CODES else "The request was refused."
        document = {key: value for key, value in self.data.items() if key not in _RESERVED}
        document |= {
            "type": f"urn:switchboard:problem:{self.code}",
            "title": title,
            "status": self.status,
            "code": self.code,
        }
        return document | ({"detail": self.detail} if self.detail else {})


_CODES = frozenset(str(code) for code in Code)
_RESERVED = frozenset({"type", "title", "status", "code", "detail"})
