"""Kim, 22: out of a gang, with protected personal data; consent covers everybody, and the last move is a disclosure.

By its own way of working this is exit support. It has no flow of its own here:
the flow of early intervention carries it, kind SSPF, under a neutral title.
Where Kim lives is written nowhere. The enforcement and tax agencies of the
story are not among the agencies of the demonstration.

The new municipality gets one entry that says what it must know, and none of
what was written before: a handover is a disclosure, not access to the file.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import KIM
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

SAFE = "Tryggt boende, beslutat och ordnat utanför ärendet"
CONTACT = "En och samma kontakt hos polisen, dygnet runt"
HANDOVER = "Kim behöver kontakt med er från första dagen, ett skyddat boende och samtal. Läget är lugnt men följs."


def story(cast: Cast, days: Days) -> Story:
    """Tell it up to the handover."""
    kim = Steps(cast, days, lead="A2", coordinator="robert")
    yield from _first_days(kim)
    yield from _together(kim)
    yield from _moving_on(kim)


def _first_days(kim: Steps) -> Story:
    yield kim.at(0, "11:20")
    kim.opens("Samordnat stöd vuxen", "Stöd att lämna, med skydd", [KIM])
    yield kim.at(1, "09:00")
    kim.informs("Kim ringde själv och kom samma dag.", child="”Jag vågar inte gå hem.”")
    yield kim.at(2, "08:50")
    everybody = ("A5", "A8")
    kim.consents(Said("Kim", everybody), view="Alla får veta det de behöver. Ingen får veta var.")
    yield kim.at(2, "09:10")
    kim.screens("Hotet bedöms som högt. Skyddet ordnas i dag.")
    yield kim.at(2, "09:30")
    kim.invites(*everybody, message="Möte så snart ni kan. Ring mig, skriv inget.")
    yield kim.at(2, "10:20")
    kim.answers("A5", "ali", "ali")
    yield kim.at(3, "09:05")
    kim.answers("A8", "viktor", "viktor")
    yield kim.at(3, "09:40")
    kim.is_for_named("samira", "ali", "viktor", reason="Hotet är högt. Bara de tre som arbetar med Kim ska veta.")


def _together(kim: Steps) -> Story:
    yield kim.at(4, "14:00")
    crime = {"now": "Hotbilden bedömd tillsammans. Två personer att hålla sig ifrån.", "strengths": "Har valt själv."}
    kim.describes("A5", "ali", {"crime": crime}, to=("A2",))
    yield kim.at(5, "10:30")
    kim.describes("A8", "viktor", {"strengths": {"strengths": "Sköter sina tider. Litar på få, men helt."}}, to=("A2",))
    yield kim.at(6, "13:15")
    home = {"now": "Bor tryggt enligt beslut.", "worries": "Saknar sin syster och vill ringa."}
    kim.describes("A2", "robert", {"home": home}, to=("A5",))
    yield kim.at(7, "09:00")
    kim.reviews()
    kim.calls(kim.at(10, "13:00"), "Platsen sägs muntligt", ("A5", "A8"), "Kims egna ord", "Skydd", "Vem gör vad")
    yield kim.at(10, "14:40")
    kim.holds(
        row("Kims egna ord", "”Jag vill ha ett vanligt liv.”"),
        row("Skydd", decision="En kontakt.", action=kim.promise(CONTACT, "A5", "ali", 10, 150)),
        to=("A5", "A8"),
    )
    yield kim.at(12, "09:30")
    kim.proposes(
        summary="Kim ska vara trygg och kunna börja om.",
        crisis="Kim ringer kontakten hos polisen. Vid fara: 112.",
        follow_up=90,
        goals=[{"words": "Sova utan att vakna av ljud", "start": 2, "target": 8}],
        actions=[kim.promise(CONTACT, "A5", "ali", 12, 150), kim.promise(SAFE, "A2", "robert", 12, 150, goal=1)],
    )
    yield kim.at(12, "10:10")
    kim.approves("A2", "robert")
    yield kim.at(12, "15:00")
    kim.approves("A5", "ali")


def _moving_on(kim: Steps) -> Story:
    yield kim.at(40, "11:00")
    kim.writes("robert", "A2", "Skyddad folkbokföring beviljad.", title="Skatteverket")
    yield kim.at(58, "10:00")
    kim.looks_in("robert", "consent")
    kim.says(Said("Kim", ("A5", "A8", "A13")), view="Den nya kommunen får veta det som står i överlämningen.")
    yield kim.at(60, "09:20")
    kim.invites_late("A13", "En överlämning. Ring mig först.")
    yield kim.at(61, "10:45")
    kim.answers("A13", "sanna", "sanna")
    yield kim.at(61, "11:30")
    kim.names("samira", "sanna", reason="Tar över kontakten med Kim.")
    yield kim.at(62, "13:30")
    kim.writes("robert", "A2", HANDOVER, title="Överlämning", share_with=("A13",))
    yield kim.at(63, "09:30")
    kim.looks_in("sanna", "entries")
