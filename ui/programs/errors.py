"""What goes wrong -> the status of an answer, and an error in JSON that a program can tell from others."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.faults import (
    AccessFault,
    BusyFault,
    CollectionFault,
    Fault,
    KeptFault,
    QuestionFault,
    SearchFault,
    SelectionFault,
)
from ui.programs.turns import MOST, crowded
from ui.server.failures import failure

_AGAIN = {"Retry-After": "2"}
_log = logging.getLogger(__name__)


class ProgramFault(Fault):
    """Raised when a program's request cannot be met; `status` is that of the answer."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


def told(fault: Exception) -> tuple[HTTPStatus, str]:
    """Return the status and the message that tell of an exception; one that is not Byline's own is logged."""
    if isinstance(fault, ProgramFault):
        return fault.status, str(fault)
    if isinstance(fault, BusyFault):
        return HTTPStatus.SERVICE_UNAVAILABLE, str(fault)
    if isinstance(fault, AccessFault):
        return HTTPStatus.FORBIDDEN, str(fault)
    if isinstance(fault, CollectionFault) and fault.missing:
        return HTTPStatus.NOT_FOUND, str(fault)
    if isinstance(fault, QuestionFault | KeptFault | SearchFault | SelectionFault | CollectionFault):
        return HTTPStatus.BAD_REQUEST, str(fault)
    if isinstance(fault, Fault):
        return HTTPStatus.INTERNAL_SERVER_ERROR, str(fault)
    _log.error("A request of a program failed.", exc_info=fault)
    what = f"{type(fault).__name__}: {fault}"
    return HTTPStatus.INTERNAL_SERVER_ERROR, f"Byline made a mistake ({what}). What it logs where it runs says more."


def tell_errors(app: FastAPI) -> None:
    """Let an application tell what goes wrong as all doors do."""
    app.add_exception_handler(Exception, _failed)
    app.add_exception_handler(Fault, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)


async def full(request: Request, refused: Exception) -> JSONResponse:
    """Tell that Gradio's queue takes no more, as REST tells it."""
    return await _failed(request, crowded(MOST))


async def _failed(_: Request, fault: Exception) -> JSONResponse:
    status, message = told(fault)
    again = _AGAIN if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    return JSONResponse(failure(status, message), status, again)


async def _refused(request: Request, refused: Exception) -> JSONResponse:
    assert isinstance(refused, HTTPException)
    message = f"{request.method} {request.url.path}: {refused.detail.rstrip('.')}."
    return JSONResponse(failure(refused.status_code, message), refused.status_code, refused.headers)


async def _invalid(_: Request, invalid: Exception) -> JSONResponse:
    assert isinstance(invalid, RequestValidationError)
    wrong = "; ".join(f"{_place(one['loc'])}: {one['msg']}" for one in invalid.errors())
    return JSONResponse(
        failure(HTTPStatus.BAD_REQUEST, f"The request cannot be read. {wrong}."), HTTPStatus.BAD_REQUEST
    )


def _place(parts: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in parts[1:]) or str(parts[0])
