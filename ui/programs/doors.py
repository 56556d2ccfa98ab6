"""The doors for programs on the page's server: each an application of its own under a path."""

from starlette.routing import Mount

from ui.programs import completions, rest
from ui.programs.turns import Turns
from ui.server.answers import Answers


def doors(answers: Answers) -> list[Mount]:
    """Return the routes at which programs ask."""
    turns = Turns(answers)
    return [Mount(rest.PATH, rest.rest(turns)), Mount(completions.PATH, completions.completions(turns))]
