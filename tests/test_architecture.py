"""The shape of the code: who imports whom, what is public, how long a file and a function may be."""

import ast
import importlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "rag", "ui")
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))

# Which packages each may import from; each heavy library and the file of the product that imports it. What trains
# the reader needs torch too, and runs on nobody's laptop.
# Inside `rag` a room imports from its own level only itself, else from rooms of lower levels.
LEVELS = (
    ("rag.alike", "rag.draft"),
    ("rag.readings", "rag.results"),
    ("rag.tracing",),
    ("rag.english",),
    ("rag.question", "rag.reading", "rag.retrieval"),
    ("rag.answering", "rag.conversation", "rag.llm", "rag.replies"),
    ("rag.integrations", "rag.verification"),
    ("rag.assistant", "rag.feedback"),
    ("rag.default",),
)
MAY_IMPORT = {"index": {"index"}, "rag": {"rag", "index"}, "ui": {"ui", "rag", "index"}}
HOME = {
    "sqlite3": "index/backup.py index/storage/analyzer.py index/storage/database.py ui/access/store.py",
    "distributed": "index/workers.py",
    "psycopg": "index/storage/postgres.py",
    "lancedb": "index/storage/lance.py",
    "pyarrow": "index/storage/lance.py",
    "faiss": "index/storage/vectors.py rag/evaluation/performance/scale.py",
    "sentence_transformers": "index/embedding.py rag/evaluation/peers/vectors.py",
    "torch": "index/embedding.py rag/evaluation/peers/weights.py rag/reading/careful.py rag/reading/network.py "
    "rag/reading/quick.py",
    "transformers": "index/embedding.py rag/evaluation/peers/weights.py rag/reading/careful.py rag/reading/quick.py",
    "haystack": "rag/evaluation/peers/bm25_reader.py",
    "haystack_integrations": "rag/evaluation/peers/bm25_reader.py",
    "txtai": "rag/evaluation/peers/extractor.py",
    "xllamacpp": "rag/evaluation/peers/small_llm.py",
    "tokenizers": "index/wordpieces.py rag/reading/windows.py",
    "llama_index": "rag/evaluation/peers/vectors.py rag/integrations/llama.py rag/llm/model.py rag/llm/replies.py",
    "langchain_core": "rag/integrations/langchain.py",
    "opentelemetry": "rag/tracing.py",
    "fastapi": "ui/programs/completions.py ui/programs/errors.py ui/programs/parts.py ui/programs/rest.py",
    "gradio": "ui/server/web.py",
    "click": "ui/shell/cli.py ui/shell/adding.py ui/shell/measure.py ui/shell/model.py ui/shell/library.py "
    "ui/shell/common.py ui/shell/checking.py ui/shell/collections.py ui/shell/selecting.py ui/shell/programs.py "
    "ui/shell/search.py ui/shell/serving.py ui/shell/settings.py "
    "ui/shell/operating.py ui/shell/access.py ui/shell/deploying.py",
    "argon2": "ui/access/passwords.py",
    "itsdangerous": "ui/access/sessions.py",
    "prometheus_client": "ui/server/metrics.py",
    "pythonjsonlogger": "ui/server/requests.py",
    "httpcore": "index/web.py",
    "mcp": "ui/programs/mcp.py ui/programs/resources.py",
    "mcp_types": "ui/programs/mcp.py ui/programs/resources.py",
    "feedparser": "index/feeds.py index/formats/feed.py",
    "htmldate": "index/formats/published.py",
    "protego": "index/web.py",
    "tld": "index/addresses.py",
    "trafilatura": "index/formats/html.py rag/evaluation/benchmarks/extraction.py",
    "pypdfium2": "index/formats/pdf.py",
    "pytesseract": "index/formats/recognition.py",
    "docx": "index/formats/docx.py",
    "defusedxml": "index/formats/epub.py index/formats/odt.py",
    "py3langid": "index/language.py",
    "rapidfuzz": "rag/retrieval/spelling.py",
    "matplotlib": "rag/evaluation/plots.py rag/training/reader/plots.py",
    "sklearn": "rag/evaluation/scores.py rag/training/claims/fit.py rag/training/reader/calibrate.py "
    "rag/training/reader/prepare.py",
    "ir_measures": "rag/evaluation/scores.py",
}


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(node.module or "")
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way_and_heavy_libraries_have_one_home(path: Path) -> None:
    place = path.relative_to(ROOT)
    names = imported(path)
    assert names & set(PACKAGES) <= MAY_IMPORT[place.parts[0]]
    trains = {"torch", "tokenizers"} if "training" in place.parts else set()
    assert [name for name in names & set(HOME) - trains if place.as_posix() not in HOME[name].split()] == []


def room(module: str) -> tuple[int, str] | None:
    """Return the level and the name of the room that a module is in; evaluation and training are in none."""
    names = ((level, name) for level, rooms in enumerate(LEVELS) for name in rooms)
    return next(((level, name) for level, name in names if f"{module}.".startswith(f"{name}.")), None)


@pytest.mark.parametrize("path", [path for path in FILES if "rag" in path.parts], ids=lambda path: path.stem)
def test_imports_between_rooms_point_one_way(path: Path) -> None:
    own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    modules = [node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    rooms = [found for module in modules if (found := room(module or ""))]
    if own:
        assert [f"{own[1]} imports {other}" for level, other in rooms if level >= own[0] and other != own[1]] == []
        assert not [module for module in modules if module and module.startswith(("rag.evaluation", "rag.training"))]


@pytest.mark.parametrize("path", sorted((ROOT / "index/storage").glob("*.py")), ids=lambda path: path.stem)
def test_storage_knows_values_and_no_library(path: Path) -> None:
    nodes = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    own = {node.module or "" for node in nodes if (node.module or "").startswith("index.")}
    values = {f"index.{name}" for name in ("addresses", "encoding", "faults", "place", "types", "where", "words")}
    assert {module for module in own if not module.startswith("index.storage.")} <= values
    if path.stem in ("searcher", "truth", "catalogue", "collections"):  # what every form does knows no form
        assert own <= {*values, *(f"index.storage.{name}" for name in ("catalogue", "collections", "dialect", "kept"))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short_and_documented(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path} says in a line what it is for"
    assert len(path.read_text("utf-8").splitlines()) <= 250
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name} is long"
    for node in public(tree):
        assert ast.get_docstring(node), f"{path}: {node.name} has no docstring"


def public(tree: ast.Module) -> Iterator[Definition]:
    """Yield the public classes and functions, and the public methods of public classes."""
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (
                    part for part in node.body if isinstance(part, Definition) and not part.name.startswith("_")
                )


@pytest.mark.parametrize("name", ["index", "rag"])
def test_what_is_public_is_named_and_is_there(name: str) -> None:
    package = importlib.import_module(name)
    assert sorted(package.__all__) == package.__all__
    assert all(hasattr(package, public) for public in package.__all__)
    assert 3 <= len(package.__all__) <= 7


def test_nothing_else_lies_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {"pyproject.toml", "README.md", "rag", "index", "ui", "tests", "docs", "LICENSE", "Makefile"}
    assert {name for name in top if not name.startswith(".")} <= allowed
