"""The `byline` command: what it prints, and its status."""

import json
import re
import shlex
import socket
from pathlib import Path

import pytest

from index.articles import bundled
from rag.assistant import Assistant
from tests.support.shell import Done, byline, process

ARTICLE = bundled()[0]


def complains(done: Done, code: int, *told: str) -> None:
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert all(words in done.stderr for words in told), done.stderr


def test_ask_prints_the_answer_and_its_quotations(assistant: Assistant, bundled_index: Path) -> None:
    done = process("ask", "Who did Retno meet?", index=bundled_index)
    result = assistant.ask("Who did Retno meet?")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{result}\n"
    assert "“" in done.stdout
    assert "The Diplomat" in done.stdout


def test_ask_json_is_the_object_that_python_gives(assistant: Assistant, bundled_index: Path) -> None:
    given = json.loads(byline("ask", "Who", "did", "Retno", "meet?", "--json", index=bundled_index).stdout)
    expected = assistant.ask("Who did Retno meet?").as_dict()
    given.pop("timings_ms"), expected.pop("timings_ms")
    assert given == json.loads(json.dumps(expected))
    shown = json.loads(byline("show", given["citations"][0]["article_id"], "--json", index=bundled_index).stdout)
    for citation in given["citations"]:
        assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
        assert citation["start"] <= citation["answer_start"] < citation["answer_end"] <= citation["end"]


def test_two_questions_in_one_are_both_answered_in_a_chat_and_else_the_second_is_named(bundled_index: Path) -> None:
    asked, second = "Who is Retno? When did she meet the police chief?", "When did she meet the police chief?"
    done = byline("chat", index=bundled_index, given=f"{asked}\n\n")
    assert (done.returncode, done.stderr) == (0, "")
    first, then = done.stdout.split(f"To ask next: “{second}”")
    assert first.startswith("(understood as: Who is Retno?)\nIndonesian Foreign Minister\n")
    assert then.strip().startswith("(understood as: When did Retno meet the police chief?)\nAugust 2, 2022")
    assert byline("ask", asked, index=bundled_index).stdout.endswith(f"\n\nTo ask next: “{second}”\n")


def test_a_question_that_is_not_answered_is_a_result(bundled_index: Path) -> None:
    done = byline("ask", "--json", "What is the capital of France?", index=bundled_index)
    given = json.loads(done.stdout)
    assert (done.returncode, given["answered"], given["answer"], given["citations"]) == (0, False, None, [])
    assert len(given["closest"]) == 3


def test_list_and_show(bundled_index: Path, assistant: Assistant) -> None:
    assert byline("list", index=bundled_index).stdout == f"{ARTICLE.id}  {ARTICLE.title} (The Diplomat, 2022-08-02)\n"
    (listed,) = json.loads(byline("list", "--json", index=bundled_index).stdout)
    assert (listed["id"], listed["title"], listed["published"]) == (ARTICLE.id, ARTICLE.title, "2022-08-02")
    assert byline("show", ARTICLE.id, index=bundled_index).stdout.endswith(f"\n\n{ARTICLE.text}\n")


def test_articles_come_and_go(tmp_path: Path) -> None:
    story, index = tmp_path / "ferry.md", tmp_path / "index"
    story.write_text("# Ferry sails again\n\nThe ferry to Aran sailed again on Monday.")
    told = byline("add", str(story), str(tmp_path / "no.txt"), "--published", "March 12, 2021", index=index)
    assert told.returncode == 1
    added, missing, counts = told.stdout.splitlines()
    article_id = added.split()[2]
    assert added == f"+ added: {article_id}  Ferry sails again"
    assert "no.txt: There is no such file. Name a file" in missing
    assert counts == "1 added, 1 rejected."
    assert byline("list", "ferry", index=index).stdout == f"{article_id}  Ferry sails again (2021-03-12)\n"
    (outcome,) = json.loads(byline("add", str(story), "--published", "2021-03-12", "--json", index=index).stdout)
    assert (outcome["status"], outcome["article_id"]) == ("already there", article_id)
    exported = byline("export", index=index).stdout.splitlines()
    assert [json.loads(line)["title"] for line in exported] == [ARTICLE.title, "Ferry sails again"]
    refused = byline("remove", article_id, index=index)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Say --yes" in refused.stderr
    assert byline("remove", article_id, "--yes", index=index).stdout == f"Removed {article_id}  Ferry sails again\n"
    assert byline("verify", index=index).stdout == f"All is well: 1 article in {index}.\n"


