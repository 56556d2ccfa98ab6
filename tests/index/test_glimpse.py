"""What an index shows before any model is loaded."""

from pathlib import Path

from index.glimpse import glimpse
from index.library import Library
from rag.assistant import Assistant
from tests.support.doubles import FERRY, ORCHARD, WordEncoder


def test_an_index_still_to_be_made_shows_what_will_be_in_it(tmp_path: Path) -> None:
    before = glimpse(tmp_path / "index")
    Library.open(tmp_path / "index", WordEncoder()).close()
    after = glimpse(tmp_path / "index")
    assert before.articles == after.articles == 1
    assert [(one.id, one.title) for one in before.newest] == [(one.id, one.title) for one in after.newest]
    assert before.questions == after.questions


def test_the_bundled_questions_are_answered(assistant: Assistant) -> None:
    questions = glimpse(assistant.library.folder).questions
    assert questions == assistant.examples()
    assert all(assistant.ask(question).answered for question in questions)


def test_questions_are_kept_until_an_article_goes(tmp_path: Path, assistant: Assistant) -> None:
    library = Library.open(tmp_path / "index")
    library.add([FERRY, ORCHARD])
    found = Assistant(library, assistant.reader).examples()
    assert found
    seen = glimpse(tmp_path / "index")
    assert [one.title for one in seen.newest][:2] == [ORCHARD.title, FERRY.title]
    assert seen.questions == found
    newest = tuple(one.id for one in seen.newest)
    assert library.questions(newest) == found
    assert library.questions(newest[:1]) is None
    removed = library.remove(newest[0])
    assert glimpse(tmp_path / "index").questions == ()
    library.keep_questions(newest, found)  # found before the removal, and told after it
    assert glimpse(tmp_path / "index").questions == ()
    library.put_back(removed)
    assert glimpse(tmp_path / "index").articles == 3
    library.close()
