"""The one cookie: an agent's session."""

from starlette.responses import Response

from switchboard.gateway.handlers.signing_in import SESSION

SESSION_COOKIE = "switchboard_session"


def set_session(response: Response, token: str, *, secure: bool) -> None:
    """Give the browser a session that no script can read."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(SESSION.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )


def clear_session(response: Response) -> None:
    """Take the session back."""
    response.delete_cookie(SESSION_COOKIE, path="/")