def test_what_a_text_seems_to_say_is_offered_with_the_command_that_keeps_it(tmp_path: Path) -> None:
    story, index = tmp_path / "story.txt", tmp_path / "index"
    story.write_text("Ferry late\n\nBy Ana Silva\n\nThe Echo, 4 June 2025\n\nThe ferry was an hour late on Monday.\n")
    offer = byline("add", str(story), index=index).stdout.splitlines()[1]
    said, _, command = offer.partition(". To keep that: ")
    assert said == "  Its text seems to say: The Echo, Ana Silva, 2025-06-04"
    (kept,) = [row for row in json.loads(byline("list", "--json", index=index).stdout) if row["title"] == "Ferry late"]
    assert (kept["source"], kept["published"]) == (None, None)
    done = byline(*shlex.split(command)[1:], index=index)
    assert "source: The Echo" in done.stdout
    assert "author: Ana Silva" in done.stdout
    story.write_text("Ferry later\n\nBy Ana Silva\n\nThe ferry was two hours late on Tuesday.\n")
    (outcome,) = json.loads(byline("add", str(story), "--author", "Bo Li", "--json", index=index).stdout)
    assert outcome["offers"] == {}


EVIL = "\x1b]0;owned\x07\x9b31m\x7f\u202eevil"
SHOWN = r"\u001b]0;owned\u0007\u009b31m\u007f\u202eevil"


def test_nothing_that_an_article_says_of_itself_steers_the_terminal(tmp_path: Path) -> None:
    index, file = tmp_path / "index", tmp_path / "a.jsonl"
    known = {"title": EVIL, "source": EVIL, "author": EVIL, "text": f"{EVIL}. The zirconium ferry sailed to Aran."}
    file.write_text(json.dumps(known))
    bad = tmp_path / "\x1b(B\udcff.txt"
    told = [byline("add", str(file), str(bad), index=index), byline("add", str(file), "--json", index=index)]
    (outcome,) = json.loads(told[1].stdout)
    assert outcome["title"] == EVIL
    told += [
        byline("list", "evil", index=index),
        byline("list", "--json", index=index),
        byline("show", outcome["article_id"], index=index),
        byline("ask", "Where did the zirconium ferry sail?", index=index),
        byline("show", EVIL, index=index),
        byline("export", index=index),
    ]
    seen = {*"".join(done.stdout + done.stderr for done in told)}
    assert seen & {*map(chr, range(32)), *map(chr, range(127, 160)), "\u202e"} == {"\n"}
    assert r"\u001b(B\udcff.txt: There is no such file" in told[0].stdout
    assert all(SHOWN in done.stdout for done in told if done not in (told[1], told[6]))
    assert json.loads(told[7].stdout.splitlines()[-1])["title"] == EVIL
    assert SHOWN in byline("remove", outcome["article_id"], "--yes", index=index).stdout


def test_the_shell_prints_in_one_place() -> None:
    prints = re.compile(r"\b(?:click\.s?echo|print)\(")
    files = (Path(__file__).parents[3] / "ui/shell").glob("*.py")
    assert {file.name for file in files if prints.search(file.read_text("utf-8"))} == {"common.py"}


def test_what_is_known_must_fit(tmp_path: Path) -> None:
    for words, told in (
        ((str(tmp_path), "--title", "One"), "for one article"),
        (("-", "--published", "soon"), "no date"),
    ):
        done = byline("add", *words, index=tmp_path / "index")
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr


def test_standard_input_is_a_source(tmp_path: Path) -> None:
    done = process("add", "-", "--title", "Ferry", index=tmp_path / "index", given="It sailed.")
    assert done.returncode == 0
    assert done.stdout.endswith("Ferry\n1 added.\n")


def test_rebuild_says_what_it_did(tmp_path: Path) -> None:
    done = byline("rebuild", index=tmp_path / "new")
    assert done.stdout == f"Rebuilt 1 article in {tmp_path / 'new'}.\n"


def test_the_environment_names_the_index(tmp_path: Path) -> None:
    assert ARTICLE.id in byline("list", BYLINE_INDEX=str(tmp_path / "here")).stdout
    assert (tmp_path / "here/library.sqlite").exists()


