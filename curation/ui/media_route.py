"""Serves the media files of candidates: opaque signed addresses in, bytes as they are out."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from curation.actions.media_links import ROUTE
from curation.media.sniff import sniff
from curation.ui.state import workspace

HEAD_BYTES = 4096
HEADERS = {
    "cache-control": "private, max-age=86400, immutable",
    "content-disposition": "inline",
    "x-content-type-options": "nosniff",
    # A file opened by itself runs nothing and loads nothing.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


async def serve_blob(request: Request) -> Response:
    """The file of a signed address; 404 without a reason for whatever else."""
    return await run_in_threadpool(_answer, request.path_params["name"])


def _answer(name: str) -> Response:
    here = workspace()
    media_hash = here.links.verify(name, datetime.now(UTC))
    if media_hash is None:
        return Response(status_code=404)
    try:
        path = here.media.path(media_hash)
        with path.open("rb") as file:
            found = sniff(file.read(HEAD_BYTES))
    except (OSError, ValueError):
        return Response(status_code=404)
    if found is None:
        return Response(status_code=404)
    return FileResponse(path, media_type=found.mime, headers=HEADERS)


def media_route() -> Route:
    """The route, at the place that `MediaLinks.url` names."""
    return Route(ROUTE + "/{name}", serve_blob, methods=["GET"])
