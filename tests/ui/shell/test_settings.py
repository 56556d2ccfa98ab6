"""Where settings are from, and which of several wins."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ui.shell.cli import main
from ui.shell.serving import serve
from ui.shell.settings import settings

PORTS = st.none() | st.integers(1, 65535)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file of settings, which is empty."""
    file = tmp_path / "byline.toml"
    file.touch()
    monkeypatch.setenv("BYLINE_CONFIG", str(file))
    for name in ("BYLINE_INDEX", "BYLINE_LLM_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return file


def shown(*words: str, **environment: str | None) -> dict[str, tuple[str, str]]:
    done = CliRunner().invoke(main, ["config", *words, "--json"], env=environment)
    assert done.exit_code == 0, done.output
    return {one["setting"]: (one["value"], one["from"]) for one in json.loads(done.stdout)}


def complaint(*words: str) -> str:
    done = CliRunner().invoke(main, [*words])
    assert done.exit_code != 0
    assert done.stdout == ""
    return done.stderr


@given(flag=PORTS, variable=PORTS, file=PORTS)
def test_flags_win_over_the_environment_that_over_the_file_that_over_defaults(
    flag: int | None, variable: int | None, file: int | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    toml = tmp_path_factory.mktemp("settings") / "byline.toml"
    toml.write_text(f"port = {file}\n" if file else "")
    words = ["--port", str(flag)] if flag else []
    got = shown(*words, BYLINE_CONFIG=str(toml), BYLINE_PORT=str(variable) if variable else None)["port"]
    wanted = [(flag, "flag"), (variable, "BYLINE_PORT"), (file, str(toml)), (7860, "default")]
    assert got == next((str(value), place) for value, place in wanted if value)


def test_every_setting_can_be_written_in_the_file(written: Path) -> None:
    written.write_text(
        'index = "articles"\nallow_host = ["news.example", "n.example"]\nallow_add = true\nbrowser = false\n'
        'llm = "http://me:secret@localhost:1"\nllm_model = "m"\nllm_key_file = "key"\n'
    )
    got = {key: value for key, (value, _) in shown().items()}
    assert got["index"] == str(written.parent / "articles")
    assert got["llm_key_file"] == str(written.parent / "key")
    assert (got["allow_host"], got["allow_add"], got["browser"]) == ("news.example, n.example", "true", "false")
    assert got["llm"] == "http://********@localhost:1"


def test_the_file_counts_for_every_command(written: Path) -> None:
    written.write_text('index = "none/such.txt"\n')
    (written.parent / "none").write_text("a file")
    assert f"{written.parent / 'none/such.txt'}" in complaint("list")


def test_one_name_of_a_host_needs_no_list(written: Path) -> None:
    written.write_text('allow_host = "news.example"\n')
    assert shown()["allow_host"] == ("news.example", str(written))


def test_secrets_are_never_shown(written: Path) -> None:
    got = shown(BYLINE_LLM_KEY="sesame", OPENAI_API_KEY="tahini")
    assert got["llm_key"] == ("********", "BYLINE_LLM_KEY")
    assert "sesame" not in str(got)
    assert "tahini" not in str(got)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 1", "“prot” is no setting"),
        ("[serve]\nport = 1", "“serve” is no setting"),
        ("[port]\na = 1", "“port” must be one value"),
        ("port = ", "cannot be read"),
        ('port = "x"', "--port"),
        ("port = 99999", "--port"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(written: Path, text: str, told: str) -> None:
    written.write_text(text)
    assert told in complaint("config")


def test_a_file_that_is_named_must_be_there(written: Path) -> None:
    written.unlink()
    assert f"There is no file {written}" in complaint("config")


def test_the_key_of_a_model_is_read_from_a_file(written: Path) -> None:
    model = ("--llm", "http://localhost:1", "--llm-model", "m", "--llm-key-file", str(written.parent / "none"))
    assert "cannot be read from" in complaint("ask", "Who?", *model)


def test_every_option_of_serving_is_a_setting() -> None:
    assert len(settings(serve)) == len(serve.params)
