"""Small invented bundles: rows by file, written as a folder or a zip."""

import csv
import io
import zipfile
from pathlib import Path

from interchange.columns import FILE, FILES

Rows = dict[str, list[dict[str, str]]]

WHOLE: dict[str, str] = {
    "organisations": "organisation_ref=o1 name=Alder kind=charity",
    "services": "service_ref=s1 organisation_ref=o1 name=House specialist_groups=disabled;lgbtq "
    "by_and_for_groups=lgbtq in_house_frontline=yes quality_standards=WAQS",
    "provision": "provision_ref=v1 service_ref=s1 accommodation_type=refuge "
    "authority_code=E10000030 bedspaces=6 commissioned_from=2020-04-01",
    "units": "unit_ref=u1 service_ref=s1 name=Room+1 sleeps=4 step_free=yes cot=no",
    "people": "person_ref=p1 organisation_ref=o1 given_name=Zahra family_name=Quillfeather "
    "known_as=Zee-canary date_of_birth=1985-06-15 gender=woman trans=no ethnicity=indian "
    "disability=yes "
    "sexual_orientation=straight mental_health_need=no drug_need=not_asked alcohol_need=no "
    "offending_history=no recourse_to_public_funds=no preferred_language=Gujarati "
    "interpreter_needed=yes phone=07700+900123 email=zee@example.org postcode=ZZ1+1ZZ",
    "cases": "case_ref=c1 organisation_ref=o1 opened_on=2022-04-20",
    "case_people": "case_ref=c1 person_ref=p1 role=survivor",
    "people_causing_harm": "harm_ref=h1 case_ref=c1 given_name=Rufus family_name=Thornapple "
    "date_of_birth=1980-01-01 gender=man relationship=ex-husband phone=07700+900999 "
    "postcode=ZZ9+9ZZ",
    "referrals": "referral_ref=r1 provision_ref=v1 case_ref=c1 kind=referral source=Police "
    "received_on=2022-04-20 decision=accepted decided_on=2022-04-21 adults=1 children=1",
    "episodes": "episode_ref=e1 case_ref=c1 provision_ref=v1 origin_code=E07000223 "
    "started_on=2022-05-01 ended_on=2022-10-31 planned=yes asked_to_leave=no "
    "next_place=social_tenancy",
    "episode_people": "episode_ref=e1 person_ref=p1",
    "stays": "stay_ref=y1 episode_ref=e1 unit_ref=u1 from=2022-05-01 to=2022-10-31",
    "support": "support_ref=d1 episode_ref=e1 person_ref=p1 support_type=advocacy "
    "delivered_on=2022-05-05 minutes=60",
    "other_support": "support_ref=x1 case_ref=c1 person_ref=p1 support_type=advice "
    "delivered_on=2022-04-22 minutes=15",
    "needs": "need_ref=m1 case_ref=c1 person_ref=p1 domain=housing level=high "
    "words=Nowhere-canary asked_on=2022-05-02",
    "goals": "goal_ref=g1 case_ref=c1 person_ref=p1 words=A+flat-canary why=Beds state=met "
    "outcome=Keys set_on=2022-05-02 review_on=2022-06-01 ended_on=2022-06-01",
    "notes": "note_ref=n1 case_ref=c1 person_ref=p1 happened=call "
    "happened_at=2022-05-02T09:30:00Z text=He+rang-canary+the+school key_event=yes",
    "contacts": "contact_ref=k1 case_ref=c1 person_ref=p1 note_ref=n1 at=2022-05-02T09:30:00Z "
    "mode=phone direction=in outcome=spoke minutes=20",
    "next_steps": "step_ref=q1 case_ref=c1 note_ref=n1 text=Ring-canary+again who=Solicitor "
    "due_on=2022-05-09 state=not_needed ended_at=2022-05-08T08:00:00Z reason=She+rang goal_ref=g1",
    "appointments": "appointment_ref=a1 case_ref=c1 kind=court starts_at=2022-05-12T13:00:00Z "
    "ends_at=2022-05-12T14:00:00Z where=Court+3 with_whom=Zee interpreter_language=Gujarati "
    "interpreter_gender=woman never_interprets=A+cousin",
}
MORE: dict[str, list[str]] = {
    "people": ["person_ref=p2 organisation_ref=o1 given_name=Imran date_of_birth=2015-02-28"],
    "case_people": ["case_ref=c1 person_ref=p2 role=child relationship=son"],
    "referrals": [
        "referral_ref=r2 provision_ref=v1 kind=referral received_on=2022-06-01 "
        "decision=not_supported decided_on=2022-06-02 reasons=capacity;needs_not_met "
        "unmet_needs=no_recourse;child_age adults=1 children=2"
    ],
    "episode_people": ["episode_ref=e1 person_ref=p2 from=2022-05-01 to=2022-06-30",
                       "episode_ref=e1 person_ref=p2 from=2022-08-01"],
    "support": ["support_ref=d2 episode_ref=e1 person_ref=p2 support_type=children "
                "delivered_on=2022-07-10 minutes=45"],
}  # fmt: skip


def row(text: str) -> dict[str, str]:
    """A row from `column=cell` words; a plus in a cell is a space."""
    words = (word.split("=", 1) for word in text.split())
    return {name: cell.replace("+", " ") for name, cell in words}


def small() -> Rows:
    """One household of two in one refuge."""
    return {
        file.name: [row(WHOLE[file.name]), *map(row, MORE.get(file.name, []))] for file in FILES
    }


def text(rows: Rows, file: str) -> str:
    """A file of the bundle as text."""
    out = io.StringIO(newline="")
    found = rows.get(file, [])
    # The writer of Python 3.11 leaves a lone carriage return bare, which is no CSV.
    bare = any("\r" in cell for each in found for cell in each.values())
    writer = csv.DictWriter(
        out,
        FILE[file].names,
        restval="",
        lineterminator="\n",
        quoting=csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL,
    )
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue()


def write(rows: Rows, folder: Path) -> Path:
    """Write the rows as a bundle's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES:
        (folder / file.filename).write_text(text(rows, file.name), encoding="utf-8", newline="")
    return folder


def write_zip(rows: Rows, path: Path, *, inside: str = "") -> Path:
    """Write the rows as a zip, the files perhaps inside one folder of it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in FILES:
            archive.writestr(inside + file.filename, text(rows, file.name))
    return path


def read_rows(folder: Path) -> Rows:
    """The rows of a folder, each file's in order of its text."""
    found: Rows = {}
    for file in FILES:
        with (folder / file.filename).open(encoding="utf-8", newline="") as stream:
            found[file.name] = sorted(csv.DictReader(stream), key=lambda row: list(row.items()))
    return found


def normal(rows: Rows) -> Rows:
    """The same rows with every column, in the order of `read_rows`."""
    return {
        file.name: sorted(
            ({name: found.get(name, "") for name in file.names} for found in rows[file.name]),
            key=lambda row: list(row.items()),
        )
        for file in FILES
    }
