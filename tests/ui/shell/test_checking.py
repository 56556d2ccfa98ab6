"""`byline check`."""

import json
from pathlib import Path

import pytest

from index.articles import bundled
from rag.assistant import Assistant
from tests.support.shell import Done, byline

TRUE = "Retno Marsudi held talks with Neth Savoeun in Phnom Penh on August 2, 2022."
FALSE = "Retno Marsudi held talks with Neth Savoeun in Phnom Penh on August 3, 2022."


def check(index: Path, *words: str, given: bytes = b"") -> Done:
    return byline("check", *words, index=index, given=given)


def test_all_supported_is_status_0(bundled_index: Path, assistant: Assistant, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text(TRUE, "utf-8-sig")
    done = check(bundled_index, str(file))
    assert (done.returncode, done.stderr) == (0, "")
    (expected,) = assistant.check(TRUE)
    assert done.stdout == f"{expected}\n\n1 of 1 sentence supported.\n"


@pytest.mark.parametrize("words", [(), ("-",)])
def test_what_is_not_supported_is_told_and_is_status_1(
    words: tuple[str, ...], bundled_index: Path, assistant: Assistant
) -> None:
    done = check(bundled_index, *words, given=f"{TRUE} {FALSE}".encode())
    told = done.stdout
    assert (done.returncode, done.stderr) == (1, "")
    assert f"contradicted: {FALSE}\n  “August 3, 2022” is not in the quoted sentence.\n  “" in told
    assert told.endswith("\n\n1 of 2 sentences supported.\n")


def test_json_is_the_list_that_python_gives(bundled_index: Path, assistant: Assistant) -> None:
    article = bundled()[0].id
    done = check(bundled_index, "--json", "--article", article, given=f"{TRUE} {FALSE}".encode())
    expected = [one.as_dict() for one in assistant.check(f"{TRUE} {FALSE}", [article])]
    given = json.loads(done.stdout)
    assert [one["verdict"] for one in given] == ["supported", "contradicted"]
    assert given == json.loads(json.dumps(expected))
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("words", "given", "code", "told"),
    [
        ((), b"", 2, "no word in the text"),
        ((), b"\xff\xfe\x00", 2, "Standard input is no plain text in UTF-8"),
        (("/no/such/file",), b"", 2, "No such file"),
        (("--article", "nothing"), b"The ferry sailed.", 1, "No article nothing in"),
    ],
)
def test_what_cannot_be_checked_is_told(
    words: tuple[str, ...], given: bytes, code: int, told: str, bundled_index: Path, assistant: Assistant
) -> None:
    done = check(bundled_index, *words, given=given)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr


def test_no_word_of_a_text_steers_the_terminal(bundled_index: Path, assistant: Assistant) -> None:
    done = check(bundled_index, given="\x1b]0;owned\x07 The \u202eferry sailed.".encode())
    assert not {*done.stdout} & {"\x1b", "\x07", "\u202e"}
