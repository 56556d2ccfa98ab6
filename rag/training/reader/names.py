"""Invented names and figures for events: people, teams, firms, towns, scores, sums, days."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from rag.training.reader.negatives import COUNTRIES

T = TypeVar("T")

_FIRST = (
    "Ana Amir Anna Ben Bert Boris Carla Chen Clara Dani David Dora Elena Emeka Emma Eva Farah Fatima Georg Grace "
    "Hana Hassan Helen Ibrahim Ines Ivan James Jo Jorge Karim Kate Kenji Lars Leila Lena Li Luis Mara Maria Mark "
    "Mehmet Mina Nadia Nils Nina Noor Olga Omar Pablo Paul Petra Pia Rahul Rosa Ruth Sam Sara Sofia Tessa "
    "Tariq Thabo Tom Ulla Vera Wei Yara Zara"
).split()
_LAST = (
    "Abbott Adeyemi Ahmed Bauer Barros Berg Brandt Castro Chan Clarke Costa Dahl Diallo Doyle Eriksen Evans "
    "Ferrari Fischer Flores Garcia Greene Hadley Hansen Hughes Ivanova Jansen Jones Kaya Khan Kim Kowalski "
    "Larsen Lindgren Lopez Martin Mbeki Meyer Moreau Murphy Navarro Novak Nguyen Oduya Okoye Olsen Papadakis "
    "Park Patel Pereira Quinn Rahman Ramos Rossi Sato Schmidt Silva Singh Sorensen Suzuki Tanaka Taylor Torres "
    "Turner Vargas Walsh Weber Wong Yilmaz Young Zhou"
).split()
_TOWNS = (
    "Aberdeen Accra Ankara Antwerp Aurora Bergen Berlin Birmingham Boston Bristol Cairo Cardiff Chicago "
    "Cleveland Cologne Dallas Denver Dublin Dundee Durban Exeter Geneva Genoa Ghent Halifax Hamburg Helsinki "
    "Houston Jakarta Kingsport Kyoto Lagos Leeds Leipzig Lima Lisbon Lyon Madrid Manila Melbourne Memphis Milan "
    "Mumbai Nairobi Naples Norwich Odense Oslo Oxford Perth Phoenix Porto Preston Quito Riga Rotterdam Salford "
    "Seville Sofia Sydney Tampa Toledo Toronto Turin Utrecht Valencia Verona Winnipeg York"
).split()
_CLUBS = "United City Rovers Athletic Wanderers Rangers Dynamo Albion County Hotspur".split()
_NICKS = (
    "49ers|76ers|Astros|Avalanche|Badgers|Bears|Beavers|Bengals|Bills|Blackhawks|Blue Devils|Blue Jays|Blues|"
    "Bobcats|Braves|Brewers|Broncos|Browns|Bruins|Buccaneers|Buckeyes|Bucks|Bulldogs|Bulls|Canadiens|Canucks|Capitals|"
    "Cardinals|Cavaliers|Celtics|Chargers|Chiefs|Clippers|Colts|Comets|Cougars|Cowboys|Coyotes|Crimson Tide|Cubs|"
    "Cyclones|Devils|Dodgers|Dolphins|Ducks|Dynamo|Eagles|Falcons|Fever|Flames|Flyers|Foxes|Galaxy|Gators|Giants|"
    "Golden Knights|Grizzlies|Hawks|Heat|Hornets|Huskers|Huskies|Hurricanes|Islanders|Jaguars|Jayhawks|Jazz|Jets|Kings|"
    "Knicks|Knights|Kraken|Lakers|Lightning|Lions|Longhorns|Magic|Maple Leafs|Mariners|Marlins|Mavericks|Mets|Mustangs|"
    "Mystics|Nationals|Nets|Nuggets|Orioles|Packers|Padres|Panthers|Patriots|Penguins|Phillies|Pirates|Pistons|"
    "Predators|Raiders|Rams|Rangers|Raptors|Ravens|Rays|Red Sox|Red Wings|Reds|Roosters|Saints|Seahawks|Seminoles|"
    "Senators|Sharks|Sooners|Spartans|Spurs|Stars|Steelers|Storm|Suns|Tar Heels|Texans|Thunder|Tigers|Timberwolves|"
    "Titans|Trail Blazers|Trojans|Twins|Vikings|Volunteers|Warriors|White Sox|Wild|Wildcats|Wolverines|Wolves|Yankees"
).split("|")
_STATES = (
    "Alabama Arizona Arkansas California Colorado Florida Georgia Idaho Illinois Indiana Iowa Kansas Kentucky "
    "Louisiana Maryland Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada Ohio Oklahoma Oregon "
    "Tennessee Texas Utah Virginia Washington Wisconsin Wyoming"
).split()
_CUPS = (
    "Gold Cup|League Cup|Continental Cup|Western title|Champions League|Super Bowl|Federation Shield|World Cup|"
    "National Trophy|Davis Cup|Stanley Cup|Women’s Cup|Europa League|Northern Cup|Masters|Junior Championship|"
    "Six Nations|Charity Shield|Regional Cup|Asian Cup"
).split("|")
_BRANDS = (
    "Alder Apex Atlas Aurora Beacon Cedar Cobalt Delta Ember Falcon Granite Harbor Helix Juniper Lumen Meridian Nimbus"
).split()
_TRADES = (
    "Airlines Bank Energy Foods Foundry Glass Group Lines Media Motors Mining Pharma Rail Stores Systems"
).split()
_PRIZES = (
    "Oscars|Booker Prize|Nobel Prize in Literature|Golden Globe for best actor|City Prize|Poetry Prize|BAFTAs|"
    "Mercury Prize|Film Awards"
).split("|")
_OFFICES = "mayor|president|governor|senator|chairman|speaker|prime minister".split("|")
_POSTS = "chief executive|chairman|head coach|editor|finance director|president|head of research|presenter".split("|")
_DISASTERS = "fire|flood|storm|landslide|shooting|train crash|bus crash|earthquake|explosion|cyclone".split("|")
_CAUSES = (
    "a gas leak|a fault in the wiring|two days of heavy rain|a driver who fell asleep|a broken rail|a cigarette|"
    "poor maintenance|a blocked drain|an old boiler|high winds|a signal failure|fireworks"
).split("|")
_QUARRELS = (
    "a row over pensions|falling sales|unpaid wages|a leak of customers’ data|a misleading advertisement|"
    "poor results|remarks about women|a faulty product|late payments|bullying|expenses|the use of a photograph|"
    "noise at night|a broken contract"
).split("|")
_ADJECTIVES = "Last Quiet Golden Broken Distant Silver Hidden Long Red Winter Empty Second Northern Blue".split()
_THINGS = (
    "Harvest River Garden Letter Summer Lantern House Crossing Orchard Shadow Journey Promise Tide Window"
).split()
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()


class Names:
    """Draws a name of a kind: "person", "team", "sum" and the like."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._made: Mapping[str, Callable[[], str]] = {
            "person": lambda: f"{self._one(_FIRST)} {self._one(_LAST)}",
            "town": lambda: self._one(_TOWNS),
            "team": self._team,
            "ground": lambda: f"{self._one(_LAST)} {self._one(['Park', 'Stadium', 'Arena', 'Road'])}",
            "cup": lambda: self._one(_CUPS),
            "score": self._score,
            "minute": lambda: f"{chance.randint(2, 9)}{self._one(['4th', '5th', '6th', '7th', '8th', '9th'])}",
            "crowd": lambda: f"{chance.randint(2, 90)},{chance.randint(100, 999)}",
            "firm": lambda: f"{self._one([*_BRANDS, *_LAST])} {self._one(_TRADES)}",
            "prize": lambda: self._one(_PRIZES),
            "office": lambda: self._one(_OFFICES),
            "post": lambda: self._one(_POSTS),
            "disaster": lambda: self._one(_DISASTERS),
            "cause": lambda: self._one(_CAUSES),
            "quarrel": lambda: self._one(_QUARRELS),
            "title": lambda: f"{self._one(['The ', ''])}{self._one(_ADJECTIVES)} {self._one(_THINGS)}",
            "share": lambda: f"{chance.randint(11, 79)}{self._one(['%', ' per cent', ' percent'])}",
            "count": lambda: self._one([f"{chance.randint(1, 40)},", ""]) + str(chance.randint(100, 999)),
            "few": lambda: self._one([*_WORDS[4:], str(chance.randint(10, 60))]),
            "fewer": lambda: self._one(_WORDS[:3]),
            "many": lambda: str(chance.randint(61, 400)),
            "hour": lambda: self._one([f"{chance.randint(1, 11)} p.m.", f"{chance.randint(1, 11)}:30pm", "noon"]),
            "days": lambda: self._one([f"{self._day()} to {self._day()}", f"through {self._day()}", self._day()]),
            "age": lambda: str(chance.randint(19, 81)),
            "year": lambda: str(chance.randint(1950, 2021)),
            "sum": self._sum,
            "price": self._price,
            "day": self._day,
        }  # fmt: skip

    def any(self, kind: str) -> str:
        """Return a name of a kind."""
        return self._made[kind]()

    def all(self, kinds: Mapping[str, str]) -> dict[str, str]:
        """Return a name for each part, of the kind that is given; no two parts are the same person or team."""
        made: dict[str, str] = {}
        for part, kind in kinds.items():
            while (name := self.any(kind)) in made.values() and kind in ("person", "team"):
                pass
            made[part] = name
        return made

    def _one(self, of: Sequence[T]) -> T:
        return self._chance.choice(of)

    def _team(self) -> str:
        return self._one([self._club, self._club, self._nicknamed, self._nicknamed, self._side])()

    def _club(self) -> str:
        return self._one([f"{self._one(_TOWNS)} {self._one(_CLUBS)}", self._one(_TOWNS)])

    def _nicknamed(self) -> str:
        town, nick = self._one([*_TOWNS, *_STATES]), self._one(_NICKS)
        return self._one([f"{town} {nick}", f"the {town} {nick}", f"the {nick}", f"the {nick}"])

    def _side(self) -> str:
        """Name a nation, a university, or what is known by its letters only."""
        state, letters = self._one(_STATES), "".join(self._chance.sample("ABCDFKLMNPSTU", self._chance.randint(3, 4)))
        return self._one([state, f"{state} {self._one(['State', 'Tech'])}", letters, self._one(COUNTRIES)])

    def _score(self) -> str:
        least, ahead = self._one([(4, 3), (4, 3), (45, 30), (110, 25)])
        lower = self._chance.randint(0, least)
        return f"{lower + self._chance.randint(1, ahead)}{self._one(['-', '-', '–'])}{lower}"

    def _sum(self) -> str:
        sign, unit = self._one(["$", "£", "€"]), self._one([" million", " billion", ",000"])
        return f"{sign}{self._chance.randint(2, 900)}{unit}"

    def _price(self) -> str:
        sign, least = self._one(["$", "£", "€"]), self._chance.randint(5, 60)
        return self._one([f"{sign}{least}", f"{sign}{least} to {sign}{least + self._chance.randint(5, 90)}", "free"])

    def _day(self) -> str:
        day, date = self._one(_DAYS), f"{self._chance.randint(1, 28)} {self._one(_MONTHS)}"
        return self._one([day, day, f"{date}", f"{day} night", f"{self._one(_MONTHS)} {self._chance.randint(1, 28)}"])
