"""Write the committed calendar table anew: `python -m models.law.calendar.seed years|days`.

Years with a published arrangement come from `chinesecalendar`. Later years come from `holidays`
and hold the statutory holidays only, because the make-up workdays are announced once a year: they
are provisional. Nothing at run time imports this module.
"""

import csv
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TextIO

import chinese_calendar.constants as known
import holidays

OFFICIAL_YEARS = range(2004, 2027)
PROVISIONAL_YEARS = range(2027, 2031)

YEAR_COLUMNS = ("year", "status", "notice", "source")
DAY_COLUMNS = ("date", "kind", "name")

# The statutory names, by the words with which the libraries begin.
_NAMES = {
    "New Year": "元旦",
    "Spring Festival": "春节",
    "Chinese New Year": "春节",
    "Tomb": "清明节",
    "Lab": "劳动节",
    "Dragon": "端午节",
    "Mid": "中秋节",
    "National": "国庆节",
    "Anti": "抗战胜利纪念日",
}


def _chinese(english: str) -> str:
    return next(name for start, name in _NAMES.items() if english.startswith(start))


def year_rows() -> list[tuple[str, str, str, str]]:
    """Return one row per year, in order; the notice's number stays empty until it is entered."""
    official = f"chinesecalendar {version('chinesecalendar')}"
    later = f"holidays {version('holidays')}"
    return [(str(year), "official", "", official) for year in OFFICIAL_YEARS] + [
        (str(year), "provisional", "", later) for year in PROVISIONAL_YEARS
    ]


def day_rows() -> list[tuple[str, str, str]]:
    """Return the days that differ from the plain week, and holidays on weekends, in order."""
    rows = [(day.isoformat(), "rest", _chinese(name)) for day, name in known.holidays.items()]
    rows += [
        (day.isoformat(), "work", f"{_chinese(name)}调休上班")
        for day, name in known.workdays.items()
    ]
    # "Observed" days are a guess at the arrangement to come: a provisional year holds no guesses.
    rows += [
        (day.isoformat(), "rest", _chinese(name))
        for day, name in holidays.country_holidays("CN", years=PROVISIONAL_YEARS).items()
        if "observed" not in name
    ]
    return sorted(rows)


def write(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], out: TextIO) -> None:
    """Write rows as CSV with a heading and Unix line ends."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)


if __name__ == "__main__":
    if sys.argv[1:] == ["years"]:
        write(YEAR_COLUMNS, year_rows(), sys.stdout)
    elif sys.argv[1:] == ["days"]:
        write(DAY_COLUMNS, day_rows(), sys.stdout)
    else:
        sys.exit("usage: python -m models.law.calendar.seed years|days")
