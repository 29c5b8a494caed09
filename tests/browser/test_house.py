"""The first thing anybody does."""


def test_somebody_logs_in_by_the_page_and_out_again(empty_site, someone):
    petra = someone(empty_site, "petra")
    petra.sees("Hello Petra", "Needs you now")
    petra.page.locator("button[popovertarget=user-menu]:visible").click()
    petra.press("Log out")
    petra.page.wait_for_url("**/log-in/**")
    assert petra.status("/steps/") == 302
