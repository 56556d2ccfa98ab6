"""What a model writes, cut into sentences with the numbers that they cite."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.llm.claims import sentences

MET = "Retno met Neth Savoeun."
LEFT = "He left."
GIVEN = 9


def cut(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(sentence.text, sentence.cited) for sentence in sentences([text], GIVEN)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Retno met Neth Savoeun [1]. He left [2].", [(MET, (1,)), (LEFT, (2,))]),
        ("Retno met Neth Savoeun. [1] He left. [2]", [(MET, (1,)), (LEFT, (2,))]),
        ("Retno met Neth Savoeun.[1] He left.[2][3]", [(MET, (1,)), (LEFT, (2, 3))]),
        ("[1] Retno met Neth Savoeun. [2] He left.", [(MET, (1,)), (LEFT, (2,))]),
        ("[1] Retno met Neth Savoeun.\n[2, 3] He left.", [(MET, (1,)), (LEFT, (2, 3))]),
        ("- **Retno** met Neth Savoeun (1).\n2. He left【2†source】.", [(MET, (1,)), (LEFT, (2,))]),
        ("Retno met Neth Savoeun [1-3]. He left [Sentence 4 and 5; 6].", [(MET, (1, 2, 3)), (LEFT, (4, 5, 6))]),
        ("Retno met Neth Savoeun [^1] [1]. He left [1 - 4000].", [(MET, (1,)), (LEFT, (1, 4000))]),
        ("Retno met Neth Savoeun. He left", [(MET, ()), ("He left", ())]),
        ("Dr. A. Silva paid 2.4 million. [1]", [("Dr. A. Silva paid 2.4 million.", (1,))]),
        ("Retno (59) met Neth Savoeun (2).", [("Retno (59) met Neth Savoeun.", (2,))]),
        ("He left (9) (10) (0).", [("He left (10) (0).", (9,))]),
        ("In 2022 (2022) he left [a link](http://x.y) [0].", [("In 2022 (2022) he left [a link](http://x.y).", (0,))]),
        ("<think>Which one? [7]\nAh.</think>\n\nHe left [1].", [(LEFT, (1,))]),
        ("<think>never ended", []),
        ("<thin> He left [1].", [("<thin> He left.", (1,))]),
        ("<b>He</b> left ![x](y.png) [1].", [("<b>He</b> left !", ()), ("[x](y.png).", (1,))]),
        ("\n\n# \n- [1]\n...\n", []),
        ("He\x1b[31m left\u202e.\ud800 [1]\r\n", [("He [31m left .", (1,))]),
        ("", []),
    ],
)
def test_marks_of_many_kinds(written: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert cut(written) == expected


PIECES = [
    *("Retno met him", "He left", ".", "!", "?”", " ", "\n", "[1]", "(2)", "[3, 4]", "【5】", "[", "Mr. ", "U.S."),
    *("**", "- ", "2.4", "<think>", "</think>", "e.g. so", "。", "“", "http://x.y"),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30).map("".join), st.data())
def test_where_a_text_is_cut_into_pieces_changes_nothing(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    whole = list(sentences([text], GIVEN))
    assert list(sentences(pieces, GIVEN)) == whole
    assert list(sentences(text, GIVEN)) == whole


def test_a_number_behind_a_quotation_mark_belongs_to_the_sentence_however_it_comes() -> None:
    for text in ("Retno met him?”[1]- . 0 ", "Retno met himMr. .[1] 0 ", "Retno left. : [1]He left"):
        assert list(sentences([text], GIVEN)) == list(sentences(text, GIVEN))
    assert next(sentences([text], GIVEN)).cited == (1,)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
def test_no_word_is_made_up(text: str) -> None:
    for sentence in sentences([text], GIVEN):
        assert sentence.text
        assert all(
            word in text for word in sentence.text.replace("**", " ").split() if word.isalnum() and "*" not in text
        )


def test_a_sentence_is_there_as_soon_as_the_next_word_is() -> None:
    fed: list[str] = []

    def feed() -> Iterator[str]:
        for piece in ["Retno met", " Neth Savoeun", ".", " [1]", " He", " left", "."]:
            fed.append(piece)
            yield piece

    first = next(sentences(feed(), GIVEN))
    assert (first.text, first.cited) == (MET, (1,))
    assert fed[-1] == " left"
