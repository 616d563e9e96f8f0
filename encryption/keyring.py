"""The key ring: the one way to the keys of an organisation.

A ring is open for one organisation within one context (a request, a task) and is emptied when
that ends. It asks the database twice at most: once for the class keys, and once for the data
keys of all subjects that were announced with `expect` before the first of them was needed.
"""

import threading
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DEFAULT_DB_ALIAS

from encryption import withholding
from encryption.errors import DecryptionFailed, KeyUnavailable, SubjectErased
from encryption.keys import FIRST_VERSION, PURPOSES, KeyClass
from encryption.primitives import associated_data, hkdf, key_version, prefix
from encryption.stored_keys import StoredKeys, WrappedSubject
from encryption.undoing import at_end_or_roll_back
from encryption.wrapping import ClassKey

AllowUnwrap = Callable[[UUID, KeyClass], None]
"""Asked before each data key is unwrapped; raises KeyUnavailable to refuse."""

_PLACES = {key_class: place for place, key_class in enumerate(KeyClass)}


class DataKey(NamedTuple):
    """One data key, ready for use; the bytes of the key stay inside the cipher."""

    cipher: AESGCM
    version: int
    prefix: bytes
    """The first bytes of every value that this key seals."""
    key_id: bytes
    """Subject, class and version, as they end the associated data."""


