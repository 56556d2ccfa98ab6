"""A language model in the shell: its options, and its answers as they are written."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from index.faults import SettingFault
from ui.shell.common import say

if TYPE_CHECKING:
    from rag.conversation.chat import Part
    from rag.llm.model import LLM
    from rag.results import Result

Command = TypeVar("Command", bound=Callable[..., Any])


def llm_options(command: Command) -> Command:
    """Add `--llm`, `--llm-model` and `--llm-key-file`, which `opened` takes."""
    key = click.option(
        "--llm-key-file", metavar="FILE", envvar="BYLINE_LLM_KEY_FILE", help="A file that holds its key alone."
    )
    name = click.option(
        "--llm-model", metavar="NAME", envvar="BYLINE_LLM_MODEL", help="Its name there. Default: $BYLINE_LLM_MODEL."
    )
    place = click.option(
        "--llm",
        metavar="URL",
        envvar="BYLINE_LLM",
        help="Let a language model word the answers, each sentence checked against its quotes: an OpenAI-compatible "
        "endpoint, its key in BYLINE_LLM_KEY. Default: $BYLINE_LLM, else none.",
    )
    return place(name(key(command)))


def opened(llm: str | None, llm_model: str | None, llm_key_file: str | None) -> "LLM | None":
    """Return the language model that the options name; none where they name none."""
    if not llm:
        return None
    if not llm_model:
        raise click.UsageError("--llm needs the name of a model, too: --llm-model NAME.")
    from rag.llm.model import open_model

    return open_model(llm, llm_model, _read(llm_key_file) if llm_key_file else None)


def masked() -> list[tuple[str, str, str]]:
    """Return the secrets that are set in the environment, each without its value: its name and where it is from."""
    variables = (variable for variable in ("BYLINE_LLM_KEY", "OPENAI_API_KEY") if os.environ.get(variable))
    return [(variable.removeprefix("BYLINE_").lower(), "********", variable) for variable in variables]


def _read(file: str) -> str:
    try:
        return Path(file).read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None) or error
        raise SettingFault(f"The key of the language model cannot be read from {file}: {told}.") from error


def tell(parts: "Iterator[Part]", understood: bool = False) -> "Result":
    """Print an answer, on a terminal each sentence of a model as soon as it stands; last what the model cost.

    Return what it is. With `understood`, tell how the question was understood, where that is in other words.
    """
    from rag.draft import Claim
    from rag.results import Answer, Result

    shown = False
    for part in parts:
        if isinstance(part, Claim) and sys.stdout.isatty():
            say(f"{part} ", end="")
            shown = True
        elif isinstance(part, Result):
            say(end="\n" * shown)
            if understood and part.restated:
                say(f"(understood as: {part.standalone_question})")
            fluent = shown and isinstance(part, Answer) and part.fluent
            say(*str(part).split("\n")[fluent:])
            if part.draft:
                say("", *str(part.draft).split("\n"))
            result = part
    return result
