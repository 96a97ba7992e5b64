"""The two cookies: a member's session, and the mark of a browser that they have used."""

from datetime import timedelta

from starlette.responses import Response

from switchboard.gateway.handlers.signing_in import SESSION

SESSION_COOKIE = "switchboard_session"
DEVICE_COOKIE = "switchboard_device"
DEVICE = timedelta(days=365)


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


def set_device(response: Response, mark: str, *, secure: bool) -> None:
    """Mark the browser as one that its member has signed in with; it lets nobody in."""
    response.set_cookie(
        DEVICE_COOKIE,
        mark,
        max_age=int(DEVICE.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=secure,
        path="/v1/sign-in",
    )
