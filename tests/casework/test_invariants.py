"""Whatever staff do, in whatever order: groups stay groups, nobody is told twice, nothing is lost.

A plain model says what must be after each step; the actions must agree with it.
"""

from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.factories import (
    CategoryFactory,
    DelegationRuleFactory,
    DepartmentFactory,
    central_inbox,
    make_report,
    member_of,
)
from wagtail_anliegen.casework import actions, bulk, external
from wagtail_anliegen.casework.delegation.engine import work_off
from wagtail_anliegen.casework.delegation.models import DelegationRule
from wagtail_anliegen.casework.merging import CannotMerge, merge, unmerge
from wagtail_anliegen.casework.presence import stamp_of
from wagtail_anliegen.intake.submit import Contact
from wagtail_anliegen.notifications.models import OutgoingMessage
from wagtail_anliegen.reports.external import ExternalLink, ExternalMessage
from wagtail_anliegen.reports.groups import Merged
from wagtail_anliegen.reports.log import ReportLogEntry
from wagtail_anliegen.reports.models import Report
from wagtail_anliegen.reports.occasions import Occasion
from wagtail_anliegen.reports.priority import Priority
from wagtail_anliegen.reports.states import IllegalTransition, Status
from wagtail_anliegen.tracking.external.receiving import receive
from wagtail_anliegen.tracking.sending import NotTaken


pytestmark = pytest.mark.django_db

#: Who sent each report; one person sent two, one gave no address.
SENDERS = ["anna@example.org", "berta@example.org", "Anna@example.org", "", "carla@example.org"]
ALL = range(len(SENDERS))
WORKING = {Status.RECEIVED, Status.IN_PROGRESS}
one = st.sampled_from(list(ALL))


class World:
    """Made once; each example starts from it again."""

    def __init__(self):
        call_command("setup_anliegen", verbosity=0)
        self.departments = [DepartmentFactory(), DepartmentFactory()]
        self.clerks = [member_of(department) for department in self.departments]
        self.dispatcher = member_of(central_inbox())
        category = CategoryFactory()
        self.keys = [
            make_report(category=category, contact=Contact(email=sender)).pk for sender in SENDERS
        ]
        Report.objects.update(department=self.departments[0])
        self._rules(*self.departments)
        self.references = set(Report.objects.values_list("reference", flat=True))

    def _rules(self, first, second):
        """Work that begins goes from the first to the second, and is urgent there."""
        Trigger = DelegationRule.Trigger
        begins = {"trigger": Trigger.STATUS, "status": Status.IN_PROGRESS, "department": first}
        DelegationRuleFactory(**begins, forward_to=second)
        DelegationRuleFactory(
            trigger=Trigger.DEPARTMENT, department=second, new_priority=Priority.HIGH
        )


