"""What each verb of the trail is in words: the one table from which pages tell what was done.

A sentence follows the name of whoever did it: "Ines Example opened the summary". It says what kind
of thing was done and never what a record holds. A test fails on a verb that has none.
"""

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """What an event is about, by which pages let one choose and a survivor is told."""

    CASE = "case"
    REFERRAL = "referral"
    LISTS = "lists"
    PEOPLE = "people"
    COURT = "court"
    RISK = "risk"
    PLAN = "plan"
    STAY = "stay"
    MEETING = "meeting"
    ACCESS = "access"
    OUT = "out"
    FIGURES = "figures"
    ROWAN = "rowan"

    @property
    def words(self) -> str:
        """Say it as a choice on a page."""
        return _TOPICS[self][0]

    @property
    def told(self) -> str:
        """Say it to the person whose record it is."""
        return _TOPICS[self][1]


_TOPICS = {
    Topic.CASE: ("The case itself", "Your case"),
    Topic.REFERRAL: ("Referrals", "A referral that named you"),
    Topic.LISTS: ("Lists and searches", "A list in which you are named"),
    Topic.PEOPLE: ("People of the case", "Details of the people in your case"),
    Topic.COURT: ("Courts", "Orders and days in court"),
    Topic.RISK: ("Risk", "An assessment of your safety"),
    Topic.PLAN: ("Safety plans", "Your safety plan"),
    Topic.STAY: ("Rooms and stays", "Where you stay or stayed"),
    Topic.MEETING: ("Meetings", "What was shared with a meeting of agencies"),
    Topic.ACCESS: ("Who may open it", "Who may open your case"),
    Topic.OUT: ("Taken out of Rowan", "A copy that left our system"),
    Topic.FIGURES: ("Counted for figures", "A count without names"),
    Topic.ROWAN: ("Rowan itself", "Something about how the system is run"),
}


@dataclass(frozen=True)
class Sentence:
    """What somebody did, after their name; and what it is about."""

    did: str
    topic: Topic

    @property
    def heading(self) -> str:
        """Return the words as they begin a line."""
        return self.did[0].upper() + self.did[1:]


