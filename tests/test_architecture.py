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
MAY_IMPORT = {"index": {"index"}, "rag": {"rag", "index"}, "ui": {"ui", "rag", "index"}}
HOME = {
    "sqlite3": "index/database.py",
    "faiss": "index/vectors.py rag/evaluation/scale.py",
    "sentence_transformers": "index/embedding.py rag/evaluation/peers/vectors.py",
    "torch": "index/embedding.py rag/evaluation/peers/weights.py rag/span_model.py",
    "transformers": "index/embedding.py rag/evaluation/peers/weights.py rag/span_model.py",
    "haystack": "rag/evaluation/peers/bm25_reader.py",
    "haystack_integrations": "rag/evaluation/peers/bm25_reader.py",
    "txtai": "rag/evaluation/peers/extractor.py",
    "xllamacpp": "rag/evaluation/peers/small_llm.py",
    "tokenizers": "rag/windows.py",
    "llama_index": "rag/evaluation/peers/vectors.py rag/llama.py rag/llm/model.py rag/llm/replies.py",
    "gradio": "ui/web.py",
    "gradio_client": "rag/evaluation/load.py",
    "click": "ui/cli.py ui/measure.py ui/model.py ui/shelf.py ui/shell.py",
    "httpcore": "index/web.py",
    "feedparser": "index/web.py",
    "trafilatura": "index/readers/html.py",
    "pypdf": "index/readers/pdf.py",
    "docx": "index/readers/docx.py",
    "defusedxml": "index/readers/epub.py",
    "rapidfuzz": "rag/spelling.py",
    "matplotlib": "rag/evaluation/plots.py rag/training/plots.py",
    "sklearn": "rag/evaluation/scores.py rag/training/calibrate.py rag/training/support.py",
    "ir_measures": "rag/evaluation/scores.py",
    "onnxruntime": "rag/training/precision.py",
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
    assert 3 <= len(package.__all__) <= 6


def test_nothing_else_lies_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in listed.splitlines()}
    allowed = {"pyproject.toml", "README.md", "rag", "index", "ui", "tests", "docs", "LICENSE", "Makefile"}
    assert {name for name in top if not name.startswith(".")} <= allowed
