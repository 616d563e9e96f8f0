"""What the pages of settings show of each: what holds, what held, for whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Service
from accounts.models.setting import SettingChange
from accounts.roles import ROLES
from accounts.settings import declaring, services, values
from accounts.settings.declaring import Scope, Setting
from accounts.settings.kinds import Value


@dataclass(frozen=True)
class Place:
    """One setting as it is decided for all, for one role or for one service."""

    setting: Setting
    role: str = ""
    service: UUID | None = None
    name: str = "Everybody"

    @property
    def of(self) -> str:
        """How the address names the place; blank for all."""
        return self.role or (str(self.service) if self.service else "")

    @property
    def is_for_all(self) -> bool:
        """Whether it holds wherever nothing else was decided."""
        return not self.of

    @property
    def last(self) -> SettingChange | None:
        """The last change here, if there was one."""
        return values.last_changes().get((self.setting.key, self.role, self.service))

    @property
    def is_decided(self) -> bool:
        """Whether the organisation decided something here that stands."""
        return self.last is not None and self.last.after is not None

    @property
    def number(self) -> int:
        """The number of the next change here."""
        return services.number_of_next(self.last)

    @property
    def value(self) -> Value:
        """What holds here."""
        found: Value = values.value_of(self.setting.key, role=self.role, service=self.service)
        return found

    @property
    def words(self) -> str:
        """What holds here, in words."""
        return self.setting.words(self.value)

    @property
    def otherwise(self) -> str:
        """What holds where nothing is decided here, in words."""
        if self.is_for_all:
            return self.setting.words(self.setting.default)
        return self.setting.words(values.value_of(self.setting.key))


@dataclass(frozen=True)
class PastChange:
    """One line of a setting's history, in words."""

    change: SettingChange
    place: str
    before: str
    after: str


def for_all() -> Iterator[tuple[str, list[Place]]]:
    """Give every setting as it holds for all, by group."""
    for group, settings in declaring.every_setting().items():
        yield group, [Place(setting) for setting in settings]


def places(setting: Setting) -> list[Place]:
    """Return every place where a setting can be decided, that for all first."""
    found = [Place(setting)]
    if setting.scope is Scope.ROLE:
        found += [Place(setting, role=r.code, name=r.display_name) for r in ROLES.values()]
    if setting.scope is Scope.SERVICE:
        of_services = sorted(Service.objects.all(), key=lambda service: service.name)
        found += [
            Place(setting, service=s.pk, name=f"{s.name} (ended)" if s.ends_on else s.name)
            for s in of_services
        ]
    return found


def history(setting: Setting, at: Sequence[Place]) -> list[PastChange]:
    """Return all that was ever decided about a setting, the newest first."""
    names = {(place.role, place.service): place.name for place in at}
    changes = SettingChange.objects.of(setting.key).select_related("changed_by")
    return [
        PastChange(
            change=change,
            place=names.get((change.role, change.service_id), change.role),
            before=_words(setting, change, change.before),
            after=_words(setting, change, change.after),
        )
        for change in changes
    ]


def _words(setting: Setting, change: SettingChange, value: Value | None) -> str:
    if value is not None:
        return setting.words(value)
    if change.role or change.service_id:
        return "as for everybody"
    return f"{setting.words(setting.default)} (the default)"
