"""Within which articles a question was asked."""

from dataclasses import dataclass

from index.selection import Selection


@dataclass(frozen=True)
class Within:
    """The articles that a question was asked within: how they were chosen, and how many they are.

    `undated` are those that are left out of a time only since they have no date.
    """

    selection: Selection
    count: int
    undated: int = 0

    @property
    def refusal(self) -> str:
        """Say that these articles do not tell."""
        if not self.count:
            return f"There is no article{self.selection}."
        return f"The {self.articles} do{'es' * (self.count == 1)} not say."

    @property
    def articles(self) -> str:
        """Name the articles: "3 articles in Elections"."""
        return f"{'' if self.count == 1 else f'{self.count:,} '}article{'s' * (self.count != 1)}{self.selection}"

    def __str__(self) -> str:
        if not self.count:
            return ""
        rest = f"; {self.undated:,} without a date {'is' if self.undated == 1 else 'are'} left out" * bool(self.undated)
        return f"Asked within the {self.articles}{rest}."
