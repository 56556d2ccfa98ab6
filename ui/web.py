"""The web page: one `gr.HTML` that asks the functions below, and the endpoint `/ask` for programs."""

import logging
import socket
import webbrowser
from collections.abc import Callable
from concurrent.futures import Future
from importlib.resources import files
from threading import BoundedSemaphore, Thread
from typing import Any

import gradio as gr
from gradio.events import api

from index.types import IndexFault, Span
from rag.assistant import Assistant
from rag.question import LONGEST
from rag.types import Answer, NoAnswer, RagFault
from ui.article import Mark, shelf, story
from ui.render import card

AT_ONCE = 4
"""How many questions are answered at the same time; the others wait."""

_log = logging.getLogger(__name__)
_LIGHT, _DARK = ("#faf9f6", "#1d1c1a"), ("#171715", "#ecebe6")


class PageFault(Exception):
    """Raised when the page cannot be served; the message says what, where and the cure."""


def build(loading: Future[Assistant]) -> gr.Blocks:
    """Return the page; it opens at once, and answers when `loading` has its assistant."""
    turn = BoundedSemaphore(AT_ONCE)

    def answer(question: str) -> Answer | NoAnswer:
        assistant = loading.result()
        with turn:
            return assistant.ask(question)

    def status(_: None) -> dict[str, Any]:
        if not loading.done():
            return {"state": "loading"}
        assistant = loading.result()
        examples = list(assistant.examples())
        return {"state": "ready", "articles": len(assistant.library.articles()), "examples": examples}

    def ask(question: str) -> dict[str, Any]:
        result = answer(question)
        return {"html": card(result, loading.result().library.article), "text": str(result)}

    def article(wanted: dict[str, Any]) -> dict[str, Any]:
        try:
            found = loading.result().library.article(wanted["id"])
        except KeyError:
            return {"error": "This article is no longer in the library."}
        marks = [Mark(number, Span(*spans[:2]), Span(*spans[2:])) for number, *spans in wanted["marks"]]
        return {"html": story(found, marks)}

    def library(_: None) -> dict[str, Any]:
        return {"html": shelf(loading.result().library.articles())}

    def endpoint(question: str) -> dict[str, Any]:
        """Answer a question about the articles, with the sentences that prove it."""
        try:
            return answer(question).as_dict()
        except (RagFault, IndexFault) as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    page = gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(
            html_template=_asset("page.html"),
            js_on_load=_asset("pane.js") + _asset("page.js"),
            server_functions=[_told(function) for function in (status, ask, article, library)],
            apply_default_css=False,
            limit=LONGEST,
        )
        api(endpoint, api_name="ask", concurrency_limit=AT_ONCE)
    return page


def _told(function: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
    """Let what goes wrong in `function` reach the page as `{"error": message}`."""

    def told(data: Any) -> dict[str, Any]:
        try:
            return function(data)
        except (RagFault, IndexFault) as fault:
            return {"error": str(fault)}
        except Exception as error:
            _log.exception("The page could not %s.", function.__name__)
            what = f"{type(error).__name__}: {error}"
            return {"error": f"Byline made a mistake ({what}). What it logs where it runs says more."}

    told.__name__ = function.__name__
    return told


def launch(load: Callable[[], Assistant], host: str = "127.0.0.1", port: int = 7860) -> gr.Blocks:
    """Serve the page and load the assistant in the background; return what has `local_url` and `close()`.

    Raises `PageFault` when the address cannot be had.
    """
    _check_free(host, port)
    loading: Future[Assistant] = Future()
    page = build(loading)
    page.launch(
        server_name=host,
        server_port=port,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        favicon_path=str(files("ui") / "icon.svg"),
        head=f"<style>{_asset('page.css')}</style>",
        theme=_theme(),
    )
    Thread(target=_load, args=(load, loading), name="byline-load", daemon=True).start()
    return page


def serve(
    load: Callable[[], Assistant],
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    started: Callable[[str], None] = print,
) -> None:
    """Serve the page until it is interrupted; `started` gets its address. Raises as `launch` does."""
    page = launch(load, host, port)
    address = page.local_url or ""
    started(address)
    if open_browser:
        webbrowser.open(address)
    page.block_thread()


def _load(load: Callable[[], Assistant], loading: Future[Assistant]) -> None:
    try:
        loading.set_result(load())
    except Exception as error:
        _log.exception("The models could not be loaded.")
        loading.set_exception(error)


def _check_free(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise PageFault(
            f"The page cannot be served at {host}, port {port}: {error.strerror}. "
            "Choose another port with --port, or another address with --host."
        ) from error


def _theme() -> gr.themes.Base:
    """Return a theme that shows the page's own ground before its style arrives, with the system's fonts."""
    fonts = ["system-ui", "sans-serif"]
    return gr.themes.Base(font=fonts, font_mono=["monospace"]).set(
        body_background_fill=_LIGHT[0],
        body_text_color=_LIGHT[1],
        body_background_fill_dark=_DARK[0],
        body_text_color_dark=_DARK[1],
    )


def _asset(name: str) -> str:
    return (files("ui") / name).read_text("utf-8")
