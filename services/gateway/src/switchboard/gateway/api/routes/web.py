"""The built web: the panel, the widget and its loader."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_MISSING = (
    "<!doctype html><title>Switchboard</title><h1>The web is not built</h1>"
    "<p>This gateway was started without the panel and the widget. Build them with "
    "<code>make web</code> and set <code>SWITCHBOARD_WEB_ROOT</code> to the folder that holds "
    "<code>panel/</code>, <code>widget/</code> and <code>widget.js</code>.</p>"
)
_UNAVAILABLE = 503
_NOT_FOUND = 404


class OnePage(StaticFiles):
    """A built application: addresses inside it are its index page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or the index page if the address names none."""
        try:
            return await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != _NOT_FOUND or "." in path.rsplit("/", 1)[-1]:
                raise
            return await super().get_response("index.html", scope)


def serve_web(app: FastAPI, web_root: Path | None) -> None:
    """Serve the built web, or say plainly that it is not built."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def home() -> Response:
        return RedirectResponse("/panel/")

    if web_root is not None and (web_root / "widget.js").is_file():
        _built(app, router, web_root)
    else:
        _not_built(router)
    app.include_router(router)


def _built(app: FastAPI, router: APIRouter, web_root: Path) -> None:
    @router.get("/widget.js")
    async def loader() -> Response:
        return FileResponse(
            web_root / "widget.js",
            media_type="text/javascript",
            headers={"Cache-Control": "public, max-age=300"},
        )

    for name in ("panel", "widget"):
        app.mount(f"/{name}", OnePage(directory=web_root / name, html=True), name)


def _not_built(router: APIRouter) -> None:
    @router.get("/panel/{path:path}")
    @router.get("/widget/{path:path}")
    async def missing(path: str) -> Response:  # noqa: ARG001 - every path says the same
        return HTMLResponse(_MISSING, status_code=_UNAVAILABLE)

    @router.get("/widget.js")
    async def no_loader() -> Response:
        return PlainTextResponse("// The web is not built: make web\n", _UNAVAILABLE)
