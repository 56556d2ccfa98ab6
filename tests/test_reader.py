"""The sentence reader, with its real model and weights, on short invented articles."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.chunking import chunks
from index.types import Article, Encoder
from rag.reader import SentenceReader
from rag.sentence_model import WEIGHTS
from rag.types import Passage, RagFault, Reading

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


def passages(*articles: Article, size: int = 400) -> list[Passage]:
    return [Passage(a, chunk.span, chunk.sentences, 0.5) for a in articles for chunk in chunks(a, size)]


def sentence(reading: Reading) -> str:
    return reading.sentence.of(reading.article.text)


@pytest.fixture(scope="module")
def reader(encoder: Encoder) -> SentenceReader:
    return SentenceReader(encoder)


@pytest.mark.parametrize(
    ("question", "beginning"),
    [
        ("Why did the bridge close?", "The Sokol bridge"),
        ("When did the Sokol bridge close?", "The Sokol bridge"),
        ("How much will the repairs cost?", "Mayor Jana"),
        ("who found the damage", "The engineer"),
        ("How many drivers must take another road?", "About 9,000"),
        ("shopkeepers complain about what", "Shopkeepers"),
        ("How many lynx were released in the Harz?", "Seven lynx"),
        ("How does the biologist follow the lynx?", "The biologist"),
        ("how many lynxs were relased", "Seven lynx"),
    ],
)
def test_best_sentence(reader: SentenceReader, question: str, beginning: str) -> None:
    assert sentence(reader.read(question, passages(BRIDGE, LYNX))[0]).startswith(beginning)


@pytest.mark.parametrize(
    "question",
    ["When did the Sokol bridge close?", "Who found the damage?", "How many lynx were released in the Harz?"],
)
def test_plain_questions_are_answered(reader: SentenceReader, question: str) -> None:
    assert reader.read(question, passages(BRIDGE, LYNX))[0].probability >= reader.threshold


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
        " ",
        "",
        "the of and",
        "\x00\ud800",
        "blah " * 4000,
        "a" * 20_000,
    ],
)
def test_nonsense_and_other_subjects_are_not_answered(reader: SentenceReader, question: str) -> None:
    readings = reader.read(question, passages(BRIDGE, LYNX))
    assert len(readings) == 12
    assert readings[0].probability < 0.5 * reader.threshold


def test_a_wrong_name_makes_an_answer_less_probable(reader: SentenceReader) -> None:
    right = reader.read("How many lynx were released in the Harz?", passages(LYNX))[0]
    wrong = reader.read("How many lynx were released in Scotland?", passages(LYNX))[0]
    assert wrong.probability < right.probability - 0.1


def test_case_and_question_mark_change_little(reader: SentenceReader) -> None:
    formal = reader.read("Who found the damage?", passages(BRIDGE))[0]
    casual = reader.read("who found the damage", passages(BRIDGE))[0]
    assert casual.sentence == formal.sentence
    assert casual.probability == pytest.approx(formal.probability, abs=0.1)


def test_a_pronoun_is_read_with_the_sentence_before(reader: SentenceReader) -> None:
    best = reader.read("What did Pavel Hruby measure the cables with?", passages(BRIDGE))[0]
    assert sentence(best) == "He had measured the cables with ultrasound."


def test_overlapping_passages_give_each_sentence_once(reader: SentenceReader) -> None:
    overlapping = [Passage(BRIDGE, c.span, c.sentences, 0.5) for c in chunks(BRIDGE, 300, overlap=1)]
    readings = reader.read("Who is the mayor?", overlapping)
    assert len(readings) == len({reading.sentence for reading in readings}) == 8


def test_nothing_to_read_gives_no_reading(reader: SentenceReader) -> None:
    empty = Passage(BRIDGE, chunks(BRIDGE)[0].span, (), 0.5)
    assert reader.read("Who?", []) == []
    assert reader.read("Who?", [empty]) == []


def test_a_sentence_is_encoded_once(encoder: Encoder) -> None:
    class Counting:
        name, dimension, seen = encoder.name, encoder.dimension, 0

        def encode(self, texts: Sequence[str]) -> Any:
            self.seen += len(texts)
            return encoder.encode(texts)

    counting = Counting()
    reader = SentenceReader(counting)
    reader.read("Who is the mayor?", passages(BRIDGE))
    assert counting.seen == 8 + 1
    reader.read("Who is the mayor of Ostrava?", passages(BRIDGE))
    assert counting.seen == 8 + 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=200) | st.sampled_from(["who", "When? Why?", "12 million", "bridge " * 50]))
def test_whatever_is_asked(reader: SentenceReader, question: str) -> None:
    found = passages(BRIDGE, LYNX)
    readings = reader.read(question, found)
    probabilities = [reading.probability for reading in readings]
    assert all(0 <= p <= 1 for p in probabilities)
    assert probabilities == sorted(probabilities, reverse=True)
    given_sentences = {(p.article.id, span) for p in found for span in p.sentences}
    places = [(reading.article.id, reading.sentence) for reading in readings]
    assert len(places) == len(set(places))
    assert set(places) == given_sentences
    assert all(reading.answer == reading.sentence for reading in readings)
    assert readings == reader.read(question, found)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda kept: kept.pop("which"), "it lacks 'which'"),
        (lambda kept: kept.update(format="old"), "its format is 'old'"),
        (lambda kept: kept["whether"].update(luck=1.0), "luck"),
        (lambda kept: kept.update(threshold=1.5), "out of range"),
        (lambda kept: kept.update(bias=float("nan")), "out of range"),
        (lambda kept: kept.update(idf=None), "NoneType"),
    ],
)
def test_a_bad_weights_file_is_refused_with_its_name_and_a_cure(
    encoder: Encoder, tmp_path: Path, change: Any, problem: str
) -> None:
    kept = json.loads(WEIGHTS.read_text("utf-8"))
    change(kept)
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(RagFault, match="Install byline again") as fault:
        SentenceReader(encoder, path)
    assert str(path) in str(fault.value)
    assert problem in str(fault.value)


@pytest.mark.parametrize("content", [None, "", "[]", "not json", "{"])
def test_a_missing_or_damaged_weights_file_is_refused(encoder: Encoder, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "weights.json"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(RagFault, match=r"weights\.json cannot be used"):
        SentenceReader(encoder, path)
