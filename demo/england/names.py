"""Invented names. Family names and organisations are made up; no register was read for them."""

from random import Random

from demo.england.chance import weighted

_GIVEN = {
    "british": (
        "Abigail Alice Amelia Beth Carys Chloe Claire Daisy Ellen Emma Fern Gemma Grace Hannah Holly "
        "Isla Jade Jenna Kate Kerry Laura Leanne Lily Lucy Megan Mira Molly Nell Paige Rachel Rosie "
        "Sally Sophie Stacey Tess Tilda Una Vicky Willow Zara",
        "Adam Alfie Ben Callum Connor Dale Dylan Ethan Finn George Harry Jack Jamie Joe Kieran Leo "
        "Liam Logan Max Nathan Noah Ollie Owen Rhys Ryan Sam Theo Toby Tyler Will",
    ),
    "south_asian": (
        "Aisha Amina Anjali Asma Bushra Deepa Fatima Hina Jaspreet Kiran Mehreen Nadia Nasreen Priya "
        "Rekha Rukhsana Sadia Shabnam Simran Sunita Tahira Yasmin Zainab",
        "Adil Arjun Bilal Danish Faisal Gurdeep Hamza Imran Kabir Nikhil Omar Rohan Sajid Tariq Zain",
    ),
    "african": (
        "Abena Adaeze Amara Binta Chiamaka Efua Folake Grace Hawa Ifeoma Kemi Lulu Makena Naledi "
        "Ngozi Rahel Selam Temitope Thandi Wanjiru",
        "Ade Bayo Chidi Dawit Emeka Femi Idris Kofi Kwame Musa Obi Sipho Tunde Yonas",
    ),
    "caribbean": (
        "Alisha Chantelle Denise Gloria Janelle Keisha Latoya Marcia Natalie Renee Sharon Simone "
        "Tamara Yvonne",
        "Andre Darnell Jerome Jordan Leroy Marlon Omari Reece Tyrone Xavier",
    ),
    "middle_eastern": (
        "Azadeh Dina Farah Hala Layla Leila Maryam Mona Nour Rania Roya Samira Shirin Zeinab",
        "Ali Amir Dara Hassan Karim Khalid Mehdi Rami Sami Youssef",
    ),
    "east_asian": (
        "Bao Hui Jing Lan Li Linh Mai Mei Ping Suki Thuy Wen Xia Yen",
        "An Chen Duc Hao Jun Kai Long Minh Tao Wei",
    ),
    "european": (
        "Agata Alina Bianca Camila Daria Elena Ewa Ioana Irina Joanna Katya Lucia Magda Marta Olena "
        "Petra Rosa Sofia Teodora Zofia",
        "Adrian Andrei Bogdan Filip Igor Jakub Jan Luca Marek Mateo Pavel Tomas Viktor",
    ),
}
_FAMILY = {
    "british": (
        "Ambermoor Ashmarsh Barrowfen Bexcombe Brackwater Caldermere Coldstead Dunfallow Elmsgrave "
        "Fairlow Fenharrow Fernlow Foxmoss Garthwold Greywether Harrowmere Hazelstone Hollinbrook "
        "Inglemoor Kestrow Larkhollow Lowsedge Marlbeck Marrowby Netherfold Oakshaw Otterby Pellowden "
        "Penbracken Quillfen Ravensmoor Reedwater Sallowfield Skelderby Stonepath Tarnley Thornwick "
        "Umberleigh Wainford Whinmoor Wickfold Wrenfold Yarrowdale"
    ),
    "south_asian": (
        "Ahmedzadi Banerjal Begumar Chaudhran Chowdhar Dasmani Gillani-Rao Hussanpur Iqbalari Kaurin "
        "Mahmudal Malhoran Mirzani Patelwar Qadrin Rahmanpur Sandhal Sharmeen Siddiqar Uddinpur"
    ),
    "african": (
        "Abdimare Adebolan Afolayo Asantewar Bekeleh Chukwara Diallam Ezenwa-Lo Kamarat Mensahun "
        "Mwangara Nkrumaye Nyambane Obiekwe Okonadu Osmanyo Tesfalem Wambugo"
    ),
    "caribbean": (
        "Bellgrove Brathway Cumberlock Dacosta-Lee Fairweathers Grantley-May Hibbertson Laidlawe "
        "Mullingate Pinnockley Roachford Samuelle Tavernace"
    ),
    "middle_eastern": (
        "Al-Bahran Al-Safiri Darwishan Ebrahimzad Farhadin Ghorbanel Haddadin Karimivar Mansourak "
        "Nazariyan Rostamel Saberian Tehranir Zamanpour"
    ),
    "east_asian": "Chenwu Dangmai Fongley Hoangan Kwoklin Leungsai Linwei Ngolan Phamlo Tranmey Yeungho",
    "european": (
        "Andrasek Balanescu Dragomira Havelkova Ionescar Jankowiz Kowalin Lisenko-Var Marinovar "
        "Novarik Pereiral Petrauskar Rossetano Silveirano Stoyanel Wisniak Zelenkova"
    ),
}
GIVEN = {group: (girls.split(), boys.split()) for group, (girls, boys) in _GIVEN.items()}
FAMILY = {group: names.split() for group, names in _FAMILY.items()}

