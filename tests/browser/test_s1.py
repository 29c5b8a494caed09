"""Story S1, from the first concern to the closed case, played on the pages by six people in six browsers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings
from tests.browser.somebody import Somebody, in_days

SCHOOL, LEISURE, POLICE = "Åbrinkens skola", "Kultur och fritid", "Polisen Lindåker"
CHECK_IN, TRAINING = "Somebody meets Ebbe every morning", "Training twice a week at Navet"


@pytest.fixture
def people(empty_site, someone):
    """The people of the story: Henrik on a phone, Leyla without JavaScript, Ali in the dark."""
    how = {"henrik": {"phone": True}, "leyla": {"js": False}, "ali": {"dark": True}}
    return {
        name: someone(empty_site, name, **how.get(name, {}))
        for name in ("petra", "henrik", "ulrika", "leyla", "ali", "samira")
    }


def test_s1_is_played_from_the_first_concern_to_the_closed_case(people):
    petra, ulrika, leyla = people["petra"], people["ulrika"], people["leyla"]
    case = Story(open_the_case(petra))

    case.step(petra, "Inform and ask the family").pick(how="meeting").write(
        {"told_on": in_days(0), "child": "I want to know what you say about me"}
    ).press("Complete the step").sees("Done: Inform and ask the family")
    record_consent(case, petra)
    screen_by_keyboard(case, petra)
    case.step(petra, "Invite agencies")
    expect(petra.page.get_by_label(re.compile("^Polisen"))).to_have_count(0)
    petra.write({"message": "Welcome to work with us"}).press("Send the invitations").sees("Done: Invite agencies")

    accept_on_a_phone(case, people["henrik"])
    case.step(leyla, "Answer the invitation").pick(answer="accepted").tick("Leyla").press("Answer")
    leyla.sees("Done: Answer the invitation")
    assert ulrika.status(case.path) == 200

    describe_in_parallel(case, petra, ulrika, leyla)
    meet(case, petra)
    plan(case, petra)
    for somebody in (ulrika, leyla):
        case.step(somebody, "Approve your own actions").pick(outcome="approved").press("Answer").sees("Done: ")
    assert "Plan in progress" in case.state(petra)

    bring_the_police_in(case, petra, people["ali"])
    follow_up_and_close(case, petra, ulrika)
    assert leyla.status(case.path) == 404
    assert people["ali"].status(case.path) == 404
    read_the_history(case, people["samira"])


class Story:
    """The case, and how people find their steps in it."""

    def __init__(self, reference: str) -> None:
        self.reference, self.path = reference, f"/cases/{reference}/"

    def step(self, who: Somebody, title: str) -> Somebody:
        """Open from My steps one's own step, or one that nobody of the agency has taken."""
        step = who.page.get_by_role("row").filter(has_text=self.reference).get_by_role("link", name=title)
        if not who.go("/steps/").page.locator("main").get_by_role("link", name=title).count():
            who.go("/steps/?tab=group")
        step.click()
        expect(who.page.get_by_role("heading", level=1)).to_have_text(title)
        assert not who.js or findings(who.page) == []  # Axe is a script itself.
        return who

    def state(self, who: Somebody) -> str:
        """The state of the case as its page says it."""
        return who.go(self.path).page.locator(".casehead").inner_text()


def open_the_case(petra: Somebody) -> str:
    petra.go("/").follow("Open a joint case")
    petra.pick(kind="sspf", consultation="no").press("Continue")
    petra.sees("Who is it about?").page.get_by_text("Fill in guardian 2").click()
    petra.write(
        {
            "child-given_name": "Ebbe",
            "child-family_name": "Sundgren",
            "child-identity_number": "20130310-2394",
            "guardian1-given_name": "Malin",
            "guardian1-family_name": "Sundgren",
            "guardian1-identity_number": "19820425-9264",
            "guardian2-given_name": "Peter",
            "guardian2-family_name": "Sundgren",
            "guardian2-identity_number": "19800926-9252",
        }
    ).press("Continue")
    petra.sees("Concern and purpose").write(
        {
            "concern": "Ebbe is away from school a lot.",
            "title": "Support in school and leisure",
            "purpose": "Support in school and in his free time",
        }
    ).press("Continue")
    petra.tick("I know that a report of concern").press("Continue")
    petra.sees("Check your answers", "Malin Sundgren", "Peter Sundgren").press("Open the case")
    petra.sees("The case is open")
    return petra.page.locator(".reference").inner_text()


