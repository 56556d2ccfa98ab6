"""What a language model wrote to a question, as results carry it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """A sentence that a model wrote and that its quotes support; `citations` are the numbers of these quotes."""

    text: str
    citations: tuple[int, ...]

    def __str__(self) -> str:
        return self.text + "".join(f" [{number}]" for number in self.citations)


@dataclass(frozen=True)
class Rejection:
    """A sentence that a model wrote and that is not shown as an answer, why in a short sentence, and what it cited."""

    text: str
    why: str
    quotes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"Struck: {self.text} ({self.why})"


@dataclass(frozen=True)
class Draft:
    """What came of asking a model.

    `fault` says in a sentence why the claims are not the answer, and is empty where they are. The tokens are those
    that the model's server counts, None where it does not tell, as when it is left early; `first_seconds` passed until
    the first claim stood. `stopped` tells that the model was left before its end, as was asked.
    """

    model: str
    claims: tuple[Claim, ...] = ()
    struck: tuple[Rejection, ...] = ()
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float = 0.0
    first_seconds: float | None = None
    fault: str = ""
    stopped: bool = False

    def __str__(self) -> str:
        """Tell what was struck, what went wrong, and what it cost."""
        told = self.prompt_tokens and self.completion_tokens
        tokens = f"{self.prompt_tokens} + {self.completion_tokens} tokens, " if told else ""
        fault = [self.fault] if self.fault else []
        return "\n".join(
            [*fault, *map(str, self.struck), f"Language model {self.model}: {tokens}{self.seconds:.1f} s."]
        )
