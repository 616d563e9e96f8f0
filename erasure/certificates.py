"""The certificate of an erasure: two days, by reference, and nothing of the person."""

from django.utils import timezone

from accounts import paper
from accounts.models import Organisation
from encryption.models import Tombstone
from erasure.models import Erasure

_PAGE = """
#let d = json(bytes(sys.inputs.content))
#set document(title: "Certificate of erasure")
#set page(paper: "a4", margin: 2.4cm, footer: align(center, text(8pt, fill: luma(110), d.footer)))
#set text(font: "Libertinus Serif", size: 11pt, lang: "en", region: "GB")
#text(9pt, fill: luma(90), d.organisation)
#v(1.2cm)
= Certificate of erasure
#v(0.3cm)
#text(13pt)[Reference *#d.reference*]
#v(0.8cm)
The records of one person are erased. Their keys were destroyed, so that nothing sealed with
them can be read again by anybody.
#v(0.4cm)
#table(
  columns: (1fr, 1fr), inset: 10pt, stroke: 0.5pt + luma(180),
  table.header([*Unreadable in Rowan since*], [*Unreadable in backups from*]),
  [#d.since], [#d.backups],
)
#v(0.2cm)
#text(9.5pt)[Backups made before hold the keys until they are destroyed. A backup that is put back
before then is not served until this erasure was carried out in it again.]
#v(0.6cm)
#table(
  columns: (5cm, 1fr), inset: (x: 0pt, y: 5pt), stroke: none,
  ..d.rows.flatten(),
)
#v(0.6cm)
#text(9.5pt)[Days, codes and numbers without a name stay: they are needed for the figures that
the law asks for, and lead to nobody.]
"""


def pdf_of(erasure: Erasure) -> bytes:
    """Return the certificate as a PDF."""
    return paper.pdf(_PAGE, _content(erasure))


def _content(erasure: Erasure) -> dict[str, object]:
    organisation = Organisation.objects.get(pk=erasure.organisation_id)
    since = timezone.localtime(erasure.carried_out_at)
    gone = erasure.manifest.get("goes", {})
    mentions = erasure.mentions.exclude(taken_out_at=None).count()
    line = Tombstone.objects.filter(erasure_id=erasure.pk).values_list("number", flat=True).first()
    confirmed = erasure.confirmed_by
    rows = [
        ["Ground", erasure.get_basis_display()],
        ["Asked for by", f"{erasure.asked_by.full_name}, {_day(erasure.asked_at)}"],
        [
            "Confirmed by",
            f"{confirmed.full_name if confirmed else ''}, {_day(erasure.confirmed_at)}",
        ],
        ["Records erased", str(sum(len(ids) for ids in gone.values()))],
        ["Names taken out of others", str(mentions)],
        ["Line of the ledger", str(line or "")],
    ]
    return {
        "organisation": organisation.name,
        "reference": erasure.reference,
        "since": f"{since:%-d %B %Y, %H:%M}",
        "backups": f"{erasure.backups_until:%-d %B %Y}",
        "rows": rows,
        "footer": f"{organisation.name}, erasure {erasure.reference}",
    }


def _day(moment: object) -> str:
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return f"{local:%-d %B %Y}"