TOLD = ("What is shared, with whom and why", "That a yes can be taken back", "What a no means")


def record_consent(case: Story, petra: Somebody) -> None:
    """Both guardians say yes to school and leisure; only the father to the police as well."""
    case.step(petra, "Record consent")
    for guardian, agencies in (("Guardian M", [SCHOOL, LEISURE]), ("Guardian P", [SCHOOL, LEISURE, POLICE])):
        answer = petra.group(guardian)
        petra.pick(answer, **{"-answer": "yes", "-form": "written"}).tick(*agencies, *TOLD, within=answer)
    petra.press("Record and go on").sees("Done: Record consent")


def screen_by_keyboard(case: Story, petra: Somebody) -> None:
    """Go from the case to the step and through it without a pointer."""
    petra.go(case.path)
    keys, page = petra.page.keyboard, petra.page
    petra.tab_to(page.locator("#now").get_by_role("link", name=re.compile("^Open")).first)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Screen the concern")
    petra.tab_to(page.locator("[name=known]").first)
    keys.press("Space")
    petra.tab_to(page.locator("[name=outcome]").first)
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    expect(page.locator("[name=outcome][value=proceed]")).to_be_checked()
    petra.tab_to(page.locator("[name=note]"))
    keys.type("The target group is right")
    petra.tab_to(page.get_by_role("button", name="Complete the step"))
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Done: Screen the concern")).to_be_focused()


def accept_on_a_phone(case: Story, henrik: Somebody) -> None:
    """The head of the school reads the cover, without the child's name, and names Ulrika."""
    case.step(henrik, "Answer the invitation").sees("Support in school and in his free time", "Welcome to work with us")
    expect(henrik.page.locator("body")).not_to_contain_text("Ebbe")
    henrik.pick(answer="accepted").tick("Ulrika").press("Answer").sees("Done: Answer the invitation")
    assert henrik.page.evaluate("document.documentElement.scrollWidth") <= 390


def describe_in_parallel(case: Story, petra: Somebody, ulrika: Somebody, leyla: Somebody) -> None:
    """Three describe at once. Petra's open page changes by itself when Ulrika hands in, and says so."""
    case.step(ulrika, "Describe the situation").write({"school-now": "Away every fifth day"})
    case.step(leyla, "Describe the situation").write({"leisure-now": "Has left football"})
    leyla.tick("Social").press("Show who will read this")
    leyla.sees("from the moment you complete the step")
    assert leyla.page.locator("[name=leisure-now]").input_value() == "Has left football"

    petra.go(case.path)
    waiting, badge = petra.page.locator("#now .waiting"), petra.page.locator(".badge-slot")
    expect(waiting).to_contain_text(SCHOOL)
    expect(waiting).to_contain_text(LEISURE)
    unread = badge.inner_text()
    petra.page.evaluate("document.body.dataset.mark = 'the same page'")
    ulrika.tick("Social", "Kultur").press("Hand in").sees("Done: Describe the situation")
    expect(waiting).not_to_contain_text(SCHOOL)
    expect(waiting).to_contain_text(LEISURE)
    expect(badge).not_to_have_text(unread, use_inner_text=True)
    expect(petra.page.locator("#say")).to_have_text(f"You have {badge.inner_text()} notifications")
    expect(petra.page.locator("body")).to_have_attribute("data-mark", "the same page")

    leyla.press("Hand in").sees("Done: Describe the situation")
    expect(waiting).to_have_count(0)
    case.step(petra, "Describe the situation").write({"home-now": "Lives by turns with each parent"})
    petra.tick("Åbrinkens").press("Hand in").sees("Done: Describe the situation")
    case.step(petra, "Review the mapping").sees(SCHOOL, LEISURE)
    petra.pick(outcome="enough").press("Complete the step").sees("Done: Review the mapping")


