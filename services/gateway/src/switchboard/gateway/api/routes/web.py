"""The built web: the panel, the widget and its loader."""

from pathlib import Path

from fastapi import APIRouter, FastAPI
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.staticfiles import StaticFiles

_MISSING = (
    "<!doctype html><title>Switchboard</title><h1>The web is not built</h1>"
    "<p>This gateway was started without the panel and the widget. Build them with "
    "<code>make web</code> and set <code>SWITCHBOARD_WEB_ROOT</code> to the folder that holds "
    "<code>panel/</code>, <code>widget/</code> and <code>widget.js</code>.</p>"
)
_UNAVAILABLE = 503


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
        app.mount(f"/{name}", StaticFiles(directory=web_root / name, html=True), name)


def _not_built(router: APIRouter) -> None:
    @router.get("/panel/{path:path}")
    @router.get("/widget/{path:path}")
    async def missing(path: str) -> Response:  # noqa: ARG001 - every path says the same
        return HTMLResponse(_MISSING, status_code=_UNAVAILABLE)

    @router.get("/widget.js")
    async def no_loader() -> Response:
        return PlainTextResponse("// The web is not built: make web\n", _UNAVAILABLE)
