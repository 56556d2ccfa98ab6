"""What only a database asks for: lost connections, other formats, standbys, what PostgreSQL keeps otherwise."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import lancedb
import numpy as np
import pytest

from index.faults import IndexFault
from index.library import Library
from index.place import Cluster, folder_of, placed
from index.storage import postgres as module
from index.storage.cluster import ClusterSearcher
from index.storage.postgres_truth import PostgresTruth
from index.types import Article
from index.verify import problems
from index.where import of_any
from tests.index.storage.rows import ENCODER, drop, following, put, story
from tests.stress.kills import rounds
from tests.support.doubles import FERRY, ORCHARD, WordEncoder
from tests.support.postgres import Server, running

DIMENSION = ENCODER.dimension
QUERY = ENCODER.encode(["storm"])[0]


@pytest.fixture
def database(postgres: Server) -> str:
    """Give the address of an empty database."""
    return postgres.database()


@pytest.fixture
def cluster(database: str, tmp_path: Path) -> Cluster:
    """Give a cluster with nothing in it."""
    return Cluster(database, str(tmp_path / "search"))


@pytest.fixture
def truth(cluster: Cluster) -> Iterator[PostgresTruth]:
    """Give its truth."""
    truth = PostgresTruth(cluster)
    yield truth
    truth.close()


def test_a_place_is_taken_apart_and_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    place = "postgresql://ann:secret@db.example:5433/news?search=s3://bucket/byline&sslmode=require"
    found = placed(place)
    assert found == Cluster("postgresql://ann:secret@db.example:5433/news?sslmode=require", "s3://bucket/byline")
    assert str(found) == "postgresql://ann@db.example:5433/news?sslmode=require&search=s3://bucket/byline"
    monkeypatch.setenv("BYLINE_INDEX", place)
    assert placed() == found
    assert folder_of() == folder_of(place) != folder_of(place.replace("news", "other"))
    assert placed("/some/folder") == Path("/some/folder")
    with pytest.raises(IndexFault, match="does not name the folder or bucket to search in") as fault:
        placed("postgresql://ann:secret@db.example/news")
    assert "secret" not in str(fault.value)


def test_another_format_is_refused_and_an_earlier_one_brought_up_to_date(
    truth: PostgresTruth, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(truth, FERRY)
    with truth.transaction():
        truth.set_meta("format", "3")
    with pytest.raises(IndexFault, match="has format 3; this Byline reads format 2"):
        PostgresTruth(cluster)
    monkeypatch.setattr(module, "FORMAT", "4")
    monkeypatch.setattr(module, "FROM", {"3": "ALTER TABLE articles ADD COLUMN mood text"})
    again = PostgresTruth(cluster)
    assert again.meta("format") == "4"
    assert again._rows("SELECT mood FROM articles") == [(None,)]
    assert again.articles() == [FERRY]
    again.close()


def test_a_database_that_cannot_be_used_is_told(postgres: Server, cluster: Cluster, tmp_path: Path) -> None:
    with pytest.raises(IndexFault, match="createdb"):
        PostgresTruth(Cluster(f"postgresql://byline@/nowhere?host={postgres.folder}", "x"))
    with pytest.raises(IndexFault, match="cannot be used"):
        PostgresTruth(Cluster("postgresql://byline@127.0.0.1:1/nowhere", "x"))
    postgres.sql(cluster.database, "CREATE ROLE reader LOGIN")
    with pytest.raises(IndexFault, match="Allow it"):
        PostgresTruth(Cluster(cluster.database.replace("byline@", "reader@"), "x"))
    postgres.sql(cluster.database, "CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LOCALE 'C'")
    with pytest.raises(IndexFault, match="kept as LATIN1"):
        PostgresTruth(Cluster(f"postgresql://byline@/latin?host={postgres.folder}", "x"))


def test_a_connection_that_was_lost_is_made_again(truth: PostgresTruth, cluster: Cluster, postgres: Server) -> None:
    put(truth, FERRY)

    def cut() -> None:
        others = "pid != pg_backend_pid() AND datname = current_database()"
        postgres.sql(cluster.database, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")

    def amid() -> None:
        with truth.transaction():
            truth.insert(ORCHARD)
            cut()
            truth.has(ORCHARD.id)

    cut()
    assert truth.ids() == [FERRY.id]
    with pytest.raises(IndexFault):
        amid()
    assert truth.ids() == [FERRY.id]
    cut()
    put(truth, ORCHARD)
    assert truth.ids() == [FERRY.id, ORCHARD.id]


def test_what_was_acknowledged_survives_a_fall_of_the_power(tmp_path: Path) -> None:
    with running(fsync=True) as server:
        place = f"{server.database()}&search={tmp_path / 'search'}"
        library = Library.open(place, WordEncoder())
        for number in range(2):
            (added,) = library.add([story(number)])
            server.stop("immediate")
            server.start()
            assert library.article(str(added.article_id)) == story(number)
        assert library.verify() == []
        library.close()


def test_whoever_is_killed_nothing_acknowledged_is_lost(postgres: Server) -> None:
    assert rounds(postgres, ("client", "server", "PostgreSQL"), 0, changes=2, embedding=False)["changes"] > 0


def test_where_deleted_words_are_left_is_told(postgres: Server, cluster: Cluster) -> None:
    library = Library.open(str(cluster), WordEncoder())
    (added,) = library.add([Article("Secret", "The zirconiumquartz was found. " * 40)])
    library.add([story(1)])

    def files() -> set[str]:
        """Return which of the files hold the word: those searched, or PostgreSQL's."""
        postgres.sql(cluster.database, "CHECKPOINT")
        folders = Path(cluster.search), postgres.folder / "data" / "base"
        pairs = [(folder, file) for folder in folders for file in folder.rglob("*") if file.is_file()]
        return {folder.name for folder, file in pairs if b"zirconiumquartz" in file.read_bytes()}

    assert files() == {"search", "base"}
    library.remove(str(added.article_id))
    told = library.maintain()
    assert files() == {"base"}
    assert any("VACUUM FULL" in line for line in told)
    postgres.sql(cluster.database, "VACUUM FULL")
    assert files() == set()
    library.close()


