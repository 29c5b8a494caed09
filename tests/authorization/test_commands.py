"""Every command of ours, and on whose behalf it reads or writes case data. One that is not here fails the run."""

from django.core.management import get_commands

COMMANDS = {
    "load_rules": "the system: rules and grounds of law, no case data",
    "demo_people": "nobody: prints the invented people",
    "demo_data": "the invented people: fills an empty database through the real actions",
    "send_digests": "each recipient: the policy is asked for them again at sending",
    "explain_access": "whoever runs the service: the rule that decides about a person, no content",
    "fire_timers": "the system: reminders and overdue notices through the actions",
    "check_invariants": "the system: reports ids, shows no content",
    "bench_steps": "nobody: a scratch database of its own",
}


def test_every_command_is_declared():
    ours = {name for name, app in get_commands().items() if app in ("coordination", "workflows", "permissions")}
    assert ours == set(COMMANDS)
