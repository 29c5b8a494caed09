"""What may be offered from each kind of agency to each other, written down by hand from the matrix of the field.

Read it as: giver, then a line for each receiver. Consent is said once above the table. Where the matrix says less
than the provision itself, the row's note in the data says what was decided.
"""

KINDS = ("social", "school", "leisure", "police", "health", "probation", "youth", "programme")
CONSENT = {"SE": "SE-OSL-10-1", "FI": "FI-ASTL-consent"}

SWEDEN = {
    "social": {
        "social": "SOL-19-1 SOL-20-6 OSL-26-9",
        "school": "OSL-26-9a SOL-19-6",
        "leisure": "OSL-26-9a SOL-19-6",
        "police": (
            "L170-4 OSL-10-15a OSL-10-18a OSL-10-18b OSL-10-18c OSL-10-19 OSL-10-20 OSL-10-21 OSL-10-22 OSL-10-23 "
            "OSL-26-9a SOL-19-6"
        ),
        "health": "OSL-26-9 OSL-26-9a SOL-19-6",
        "probation": "OSL-26-9a OSL-26-9b SOL-19-6",
        "youth": "OSL-26-9a SOL-19-6",
        "programme": "",
    },
    "school": {
        "social": "SOL-19-1 SOL-20-6 OSL-23-2",
        "school": "OSL-23-2",
        "leisure": "OSL-23-2",
        "police": "L170-4 L170-7 OSL-10-24",
        "health": "OSL-23-2",
        "probation": "OSL-23-2",
        "youth": "OSL-23-2",
        "programme": "OSL-23-2",
    },
    "leisure": {
        "social": "SOL-19-1 SOL-20-6 OSL-10-27",
        "school": "OSL-10-27",
        "leisure": "OSL-10-27",
        "police": "L170-4 L170-6 L170-7 OSL-10-24 OSL-10-27",
        "health": "OSL-10-27",
        "probation": "OSL-10-27",
        "youth": "OSL-10-27",
        "programme": "OSL-10-27",
    },
    "police": {
        "social": "PL-6 LUL SOL-19-1 SOL-20-6 OSL-10-27 POL-35-1",
        "school": "OSL-10-27 POL-35-1",
        "leisure": "OSL-10-27 POL-35-1",
        "police": "OSL-10-27",
        "health": "OSL-10-27 POL-35-1",
        "probation": "OSL-10-27 POL-35-1",
        "youth": "OSL-10-27 POL-35-1",
        "programme": "OSL-10-27 POL-35-1",
    },
    "health": {
        "social": "SOL-19-1 SOL-20-6 OSL-25-12",
        "school": "",
        "leisure": "",
        "police": "L170-4 OSL-10-18b OSL-10-18c OSL-10-19 OSL-10-21 OSL-10-23",
        "health": "OSL-25-12",
        "probation": "",
        "youth": "",
        "programme": "",
    },
    "probation": {
        "social": "SOL-19-1 SOL-20-6 OSL-10-27",
        "school": "OSL-10-27",
        "leisure": "OSL-10-27",
        "police": "L170-4 OSL-10-15a OSL-10-24 OSL-10-27",
        "health": "OSL-10-27",
        "probation": "OSL-10-27",
        "youth": "OSL-10-27",
        "programme": "OSL-10-27",
    },
    "youth": {
        "social": "SOL-19-1 SOL-20-6 OSL-10-27",
        "school": "OSL-10-27",
        "leisure": "OSL-10-27",
        "police": "L170-4 L170-6 L170-7 OSL-10-24 OSL-10-27",
        "health": "OSL-10-27",
        "probation": "OSL-10-27",
        "youth": "OSL-10-27",
        "programme": "OSL-10-27",
    },
    "programme": {
        "social": "OSL-10-27",
        "school": "OSL-10-27",
        "leisure": "OSL-10-27",
        "police": "L170-4 L170-6 OSL-10-24 OSL-10-27",
        "health": "OSL-10-27",
        "probation": "OSL-10-27",
        "youth": "OSL-10-27",
        "programme": "OSL-10-27",
    },
}

FINLAND = {
    "social": {
        "social": "LSL-25 LSL-25a SHL-35",
        "school": "",
        "leisure": "",
        "police": "LSL-25-3 ASTL-pol RL-15-10",
        "health": "",
        "probation": "",
        "youth": "",
        "programme": "",
    },
    "school": {
        "social": "LSL-25 LSL-25a SHL-35 OHL",
        "school": "OHL",
        "leisure": "",
        "police": "LSL-25-3 ASTL-pol RL-15-10",
        "health": "OHL",
        "probation": "",
        "youth": "OHL",
        "programme": "",
    },
    "leisure": {
        "social": "",
        "school": "",
        "leisure": "",
        "police": "RL-15-10",
        "health": "",
        "probation": "",
        "youth": "",
        "programme": "",
    },
    "police": {
        "social": "LSL-25 LSL-25a SHL-35 PolL-7-2 POHL",
        "school": "PolL-7-2 POHL",
        "leisure": "PolL-7-2 POHL",
        "police": "",
        "health": "PolL-7-2 POHL",
        "probation": "PolL-7-2 POHL",
        "youth": "PolL-7-2 POHL",
        "programme": "PolL-7-2 POHL",
    },
    "health": {
        "social": "LSL-25 LSL-25a SHL-35 OHL",
        "school": "OHL",
        "leisure": "",
        "police": "LSL-25-3 ASTL-pol RL-15-10",
        "health": "OHL",
        "probation": "",
        "youth": "OHL",
        "programme": "",
    },
    "probation": {
        "social": "LSL-25 LSL-25a SHL-35",
        "school": "",
        "leisure": "",
        "police": "LSL-25-3 RL-15-10",
        "health": "",
        "probation": "",
        "youth": "",
        "programme": "",
    },
    "youth": {
        "social": "LSL-25 LSL-25a SHL-35",
        "school": "",
        "leisure": "",
        "police": "LSL-25-3 ASTL-pol RL-15-10",
        "health": "",
        "probation": "",
        "youth": "",
        "programme": "",
    },
    "programme": {
        "social": "",
        "school": "",
        "leisure": "",
        "police": "RL-15-10",
        "health": "",
        "probation": "",
        "youth": "",
        "programme": "",
    },
}

PAIRS = [
    (country, giver, receiver, {CONSENT[country], *(f"{country}-{code}" for code in codes.split())})
    for country, table in (("SE", SWEDEN), ("FI", FINLAND))
    for giver, receivers in table.items()
    for receiver, codes in receivers.items()
]
