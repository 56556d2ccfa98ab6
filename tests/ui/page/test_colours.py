"""The page's colours: every pair of words and ground can be read."""

import re
from importlib.resources import files


def test_words_stand_out_from_their_ground_in_both_themes() -> None:
    style = (files("ui.page") / "page.css").read_text("utf-8")
    named = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    grounds = {"ground": "ink soft accent warn wrong", "paper": "ink soft accent good warn", "faint": "ink soft"}
    grounds |= {"accent": "on-accent", "lit": "on-lit", "bright": "on-lit", "wrong-ground": "ink wrong soft"}
    for theme in (0, 1):
        colour = {name: pair[theme] for name, *pair in named}
        for ground, words in grounds.items():
            for word in words.split():
                assert contrast(colour[word], colour[ground]) >= 4.5, f"{word} on {ground}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
