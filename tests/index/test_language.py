"""An article in another language is told; English of any kind is not."""

import pytest

from index.articles import bundled
from index.language import warning

FOREIGN = {
    "German": "Der Bürgermeister der Stadt sagte am Montag, dass die alte Brücke geschlossen wird, weil Teile der "
    "Mauer in den Fluss gefallen sind und niemand sie in diesem Jahr bezahlen kann.",
    "French": "Le maire de la ville a déclaré lundi que le vieux pont sera fermé parce que des parties du mur sont "
    "tombées dans la rivière et que personne ne peut les payer cette année.",
    "Dutch": "De burgemeester van de stad zei maandag dat de oude brug wordt gesloten omdat delen van de muur in de "
    "rivier zijn gevallen en niemand ze dit jaar kan betalen.",
    "Indonesian": "Menteri mengatakan bahwa para korban telah diselamatkan dari negara itu pada hari Senin, dan "
    "mereka akan segera pulang ke rumah keluarga masing-masing di pulau itu.",
    "Arabic": "أبحرت العبارة مرة أخرى يوم الاثنين بعد العاصفة وقال القبطان إن الجدار فقد حجارة كثيرة.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_another_language_is_told(language: str) -> None:
    assert "not seem to be in English" in str(warning(FOREIGN[language]))


@pytest.mark.parametrize(
    "text",
    [
        bundled()[0].text,
        "The ferry sailed again on Monday.",
        "district: North; candidate: Ana Reyes; votes: 10421.\n\n" * 40,
        "Results: won, lost, drew, goals, points, wins, away, home, cards, saves, shots, fouls, corners, minutes.",
    ],
)
def test_english_is_not_told(text: str) -> None:
    assert warning(text) is None
