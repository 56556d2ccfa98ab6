"""The page on Byline from other programs: its Python prints what it shows, and it names what there is."""

import contextlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

PAGE = (Path(__file__).parents[3] / "docs/programs.md").read_text("utf-8")


def test_python_of_the_page_prints_what_it_shows(
    own_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BYLINE_INDEX", str(tmp_path / "another"))
    code = "\n".join(re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code.replace("http://127.0.0.1:7860/", own_address), "programs.md", "exec"), {})
    assert printed.getvalue().splitlines() == re.findall(r"^# (.*)$", code, re.MULTILINE)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_prints_what_the_page_shows(own_address: str) -> None:
    ((line, output),) = re.findall(r"^\$ (curl .*)\n(.*)…$", PAGE, re.MULTILINE)
    line = line.replace("curl", "curl --silent --noproxy '*'").replace("http://127.0.0.1:7860/", own_address)
    line = line.replace("--json", "--header 'Content-Type: application/json' --data")  # which curl before 7.82 needs
    assert subprocess.run(line, shell=True, capture_output=True, text=True, check=True).stdout.startswith(output)


def test_every_request_is_named(own_address: str) -> None:
    described = httpx.get(f"{own_address}api/v1/openapi.json", trust_env=False).json()["paths"]
    asked = [(method.upper(), path) for path, methods in described.items() for method in methods]
    there = {
        f"{method} /api/v1{path.replace('{article_id}', 'ID').replace('{name}', 'NAME')}" for method, path in asked
    }
    named = set(re.findall(r"^\| `(\w+ [\w/.]+)", PAGE, re.MULTILINE))
    assert named == there | {"GET /api/v1/openapi.json"}
