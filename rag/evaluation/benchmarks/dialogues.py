"""Play our own dialogues about real news: `python -m rag.evaluation.benchmarks.dialogues --data BENCH`.

The articles of all dialogues lie in one library. Each dialogue goes through `Assistant.chat`; beside it every question
is asked alone, behind all questions before it, and as a person would write it out. Values are percent. A turn is right
when the answer has an F1 of at least 0.6 with an answer of ours; where a yes or no or a list is asked for, also when a
cited sentence holds one of ours; and when nothing is answered where the articles do not say. The first half of the
dialogues may be looked at while Byline is made, the second is for reporting only.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from index.embedding import MiniLMEncoder
from index.library import Library
from index.types import Article
from rag.assistant import Assistant
from rag.evaluation.benchmarks import shipped
from rag.evaluation.datasets.sets import hold, news_articles
from rag.evaluation.metrics import f1
from rag.evaluation.run import holds
from rag.evaluation.scores import RIGHT
from rag.reading.readers import CascadeReader
from rag.results import Result

_ARTICLES = "realtimeqa_articles_2022_2023.jsonl.gz"
_SHOWN_BY_QUOTE = ("yes-no", "list")  # no span is the answer; the sentence that shows it is
METHODS = ("Byline", "the question alone", "behind all before it", "written out by hand")


@dataclass(frozen=True)
class Asked:
    """A turn: the question, its right answers (none where the articles do not say), and the question written out.

    `type` is the form of follow-up, empty for a first turn's. `about` is RealTimeQA's id of the article.
    """

    question: str
    answers: tuple[str, ...]
    standalone: str
    type: str
    about: str


@dataclass(frozen=True)
class Played:
    """A turn of a dialogue, its place in it from 1, and what each method made of it, in the order of `METHODS`."""

    asked: Asked
    place: int
    results: tuple[Result, ...]


def dialogues(half: str = "both") -> list[list[Asked]]:
    """Return the dialogues of a half: "dev", "test" or "both"."""
    every = shipped("dialogues.jsonl")
    middle = len(every) // 2
    chosen = {"dev": every[:middle], "test": every[middle:], "both": every}[half]
    return [_turns(**dialogue) for dialogue in chosen]


def _turns(article: str, turns: Sequence[dict[str, str]]) -> list[Asked]:
    return [
        Asked(
            question=turn["question"],
            answers=tuple(turn["answers"]),
            standalone=turn["standalone"],
            type=turn.get("type", ""),
            about=turn.get("about", article),
        )
        for turn in turns
    ]


def play(assistant: Assistant, turns: Sequence[Asked]) -> Iterator[Played]:
    """Ask the questions of a dialogue one after another, by each method."""
    chat, said = assistant.chat(), ""
    for place, asked in enumerate(turns, start=1):
        said = f"{said.rstrip(' ?')}; {asked.question}" if said else asked.question  # with its mark it would be parted
        others = (asked.question, said, asked.standalone)
        yield Played(asked, place, (chat.ask(asked.question), *map(assistant.ask, others)))


def right(asked: Asked, result: Result) -> bool:
    """Tell whether what came of a question is right."""
    if not asked.answers or not result.answered:
        return not asked.answers and not result.answered
    if f1(result.text, asked.answers) >= RIGHT:
        return True
    return asked.type in _SHOWN_BY_QUOTE and any(holds(one.quote, asked.answers) for one in result.citations)


def table(played: Sequence[Played], ids: dict[str, str]) -> str:
    """Return the shares that are right as Markdown; `ids` maps RealTimeQA's ids of articles to Byline's."""
    later = [one for one in played if one.place > 1]
    groups = {"all turns": played, "first turns": [one for one in played if one.place == 1], "later turns": later}
    groups |= {f"– {type}": [one for one in later if one.asked.type == type] for type in _types(later)}
    rows = [
        _row(name, [[right(one.asked, result) for result in one.results] for one in of]) for name, of in groups.items()
    ]
    answerable = [one for one in later if one.asked.answers]
    cited = [
        [ids[one.asked.about] in {c.article_id for c in result.citations} for result in one.results]
        for one in answerable
    ]
    rows.append(_row("later turns with an answer: the right article is cited", cited))
    return "\n".join([f"| | turns | {' | '.join(METHODS)} |", "|---|---:" + "|---:" * len(METHODS) + "|", *rows])


def _types(played: Sequence[Played]) -> list[str]:
    return sorted({one.asked.type for one in played})


def _row(name: str, flags: Sequence[Sequence[bool]]) -> str:
    shares = [f"{100 * sum(column) / len(flags):.1f}" for column in zip(*flags, strict=True)]
    return f"| {name} | {len(flags)} | {' | '.join(shares)} |"


def transcript(played: Sequence[Played]) -> str:
    """Return every turn as Byline understood and answered it."""
    return "\n".join(_shown(one) for one in played)


def _shown(played: Played) -> str:
    asked, result = played.asked, played.results[0]
    lines = [
        f"{'right' if right(asked, result) else 'WRONG'} {played.place}. {asked.question} ({asked.type or 'first'})",
        f"    understood: {result.standalone_question}",
        f"    answered:   {result.text if result.answered else '-'}",
    ]
    if not right(asked, result):
        lines += [f"    meant:      {asked.standalone}", f"    right:      {'; '.join(asked.answers) or '-'}"]
    return "\n".join(["", *lines] if played.place == 1 else lines)


def articles(data: Path) -> dict[str, Article]:
    """Return the articles of all dialogues, by RealTimeQA's ids; `data` is the folder of the sets."""
    ids = [turn.about for turns in dialogues() for turn in turns]
    return news_articles(data / _ARTICLES, [{"article_ids": ids}])


def main() -> None:
    """Print the table, and write every turn as it came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--half", choices=("dev", "test", "both"), default="both")
    parser.add_argument("--out", type=Path, help="folder for the turns as they came out; printed if there is none")
    options = parser.parse_args()
    if not (options.data / _ARTICLES).is_file():
        parser.error(f"{options.data} lacks {_ARTICLES}. Put it there, or give --data another folder.")
    news, played = articles(options.data), list[Played]()
    with TemporaryDirectory() as folder, closing(Library.open(folder, MiniLMEncoder())) as library:
        hold(library, list(news.values()))
        assistant = Assistant(library, CascadeReader())
        for turns in dialogues(options.half):
            played += play(assistant, turns)
            print(f"{len(played)} turns played", end="\r", file=sys.stderr, flush=True)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "turns.txt").write_text(transcript(played).lstrip() + "\n", encoding="utf-8")
    else:
        print(transcript(played), end="\n\n")
    print(table(played, {id: article.id for id, article in news.items()}))


if __name__ == "__main__":
    main()