def test_words_that_are_hard_to_keep_are_found(truth: PostgresTruth) -> None:
    searcher = ClusterSearcher(truth, DIMENSION)
    long = "ж" * 3000
    hard = Article("It's\\ a 'title'", f"{long} ends. {'echo ' * 300}. New\0York \x10\x11 city.", place="hard")
    put(truth, hard)
    with following(truth, searcher):
        assert searcher.having([long]) == searcher.having(["new york"]) == {hard.id}
        assert searcher.having(["title ends"]) == searcher.having(["york new"]) == set()
        assert searcher.titled("it's") == {hard.id}
        assert searcher.titled("city") == set()
        assert max(searcher.bm25(["echo"], 5).values()) > 0
    assert truth.article(hard.id) == hard
    assert list(problems(truth, searcher, DIMENSION)) == []


def test_verify_finds_what_was_changed_behind_its_back(
    truth: PostgresTruth, cluster: Cluster, postgres: Server
) -> None:
    put(truth, FERRY, ORCHARD)
    searcher = ClusterSearcher(truth, DIMENSION)
    assert list(problems(truth, searcher, DIMENSION)) == []
    for harm, told in (
        ("UPDATE byline.terms SET passages = 7 WHERE term = 'storm'", "not counted as they are"),
        ("UPDATE byline.articles SET source = 'CNN'", "searched under another outlet or date"),
        ("UPDATE byline.chunks SET words = ''", "has other words than"),
        ("UPDATE byline.articles SET text = text || '!'", "changed behind Byline"),
        ("UPDATE byline.chunks SET vector = substr(vector, 1, 8)", "no vector of 64 numbers"),
    ):
        postgres.sql(cluster.database, harm)
        assert told in " ".join(problems(truth, searcher, DIMENSION)), harm
        if told not in ("not counted as they are", "searched under another outlet or date"):  # a sample sees neither
            assert told in " ".join(problems(truth, searcher, DIMENSION, sample=2)), harm


def test_a_search_that_is_lost_is_made_anew_without_embedding(truth: PostgresTruth, tmp_path: Path) -> None:
    put(truth, FERRY, *map(story, range(5)))
    searcher = ClusterSearcher(truth, DIMENSION)
    with following(truth, searcher):
        before = searcher.nearest(QUERY, 9)
    subprocess.run(["rm", "-r", str(tmp_path / "search")], check=True)
    anew = ClusterSearcher(truth, DIMENSION)
    with following(truth, anew):
        assert anew.nearest(QUERY, 9) == pytest.approx(before)
    assert list(problems(truth, anew, DIMENSION)) == []


def test_what_an_earlier_byline_searched_in_is_filled_anew_without_embedding(
    truth: PostgresTruth, cluster: Cluster
) -> None:
    put(truth, FERRY, *map(story, range(5)))
    with following(truth, searcher := ClusterSearcher(truth, DIMENSION)):
        before = searcher.nearest(QUERY, 9)
    database, name = lancedb.connect(cluster.search), f"chunks-{truth.meta('library')}"
    rows = database.open_table(name).to_arrow().select(["id", "words", "vector"])
    earlier = database.create_table(name, rows, mode="overwrite")
    earlier.update_field_metadata({"path": "id", "metadata": {"mark": str(searcher.mark())}})
    for again in (ClusterSearcher(truth, DIMENSION), searcher):
        with following(truth, again):
            assert again.nearest(QUERY, 9) == pytest.approx(before)
            assert list(again.nearest(QUERY, 9, of_any([FERRY.source or ""]))) == truth.chunks_of([FERRY.id])
    assert list(problems(truth, searcher, DIMENSION)) == []
    with pytest.raises(ValueError, match="article"):  # it does not write into what it cannot fill
        database.open_table(name).merge_insert("id").when_not_matched_insert_all().execute(rows)


def test_many_vectors_are_kept_in_lists_of_neighbours(truth: PostgresTruth) -> None:
    put(truth, *[story(number, f"w{number % 7} x{number % 11}") for number in range(300)])
    searcher = ClusterSearcher(truth, DIMENSION, exact_up_to=256)
    searcher.save()
    assert "vector" in {column for index in searcher.table._open.list_indices() for column in index.columns}
    queries = ENCODER.encode([f"The w{n % 7} x{n % 11} number {n} is told." for n in range(20)])
    with following(truth, searcher):
        ids = sorted(truth.chunk_ids())
        exact = truth.vectors(ids, DIMENSION) @ queries.T
        for at, query in enumerate(queries):
            found = searcher.nearest(query, 10)
            right = {ids[row]: float(exact[row, at]) for row in np.argsort(-exact[:, at])[:10]}
            assert len(found.keys() & right.keys()) >= 8
            assert found == pytest.approx({id: float(exact[ids.index(id), at]) for id in found}, abs=1e-5)
    drop(truth, story(3).id)
    searcher.purge()
    assert list(problems(truth, searcher, DIMENSION)) == []


def test_the_default_form_loads_nothing_of_it() -> None:
    code = """
import sys
import byline, rag, index
from index.library import Library
from index.storage import forms
Library
print([name for name in ("psycopg", "lancedb", "pyarrow", "dask", "distributed") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
