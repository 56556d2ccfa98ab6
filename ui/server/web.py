"""The web page: one `gr.HTML` whose script asks `Calls`, the endpoint `/ask` of Gradio, and the doors for programs."""

import atexit
import logging
import socket
import webbrowser
from collections.abc import Callable, Collection
from concurrent.futures import Future
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import gradio as gr
from gradio.events import api
from gradio.utils import get_upload_folder
from starlette.middleware import Middleware

from index.faults import Fault, PageFault
from rag.assistant import Assistant
from rag.question.checks import LONGEST
from ui.programs.doors import doors
from ui.server.answers import AT_ONCE, Answers
from ui.server.calls import Calls
from ui.server.door import Door
from ui.server.guard import Guard

_log = logging.getLogger(__name__)
_SCRIPT = (
    "pane",
    "looks",
    "readers",
    "chat",
    "feedback",
    "chats",
    "library",
    "removal",
    "search",
    "edit",
    "keys",
    "scope",
    "collections",
    "page",
)  # one script, in this order
_LIGHT, _DARK = ("#faf9f6", "#1d1c1a"), ("#171715", "#ecebe6")


def build(answers: Answers) -> gr.Blocks:
    """Return the page; it opens at once, and answers when there is an assistant."""

    def ask(question: str, history: list[Any] | None = None, fluent: bool = True) -> dict[str, Any]:
        """Answer a question about the articles, with the sentences that prove it; after the turns of a history.

        Where a language model is in use it words the answer, if that is to be fluent.
        """
        try:
            return answers.answer(question, history or (), fluent).as_dict()
        except Fault as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    page = gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(
            html_template=_asset("page.html"),
            js_on_load="".join(_asset(f"{part}.js") for part in _SCRIPT),
            server_functions=Calls(answers, Path(get_upload_folder())).all(),
            apply_default_css=False,
            limit=LONGEST,
        )
        api(ask, api_name="ask", concurrency_limit=AT_ONCE)
    return page


def launch(
    load: Callable[[], Assistant],
    host: str = "127.0.0.1",
    port: int = 7860,
    names: Collection[str] = (),
    allow_add: bool = False,
) -> gr.Blocks:
    """Serve the page and load the assistant in the background; return what has `local_url` and `close()`.

    `names` are host names by which the page may be asked for, besides `host`. With `allow_add` assistants that speak
    the Model Context Protocol may add articles. Raises `PageFault` when the address cannot be had.
    """
    _check_free(host, port)
    loading: Future[Assistant] = Future()
    answers = Answers(loading)
    atexit.register(answers.close)  # a thread that is inside torch when Python ends takes the process down
    page = build(answers)
    page.launch(
        server_name=host,
        server_port=port,
        share=False,
        quiet=True,
        prevent_thread_lock=True,
        ssr_mode=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        favicon_path=str(files("ui.page") / "icon.svg"),
        head=f"<style>{_asset('page.css')}{_asset('scope.css')}</style>",
        theme=_theme(),
        app_kwargs={"middleware": [Middleware(Guard, host=host, names=names)], **vars(doors(answers, allow_add))},
    )
    Thread(target=_load, args=(load, loading, answers), name="byline-load", daemon=True).start()
    return page


def serve(
    load: Callable[[], Assistant],
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    started: Callable[[str], None] = print,
    names: Collection[str] = (),
    allow_add: bool = False,
) -> None:
    """Serve the page until it is interrupted; `started` gets its address. Raises as `launch` does."""
    page = launch(load, host, port, names, allow_add)
    address = page.local_url or ""
    started(address)
    if open_browser:
        webbrowser.open(address)
    page.block_thread()


def _load(load: Callable[[], Assistant], loading: Future[Assistant], answers: Answers) -> None:
    try:
        assistant = load()
        door = Door(assistant.library.folder, lambda asked, within: answers.answer(asked, (), False, within))
        atexit.register(door.close)
        loading.set_result(assistant)
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
    return (files("ui.page") / name).read_text("utf-8")
