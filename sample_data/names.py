"""Usual forenames, and surnames put together from pieces of country words.

No surname is an English word by itself, so that wherever one is found it is a pupil's.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

_GIRLS = (
    "Aaliyah Abigail Agnieszka Aisha Alicja Alyssa Amara Amelia Amina Ananya Annika Aoife Beatrix Bethany "
    "Bronwen Catalina Chiamaka Chloe Clara Daisy Delilah Dorothea Eilidh Elena Eleri Elodie Emilia Erin Esme "
    "Fatima Felicity Ffion Folasade Freya Gabriela Georgia Greta Hafsa Hannah Harriet Henrietta Imogen Ines "
    "Isla Jasleen Jemima Jessamy Juliette Kasia Keziah Khadija Kirsten Layla Leona Lucinda Lydia Maisie Maja "
    "Mariam Matilda Megan Mei Millicent Naomi Natalia Neve Niamh Noor Olivia Oluchi Orla Paige Phoebe Priya "
    "Rosalind Roxanne Ruqayyah Sabrina Safiya Saoirse Simran Sorcha Tabitha Tamsin Thandiwe Ursula Verity "
    "Wiktoria Xanthe Yasmin Yewande Zainab Zofia Zoë"
)

_BOYS = (
    "Aaron Abdullah Adebayo Aidan Ajay Alfie Amir Anton Archie Arjun Barnaby Bartosz Benedict Caleb Callum "
    "Casper Chidi Conall Cormac Cyrus Dafydd Daniyal Declan Dexter Dominik Dylan Edmund Elijah Emeka Ethan "
    "Ezra Fabian Farhan Finlay Fraser Gethin Gideon Hamza Harvey Hector Hugo Ibrahim Idris Ioan Isaac Ismail "
    "Jakub Jasper Jayden Joaquín Joel Kacper Kai Kamran Kian Kofi Kwame Lachlan Leon Lewis Lorcan Luca Malik "
    "Marcel Mateusz Milo Muhammad Nathaniel Nikhil Noah Olaf Omar Orlando Oskar Owen Piotr Quentin Rafael "
    "Reuben Rhodri Rohan Rory Samir Santiago Seamus Sebastian Szymon Tariq Tobias Tomos Toby Uriel Vihaan "
    "Wilfred Xavier Yusuf Zachary"
)

_FRONTS = (
    "Alder Amble Arken Ashk Bexen Blather Brace Bram Brindle Cadder Chaff Clun Cobble Coppen Crans Cuddle "
    "Dalby Darrow Dexen Dunnock Eagles Elver Ember Farrin Fennel Flaxen Fother Garrow Gimmer Glass Gorring "
    "Grimble Hackle Harrow Hessel Hobble Inkers Ivel Jessam Kelder Kibble Kitter Laver Lindle Lorring Maddle "
    "Marrow Mickle Nettle Nidder Oaken Orrin Ottle Padder Pebble Pinder Quarren Quill Raddle Rimmer Ruddle "
    "Sallow Saxen Skelder Spindle Swithen Tansle Thistle Tolpud Tweddle Ulver Umber Vennel Waddle Wexen "
    "Whimble Yaffle Yarrow"
)

_BACKS = (
    "beck borne bridge burrow by combe cote croft dale den fold garth gate ham hay holme hurst ingham keld "
    "leigh low marsh mere ness rigg sett shaw sley stead thorpe thwaite toft wick worth wray"
)

GIRLS, BOYS, FRONTS, BACKS = (tuple(words.split()) for words in (_GIRLS, _BOYS, _FRONTS, _BACKS))


def _pick(source: random.Random, among: Sequence[str]) -> str:
    return among[int(source.random() * len(among))]


def forename(source: random.Random, sex: str) -> str:
    return _pick(source, GIRLS if sex == "F" else BOYS)


def surname(source: random.Random) -> str:
    """Now and then with an apostrophe or a hyphen, as sheets have them."""
    plain = _pick(source, FRONTS) + _pick(source, BACKS)
    kind = source.random()
    if kind < 0.01:
        return f"O'{plain}"
    if kind < 0.03:
        return f"{plain}-{_pick(source, FRONTS)}{_pick(source, BACKS)}"
    return plain
