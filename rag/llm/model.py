"""A language model behind an address, and what may go wrong with one, in plain words."""

import os
import re
import sys
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import httpx
from llama_index.core.llms import LLM as LLM

from index.faults import ModelFault
from rag.llm.signs import visible

NEEDED = "llama-index-llms-openai-like>=0.7,<0.8"
"""What the extra `llm` brings."""
_KEYS = ("BYLINE_LLM_KEY", "OPENAI_API_KEY")
_TIMEOUT = 600.0  # seconds; `Replies` gives up sooner
_PASSWORD = re.compile(r"//[^/@]*@")
_TOLD = 200  # characters of a server's own words
_STATUS = {
    401: "refuses the key. Set BYLINE_LLM_KEY to a right one",
    402: "wants to be paid first",
    403: "refuses the key. Set BYLINE_LLM_KEY to one that may use this model",
    404: "is not known there. Check the address and the model's name",
    408: "takes too long to answer",
    **dict.fromkeys((301, 302, 303, 307, 308), "sends to another address. Give that one, if it is right"),
    429: "is asked too often, or its quota is used up. Wait a little",
}


def open_model(url: str, name: str, key: str | None = None) -> LLM:
    """Return the model of a name behind the address of an OpenAI-compatible endpoint; nothing is sent yet.

    An address without a path gets `/v1`. Without a `key` it is read from BYLINE_LLM_KEY, else OPENAI_API_KEY. Raises
    `ModelFault`.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ModelFault(f"“{url}” is no address of a model. Give one like http://localhost:11434/v1.")
    if find_spec("llama_index.llms") is None or find_spec("llama_index.llms.openai_like") is None:
        install = f"{sys.executable} -m pip install '{NEEDED}'"
        raise ModelFault(f"Language models need one package more. Install it: {install}.")
    from llama_index.llms.openai_like import OpenAILike

    llm: LLM = OpenAILike(
        model=name,
        api_base=url.rstrip("/") + ("" if parts.path.strip("/") else "/v1"),
        api_key=key or next((found for variable in _KEYS if (found := os.environ.get(variable))), "none"),
        is_chat_model=True,
        temperature=0.0,
        max_retries=0,
        timeout=_TIMEOUT,
        async_http_client=httpx.AsyncClient(timeout=_TIMEOUT),  # follows no redirect, so sentences go nowhere else
        additional_kwargs={"stream_options": {"include_usage": True}},
    )
    return llm


def fault_of(error: Exception, name: str, place: str) -> ModelFault:
    """Say what went wrong with the model of a name; `place` is where it is, if that is known.

    The libraries of different models raise errors of their own, which have a status or a telling name in common.
    """
    if isinstance(error, ModelFault):
        return error
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        other = f"failed (status {status}): {_told(error)}"
        return ModelFault(f"{name} {_STATUS.get(status, other)}.")
    kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
    if "Timeout" in kinds:
        return ModelFault(f"{name} takes too long to answer.")
    if "RemoteProtocol" in kinds or "ReadError" in kinds:
        return ModelFault(f"{name} broke off in the middle.")
    if "Connect" in kinds:
        at = f" at {_PASSWORD.sub('//', place)}" if place else ""
        return ModelFault(f"{name} cannot be reached{at}. Start it, or correct its address.")
    return ModelFault(f"{name} sent what is no answer ({type(error).__name__}: {_told(error)}).")


def _told(error: Any) -> str:
    """Return the server's own words, shortened, without the key that it may repeat and the stop at their end."""
    words = str(getattr(error, "message", error))
    request = getattr(error, "request", None)
    if request and (key := request.headers.get("Authorization", "").removeprefix("Bearer ")):
        words = words.replace(key, "********")
    return " ".join(visible(words).split())[:_TOLD].rstrip(".")
