"""The invented children and guardians of the demonstration.

Nobody here exists. Every identity number is a test number: Sweden's from the
tax agency's published list, Finland's with an individual number of 900-999.
Who has no number here is without one, never with a made-up one.
"""

from datetime import date

EBBE = {
    "role": "child",
    "given_name": "Ebbe",
    "family_name": "Sundgren",
    "identity_number": "20130310-2394",
    "birth_date": date(2013, 3, 10),
    "language": "svenska",
    "school": "Åbrinkens skola",
    "address": "Exempelgatan 4",
}
MALIN = {
    "role": "guardian",
    "given_name": "Malin",
    "family_name": "Sundgren",
    "identity_number": "19820425-9264",
    "birth_date": date(1982, 4, 25),
    "language": "svenska",
    "phone": "070-1740640",
    "address": "Exempelgatan 4",
}
PETER = {
    "role": "guardian",
    "given_name": "Peter",
    "family_name": "Sundgren",
    "identity_number": "19800926-9252",
    "birth_date": date(1980, 9, 26),
    "language": "svenska",
    "phone": "070-1740641",
    "address": "Exempelgatan 19",
}
NORA = {
    "role": "child",
    "given_name": "Nora",
    "family_name": "Sahlin",
    "identity_number": "20110117-2383",
    "birth_date": date(2011, 1, 17),
    "language": "svenska",
    "phone": "070-1740642",
    "school": "Åbrinkens skola",
    "address": "Exempelgatan 31",
}
CAMILLA = {
    "role": "guardian",
    "given_name": "Camilla",
    "family_name": "Sahlin",
    "language": "svenska",
    "phone": "070-1740643",
    "address": "Exempelgatan 31",
}
ALBIN = {
    "role": "child",
    "given_name": "Albin",
    "family_name": "Vikner",
    "identity_number": "20150724-2392",
    "birth_date": date(2015, 7, 24),
    "language": "svenska",
    "school": "Åbrinkens skola",
    "address": "Exempelgatan 8",
}
SAGA = {
    "role": "child",
    "given_name": "Saga",
    "family_name": "Vikner",
    "identity_number": "20130301-2387",
    "birth_date": date(2013, 3, 1),
    "language": "svenska",
    "school": "Åbrinkens skola",
    "address": "Exempelgatan 8",
}
ELIN = {
    "role": "guardian",
    "given_name": "Elin",
    "family_name": "Vikner",
    "language": "svenska",
    "phone": "070-1740644",
    "address": "Exempelgatan 8",
}
DANIEL = {
    "role": "guardian",
    "given_name": "Daniel",
    "family_name": "Vikner",
    "language": "svenska",
    "phone": "070-1740645",
    "address": "Exempelgatan 8",
}
ISAK = {
    "role": "child",
    "given_name": "Isak",
    "family_name": "Lindmark",
    "identity_number": "20120126-2399",
    "birth_date": date(2012, 1, 26),
    "language": "svenska",
    "school": "Åbrinkens skola",
    "address": "Exempelgatan 12",
}
EVA = {
    "role": "guardian",
    "given_name": "Eva",
    "family_name": "Lindmark",
    "identity_number": "19850506-9883",
    "birth_date": date(1985, 5, 6),
    "language": "svenska",
    "phone": "070-1740646",
    "address": "Exempelgatan 12",
}
EETU = {
    "role": "child",
    "given_name": "Eetu",
    "family_name": "Niemelä",
    "identity_number": "140311A901B",
    "birth_date": date(2011, 3, 14),
    "language": "suomi",
    "school": "Rantakoulu",
    "address": "Exempelgatan 3",
}
IIDA = {
    "role": "child",
    "given_name": "Iida",
    "family_name": "Niemelä",
    "identity_number": "120514A912T",
    "birth_date": date(2014, 5, 12),
    "language": "suomi",
    "school": "Rantakoulu",
    "address": "Exempelgatan 3",
}
PAIVI = {
    "role": "guardian",
    "given_name": "Päivi",
    "family_name": "Niemelä",
    "identity_number": "250782-9076",
    "birth_date": date(1982, 7, 25),
    "language": "suomi",
    "phone": "070-1740647",
    "address": "Exempelgatan 3",
}
STEFAN = {
    "role": "guardian",
    "given_name": "Stefan",
    "family_name": "Lindmark",
    "language": "svenska",
}
LEO = {
    "role": "child",
    "given_name": "Leo",
    "family_name": "Frost",
    "identity_number": "20070708-2392",
    "birth_date": date(2007, 7, 8),
    "language": "svenska",
    "phone": "070-1740648",
}
KIM = {
    "role": "child",
    "given_name": "Kim",
    "family_name": "Rosander",
    "identity_number": "20040505-2390",
    "birth_date": date(2004, 5, 5),
    "language": "svenska",
    "protection": "registered",
}