def test_help_names_every_command() -> None:
    told = byline("--help").stdout
    assert all(f"\n  {command} " in told for command in ("serve", "ask", "add", "remove", "list", "show", "verify"))
    assert "Serve the web chat" in told
    assert byline("--version").stdout.startswith("byline 0.")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask", ""), "The question is empty. Type a question"),
        (("ask", "🙂"), "There is no word in the question “🙂”. Ask in words."),
        (("ask", "why " * 5000), "has 20,000 characters; at most 2,000 are read"),
    ],
)
def test_a_question_that_cannot_be_asked_is_wrong_usage(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    complains(byline(*words, index=tmp_path), 2, told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("ask",), ("show",), ("dance",), ("ask", "--loud", "Who?"), ("serve", "--port", "x")]
)
def test_wrong_usage(words: tuple[str, ...]) -> None:
    done = byline(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_article_that_is_not_there(bundled_index: Path, assistant: Assistant) -> None:
    complains(byline("show", "0123", index=bundled_index), 1, "No article 0123", str(bundled_index), "byline list")


@pytest.mark.parametrize("command", [("serve",), ()], ids=["serve", "no command"])
def test_a_port_that_is_taken(command: tuple[str, ...], bundled_index: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        complains(byline(*command, "--no-browser", "--port", port, index=bundled_index), 1, port, "--port")


def test_edit_changes_what_is_known_and_takes_it_back(tmp_path: Path) -> None:
    index = tmp_path / "index"
    done = byline("edit", ARTICLE.id, "--title", "On \x1b[1mtrafficking", "--published", "3 Aug 2022", index=index)
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [f"id: {ARTICLE.id}", r"title: On \u001b[1mtrafficking"]
    assert "published: 2022-08-03" in done.stdout
    (exported,) = map(json.loads, byline("export", index=index).stdout.splitlines())
    assert exported["original"] == {"title": ARTICLE.title, "published": "2022-08-02"}
    shown = json.loads(byline("edit", ARTICLE.id, "--author", "", "--as-told", "title", "--json", index=index).stdout)
    assert (shown["title"], shown["author"], shown["published"]) == (ARTICLE.title, None, "2022-08-03")
    assert byline("verify", index=index).returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        ((ARTICLE.id,), 2, "Nothing is to be changed"),
        ((ARTICLE.id, "--title", "Other", "--as-told", "title"), 2, "Leave one of them out"),
        ((ARTICLE.id, "--published", "soon"), 1, "“soon” is no date. Write it as"),
        (("0123", "--title", "Other"), 1, "No article 0123"),
    ],
)
def test_an_edit_that_cannot_be_made_is_told(
    words: tuple[str, ...], code: int, told: str, bundled_index: Path, assistant: Assistant
) -> None:
    done = byline("edit", *words, index=bundled_index)
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert assistant.library.article(ARTICLE.id) == ARTICLE


def test_search_prints_every_mention_with_its_place(bundled_index: Path, assistant: Assistant) -> None:
    done = byline("search", '"human', 'trafficking"', "AND", "retno", index=bundled_index)
    assert (done.returncode, done.stderr) == (0, "")
    first, *lines = done.stdout.splitlines()
    assert first.startswith(f"{ARTICLE.id}  {ARTICLE.title} (The Diplomat, 2022-08-02): ")
    assert any("*human trafficking*" in line for line in lines)
    (found,) = json.loads(byline("search", "--json", '"human trafficking" AND retno', index=bundled_index).stdout)
    assert first.endswith(f": {found['count']}")
    assert len(found["mentions"]) == len(lines)
    for mention, line in zip(found["mentions"], lines, strict=True):
        assert ARTICLE.text[mention["start"] : mention["end"]] == mention["text"]
        assert line.startswith(f"  {mention['start']}: ")
        for start, end in mention["marks"]:
            assert ARTICLE.text[start:end].lower() in ("human trafficking", "retno")
    assert byline("search", "zirconium", index=bundled_index).stdout == "No article has it.\n"
    assert json.loads(byline("search", "zirconium", "--json", index=bundled_index).stdout) == []
    wrong = byline("search", "NOT retno", index=bundled_index)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "NOT only leaves articles out" in wrong.stderr


def test_many_are_removed_all_or_none(tmp_path: Path) -> None:
    index, file = tmp_path / "index", tmp_path / "a.jsonl"
    file.write_text("\n".join(json.dumps({"title": f"No {n}", "text": f"The number is {n}."}) for n in range(3)))
    ids = [one["article_id"] for one in json.loads(byline("add", str(file), "--json", index=index).stdout)]
    complains(byline("remove", ids[0], "0123", "--yes", index=index), 1, "No article 0123")
    done = byline("remove", *ids, ids[0], "--yes", index=index)
    assert done.stdout == "".join(f"Removed {id}  No {n}\n" for n, id in enumerate(ids))
    assert byline("verify", index=index).stdout == f"All is well: 1 article in {index}.\n"
