"""The span reader, with its real network and weights, on short invented articles."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.chunking import chunks
from index.faults import RagFault
from index.types import Article, Span
from rag.reading.readers import WEIGHTS, CascadeReader
from rag.readings import Passage, Reading

BRIDGE = Article(
    title="Old Ostrava bridge closes for repairs",
    text=(
        "The Sokol bridge in Ostrava closed to traffic on 4 May 2021 because rust had weakened its cables. "
        "Mayor Jana Dvorak said the repairs would cost 12 million euros. "
        "The engineer Pavel Hruby found the damage during a routine inspection. "
        "He had measured the cables with ultrasound. "
        "About 9,000 drivers a day must now take the road through Vitkov.\n\n"
        "Shopkeepers near the bridge complain of empty streets. "
        "“My bakery has lost half its customers,” said Lenka Novotna. "
        "The city has promised them a year without rent."
    ),
)
LYNX = Article(
    title="Lynx return to the Harz",
    text=(
        "Seven lynx were released in the Harz mountains last autumn. "
        "The biologist Ines Keller follows them with radio collars. "
        "One of the cats walked 120 kilometres in a month. "
        "Farmers are paid for every sheep that a lynx kills."
    ),
)


def passages(*articles: Article, size: int = 400, score: float = 0.5) -> list[Passage]:
    return [Passage(a, chunk.span, chunk.sentences, score) for a in articles for chunk in chunks(a, size)]


def words(reading: Reading) -> str:
    return reading.answer.of(reading.article.text)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("When did the Sokol bridge close?", "4 May 2021"),
        ("How much will the repairs cost?", "12 million euros"),
        ("who found the damage in the cables", "Pavel Hruby"),
        ("Who is the mayor of Ostrava?", "Jana Dvorak"),
        ("How many drivers must take another road?", "9,000"),
        ("How many lynx were released in the Harz?", "Seven"),
        ("Who follows the lynx?", "Ines Keller"),
        ("how far did one of the cats walk", "120 kilometres"),
    ],
)
def test_the_best_span(reader: CascadeReader, question: str, answer: str) -> None:
    best = reader.read(question, passages(BRIDGE, LYNX))[0]
    assert answer in words(best)
    assert len(words(best)) <= len(answer) + 15
    assert best.probability >= reader.threshold


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of France?",
        "Who won the tennis final?",
        "How do I boil an egg?",
        "asdf qwer zxcv",
        "Wer hat die Wahl in Brasilien gewonnen?",
        "東京の人口は何人ですか",
        "😀😀😀",
        "?",
        "the of and",
        "\x00\ud800",
        "blah " * 4000,
        "a" * 20_000,
    ],
)
def test_nonsense_and_other_subjects_are_not_answered(reader: CascadeReader, question: str) -> None:
    readings = reader.read(question, passages(BRIDGE, LYNX, score=0.3))  # a search finds nothing like them
    assert len(readings) == 12  # one for each sentence
    assert readings[0].probability < reader.threshold


@pytest.mark.parametrize("question", [" ", ""])
def test_a_question_without_words_is_not_read(reader: CascadeReader, question: str) -> None:
    assert reader.read(question, passages(BRIDGE, LYNX, score=0.3)) == []


def test_a_wrong_name_makes_an_answer_less_probable(reader: CascadeReader) -> None:
    right = reader.read("How many lynx were released in the Harz?", passages(LYNX))[0]
    wrong = reader.read("How many lynx were released in Scotland?", passages(LYNX))[0]
    assert wrong.probability < right.probability - 0.05


def test_case_does_not_matter_and_the_question_mark_little(reader: CascadeReader) -> None:
    formal, lower, bare = (
        reader.read(question, passages(BRIDGE))[0]
        for question in ("Who found the damage?", "who found the damage?", "Who found the damage")
    )
    assert lower == formal
    assert words(bare).endswith("Pavel Hruby")
    assert words(formal).endswith("Pavel Hruby")
    assert bare.probability == pytest.approx(formal.probability, abs=0.25)


def test_two_articles_that_differ_take_nothing_from_one_another(reader: CascadeReader) -> None:
    other = Article(
        "Bridge repairs", "Engineers said that the repairs of the Sokol bridge would cost 15 million euros."
    )
    question = "How much will the repairs cost?"
    both = {words(one): one.probability for one in reader.read(question, passages(BRIDGE, other))}
    alone = reader.read(question, passages(BRIDGE))[0]
    assert both["12 million euros"] == pytest.approx(alone.probability, abs=0.02)  # bfloat16
    assert both["15 million euros"] >= reader.threshold


def test_overlapping_passages_give_each_sentence_once(reader: CascadeReader) -> None:
    overlapping = [Passage(BRIDGE, c.span, c.sentences, 0.5) for c in chunks(BRIDGE, 300, overlap=1)]
    readings = reader.read("Who is the mayor?", overlapping)
    assert len(readings) == len({reading.sentence for reading in readings}) == 8


def test_function_words_are_no_answer(reader: CascadeReader) -> None:
    quiz = Article("", "India may change its name to what? The summit of the US begins.")
    for question in ("India may change its name to what?", "Whose summit begins?"):
        given = [words(reading) for reading in reader.read(question, passages(quiz))]
        assert "what" not in given
    assert any("US" in answer for answer in given)


def test_nothing_to_read_gives_no_reading(reader: CascadeReader) -> None:
    empty = Passage(BRIDGE, chunks(BRIDGE)[0].span, (), 0.5)
    assert reader.read("Who?", []) == []
    assert reader.read("Who?", [empty]) == []


def test_an_answer_far_inside_a_long_passage_is_found(reader: CascadeReader) -> None:
    text = "Nothing happened on the island that day. " * 60 + LYNX.text
    article = Article("", text)
    sentences = tuple(sentence for chunk in chunks(article) for sentence in chunk.sentences)
    best = reader.read("Who follows the lynx?", [Passage(article, Span(0, len(text)), sentences, 0.5)])[0]
    assert "Ines Keller" in words(best)


def test_how_passages_are_put_together_changes_no_score(reader: CascadeReader) -> None:
    together = reader.candidates("Who follows the lynx?", passages(BRIDGE, LYNX))
    alone = reader.candidates("Who follows the lynx?", passages(LYNX))
    same = [c for c in together if c.passage.article == LYNX]
    assert [c.answer for c in alone] == [c.answer for c in same]
    assert [c.score for c in alone] == pytest.approx([c.score for c in same], abs=0.2)  # bfloat16


HOSTILE = [
    "👩‍👩‍👧 The fami\u0301ly 🏳️‍🌈 moved\tto Łódź.\r\n\r\nIt cost 5\u00a0€ 😀.",
    "e\u0301" * 400,
    "word",
    "word " * 2000,
    "東京の人口は千四百万人です。" * 30,
    "W" * 10_000 + ".",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_exact_spans(reader: CascadeReader, text: str) -> None:
    article = Article("", text)
    for reading in reader.read("Where did the family move?", passages(article, size=800)):
        assert reading.sentence.start <= reading.answer.start < reading.answer.end <= reading.sentence.end
        assert reading.sentence.end <= len(text)
        assert words(reading) == words(reading).strip()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=200) | st.sampled_from(["who", "When? Why?", "12 million", "bridge " * 50]))
def test_whatever_is_asked(reader: CascadeReader, question: str) -> None:
    found = passages(BRIDGE, LYNX)
    readings = reader.read(question, found)
    probabilities = [reading.probability for reading in readings]
    assert all(0 <= p <= 1 for p in probabilities)
    for article in (BRIDGE, LYNX):
        assert sum(one.probability for one in readings if one.article == article) <= 1 + 1e-9
    assert probabilities == sorted(probabilities, reverse=True)
    given_sentences = {(passage.article.id, span) for passage in found for span in passage.sentences}
    assert {(reading.article.id, reading.sentence) for reading in readings} <= given_sentences
    assert readings == reader.read(question, found)


def test_altered_weights_are_refused_with_their_name_and_a_cure(tmp_path: Path) -> None:
    folder = shutil.copytree(WEIGHTS, tmp_path / "model")
    weights = folder / "careful.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(RagFault, match=r"careful\.safetensors were altered: .*Install byline again"):
        CascadeReader(folder)
    weights.unlink()
    with pytest.raises(RagFault, match=r"careful\.safetensors are missing: .*Install byline again"):
        CascadeReader(folder)


@pytest.mark.parametrize("content", [b"", b"{}", b"not weights at all"])
def test_weights_that_are_none_are_refused(tmp_path: Path, content: bytes) -> None:
    folder = shutil.copytree(WEIGHTS, tmp_path / "model")
    (folder / "careful.safetensors").write_bytes(content)
    kept = json.loads((folder / "careful.json").read_text("utf-8"))
    kept["weights"]["careful.safetensors"] = sha256(content).hexdigest()
    (folder / "careful.json").write_text(json.dumps(kept), "utf-8")
    with pytest.raises(RagFault, match=r"careful\.safetensors (cannot be read|are of another model)"):
        CascadeReader(folder)
