"""What requests and answers look like that concern signing in and joining."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from switchboard.contracts.message import ShortText
from switchboard.contracts.words import Role
from switchboard.gateway.api.schemas.asked import Asked, Email, Password


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
