"""The web page: one `gr.HTML` whose script asks `Calls`, the endpoint `/ask` of Gradio, and the doors for programs."""

import atexit
import logging
import signal
import socket
import webbrowser
from collections.abc import Callable, Collection
from concurrent.futures import Future
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread
from typing import Any

import gradio as gr
from gradio.events import api
from gradio.utils import get_upload_folder
from starlette.middleware import Middleware

from index.faults import Fault, PageFault
from index.glimpse import Glimpse
from rag.assistant import Assistant
from rag.question.checks import LONGEST
from ui.access.watch import watched
from ui.programs.doors import Doors, doors
from ui.programs.errors import full
from ui.programs.turns import MOST, SHARE, Turns
from ui.server.answers import Answers
from ui.server.calls import Calls
from ui.server.deployment import Around, Deployment, around
from ui.server.door import Door
from ui.server.guard import Guard
from ui.server.kept import chosen
from ui.server.leaving import LeavingLayer
from ui.server.proxy import trusting
from ui.server.traffic import Traffic

_log = logging.getLogger(__name__)
_ALONE = Deployment()
_ITS_OWN: dict[str, Any] = {
    "share": False,
    "quiet": True,
    "prevent_thread_lock": True,
    "ssr_mode": False,
    "footer_links": [],
    "run_history": False,
    "enable_monitoring": False,
}  # what Gradio is to do by itself: little
_TAKES = "Give four values: question, history, fluent, within. [question, [], true, null] is enough."
_AT_THE_END = 25.0  # seconds for requests that are on their way when the server stops
_A_LOOK = 0.5
_SCRIPT = (
    "owner",
    "pane",
    "looks",
    "chat",
    "acts",
    "kept",
    "chats",
    "adding",
    "library",
    "removal",
    "edit",
    "keys",
    "places",
    "citations",
    "welcome",
    "choices",
    "collections",
    "signed",
    "page",
)  # one script, in this order
_STYLE = ("page", "access", "scope")
_LIGHT, _DARK = ("#faf9f6", "#1d1c1a"), ("#171715", "#ecebe6")


def build(turns: Turns) -> gr.Blocks:
    """Return the page; it opens at once, and answers when there is an assistant."""

    async def ask(
        question: str,
        history: list[Any] | None = None,
        fluent: bool = True,
        within: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Answer a question about the articles, with the sentences that prove it; after the turns of a history.

        Where a language model is in use it words the answer, if that is to be fluent. Only articles within collections,
        outlets, since, until or articles are asked, if any of these are given.
        """
        try:
            return (await turns.answer(question, history or (), fluent, chosen(within))).as_dict()
        except Fault as fault:
            raise gr.Error(str(fault), print_exception=False) from fault

    page = gr.Blocks(title="Byline", analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(
            html_template=_asset("page.html"),
            js_on_load="".join(_asset(f"{part}.js") for part in _SCRIPT),
            server_functions=Calls(turns.answers, Path(get_upload_folder())).all(),
            apply_default_css=False,
            limit=LONGEST,
            **_counted(turns.answers.glimpse()),
        )
        api(ask, api_name="ask", concurrency_limit=SHARE)
    page.queue(max_size=MOST)
    page.validate_inputs = _check_given  # type: ignore[assignment]
    return page


def _check_given(function: Any, given: list[Any]) -> None:
    """Tell what `/ask` takes where it is given less; Gradio would print what it was given, a question's words."""
    if len(given) < len(function.inputs):
        raise gr.Error(_TAKES, print_exception=False)


def launch(
    load: Callable[[], Assistant],
    host: str = "127.0.0.1",
    port: int = 7860,
    names: Collection[str] = (),
    allow_add: bool = False,
    look: Callable[[], Glimpse] | None = None,
    deployment: Deployment = _ALONE,
    traffic: Traffic | None = None,
) -> gr.Blocks:
    """Serve the page and load the assistant in the background; return what has `local_url` and `close()`.

    `names` are host names by which the page may be asked for, besides `host`. With `allow_add` assistants that speak
    the Model Context Protocol may add articles. `look` gives what the page shows while the assistant is loaded;
    `traffic` counts what is on its way. Raises `PageFault` when the address cannot be had.
    """
    _check_free(host, port)
    loading: Future[Assistant] = Future()
    answers = Answers(loading, look)
    atexit.register(answers.close)  # a thread that is inside torch when Python ends takes the process down
    turns = Turns(answers)
    page = build(turns)
    with trusting(deployment.proxies):
        page.launch(
            server_name=host,
            server_port=port,
            root_path=deployment.root_path,
            **_ITS_OWN,
            favicon_path=str(files("ui.page") / "icon.svg"),
            head=f"<style>{''.join(_asset(f'{part}.css') for part in _STYLE)}</style>",
            theme=_theme(),
            app_kwargs=_app(
                around(answers, traffic or Traffic(), deployment),
                Middleware(Guard, host=host, names=names),
                doors(turns, allow_add),
            ),
        )
    Thread(target=_load, args=(load, loading, answers), name="byline-load", daemon=True).start()
    return page


def _app(around: Around, guard: Middleware, doors: Doors) -> dict[str, Any]:
    """Return what Gradio makes its application of."""
    layers = [*around.outside, guard, *around.inside, Middleware(LeavingLayer)]
    routes = [*around.routes, *doors.routes]
    return {"middleware": layers, "routes": routes, "lifespan": doors.lifespan, "exception_handlers": {503: full}}


def serve(
    load: Callable[[], Assistant],
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = True,
    started: Callable[[str], None] = print,
    names: Collection[str] = (),
    allow_add: bool = False,
    look: Callable[[], Glimpse] | None = None,
    deployment: Deployment = _ALONE,
) -> None:
    """Serve the page until it is interrupted or terminated, and finish what runs; `started` gets its address.

    Raises as `launch` does.
    """
    traffic = Traffic()
    page = launch(load, host, port, names, allow_add, look, deployment, traffic)
    address = page.local_url or ""
    started(address)
    if open_browser:
        webbrowser.open(address)
    _wait_for_a_signal()
    traffic.drain(_AT_THE_END)
    page.close(verbose=False)


def _wait_for_a_signal() -> None:
    """Wait until the process is interrupted or terminated; a second signal ends it at once."""
    told = Event()

    def hear(sign: int, _: object) -> None:
        signal.signal(sign, signal.SIG_DFL)
        told.set()

    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, hear)
    while not told.wait(_A_LOOK):  # without an end, Windows would hear no signal
        pass


def _counted(seen: Glimpse | None) -> dict[str, Any]:
    """Return how many articles there are as the page's header has it, so that nothing there moves when it is told."""
    if seen is None:
        return {"count": "", "unit": ""}
    return {"count": f" · {seen.articles:,}", "unit": " article" if seen.articles == 1 else " articles"}


def _load(load: Callable[[], Assistant], loading: Future[Assistant], answers: Answers) -> None:
    try:
        assistant = load()
        watched(assistant.library, "whoever reaches the page")
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
