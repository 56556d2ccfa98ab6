"""Ablations: a variant changes one setting and puts it back, and what it changes is what it says."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import rag.reading.careful
import rag.reading.network
from index.chunking import chunks
from index.library import Library
from index.types import Hit, Span
from rag.assistant import Assistant
from rag.evaluation.ablations.__main__ import Bench, ablate
from rag.evaluation.ablations.memory import RememberingReader
from rag.evaluation.ablations.table import table
from rag.evaluation.ablations.variants import VARIANTS, BestSentence, Variant
from rag.evaluation.cases import Case
from rag.evaluation.run import Record
from rag.reading import readers
from rag.reading.candidates import Candidate
from rag.reading.readers import CascadeReader, SpanReader
from rag.readings import Passage, Reading
from tests.support.doubles import FERRY, ORCHARD

QUESTION = "What will repairs of the harbour wall cost?"
CASES = [
    Case(QUESTION, ("2.4 million euros",), FERRY.id),
    Case("Who breeds bees in reed tubes?", ("Tomasz Zielinski",), ORCHARD.id),
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Give Byline and its variants on the ferry and the orchard, with the real models."""
    return Bench(tmp_path_factory.mktemp("ablations"), (FERRY, ORCHARD))


def scores(library: Library, name: str) -> dict[str, float]:
    with VARIANTS[name].in_place():
        return {hit.chunk.article_id: hit.score for hit in library.search(QUESTION)}


def test_a_variant_ranks_by_the_score_that_it_is_named_for_and_puts_all_back(word_library: Library) -> None:
    hits: list[Hit] = word_library.search(QUESTION)
    highest = max(hit.bm25 for hit in hits)
    assert scores(word_library, "dense") == pytest.approx({h.chunk.article_id: max(h.cosine, 0.0) for h in hits})
    assert scores(word_library, "lexical") == pytest.approx({h.chunk.article_id: h.bm25 / highest for h in hits})
    assert word_library.search(QUESTION) == hits
    with pytest.raises(RuntimeError, match="stopped"), VARIANTS["dense"].in_place():
        raise RuntimeError("stopped")
    assert word_library.search(QUESTION) == hits


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_what_a_variant_rebinds_is_there_and_is_put_back(variant: Variant) -> None:
    before = [getattr(change.module, change.name) for change in variant.changes]
    with variant.in_place():
        assert [getattr(change.module, change.name) for change in variant.changes] == [c.value for c in variant.changes]
    assert [getattr(change.module, change.name) for change in variant.changes] == before


def test_variants_cut_and_embed_as_they_are_named(bench: Bench) -> None:
    for name in ("byline", "chunks-400-read-10", "untitled"):
        assert bench.ask(VARIANTS[name], CASES[0]).best == "2.4 million euros"
    usual, small, untitled = [
        bench.library(VARIANTS[name].indexed) for name in ("byline", "chunks-400-read-10", "untitled")
    ]
    assert [hit.chunk.article_id for hit in usual.search(QUESTION)].count(FERRY.id) == 1
    assert [hit.chunk.article_id for hit in small.search(QUESTION)].count(FERRY.id) == 2
    with_title, without = [
        next(hit.cosine for hit in library.search(FERRY.title) if hit.chunk.article_id == FERRY.id)
        for library in (usual, untitled)
    ]
    assert with_title > without


