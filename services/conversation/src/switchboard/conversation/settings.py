"""What the conversation service is told by its environment."""

from switchboard.runtime.settings import ProcessSettings


class Settings(ProcessSettings):
    """Numbers of the rules that an operator can change."""

    turn_seconds: float = 30.0
    """How long the AI may take for a turn (rule C6)."""
    presence_grace_seconds: float = 60.0
    """How long after a start nobody is taken for offline (rule P1)."""
    escalation_seconds: float = 120.0
    """When everyone is told once more that somebody waits (rule H8)."""
    giving_up_seconds: float = 600.0
    """When the user is asked for an e-mail address, since nobody has accepted (rule H8)."""
    reminder_seconds: float = 180.0
    """When the assigned agent is reminded of a user who waits (rule H11)."""
    overdue_seconds: float = 600.0
    """When the others are told of that user (rule H11)."""
    absence_seconds: float = 300.0
    """How long the assigned agent may be offline while a user waits (rule H9)."""
    idle_seconds: float = 86_400.0
    """After how long without a word a conversation is closed (rule X4)."""
    idle_warning_seconds: float = 3_600.0
    """How long before that the user is told."""