def meet(case: Story, petra: Somebody) -> None:
    """The meeting is called; in its minutes one decision becomes an action of the plan."""
    case.step(petra, "Call the network meeting").write({"day": in_days(7), "time": "14:00", "place": "Navet"})
    petra.press("Call the meeting").sees("Done: Call the network meeting")
    case.step(petra, "Hold the meeting and write the minutes").follow("Write the minutes together")
    petra.follow("Write in part 2").write({"notes": "I want to play football"}).press("Save")
    petra.follow("Write in part 6").press("Add a decision")
    petra.write({"decision-0-text": CHECK_IN, "decision-0-due_on": in_days(40)})
    petra.page.locator("[name=decision-0-who]").select_option(label=f"Ulrika Sand, {SCHOOL}")
    petra.tick("It belongs in the plan").press("Save").sees(CHECK_IN)
    case.step(petra, "Hold the meeting and write the minutes").press("Close the minutes and go on")
    petra.sees("Done: Hold the meeting")


def plan(case: Story, petra: Somebody) -> None:
    """The plan begins with the action of the minutes; a goal and an action of leisure are added."""
    case.step(petra, "Write the joint plan")
    petra.write({"summary": "So that the school days work", "follow_up_on": in_days(60)}).press("Add a goal")
    petra.write({"goal-0-words": "Be in school", "goal-0-start": 4, "goal-0-target": 9}).press("Add an action")
    expect(petra.page.locator("[name=action-0-text]")).to_have_value(CHECK_IN)
    expect(petra.page.locator("[name=goal-0-words]")).to_have_value("Be in school")
    petra.write(
        {
            "action-1-text": TRAINING,
            "action-1-who": f"Leyla Marklund, {LEISURE}",
            "action-1-starts_on": in_days(8),
            "action-1-due_on": in_days(45),
        }
    ).press("Propose the plan")
    petra.sees("Done: Write the joint plan")


def bring_the_police_in(case: Story, petra: Somebody, ali: Somebody) -> None:
    """The mother names the police too; they are invited late, accept, and describe what they know."""
    assert ali.status(case.path) == 404
    petra.go(f"{case.path}consent/").follow("Record a new answer Guardian M")
    petra.pick(answer="yes", form="phone").tick(POLICE, *TOLD).press("Go on and check").press("Record the answer")
    petra.sees("The answer is recorded.").go(f"{case.path}people/").follow("Invite one more agency")
    petra.tick(POLICE).press("Invite").sees(f"{POLICE} is invited.")
    case.step(ali, "Answer the invitation").pick(answer="accepted").tick("Ali").press("Answer").sees("Done: ")
    case.step(ali, "Describe the situation").write({"crime-now": "Suspected of nothing"})
    ali.tick("Social").press("Hand in").sees("Done: Describe the situation")


def follow_up_and_close(case: Story, petra: Somebody, ulrika: Somebody) -> None:
    """The goal is reached and the case closes; whoever has it open is taken away from it."""
    case.step(petra, "Follow up the plan").sees(CHECK_IN, TRAINING)
    petra.write({"goal-0-now": 9, "goal-0-result": "There nearly every day"}).pick(outcome="close")
    petra.press("Save the follow-up").sees("Done: Follow up the plan")
    ulrika.go(case.path).sees("Nothing waits for you in this case").may_be_refused()
    case.step(petra, "Close the case").pick(outcome="goals_met").write(
        {"goal-0-now": 9, "child_rating": 9, "guardian_rating": 8, "note": "Goals reached."}
    ).press("Close the case")
    petra.sees("Done: Close the case").go(case.path).sees("Closed")
    ulrika.page.wait_for_url("**/")
    assert ulrika.status(case.path) == 404


def read_the_history(case: Story, samira: Somebody) -> None:
    """The manager reads who did what, from the opening to the closing, and none of the content."""
    samira.go("/audit/").follow("All cases").follow(case.reference)
    samira.page.wait_for_url(f"**{case.path}history/")
    read = samira.page.locator("#events").inner_text()
    while (older := samira.page.get_by_role("link", name="Older")).count():
        samira.page.goto(older.evaluate("link => link.href"))
        read += samira.page.locator("#events").inner_text()
    for name in ("Petra Holm", "Henrik Dahlberg", "Ulrika Sand", "Leyla Marklund", "Ali Norén"):
        assert name in read
    assert "Suspected of nothing" not in read
