"""Who reads which entry, worked out once more in plain Python from the rows: the judge of the policy's SQL."""

from coordination.models import Conflict, Consent, Disclosure, Entry, Membership, Person
from permissions import policy
from permissions.models import Grant
from permissions.roles import Act


class Oracle:
    """The rows as they are at one moment."""

    def __init__(self, now):
        self.now = now
        self.grants = [
            g for g in Grant.objects.select_related("content_object", "participation__basis") if self.holds(g)
        ]
        self.posts = {
            (m.user_id, m.agency_id)
            for m in Membership.objects.all()
            if m.valid_from <= now and (m.ended_at is None or m.ended_at > now)
        }
        self.consents = [c for c in Consent.objects.prefetch_related("agencies") if c.given and self.holds(c)]
        self.needed = [(p.case_id, p.pk) for p in Person.objects.all() if self.must_consent(p)]
        given = Disclosure.objects.select_related("basis")
        self.given = [d for d in given if self.holds(d) and (d.approved_at or not d.approval_needed)]
        self.conflicted = {(c.user_id, c.case_id) for c in Conflict.objects.all() if c.ended_at is None}

    def holds(self, row):
        begun, over = row.valid_from <= self.now, row.ended_at is not None
        return begun and not over and (row.valid_until is None or row.valid_until > self.now)

    def must_consent(self, person):
        begun = person.consent_required or (person.consent_from is not None and person.consent_from <= self.now)
        over = person.consent_to is not None and person.consent_to <= self.now
        waived = person.consent_waived_until is not None and person.consent_waived_until > self.now
        return begun and not over and not waived

    def covered(self, case, agency, topic=None):
        yes = {
            c.giver_id
            for c in self.consents
            if c.case_id == case and agency in {a.pk for a in c.agencies.all()} and (topic is None or topic in c.topics)
        }
        return bool(yes) and {person for of, person in self.needed if of == case} <= yes

    def grounded(self, case, agency, basis, topic=None):
        return (basis is not None and not basis.needs_consent) or self.covered(case, agency, topic)

    def lasts(self, there):
        return there.ground_until is None or there.ground_until > self.now

    def stands(self, grant):
        """A substitute has access only while the absent person has, by a grant of their own."""
        if grant.kind != "substitute":
            return True
        own = (grant.on_behalf_of_id, grant.content_object_id, grant.agency_id, grant.permission_id, "ordinary")
        return any(own == (g.user_id, g.content_object_id, g.agency_id, g.permission_id, g.kind) for g in self.grants)

    def agencies_of(self, user, case, level=0):
        """The agencies for which a user stands in a case now, as far as a class of confidentiality."""
        return {
            g.agency_id
            for g in self.grants
            if g.user_id == user.pk
            and g.content_object_id == case
            and (user.pk, case) not in self.conflicted
            and self.stands(g)
            and g.clearance >= max(level, g.content_object.confidentiality)
            and g.participation.status == "accepted"
            and (user.pk, g.agency_id) in self.posts
            and (
                g.participation.is_lead
                or (
                    g.content_object.frozen_at is None
                    and self.lasts(g.participation)
                    and self.grounded(case, g.agency_id, g.participation.basis)
                )
            )
        }

    def reads(self, user, entry):
        mine = self.agencies_of(user, entry.case_id, entry.confidentiality)
        return entry.agency_id in mine or any(
            d.entry_id == entry.pk
            and d.agency_id in mine
            and self.grounded(entry.case_id, d.agency_id, d.basis, entry.topic)
            for d in self.given
        )


def entries_read_by(users):
    """Every entry that each of the users may read now, asked of the policy."""
    entries = Entry.objects.select_related("agency")
    return {user: list(policy.visible(user, Act.VIEW, entries)) for user in users}


def disagreements(now, read):
    """What the policy lets somebody read and the oracle does not, or the other way round."""
    oracle, entries, found = Oracle(now), list(Entry.objects.all()), []
    for user, allowed in read.items():
        keys = {entry.pk for entry in allowed}
        found += [(str(user), e.pk, e.topic) for e in entries if (e.pk in keys) != oracle.reads(user, e)]
    return found


def about(entries):
    """The (agency, topic) pairs of entries."""
    return {(str(entry.agency), entry.topic) for entry in entries}
