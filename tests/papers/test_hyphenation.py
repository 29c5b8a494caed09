"""Finnish and Swedish words break where people would break them."""

import pyphen
import pytest

from coordination.papers.hyphenation import register


@pytest.fixture
def broken(tmp_path, monkeypatch):
    monkeypatch.setattr(pyphen, "LANGUAGES", dict(pyphen.LANGUAGES))
    monkeypatch.setattr(pyphen, "LANGUAGES_LOWERCASE", dict(pyphen.LANGUAGES_LOWERCASE))
    register(tmp_path)
    return lambda language, word: pyphen.Pyphen(lang=language, cache=False).inserted(word)


@pytest.mark.parametrize(
    "word",
    [
        "kou-lu-ter-vey-den-huol-to",
        "suos-tu-muk-ses-ta",
        "suos-tu-mus-a-si-a-kir-ja",
        "yh-teis-a-sun-to",
        "las-ten-suo-je-lu-il-moi-tus",
        "nuo-ri-so-pal-ve-lut",
        "vi-ran-o-mais-ten",
        "stres-si",
    ],
)
def test_finnish(broken, word):
    assert broken("fi", word.replace("-", "")) == word


@pytest.mark.parametrize("word", ["so-cial-tjäns-ten", "vård-nads-hava-ren"])
def test_swedish_compounds_break_between_their_parts(broken, word):
    assert broken("sv", word.replace("-", "")) == word
