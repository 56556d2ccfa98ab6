"""How it is counted what unrelated articles change."""

import json
from collections import Counter
from importlib.resources import files

from rag.evaluation.benchmarks.strangers import Plain, row
from rag.results import Answer, NoAnswer, Result
from tests.support.doubles import FERRY
from tests.ui.page.test_render import WALL, cite


def given(text: str, confidence: float) -> Result:
    one = cite(FERRY, text, WALL)
    return Answer("Who?", "Who?", "person", confidence, "reader", (one,), (), {}, text=one.answer)


def refused(confidence: float) -> Result:
    return NoAnswer("Who?", "Who?", "person", confidence, "reader", (), (), {}, reason="None answers.")


def test_right_is_the_answer_or_a_due_refusal() -> None:
    known, unknown = Plain("first", FERRY, "Who?", ("Maeve Doyle",)), Plain("first", FERRY, "Who?", ())
    answer = given("Maeve Doyle", 0.9)
    assert known.is_right(answer)
    assert not known.is_right(refused(0.1))
    assert not unknown.is_right(answer)
    assert unknown.is_right(refused(0.1))
    assert not Plain("first", FERRY, "Who?", ("nine",)).is_right(answer)


def test_a_row_counts_changed_answers_and_the_median_change_of_confidence() -> None:
    asked = [Plain("first", FERRY, "Who?", ("Maeve Doyle",))] * 3
    alone = [given("Maeve Doyle", 0.9), given("Maeve Doyle", 0.8), refused(0.2)]
    beside = [given("Maeve Doyle", 0.88), refused(0.3), refused(0.2)]
    assert row(30, asked, alone, beside) == "| 30 | 3 | 1 | 1 | 0.020 |"


def test_plain_questions_name_their_article_and_quote_none() -> None:
    lines = (files("rag.evaluation.benchmarks") / "plain.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert Counter(entry["draw"] for entry in entries) == {
        "first": 50,
        "second": 58,
        "third": 103,
        "fourth": 68,
        "fifth": 87,
        "sixth": 82,
        "seventh": 104,
        "eighth": 112,
        "ninth": 112,
        "yes or no": 7,
    }
    assert all(set(entry) == {"draw", "article", "question", "answers"} for entry in entries)
    assert sum(not entry["answers"] for entry in entries) == 134


def test_questions_about_our_own_articles_have_answers_in_them() -> None:
    lines = (files("rag.evaluation.benchmarks") / "genres.jsonl").read_text("utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert len(articles) == 7
    asked = [(article, question) for article in articles for question in article["questions"]]
    assert len(asked) == 206
    assert sum(not question["answers"] for _, question in asked) == 35
    for article, question in asked:
        words = f"{article['title']} {article['text']}".replace('"', "")
        assert not question["answers"] or any(answer.replace('"', "") in words for answer in question["answers"]), (
            question
        )