NAMES_OF_ETHNICITY = {
    "white_british": "british",
    "white_irish": "british",
    "gypsy_or_irish_traveller": "british",
    "roma": "european",
    "white_other": "european",
    "indian": "south_asian",
    "pakistani": "south_asian",
    "bangladeshi": "south_asian",
    "asian_other": "south_asian",
    "mixed_white_asian": "south_asian",
    "chinese": "east_asian",
    "black_african": "african",
    "mixed_white_black_african": "african",
    "black_caribbean": "caribbean",
    "mixed_white_black_caribbean": "caribbean",
    "black_other": "caribbean",
    "arab": "middle_eastern",
    "other": "middle_eastern",
}

_FIRST = (
    "Alder Amberlight Ashlantern Beacon Birchwell Brightwater Cedarstone Clearpath Copperleaf Dovecot "
    "Eastlantern Emberlow Fernlow Fieldfare Foxglove Greenlantern Harbourlight Hazelbrook Heronmere "
    "Hollowoak Ivyfold Juniper Kingfold Larkfield Lavender Lindenlow Marigold Meadowlark "
    "Moorlantern Nightjar Oakharbour Orchardway Pearlwater Quietbrook Redstart Rowanberry Saffron "
    "Silverbirch Skylark Sparrowfold Starling Stonefold Sunhaven Swiftwater Thistledown Treeline "
    "Tidewell Violetmoor Waymarker Westlantern Wildthyme Willowgate Woodlark Yewtree"
).split()
_SECOND = {
    "charity": ("Safe Homes", "Haven", "Trust", "Outreach and Refuge", "Women's Project", "Doorway"),
    "registered_provider": ("Housing", "Homes", "Housing Association", "Living"),
    "housing_authority": ("Sanctuary Team", "Home Safety Service", "Housing Options"),
}
_HOUSES = (
    "Apple Avon Bell Bramble Briar Cherry Chestnut Clover Dahlia Elder Finch Hawthorn Heather Hazel "
    "Iris Ivy Jasmine Juniper Laurel Lilac Linden Maple Mulberry Myrtle Olive Orchard Pear Plum "
    "Poppy Primrose Quince Robin Rose Sage Sorrel Thistle Thyme Violet Wren Yarrow"
).split()
_SERVICE = {
    "refuge": "House",
    "dispersed": "Dispersed Homes",
    "sanctuary": "Sanctuary Scheme",
    "specialist": "Specialist House",
    "second_stage": "Second Stage Homes",
    "other": "Supported Homes",
}


def provider_name(number: int, kind: str) -> str:
    """A made-up name for the provider of this number; no two providers share one."""
    seconds = _SECOND[kind]
    first = _FIRST[number % len(_FIRST)]
    second = seconds[number // len(_FIRST) % len(seconds)]
    return f"{first} {second} {number}"


def service_name(kind: str, services: int, order: int) -> str:
    """The name of a service: a house name where there are several of its kind."""
    house = _HOUSES[order % len(_HOUSES)]
    return f"{house} {_SERVICE[kind]}" if services > 1 or kind == "refuge" else _SERVICE[kind]


def family_name(ethnicity: str, *, rng: Random) -> str:
    """An invented family name of the kind that people of this ethnicity might have."""
    return rng.choice(FAMILY[_group(ethnicity, rng)])


def given_name(ethnicity: str, gender: str, *, rng: Random) -> str:
    """A given name to go with it."""
    women, men = GIVEN[_group(ethnicity, rng)]
    return rng.choice(men if gender == "man" else women)


def _group(ethnicity: str, rng: Random) -> str:
    group = NAMES_OF_ETHNICITY.get(ethnicity, "british")
    mostly = {group: 9, "british": 1} if group != "british" else {group: 1}
    return weighted(mostly, rng=rng)