class KeyRing:
    """The keys of one organisation while it is open. A key broker may stand behind it later."""

    def __init__(
        self,
        organisation_id: UUID,
        *,
        allow_unwrap: AllowUnwrap | None = None,
        classes: Collection[KeyClass] = frozenset(KeyClass),
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        self.organisation_id = organisation_id
        self.unwraps: Counter[KeyClass] = Counter()
        self.allow_unwrap = allow_unwrap
        self._classes = frozenset(classes)
        self._stored = StoredKeys(organisation_id, classes=self._classes, using=using)
        self._lock = threading.RLock()
        self._closed = False
        self._class_keys: dict[str, dict[int, bytes]] = {}
        self._wrapping_keys: dict[tuple[KeyClass, int], ClassKey] = {}
        self._purposes: dict[tuple[str, int], bytes] = {}
        self._expected: set[UUID] = set()
        self._absent: set[UUID] = set()
        self._erased: set[UUID] | None = None
        self._made: dict[UUID, dict[UUID, tuple[bytes, ...]]] = {}
        self._wrapped: dict[UUID, WrappedSubject] = {}
        self._former: dict[UUID, WrappedSubject | None] = {}
        self._data_keys: dict[KeyClass, dict[UUID, DataKey]] = {each: {} for each in KeyClass}
        _rings.add(self)

    def __repr__(self) -> str:
        return f"<KeyRing of {self.organisation_id}>"

    @property
    def held(self) -> Collection[UUID]:
        """The subjects whose wrapped keys are here: those that were announced, and asked for."""
        return self._wrapped.keys()

    def expect(self, subject_ids: Iterable[UUID]) -> None:
        """Say which subjects will be read, so that their keys come in one query."""
        self._expected.update(subject_ids)

    def data_key(self, subject_id: UUID, key_class: KeyClass) -> DataKey:
        """The data key of a subject; KeyUnavailable when the subject has none (any more)."""
        self._refuse_other_classes(key_class, (subject_id,))
        found = self._data_keys[key_class].get(subject_id)
        if found is None:
            found = self.data_keys((subject_id,), key_class).get(subject_id)
        if found is None:
            raise SubjectErased
        return found

    def data_keys(
        self, subject_ids: Collection[UUID], key_class: KeyClass
    ) -> Mapping[UUID, DataKey]:
        """The data keys of these subjects and of others held; none of those that have none."""
        self._refuse_when_closed()
        self._refuse_other_classes(key_class, subject_ids)
        held = self._data_keys[key_class]
        with self._lock:
            new = [each for each in dict.fromkeys(subject_ids) if each not in held]
            self._load_subjects(new)
            self._unwrap([each for each in new if each not in self._absent], key_class)
        return held

    def renewed_key(self, subject_id: UUID, key_class: KeyClass, sealed: bytes) -> DataKey | None:
        """The key of the version that sealed this, where it is not the one that is held.

        While keys are replaced, a value and the key that was read before it may be of different
        versions. The version stands on the value: no key is tried.
        """
        try:
            version = key_version(sealed)
        except DecryptionFailed:
            return None
        with self._lock:
            if version > self.data_key(subject_id, key_class).version:
                self.forget(subject_id)
                renewed = self.data_key(subject_id, key_class)
                return renewed if renewed.version == version else None
            former = self._former_key(subject_id)
            if former is None or former.version != version:
                return None
            return self._opened(subject_id, key_class, former)

    def versions(self, subject_ids: Collection[UUID]) -> Mapping[UUID, int]:
        """Which version the keys of these subjects have; none of a subject without keys."""
        self._refuse_when_closed()
        with self._lock:
            self._load_subjects(subject_ids)
            return {
                each: self._wrapped[each].version for each in subject_ids if each in self._wrapped
            }

    def purpose_key(self, name: str, version: int = FIRST_VERSION) -> bytes:
        """A 32-byte key of this organisation for one purpose, such as "audit-mac"."""
        with self._lock:
            if (name, version) not in self._purposes:
                key = self._versions(PURPOSES).get(version)
                if key is None:
                    raise KeyUnavailable("This organisation has no such version of its keys.")
                info = associated_data(b"rowan purpose", name.encode())
                self._purposes[name, version] = hkdf(key, info=info)
            return self._purposes[name, version]

    def purpose_versions(self) -> list[int]:
        """The versions of the key that purposes are derived from, the newest last."""
        return list(self._versions(PURPOSES))

    def class_key(self, key_class: str) -> tuple[int, bytes]:
        """The newest version and the bytes of the organisation's key of a class."""
        if key_class != PURPOSES:
            self._refuse_other_classes(KeyClass(key_class), ())
        return self._newest(key_class)

    def _newest(self, key_class: str) -> tuple[int, bytes]:
        return max(self._versions(key_class).items())

    def _versions(self, key_class: str) -> dict[int, bytes]:
        self._refuse_when_closed()
        with self._lock:
            if not self._class_keys:
                self._class_keys = self._stored.class_keys()
            try:
                return self._class_keys[key_class]
            except KeyError:
                raise KeyUnavailable("This organisation has no keys.") from None

    def wrapping_key(self, key_class: KeyClass) -> ClassKey:
        """What wraps new data keys of a class; the bytes of the class key stay inside."""
        return self.wrapping_key_of(key_class, self._newest(key_class)[0])

    def unwrapped(
        self, subject_id: UUID, key_class: KeyClass, version: int, wrapped: bytes
    ) -> bytes:
        """The bytes of a data key, for rotation to wrap them with another class key."""
        return self.wrapping_key_of(key_class, key_version(wrapped)).unwrap(
            wrapped, subject_id, version
        )

    def wrapping_key_of(self, key_class: KeyClass, version: int) -> ClassKey:
        """The same of a version; one that was made since the ring was opened is loaded."""
        found = self._wrapping_keys.get((key_class, version))
        if found is None:
            if version not in self._class_keys.get(key_class, ()):
                self._class_keys = self._stored.class_keys()
            key = self._class_keys.get(key_class, {}).get(version)
            if key is None:
                raise DecryptionFailed("A data key is wrapped under a class key that is retired.")
            found = ClassKey(key, version, self.organisation_id, key_class)
            self._wrapping_keys[(key_class, version)] = found
        return found

    def remember(self, made: dict[UUID, tuple[bytes, ...]], *, using: str) -> None:
        """Take in the data keys, in the order of KeyClass, of subjects that were just created.

        They need no query and no unwrapping while their rows surely exist: up to the end of the
        transaction, or the roll-back of it or of the savepoint that the rows were written in.
        Afterwards the ring asks the database, as for every other subject. The dict is the ring's
        from now on, which empties it when it is closed.
        """
        with self._lock:
            for subject_id in made:
                # A creation that was rolled back and made again has new keys under the same id.
                self.forget(subject_id)
                self._absent.discard(subject_id)
            self._made.update(dict.fromkeys(made, made))
        at_end_or_roll_back(lambda: self._forget_made(made), using=using)

    def _forget_made(self, made: dict[UUID, tuple[bytes, ...]]) -> None:
        with self._lock:
            for subject_id in made:
                # One that was made again since then has other keys, and an end of its own.
                if self._made.get(subject_id) is made:
                    self.forget(subject_id)

    def is_erased(self, subject_id: UUID) -> bool:
        """Whether the subject has no keys because it was erased.

        One that has none for another reason is not erased: something went wrong, and is told.
        """
        self._refuse_when_closed()
        with self._lock:
            self._load_subjects((subject_id,))
            if subject_id not in self._absent:
                return False
            if self._erased is None or subject_id not in self._erased:
                self._erased = self._stored.erased()
            return subject_id in self._erased

    def forget(self, subject_id: UUID) -> None:
        """Drop all that is held of an erased subject."""
        with self._lock:
            self._expected.discard(subject_id)
            self._made.pop(subject_id, None)
            self._wrapped.pop(subject_id, None)
            self._former.pop(subject_id, None)
            for held in self._data_keys.values():
                held.pop(subject_id, None)

    def close(self) -> None:
        """Empty the ring; it gives no key afterwards."""
        with self._lock:
            self._closed = True
            for held in (self._class_keys, self._wrapping_keys, self._purposes, self._wrapped):
                held.clear()
            for made in self._made.values():
                made.clear()
            self._made.clear()
            for keys in self._data_keys.values():
                keys.clear()
            self._former.clear()
            self._expected.clear()
            self._absent.clear()

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise KeyUnavailable("This key ring is closed.")

    def _refuse_other_classes(self, key_class: KeyClass, subject_ids: Collection[UUID]) -> None:
        if key_class not in self._classes or key_class not in withholding.opened_here():
            withholding.withhold(self.organisation_id, key_class, subject_ids)

    def _unwrap(self, subject_ids: Collection[UUID], key_class: KeyClass) -> None:
        """Hold the data keys of subjects that were loaded, or made just now."""
        if not subject_ids:
            return
        held, place = self._data_keys[key_class], _PLACES[key_class]
        for subject_id in subject_ids:
            made = self._made.get(subject_id)
            if made is not None:
                wrapping_key = self.wrapping_key(key_class)
                held[subject_id] = _ready(
                    made[subject_id][place], subject_id, FIRST_VERSION, wrapping_key
                )
                continue
            if self.allow_unwrap is not None:
                self.allow_unwrap(subject_id, key_class)
            self.unwraps[key_class] += 1
            held[subject_id] = self._opened(subject_id, key_class, self._wrapped[subject_id])

    def _opened(self, subject_id: UUID, key_class: KeyClass, subject: WrappedSubject) -> DataKey:
        wrapped = subject.wrapped[_PLACES[key_class]]
        if wrapped is None:
            raise KeyUnavailable("This ring has no keys of this class.")
        wrapping_key = self.wrapping_key_of(key_class, key_version(wrapped))
        key = wrapping_key.unwrap(wrapped, subject_id, subject.version)
        return _ready(key, subject_id, subject.version, wrapping_key)

    def _former_key(self, subject_id: UUID) -> WrappedSubject | None:
        """The keys before the present ones, asked for together with those of all that are held."""
        if subject_id not in self._former:
            wanted = list({subject_id, *self._wrapped})
            found = self._stored.former(wanted)
            self._former.update({each: found.get(each) for each in wanted})
        return self._former[subject_id]

    def _load_subjects(self, subject_ids: Iterable[UUID]) -> None:
        """Ask for the wrapped keys of these, with those of all that were announced."""
        if all(map(self._is_known, subject_ids)):
            return
        # Asked of each: a difference of sets would go through all that is held, each time.
        wanted = [each for each in {*subject_ids, *self._expected} if not self._is_known(each)]
        for subject_id, found in zip(wanted, self._stored.subjects(wanted), strict=True):
            if found is None:
                self._absent.add(subject_id)
            else:
                self._wrapped[subject_id] = found
        self._expected.clear()

    def _is_known(self, subject_id: UUID) -> bool:
        return subject_id in self._wrapped or subject_id in self._made or subject_id in self._absent


# Those that are open in this process, in whatever thread.
_rings: "weakref.WeakSet[KeyRing]" = weakref.WeakSet()


def forget_everywhere(organisation_id: UUID, subject_ids: Collection[UUID]) -> None:
    """Drop erased subjects from every ring of an organisation that is open in this process."""
    for ring in list(_rings):
        if ring.organisation_id == organisation_id:
            for subject_id in subject_ids:
                ring.forget(subject_id)


def _ready(key: bytes, subject_id: UUID, version: int, wrapping_key: ClassKey) -> DataKey:
    return DataKey(AESGCM(key), version, prefix(version), wrapping_key.key_id(subject_id, version))


_current: ContextVar[KeyRing | None] = ContextVar("rowan_key_ring", default=None)


@contextmanager
def open(  # noqa: A001 - read as keyring.open
    organisation_id: UUID,
    *,
    allow_unwrap: AllowUnwrap | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[KeyRing]:
    """Open an organisation's ring for a block.

    One that is open already is reused, unless another is asked there than here.
    """
    outer = _current.get()
    asks_the_same = outer is not None and allow_unwrap in (None, outer.allow_unwrap)
    if outer is not None and outer.organisation_id == organisation_id and asks_the_same:
        yield outer
        return
    with _only(KeyRing(organisation_id, allow_unwrap=allow_unwrap, using=using)) as ring:
        yield ring


@contextmanager
def open_apart(
    organisation_id: UUID,
    *,
    classes: Collection[KeyClass] = frozenset(KeyClass),
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[KeyRing]:
    """Open a further ring for a block, also where one is open: nobody's limit counts in it.

    It holds the keys of some classes, and refuses every other.
    """
    with _only(KeyRing(organisation_id, classes=classes, using=using)) as ring:
        yield ring


@contextmanager
def _only(ring: KeyRing) -> Iterator[KeyRing]:
    """Make a ring the current one for a block, and close it afterwards."""
    token = _current.set(ring)
    try:
        yield ring
    finally:
        _current.reset(token)
        ring.close()


def current() -> KeyRing:
    """The open ring; KeyUnavailable when no organisation is entered."""
    ring = _current.get()
    if ring is None:
        raise KeyUnavailable("No organisation is entered, so no key is open.")
    return ring


def current_or_none() -> KeyRing | None:
    """The open ring, if one is open."""
    return _current.get()
