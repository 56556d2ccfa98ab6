"""The command `byline mcp`."""

from concurrent.futures import Future

import click

from ui.shell.common import index_option, log_faults, status
from ui.shell.model import llm_options, opened


@click.command()
@click.option("--allow-add", is_flag=True, help="Let the program add articles too.")
@index_option
@llm_options
def mcp(allow_add: bool, folder: str | None, **llm: str | None) -> None:
    """Answer a program that speaks the Model Context Protocol, over standard input and output.

    The program starts this command itself. What goes wrong is logged to standard error.
    """
    from ui.programs.extra import lacking

    if told := lacking():
        raise click.ClickException(told)
    log_faults()
    model = opened(**llm)
    with status("Loading the models…"):
        from rag.assistant import Assistant
        from ui.access.watch import watched
        from ui.programs.mcp import server
        from ui.programs.turns import Turns
        from ui.server.answers import Answers

        loading: Future[Assistant] = Future()
        assistant = Assistant.open(folder, model)
        watched(assistant.library)
        loading.set_result(assistant)
    answers = Answers(loading)
    try:
        server(Turns(answers), allow_add).run()
    finally:
        answers.close()
