"""What a text about a place may not hold, and what it may."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from coordination.places.names import found, full_names, must_be_nameless

PLACES = ["Norra torget", "Navet", "Åbrinkens skola", "Lindåkers kommun"]
HARMLESS = [
    "",
    "Krossat glas vid Norra torget. Lampan är trasig.",
    "På Norra Torget ligger glas.",
    "Vid Åbrinkens skola körde A-traktorer 23.15, tredje gången i veckan.",
    "Ungdomar samlas. Stora Gatan är mörk.",
    "ICA Maxi har släckt skylten.",
    "Omkring 20 personer. Polisen kom. Navet stängt 2026-11-20.",
    "Nuoria oli torilla. Valot eivät pala.",
    "På Navet blev det bråk kl. 22.30.",
    "Tunneln mellan Stationen och Norra torget.",
]
TELLING = [
    "Kevin Andersson slog sönder rutan.",
    "Det var Kevin Andersson som slog.",
    "Rutan slogs sönder av Anna-Karin Svensson.",
    "Matti Meikäläinen rikkoi ikkunan.",
    "Han har nummer 070-174 06 05.",
    "20130310-2394 var där.",
    "140311A901B var där.",
    "Skriv till kevin@example.org.",
    "Bilen ABC 123 körde på torget.",
    "Mopeden abc12d stod där.",
    "Auto ABC-123 oli torilla.",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_tells_of_a_place_passes(text):
    assert found(text, PLACES) == []


@pytest.mark.parametrize("text", TELLING)
def test_what_tells_who_somebody_is_is_found(text):
    assert found(text, PLACES)


def test_the_writer_is_shown_which_words_look_like_a_name():
    assert list(full_names("Det var Kevin Andersson och Lisa Berg.", PLACES)) == ["Kevin Andersson", "Lisa Berg"]
    with translation.override("en"):
        assert "Kevin Andersson" in found("Det var Kevin Andersson.")[0]


def test_a_name_hidden_by_odd_spaces_is_found():
    assert found("Det var Kevin\u00a0Andersson.")
    assert found("2013\u200b0310-2394")


def test_the_refusal_stands_at_its_field_and_says_where_persons_belong():
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        must_be_nameless(PLACES, text="Kevin Andersson slog.", where="Tunneln")
    assert set(refused.value.message_dict) == {"text"}
    assert "report of concern" in " ".join(refused.value.message_dict["text"])
