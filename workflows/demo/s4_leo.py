"""Leo, 19: the message of the police and the help of social services, in two cases that know nothing of each other.

By its own way of working this is group violence intervention, with a support
case beside it. Neither has a flow of its own here: both are carried by the
flow of early intervention, kind SSPF, under neutral titles.

The case of the message stays with the police: what they write is theirs, and
one token leaves them, that he is chosen to be met. The case of the support
begins when Leo asks for it himself. It rests on his consent, which names no
police, and holds no word of the other: there is no link between them.
"""

from coordination.demo.cast import Cast
from workflows.demo.clock import Days, Story
from workflows.demo.people import LEO
from workflows.demo.play import Said
from workflows.demo.steps import Steps, row

STATUS = "Utvald för samtal. Mer än så lämnas inte ut."
WORK = "Praktik tre dagar i veckan, med handledare"
DEBTS = "Budgetrådgivning och en plan för skulderna"
WHY = "Leo vill ha ett eget boende, ett jobb och slippa skulderna. Vi hjälps åt med ordningen."


def message(cast: Cast, days: Days) -> Story:
    """Tell of the message: the review of the police, the meeting with Leo, and what came after."""
    leo = Steps(cast, days, lead="A2", coordinator="robert")
    yield leo.at(0, "09:00")
    leo.opens("Riktat samtal", "Ett samtal med erbjudande om hjälp", [LEO])
    leo.is_sensitive("Uppgifter om gäng och om våld.")
    yield leo.at(0, "09:30")
    why = "Polisen ska kunna peka ut vem som ska mötas. Konkreta omständigheter finns hos polisen."
    leo.invites_on("A5", "SE-OSL-10-18a", why, message="Gäller det samtal vi har pratat om.", late=True)
    yield leo.at(0, "10:15")
    leo.answers("A5", "ali", "ali")
    yield leo.at(1, "09:40")
    why = "Samtalet hålls i frivårdens lokal. De behöver veta vem som kallas, för att förebygga nytt våld."
    leo.invites_on("A8", "SE-OSL-10-15a", why, message="Ett samtal hos er, om ni har möjlighet.", late=True)
    yield leo.at(1, "14:00")
    leo.answers("A8", "viktor", "viktor")
    yield leo.at(5, "13:20")
    leo.describes("A5", "ali", {"crime": {"now": "Grupp och roll enligt genomgången. Stannar hos polisen."}})
    status = leo.writes("ali", "A5", STATUS, title="Status", topic="crime")
    for to, code in (("A2", "SE-PL-6"), ("A8", "SE-POL-35-1")):
        why = "Bara att personen är utvald, ingenting om varför."
        leo.discloses("ali", status, to, code, why, told=False, not_told_why="Samtalet ska hållas först.")
    yield leo.at(9, "10:10")
    leo.describes("A8", "viktor", {"strengths": {"strengths": "Kommer i tid. Har ett jobb som han vill ha tillbaka."}})
    yield leo.at(14, "15:30")
    leo.informs("Budskapet gavs hos frivården, tillsammans med Ali och Viktor.", child="Tyst. Tog kortet med numret.")
    yield leo.at(63, "16:00")
    leo.looks_in("ali", "entries")
    leo.writes("ali", "A5", "Insatser mot gruppen efter skjutningen.", title="Förstärkt fokus", topic="crime")


def support(cast: Cast, days: Days) -> Story:
    """Tell of the support: Leo writes to the number himself, and agrees to what is shared and with whom."""
    leo = Steps(cast, days, lead="A2", coordinator="jonas")
    yield leo.at(0, "13:10")
    leo.opens("Samordnat stöd vuxen", "Stöd med boende, arbete och ekonomi", [LEO])
    yield leo.at(1, "10:00")
    leo.informs(
        "Leo hörde av sig själv. Vi gick igenom vad stödet är.", child="”Jag vill bort, men inte prata om andra.”"
    )
    yield leo.at(2, "10:30")
    leo.consents(Said("Leo", ("A8",)), view="Frivården får veta. Polisen ska inte vara med.")
    yield leo.at(2, "11:00")
    leo.screens("Vill själv ha stöd. Boende, arbete och skulder.")
    yield leo.at(3, "08:40")
    leo.invites("A8", message="Leo vill att vi planerar tillsammans.")
    yield leo.at(4, "09:15")
    leo.answers("A8", "viktor", "viktor")
    yield leo.at(6, "14:45")
    leo.describes("A8", "viktor", {"leisure": {"now": "Tränar på morgnarna. Nya vänner där."}}, to=("A2",))
    yield leo.at(7, "09:30")
    home = {"now": "Bor hos en släkting till månadsskiftet.", "strengths": "Ringer tillbaka samma dag."}
    leo.describes("A2", "jonas", {"home": home}, to=("A8",))
    yield leo.at(7, "15:10")
    leo.reviews()
    leo.calls(leo.at(9, "13:00"), "Socialförvaltningen, rum 4", ("A8",), "Leos egna ord", "Vem gör vad")
    yield leo.at(9, "14:10")
    leo.holds(
        row("Leos egna ord", "”Jobbet först, resten löser sig.”"),
        row("Vem gör vad", decision="Praktik från nästa vecka.", action=leo.promise(WORK, "A2", "jonas", 12, 110)),
        to=("A8",),
    )
    yield leo.at(10, "09:20")
    goals = [{"words": "Ha kvar jobbet", "start": 1, "target": 8}, {"words": "Egen dörr", "start": 2, "target": 9}]
    actions = [
        leo.promise(WORK, "A2", "jonas", 12, 110, goal=1),
        leo.promise(DEBTS, "A8", "viktor", 14, 110),
    ]
    crisis = "Leo ringer stödnumret, 070-1740669. Vid fara: 112."
    leo.proposes(summary=WHY, crisis=crisis, follow_up=100, goals=goals, actions=actions)
    for hour, agency, who in (("09:40", "A2", "jonas"), ("14:00", "A8", "viktor")):
        yield leo.at(10, hour)
        leo.approves(agency, who)
    yield leo.at(40, "10:00")
    leo.reports("jonas", WORK, "going", "Har kommit alla dagar.")