class Desk(RuleBasedStateMachine):
    world: World

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.parent: dict[int, int] = {}
        self.before: dict[int, str] = {}
        self.status = dict.fromkeys(ALL, Status.RECEIVED)
        self.department = dict.fromkeys(ALL, 0)
        self.priority = dict.fromkeys(ALL, Priority.NORMAL)
        self.mails: Counter = Counter()
        #: What the rules have not looked at: the report, and what status or department it got.
        self.waiting: list[tuple[int, Status | int]] = []
        #: The links of people outside, as (report, whether it was withdrawn), and what they wrote.
        self.links: dict[int, tuple[int, bool]] = {}
        self.heard: Counter = Counter()
        self.logged: Counter = Counter()

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    # --- the model

    def link(self, chosen: int) -> ExternalLink | None:
        keys = sorted(self.links)
        return ExternalLink.objects.get(pk=keys[chosen % len(keys)]) if keys else None

    def root(self, number: int) -> int:
        while number in self.parent:
            number = self.parent[number]
        return number

    def below(self, number: int) -> list[int]:
        def leads_to(other):
            while other in self.parent:
                other = self.parent[other]
                if other == number:
                    return True
            return False

        return [other for other in ALL if leads_to(other)]

    def tell(self, *numbers: int) -> None:
        for address in {SENDERS[number].casefold() for number in numbers} - {""}:
            self.mails[address] += 1

    def came_to(self, number: int, status: Status) -> None:
        self.status[number] = status
        self.waiting.append((number, status))
        self.tell(number, *self.below(number))

    def lie_with(self, number: int, department: int) -> None:
        if self.department[number] != department:
            self.department[number] = department
            self.waiting.append((number, department))

    def join(self, leader: int, joining: set[int]) -> None:
        self.tell(leader, *joining, *(each for other in joining for each in self.below(other)))
        for other in joining:
            self.parent[other], self.before[other] = leader, self.status[other]
            self.status[other] = Status.DUPLICATE
        self.logged["anliegen.merge"] += len(joining) + 1

    # --- the actions

    def report(self, number: int) -> Report:
        return Report.objects.get(pk=self.world.keys[number])

    def attempt(self, number: int, action, *, legal=True, **values) -> bool:
        """Whether it was done; what may not be done must be refused and change nothing."""
        expected = Merged if number in self.parent else IllegalTransition
        try:
            with transaction.atomic():
                action(self.report(number), user=self.world.dispatcher, **values)
        except expected:
            assert number in self.parent or not legal
            return False
        assert number not in self.parent and legal
        return True

    @rule(number=one)
    def accept(self, number):
        if self.status[number] == Status.RESOLVED:
            return
        if self.attempt(number, actions.accept) and self.status[number] == Status.RECEIVED:
            self.came_to(number, Status.IN_PROGRESS)

    @rule(number=one, department=st.sampled_from([0, 1]))
    def forward(self, number, department):
        values = {"department": self.world.departments[department], "reason": "Dort"}
        if self.attempt(number, actions.forward, **values):
            self.lie_with(number, department)

    @rule(number=one)
    def answer(self, number):
        if self.attempt(number, actions.answer, text="Wir kommen."):
            self.tell(number, *self.below(number))

    @rule(number=one, status=st.sampled_from([Status.RESOLVED, Status.IN_PROGRESS]))
    def change_status(self, number, status):
        legal = self.status[number] != status
        if self.attempt(number, actions.change_status, legal=legal, status=status, text="So."):
            self.came_to(number, status)

    @rule(number=one, others=st.sets(one, min_size=1, max_size=4), in_bulk=st.booleans())
    def merge(self, number, others, in_bulk):
        if in_bulk:
            self.merge_chosen(number, others)
        else:
            self.merge_with(number, others)

    def merge_with(self, number, others):
        """From the case: whoever follows or leads one of them comes along."""
        leader = self.root(number)
        joining = {self.root(other) for other in others} - {leader}
        legal = joining and all(self.status[other] in WORKING for other in joining)
        try:
            with transaction.atomic():
                others = [self.report(other) for other in others]
                merge(self.report(number), others, user=self.world.dispatcher)
        except CannotMerge:
            assert not legal
            return
        assert legal
        self.join(leader, joining)

    def merge_chosen(self, leader, others):
        """From the inbox: each report that was ticked by itself, and what cannot is named."""
        chosen = [self.report(number) for number in {leader, *others}]
        seen = {report.pk: stamp_of(report) for report in chosen}
        values = {"leading": self.report(leader), "text": ""}
        outcome = bulk.apply(bulk.BULK["merge"], seen, values=values, user=self.world.dispatcher)
        assert len(outcome.done) + len(outcome.refused) == len(seen)
        free = {other for other in others - {leader} if other not in self.parent}
        joining = {other for other in free if self.status[other] in WORKING}
        if leader in self.parent or not joining:
            assert not outcome.done
            return
        assert set(outcome.done) == {self.world.keys[each] for each in {leader, *joining}}
        self.join(leader, joining)

    @rule(number=one)
    def unmerge(self, number):
        try:
            with transaction.atomic():
                unmerge(self.report(number), user=self.world.dispatcher)
        except CannotMerge:
            assert number not in self.parent
            return
        leader = self.parent.pop(number)
        self.status[number] = self.before.pop(number)
        self.tell(self.root(leader), number, *self.below(number))
        self.logged["anliegen.unmerge"] += 2

    @rule()
    def let_the_rules_act(self):
        work_off()
        while self.waiting:
            number, event = self.waiting.pop(0)
            if number in self.parent:
                continue
            if event == Status.IN_PROGRESS == self.status[number] and not self.department[number]:
                self.lie_with(number, 1)
            elif event == 1 == self.department[number]:
                self.priority[number] = Priority.HIGH

    @initialize()
    def ask_two_firms(self):
        self.invite(0)
        self.invite(1)

    @rule(number=one)
    def invite(self, number):
        legal = self.status[number] in WORKING
        values = {"name": "Firma", "email": "firma@example.org", "message": "Bitte", "text": "Es"}
        if self.attempt(number, external.invite, legal=legal, **values):
            self.links[ExternalLink.objects.latest("pk").pk] = (number, False)

    @rule(chosen=one, kind=st.sampled_from(["message", "accepted", "done"]))
    def hear_from_outside(self, chosen, kind):
        if link := self.link(chosen):
            number, withdrawn = self.links[link.pk]
            is_open = self.status[self.root(number)] in WORKING
            try:
                receive(link, kind=kind, key=f"{link.pk}-{self.heard.total()}")
            except NotTaken:
                assert withdrawn or not is_open or kind != "message"
            else:
                assert is_open and not withdrawn
                self.heard[number] += 1

    @rule(chosen=one)
    def withdraw(self, chosen):
        if link := self.link(chosen):
            number, _withdrawn = self.links[link.pk]
            external.revoke(self.report(number), link=link, user=self.world.dispatcher)
            self.links[link.pk] = (number, True)

    # --- what must hold

    @invariant()
    def what_people_outside_write_waits_at_the_case_that_is_worked_on(self):
        assert ExternalMessage.objects.unseen().count() == self.heard.total()
        cases = ExternalMessage.objects.unseen().cases().values_list("case", flat=True)
        assert set(cases) == {self.world.keys[self.root(number)] for number in self.heard}

    @invariant()
    def a_link_that_was_withdrawn_is_not_mailed(self):
        mails = OutgoingMessage.objects.filter(kind="external")
        lasting = {key for key, (_number, withdrawn) in self.links.items() if not withdrawn}
        assert Counter(mails.values_list("external_link", flat=True)) == Counter(lasting)

    @invariant()
    def the_rules_have_done_what_they_say_and_nothing_else(self):
        found = dict(Report.objects.values_list("pk", "priority"))
        assert found == {self.world.keys[number]: self.priority[number] for number in ALL}
        assert Occasion.objects.count() == len(self.waiting)

    @invariant()
    def every_group_has_one_leading_report(self):
        leading = dict(Report.objects.values_list("pk", "leading_report"))
        for number in ALL:
            root = self.root(number)
            expected = None if root == number else self.world.keys[root]
            assert leading[self.world.keys[number]] == expected

    @invariant()
    def every_report_stands_where_it_should_and_keeps_its_number(self):
        found = dict(Report.objects.values_list("pk", "status"))
        assert found == {self.world.keys[number]: self.status[number] for number in ALL}
        assert set(Report.objects.values_list("reference", flat=True)) == self.world.references
        assert not Report.objects.filter(status__in=WORKING, closed_at__isnull=False).exists()

    @invariant()
    def nobody_sees_more_or_less(self):
        for number, clerk in enumerate(self.world.clerks):
            seen = set(Report.objects.visible_to(clerk).values_list("pk", flat=True))
            assert seen == {self.world.keys[n] for n in ALL if self.department[n] == number}
        assert Report.objects.visible_to(self.world.dispatcher).count() == len(SENDERS)
        assert not Report.objects.public().exists()

    @invariant()
    def everybody_is_told_each_thing_once(self):
        told = OutgoingMessage.objects.filter(kind="status").values_list("recipient", flat=True)
        assert Counter(address.casefold() for address in told) == self.mails

    @invariant()
    def merging_is_logged(self):
        actions_of_groups = ["anliegen.merge", "anliegen.unmerge"]
        entries = ReportLogEntry.objects.filter(action__in=actions_of_groups)
        assert Counter(entries.values_list("action", flat=True)) == self.logged


def test_any_sequence_of_actions_keeps_the_invariants():
    Desk.world = World()
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=30,
            stateful_step_count=24,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
