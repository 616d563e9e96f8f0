"""A house: what it asks of those who come, and where it is, which few may know."""

from typing import Final

from django.db import models
from django.db.models import Q

from accommodation.models.unit import Unit
from accounts.models import Service
from accounts.models.base import TenantForeignKey, TenantModel, TenantOneToOneField
from encryption.fields import EncryptedText
from encryption.keys import KeyClass


class House(TenantModel):
    """What holds for every room of a service. Its name is a code name: the service's own.

    ``area`` is what may be told of where it is; ``too_near`` are areas from which nobody is taken.
    """

    ENCRYPTION_SUBJECT = "service_id"

    service = TenantOneToOneField(Service, related_name="house")
    area = EncryptedText(tag="house.area", key_class=KeyClass.IDENTITY)
    too_near = EncryptedText(tag="house.too_near", key_class=KeyClass.IDENTITY)
    assembly_point = EncryptedText(tag="house.assembly_point", key_class=KeyClass.IDENTITY)
    boys_up_to = models.PositiveIntegerField(null=True, blank=True)
    staffed = EncryptedText(tag="house.staffed", key_class=KeyClass.IDENTITY)

    def __str__(self) -> str:
        return f"house {self.service_id}"


STANDINGS: Final = {
    "safe": "Nobody knows it who should not",
    "unsafe": "It may be known",
    "known": "A person causing harm knows it",
}


class Address(TenantModel):
    """Where a house is, or one home of it. On its own page alone, under keys of its own."""

    ENCRYPTION_SUBJECT = "service_id"

    service = TenantForeignKey(Service, related_name="addresses")
    unit = TenantForeignKey(Unit, null=True, blank=True, related_name="addresses")
    lines = EncryptedText(tag="address.lines", key_class=KeyClass.LOCATION)
    # Where letters go: a box, never the door.
    post = EncryptedText(tag="address.post", key_class=KeyClass.LOCATION)
    # A code of STANDINGS.
    standing = EncryptedText(tag="address.standing", key_class=KeyClass.LOCATION)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(unit=None),
                name="accommodation_address_one_of_a_house",
            ),
            models.UniqueConstraint(fields=["unit"], name="accommodation_address_one_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"