_BY_TOPIC: dict[Topic, dict[str, str]] = {
    Topic.CASE: {
        "case.see": "opened the case",
        "case.print": "opened the case to print it on one page",
        "case.open": "opened a new case",
        "case.change": "changed what the case says",
        "case.close": "closed the case",
        "case.say_how_it_ended": "recorded how the work ended",
        "case.open_further": "opened a new case for the same people",
        "handover.list": "read which cases are handed over",
        "handover.see": "read what is said where a case is handed over",
        "handover.offer": "offered the case to a colleague",
        "handover.accepted": "took over the case",
        "handover.returned": "gave back a case that was offered",
        "handover.withdrawn": "withdrew the offer of a case",
        "case.disclose": "recorded what was shared with another agency",
        "diary.write": "wrote a note",
        "diary.correct": "put a note right by another one",
        "need.ask": "asked what somebody needs",
        "need.see": "read what somebody needs",
        "goal.set": "wrote down a goal",
        "goal.change": "changed a goal",
        "goal.see": "opened a goal",
        "goal.add_step": "put down a step towards a goal",
        "support_plan.review": "went through the support plan",
        "support_plan.see": "read the support plan",
        "support_plan.print": "printed the support plan",
        "timeline.see": "read the timeline",
        "timeline.print": "printed a chronology",
        "note.open": "opened a note",
        "contact.record": "recorded contact",
        "step.add": "put down a next step",
        "step.change": "changed a next step",
        "step.move": "moved a next step to another day",
        "step.finish": "ended a next step",
        "step.see": "opened a next step",
        "step.list": "read the next steps",
        "appointment.book": "put down an appointment",
        "appointment.change": "changed an appointment",
        "appointment.cancel": "called an appointment off",
        "appointment.check_in": "said that they were back from an appointment",
        "appointment.see": "opened an appointment",
        "note.see": "read notes that were passed on",
        "note.pass_on": "passed on a note",
        "note.match": "compared a note with the records",
        "note.place": "put a note that was passed on into its case",
    },
    Topic.REFERRAL: {
        "case_referral.list": "saw it in a list of referrals",
        "case_referral.see": "opened a referral",
        "case_referral.take": "took a referral",
        "case_referral.change": "changed what a referral says",
        "case_referral.match": "compared a referral with those before it",
        "case_referral.keep_from": "kept a colleague from a referral",
        "case_referral.keep_from_no_more": "let a colleague find a referral again",
        "case_referral.triage": "said how soon somebody is to be reached",
        "case_referral.attempt": "recorded an attempt to reach somebody",
        "case_referral.review": "looked at attempts that reached nobody",
        "case_referral.tell_referrer": "recorded what a referrer was told",
        "case_referral.erase": "erased a referral whose time was over",
        "case_referral.decide": "decided about a referral",
        "case_referral.accept": "accepted a referral into a case",
    },
    Topic.LISTS: {
        "case.list": "saw it in a list of cases",
        "case.calls": "saw the name in the list for calls",
        "day.see": "saw it in the list of what is due",
        "day.print": "saw it in the list of what is due, to print it",
        "week.see": "saw it in the list of a week",
        "home.see": "saw the name on the first page",
        "house.list": "read a list of houses",
        "search.ask": "looked for somebody",
        "search.show": "saw it among what a search found",
        "search.refuse": "was refused a search: too many in a short time",
    },
    Topic.PEOPLE: {
        "case.see_people": "opened the page of the people",
        "case.add_person": "added a person to the case",
        "person.change": "changed a person’s details",
        "person.erase": "erased a person",
        "person.erase_again": "erased a person again, after a restore",
        "person.erase_ask": "asked to erase a person",
        "person.erase_choose": "chose what goes with a person who is erased",
        "person.erase_confirm": "confirmed that a person is erased",
        "person.erase_withdraw": "withdrew that a person is erased",
        "person.look_for_mentions": "looked for where a person is mentioned",
        "erasure.list": "opened the list of people who are erased",
        "erasure.see_people": "looked for whom in a case to erase",
        "erasure.see": "opened the erasing of a person",
        "erasure.see_plan": "read what erasing a person takes away",
        "erasure.certificate": "took the certificate of an erasing",
        "contact.see": "opened how to make contact safely",
        "contact.record": "recorded how to make contact safely",
        "contact.check": "checked again that contact is safe",
        "contact.ask_again": "changed a number, so that contact is checked again",
        "contact.write": "wrote a message that says nothing, where that was safe",
        "contact.open_covered": "opened a number while it was covered, for a reason",
        "profile.answer": "recorded answers about a person",
        "harm.record": "recorded a person causing harm",
        "harm.change": "changed what is recorded of a person causing harm",
        "child.see": "opened a form about a child",
        "child.describe": "described a child’s life",
        "child.care_step": "recorded what social care does for a child",
        "child.care_end": "recorded that social care ended",
        "child.arrange": "recorded a child’s contact with a parent",
        "child.end_arrangement": "recorded that a child’s contact ended",
        "child.school_notice": "recorded that a school was told",
        "network.see": "opened a form about somebody around the family",
        "network.add": "recorded somebody around the family",
        "network.change": "changed what is recorded of somebody around the family",
    },
    Topic.COURT: {
        "court.see": "opened the page of courts",
        "order.record": "recorded an order",
        "order.change": "changed what is recorded of an order",
        "order.breach": "recorded something done against an order",
        "hearing.list": "recorded a day in court",
        "hearing.change": "changed what is recorded of a day in court",
        "moveon.see": "opened the page of moving on",
        "option.add": "recorded a way to a home",
        "option.change": "changed a way to a home",
        "offer.record": "recorded a home that was offered",
        "offer.change": "changed what is recorded of an offer",
        "area.avoid": "recorded where she must not live",
        "area.change": "changed where she must not live",
        "resettlement.agree": "recorded what is agreed after a move",
        "visit.plan": "planned a visit after a move",
        "visit.change": "changed a visit after a move",
    },
    Topic.RISK: {
        "risk.see": "opened an assessment of risk",
        "risk.start": "began an assessment of risk",
        "risk.answer": "answered an assessment of risk",
        "risk.sign": "signed an assessment of risk",
    },
    Topic.PLAN: {
        "plan.see": "opened the safety plan",
        "plan.print": "printed the safety plan",
        "plan.start": "began a safety plan",
        "plan.write": "wrote in the safety plan",
    },
    Topic.STAY: {
        "rooms.see": "saw who stays in the house",
        "unit.see": "opened the page of a room",
        "stay.see": "opened a stay",
        "stay.start": "recorded that a stay began",
        "stay.expect_leaving": "recorded when a household will leave",
        "stay.arrival": "recorded what is done of an arrival",
        "stay.out": "recorded that a household is out",
        "stay.back": "recorded that a household is back",
        "stay.end": "recorded that a stay ended",
        "episode.see": "opened the form for leaving",
        "episode.start": "recorded that support began",
        "episode.end": "recorded that support ended",
        "referral.record": "recorded that somebody asks for a place",
        "referral.decide": "decided about a place",
        "referral.list": "read who asks for a place",
        "referral.see": "opened what somebody said who asks for a place",
        "referral.match": "compared who asks for a place with those before",
        "referral.offer": "offered a room",
        "referral.assess": "recorded whether a house suits somebody",
        "referral.accept": "accepted somebody who asked for a place",
        "referral.check_on": "recorded that somebody who did not arrive was checked on",
        "unit.hold": "kept a room for somebody",
        "unit.let_go": "let go of a room that was kept",
        "support.deliver": "recorded support that was given",
        "support.see": "read what support was given",
        "support.change": "changed what is recorded of support that was given",
        "support.undo": "took back support that was recorded",
        "unit.create": "added a room",
        "unit.change": "changed a room",
        "unit.close": "took a room out of use",
        "unit.retype": "said what kind of place a room is",
        "unit.give_up": "gave a room up",
        "house.see": "opened what a house asks and offers",
        "house.describe": "changed what a house asks",
        "house.see_where": "opened the address of a house",
        "house.say_where": "recorded the address of a house",
        "provision.create": "added places",
        "provision.change": "changed places",
        "shift.list": "read the shifts of a house",
        "shift.give": "put somebody on shift",
        "shift.end": "ended a shift",
    },
    Topic.MEETING: {
        "meeting.overview": "read the list of meetings",
        "meeting.see": "opened a meeting",
        "meeting.referral": "opened what was put to a meeting",
        "meeting.referral_received": "received what was put to a meeting",
        "meeting.list": "put a referral on a meeting’s list",
        "meeting.plan": "planned a meeting",
        "meeting.attend": "put somebody down for a meeting",
        "meeting.attend_no_more": "took somebody from a meeting",
        "meeting.recusals": "read who takes no part in a meeting",
        "meeting_area.create": "added an area of meetings",
        "meeting_area.change": "changed an area of meetings",
        "recusal.put_up": "was kept from a referral that names somebody they know",
        "recusal.set": "said that somebody takes no part",
        "recusal.lift": "let somebody take part again",
        "action.list": "read what meetings agreed",
        "action.see": "opened what a meeting agreed",
        "action.agree": "recorded what a meeting agreed",
        "action.close": "closed what a meeting agreed",
    },
    Topic.ACCESS: {
        "case.see_who": "read who can open the case",
        "case.allocate": "gave the case to a worker",
        "case.refuse_worker": "was refused giving the case to a worker",
        "case.end_allocation": "took the case from a worker",
        "case.restrict": "restricted the case",
        "case.lift_restriction": "opened the case to others again",
        "access.explain": "asked why somebody can open the case",
        "access.ask": "asked for access",
        "access.pass_on": "passed on that somebody asks for access",
        "access.see_requests": "read who asks for access",
        "access.give_partner": "gave a partner access",
        "access.give_requested": "gave somebody access who asked",
        "access.give_named": "named somebody for the case",
        "access.give_dip_sample": "drew the case as a sample",
        "access.give_break_glass": "was let in for an hour, in an emergency",
        "access.emergency_open": "opened the case in an emergency",
        "access.emergency_in_vain": "tried to open a case in an emergency and opened none",
        "access.emergency_refused": "was refused an opening in an emergency",
        "access.refuse": "was refused giving somebody access",
        "access.end": "ended access",
        "cover.give": "said who stands in for a colleague",
        "cover.refuse": "was refused saying who stands in for a colleague",
        "cover.end": "ended standing in for a colleague",
        "conflict.see": "read who is kept from the case",
        "conflict.set": "kept somebody from the case",
        "conflict.put_up": "kept somebody from the case who may know a person in it",
        "conflict.match": "compared records with whom staff know",
        "conflict.confirm": "confirmed that somebody is kept from the case",
        "conflict.lift": "let somebody into the case again",
        "declaration.see": "read the people whom they know themselves",
        "declaration.make": "said that they know somebody",
        "declaration.change": "changed whom they know",
        "declaration.end": "took back that they know somebody",
        "declaration.nobody": "said that they know nobody",
        "looked.see": "read who looked",
        "looked.see_person": "read what a colleague looked at",
        "looked.give": "made a list of who looked, for the person whose record it is",
        "looked.list": "opened the page on which one asks who looked",
        "quota.refuse": "was refused: too many records in a short time",
        "quota.give_more": "let somebody open more records for a day",
        "review.list": "read the list of reviews",
        "review.see": "opened a review",
        "review.raise": "put something into the reviews",
        "review.tell": "told somebody of a review",
        "review.note_seen": "noted that a review was seen",
        "review.close": "closed a review",
        "unusual.compare": "compared the names in it with those of staff",
        "unusual.look_through": "looked a day through for unusual access",
        "integrity.fail": "met a record that could not be read as it was written",
    },
    Topic.OUT: {
        "bundle.export": "took the organisation’s records out, as an encrypted file",
        "bundle.import": "brought records in",
    },
    Topic.FIGURES: {
        "outcomes.count": "counted it among what people said at the end",
        "return.count": "counted it for the annual return",
        "return.see": "read the annual return",
        "return.see_check": "read a check of the annual return",
        "return.download": "downloaded the annual return",
        "return.answer": "answered a question of the annual return",
        "return.derive_again": "had the annual return counted again",
        "return.outside_figures": "brought in figures from outside",
    },
    Topic.ROWAN: {
        "access.see": "read what a colleague may do",
        "owner.use": "worked in the role of the tables’ owner",
        "action.seal": "sealed which agency has an action",
        "alert.raise": "found that records are not kept as they should be",
        "alert.close": "closed an alert about how records are kept",
        "backup.make": "made a backup",
        "keys.share": "split the root key into sheets",
        "installation.begin": "began this installation",
        "installation.refuse_code": "gave a wrong code for the beginning",
        "keys.class_announce": "made a new key of a class",
        "keys.class_retire": "retired a key of a class",
        "keys.renew": "began to renew the keys of records",
        "keys.renewed": "renewed the keys of records",
        "keys.reseal": "sealed records anew under a renewed key",
        "keys.rewrap": "wrapped the keys of records anew",
        "keys.root_prepare": "prepared a new root key",
        "keys.root_retire": "retired the root key of before",
        "keys.root_rewrap": "wrapped the organisation’s keys anew",
        "keys.rotate_trail": "began to replace the keys of the trail",
        "keys.rotated_trail": "replaced the keys of the trail",
        "keys.trail_announce": "made a new key of the trail",
        "keys.trail_retire": "retired the keys of the trail of before",
        "keys.rotate_root": "began to replace the root key",
        "keys.rotate_class": "began to replace a class key",
        "keys.rotate_organisation": "began to replace the data keys of an organisation",
        "keys.rotated_root": "replaced the root key",
        "keys.rotated_class": "replaced a class key",
        "keys.rotated_organisation": "replaced the data keys of an organisation",
        "membership.create": "gave somebody a role",
        "membership.end": "ended somebody’s role",
        "organisation.create": "added an organisation",
        "organisation.change": "changed the organisation",
        "person.invite": "invited somebody",
        "person.leave": "ended all access of somebody who leaves",
        "person_keys.make": "made keys for a colleague’s own words",
        "recovery.ask": "asked to let somebody sign in again",
        "recovery.agree": "agreed to let somebody sign in again",
        "recovery.take_link": "took the link with which somebody signs in again",
        "recovery.use": "signed in again with the help of two others",
        "recovery.refuse": "was refused to sign in again with the help of others",
        "recovery.refuse_helper": "used a link that was meant for somebody else",
        "role.propose": "proposed a role for themselves",
        "role.confirm": "confirmed a role",
        "role.refuse": "refused a role",
        "service.create": "added a service",
        "service.change": "changed a service",
        "service.end": "said until when a service runs",
        "setting.change": "changed a setting",
        "sign_in.start": "signed in",
        "sign_in.end": "signed out",
        "sign_in.end_elsewhere": "ended a session of theirs on another device",
        "sign_in.end_oldest": "signed in in one more place, which ended the oldest session",
        "sign_in.enrol": "added a passkey or an app to sign in with",
        "sign_in.remove_factor": "removed a passkey or an app",
        "sign_in.rename_passkey": "renamed a passkey",
        "sign_in.choose_keys": "turned single keys on or off",
        "sign_in.change_password": "changed the password",
        "sign_in.link_provider": "was linked with the organisation’s own sign-in",
        "sign_in.lock": "locked the screen",
        "sign_in.lock_unused": "left a screen unused that locked by itself",
        "sign_in.unlock": "unlocked the screen",
        "sign_in.open_again": "opened an account again that lay unused",
        "sign_in.refuse": "was refused to sign in",
        "sign_in.refuse_code": "gave a wrong code",
        "sign_in.refuse_dormant": "was refused: the account lay unused",
        "sign_in.refuse_often": "asked too often for the organisation’s own sign-in",
        "sign_in.refuse_passkey": "was refused with a passkey",
        "sign_in.refuse_provider": "was refused by the organisation’s own sign-in",
        "sign_in.see_proof": "read who signs in with two steps",
        "sign_in.take_proof": "downloaded who signs in with two steps",
        "support.give": "let somebody help from outside",
        "support.end": "ended help from outside",
        "search.rebuild": "made what is searched anew",
        "team.create": "added a team",
        "team.change": "changed a team",
        "team.end": "said until when a team runs",
        "token.make": "made a token for another program",
        "token.end": "ended a token",
        "values.begin": "began to note what is stored of records from before",
        "values.commit": "noted what is stored of a record",
        "values.remove": "noted that a record is no more",
    },
}

SENTENCES: dict[str, Sentence] = {
    verb: Sentence(did, topic) for topic, verbs in _BY_TOPIC.items() for verb, did in verbs.items()
}


def sentence_of(verb: str) -> Sentence:
    """Return what a verb is in words; one of a version that is no more says so."""
    return SENTENCES.get(verb, _OF_AN_OLD_VERSION)


_OF_AN_OLD_VERSION = Sentence("did something that this version has no words for", Topic.ROWAN)


def verbs_of(topic: Topic) -> list[str]:
    """Return the verbs that are about something."""
    return [verb for verb, one in SENTENCES.items() if one.topic == topic]
