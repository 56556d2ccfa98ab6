"""What the careful reader sees around a passage."""

from hypothesis import given
from hypothesis import strategies as st

from index.chunking import chunks, sentences
from index.types import Article, Span
from rag.reading.context import WIDE, widened, within
from rag.readings import Passage

ARTICLE = Article(
    "The harbour of Velden",
    "\n\n".join(f"Ferry number {n} left Velden on day {n}. It carried {n} goats and a piano." for n in range(2, 60)),
)


def passages(article: Article, size: int) -> list[Passage]:
    return [Passage(article, chunk.span, chunk.sentences, 1.0, 0.5) for chunk in chunks(article, size)]


@given(st.integers(0, 30), st.integers(100, 1500), st.integers(1, 2000))
def test_a_passage_grows_by_whole_sentences_as_far_as_there_is_room(at: int, size: int, room: int) -> None:
    some = passages(ARTICLE, size)
    passage = some[at % len(some)]
    wide = widened(passage, room)
    assert set(passage.sentences) <= set(wide.sentences) <= set(sentences(ARTICLE))
    assert within(passage, wide)
    own = passage.sentences[-1].end - passage.sentences[0].start
    assert wide.span.end - wide.span.start <= max(room, own)
    assert (wide.score, wide.cosine) == (passage.score, passage.cosine)


def test_a_passage_in_the_middle_grows_on_both_sides_alike() -> None:
    passage = passages(ARTICLE, 400)[4]
    wide = widened(passage)
    before, after = passage.span.start - wide.span.start, wide.span.end - passage.span.end
    assert min(before, after) > 0.3 * (WIDE - 400)


def test_the_first_passage_of_an_article_grows_forwards() -> None:
    first = passages(ARTICLE, 400)[0]
    assert widened(first).span.start == first.sentences[0].start
    assert widened(first).span.end > first.span.end


def test_a_whole_article_stays_as_it_is() -> None:
    short = Article("", "One sentence only. And another.")
    whole = Passage(short, Span(0, len(short.text)), (Span(0, len(short.text)),), 1.0)
    assert widened(whole) is whole


def test_passages_of_two_articles_hold_nothing_of_each_other() -> None:
    other = Article("Another", ARTICLE.text)
    one, same = passages(ARTICLE, 400)[0], passages(other, 400)[0]
    assert not within(one, same)