def test_as_many_passages_are_read_as_the_variant_says(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    one, read = bench.library("as it is"), bench.reader.read

    def counting(question: str, passages: Sequence[Passage]) -> list[Reading]:
        counted.append(len(passages))
        return read(question, passages)

    monkeypatch.setattr(bench.reader, "read", counting)
    for name in ("read-1", "read-2", "byline"):
        with VARIANTS[name].in_place():
            Assistant(one, bench.reader).ask(QUESTION)
    assert counted == [1, 2, len(one.search(QUESTION))]


def test_without_the_reader_the_likest_sentence_of_the_best_passage_is_given(bench: Bench) -> None:
    library = bench.library("as it is")
    assistant = Assistant(library, BestSentence(library.encoder))
    result = assistant.ask(QUESTION)
    assert result.answered
    assert (
        result.text == result.citations[0].quote == "Repairs will cost 2.4 million euros, the county council estimates."
    )


def test_every_question_is_put_to_every_variant_and_a_run_that_was_stopped_goes_on(
    bench: Bench, tmp_path: Path
) -> None:
    kept, names = tmp_path / "answers.jsonl", ["byline", "reader-off"]
    whole = ablate(bench, CASES, names, "mark", kept)
    assert [one.given for one in whole[VARIANTS["byline"].title]] == ["2.4 million euros", "Tomasz Zielinski"]
    assert all(one.given in one.quotes and one.best_cited for one in whole[VARIANTS["reader-off"].title])
    kept.write_text("\n".join(kept.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    again = ablate(bench, CASES, names, "mark", kept)
    assert [one.given for found in again.values() for one in found] == [o.given for f in whole.values() for o in f]
    assert again[VARIANTS["byline"].title] == whole[VARIANTS["byline"].title]


def test_the_table_is_as_worked_out_by_hand() -> None:
    def made(best: str, given: str, ms: float, held: bool) -> Record:
        case = Case("Who?", ("Ana Silva",), "an article")
        return Record(case, given, best, 0.5, (), (False, held), None, held, held, True, {"total": ms})

    first = [made("Ana Silva", "Ana Silva", 100, True), made("Ana", "", 200, True)]
    other = [made("Ana Silva", "Ana Silva", 50, True), made("Bo", "", 300, False)]
    rows = [
        [cell.strip() for cell in line.split("|")[2:-1]]
        for line in table({"a": first, "b": other}, timed=True).splitlines()[2:]
    ]
    assert rows[0] == "0.0 100.0 100.0 100.0 50.0 83.3 50 100.0 100.0 1.00".split() + [""] * 3
    same = "(-50.0 to -50.0)"  # both are about one article, which is all that can be drawn
    assert rows[1][:10] == "0.0 50.0 50.0 50.0 50.0 50.0 50 100.0 100.0 1.00".split()
    assert rows[1][10:] == [f"-50.0 {same}", f"-50.0 {same}", "-33.3 (-33.3 to -33.3)"]


def test_what_was_read_is_remembered_and_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # In bfloat16 what else is in a batch moves a score a little; in single precision it does not.
    for module in (rag.reading.network, rag.reading.careful):
        monkeypatch.setattr(module, "has_bfloat16", lambda: False)
    reader, remembering = CascadeReader(), RememberingReader()
    counted: dict[str, list[Passage]] = {reader.quick.name: [], reader.careful.name: []}
    candidates = SpanReader.candidates

    def counting(self: SpanReader, question: str, passages: Sequence[Passage]) -> list[Candidate]:
        if self in (remembering.quick, remembering.careful):
            counted[self.name].extend(passages)
        return candidates(self, question, passages)

    monkeypatch.setattr(SpanReader, "candidates", counting)
    passages = [Passage(a, c.span, c.sentences, 0.5) for a in (FERRY, ORCHARD) for c in chunks(a, 200)]
    for given in (passages[:2], passages, [replace(passage, score=0.7) for passage in reversed(passages)]):
        ours, theirs = remembering.read(QUESTION, given), reader.read(QUESTION, given)
        assert [(one.sentence, one.answer) for one in ours] == [(one.sentence, one.answer) for one in theirs]
        assert [one.probability for one in ours] == pytest.approx([one.probability for one in theirs], abs=1e-3)
    assert sorted(passage.text for passage in counted["quick reader"]) == sorted(passage.text for passage in passages)
    again = [passage.text for passage in counted["careful reader"]]
    assert len(again) == len(set(again)) <= 5


def test_a_rule_is_off_where_a_variant_says_so() -> None:
    answer, text = Span(10, 13), "More than 200 people and 12 dogs."
    with VARIANTS["no-hedges"].in_place():
        assert vars(readers)["hedged"](answer, Span(0, len(text)), text) == answer
    assert vars(readers)["hedged"](answer, Span(0, len(text)), text).of(text) == "More than 200"
