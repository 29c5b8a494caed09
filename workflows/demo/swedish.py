"""Four cases in Sweden, each waiting for somebody else: a plan to be approved, a late mapping, a consent, an advice."""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import ALBIN, DANIEL, ELIN, SAGA
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

MORNING = "En vuxen möter vid grinden varje morgon"
FAMILY = "Familjesamtal varannan vecka"
BUP = "Tre samtal om oro och sömn"


def albin(cast: Cast, days: Days) -> Story:
    """Albin, 11: the joint plan is proposed; one agency has approved and two have not answered yet."""
    play = Steps(cast, days, lead="A2", coordinator="jonas")
    yield play.at(0, "10:00")
    play.opens("Samordnat stöd skola och hem", "Stöd efter beslut om insats", [ALBIN, ELIN, DANIEL])
    yield play.at(2, "16:00")
    play.informs("Båda föräldrarna kom. De vill ha samma besked från alla.", child="”Jag vill inte byta klass.”")
    yield play.at(5, "15:30")
    both = ("A3", "A6")
    play.consents(
        Said("Albin", both),
        Said("Elin", both),
        Said("Daniel", both, form="oral"),
        view="Vill att Ulrika är med, för henne känner han.",
    )
    yield play.at(6, "09:10")
    play.screens("Insats beslutad med båda föräldrarnas samtycke. Skola och BUP behövs.")
    yield play.at(6, "09:20")
    play.invites(*both, message="Vi planerar stöd tillsammans med familjen.")
    yield play.at(7, "14:00")
    play.answers("A3", "henrik", "ulrika", "henrik")
    yield play.at(9, "10:30")
    play.answers("A6", "tove", "tove")
    yield from _albins_mapping(play)
    yield from _albins_plan(play)


def _albins_mapping(play: Steps) -> Story:
    yield play.at(14, "13:00")
    school = {"now": "Orolig på morgnarna, lugn efter frukosten.", "strengths": "Duktig på att bygga och räkna."}
    play.describes("A3", "ulrika", {"school": school}, to=("A2", "A6"))
    yield play.at(16, "11:20")
    health = {"now": "Sover oroligt. Första bedömningen är gjord.", "worries": "Rädd när det blir bråk."}
    play.describes("A6", "tove", {"health": health}, to=("A2",))
    yield play.at(17, "15:00")
    home = {"now": "Föräldrarna övar på att prata lugnt när de är trötta.", "strengths": "Syskonen är nära varandra."}
    play.describes("A2", "jonas", {"home": home}, to=("A6",))
    play.writes("jonas", "A2", "Utredningen avslutad, beslut finns i egen akt.", title="Egen akt", topic="home")
    yield play.at(18, "08:40")
    play.reviews()


def _albins_plan(play: Steps) -> Story:
    yield play.at(18, "09:00")
    play.calls(play.at(32, "14:00"), "Socialkontoret, rum Björken", ("A3", "A6"), "Albins egna ord", "Vem gör vad")
    yield play.at(32, "15:15")
    play.holds(
        row("Albins egna ord", "”Det ska vara lugnt hemma och någon ska vänta på mig på morgonen.”"),
        row("Vem gör vad", decision="Skolan möter.", action=play.promise(MORNING, "A3", "ulrika", 46, 100)),
        to=("A3", "A6"),
    )
    yield play.at(41, "10:15")
    play.proposes(
        summary="Albin ska ha det lugnt hemma och komma bra in i skoldagen.",
        crisis="Om Albin blir rädd hemma ringer han sin mormor. Vid fara: 112.",
        follow_up=95,
        goals=[
            {"words": "Att det är lugnt hemma", "start": 3, "target": 8},
            {"words": "Komma i tid utan ont i magen", "start": 4, "target": 8},
        ],
        actions=[
            play.promise(MORNING, "A3", "ulrika", 46, 100, goal=2),
            play.promise(FAMILY, "A2", "jonas", 48, 95, goal=1),
            play.promise(BUP, "A6", "tove", 48, 90, goal=1),
        ],
    )
    yield play.at(41, "10:30")
    play.approves("A2", "jonas")
    yield play.at(42, "13:15")
    play.looks_in("tove")
    told = "Första tiden är bokad i början av december. Jag läser planen i veckan."
    play.writes("tove", "A6", told, title="Bokad tid", share_with=("A2",))


def saga(cast: Cast, days: Days) -> Story:
    """Saga, 13: the mother has said yes and the father does not answer. It is her own case, not her brother's.

    When he has been silent for as long as the rule says, the lawyer is asked.
    """
    play = Steps(cast, days, lead="A1", coordinator="petra")
    yield play.at(0, "14:00")
    play.opens("Samordnat stöd skola", "Stöd i skolan", [SAGA, ELIN, DANIEL])
    yield play.at(3, "10:45")
    play.informs(
        "Blanketten är skickad till båda föräldrarna. Elin sa ja på mötet.",
        child="”Jag vill ha mitt eget, inte samma som min bror.”",
    )
    yield play.at(3, "11:00")
    play.says(Said("Elin", ("A3", "A6"), form="oral"))
    yield play.at(8, "09:20")
    play.looks_in("petra", "consent")
    play.writes("petra", "A1", "Daniel har fått blanketten och svarar i veckan.", title="Påminnelse om blanketten")
    yield play.at(11, "09:30")
    play.asks_lawyer("Daniel", "Påmind två gånger, per brev och telefon. Räcker det att den andra har sagt ja?")


def consultation(cast: Cast, days: Days) -> Story:
    """Somebody asks for advice without saying about whom; nothing is decided yet."""
    play = Steps(cast, days, lead="A1", coordinator="mira")
    yield play.at(0, "11:10")
    play.opens("Avidentifierat samråd", "Råd till en skola", consultation=True)
