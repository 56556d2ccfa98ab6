"""What goes wrong, as programs are told of it: a type by which they tell it from others, and a sentence."""

import json
from http import HTTPStatus
from typing import Any

_TYPES = {
    HTTPStatus.BAD_REQUEST: "invalid_request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method_not_allowed",
    HTTPStatus.CONFLICT: "conflict",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "unsupported_media_type",
    HTTPStatus.MISDIRECTED_REQUEST: "misdirected",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}


def failure(status: int, message: str) -> dict[str, Any]:
    """Return what went wrong as an object of JSON."""
    return {"error": {"type": _TYPES.get(HTTPStatus(status), "fault"), "message": message}}


def as_json(status: int, message: str) -> bytes:
    """Return the same as the body of an answer."""
    return json.dumps(failure(status, message), ensure_ascii=False).encode()
