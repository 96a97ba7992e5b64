"""What requests and answers look like that concern how a member is told."""

from typing import Annotated

from pydantic import BaseModel, Field

from switchboard.contracts.events.notification import NotificationKind, Place, Way
from switchboard.gateway.api.schemas.asked import Asked

_ALL_WAYS = len(NotificationKind) * len(Place)


class PreferencesChange(Asked):
    """Everything that is to be muted; what is left out is told."""

    muted: Annotated[list[Way], Field(max_length=_ALL_WAYS)]


class Preferences(BaseModel):
    """What a member mutes; all else is told."""

    muted: list[Way]
