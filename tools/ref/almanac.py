#!/usr/bin/env python3
"""Tables and reference values of crates/text/src/almanac.

    pip install sxtwl lunar_python chinesecalendar holidays ephem
    almanac.py tables   the Rust tables of lunar years and solar terms, from sxtwl
    almanac.py data     crates/text/tests/data/{lunar_months,solar_terms,days_off}.tsv, from
                        lunar_python (another author's code), chinesecalendar and holidays
    almanac.py sky      compares both with new moons and solar longitudes computed by ephem (libastro)
"""

import datetime as dt
import pathlib
import sys

FIRST, LAST = 1900, 2100
DATA = pathlib.Path(__file__).parents[2] / "crates/text/tests/data"
DAY = dt.timedelta(1)
# sxtwl numbers the terms from the winter solstice, we from 小寒 (Slight Cold), the first of a year.
TERMS = ("小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑 "
         "白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至").split()


def sxtwl_months():
    """(first day, lunar year, month, leap, days) of every lunar month."""
    import sxtwl
    starts, day = [], dt.date(FIRST, 1, 31)
    while True:
        lunar = sxtwl.fromSolar(day.year, day.month, day.day)
        if lunar.getLunarDay() == 1:
            starts.append((day, lunar.getLunarYear(), lunar.getLunarMonth(), lunar.isLunarLeap()))
            if lunar.getLunarYear() > LAST:
                break
        day += DAY
    return [(*a, (b[0] - a[0]).days) for a, b in zip(starts, starts[1:])]


def sxtwl_terms():
    """Dates of the 24 terms by year."""
    import sxtwl
    years, day = {}, dt.date(FIRST, 1, 1)
    while day.year <= LAST:
        lunar = sxtwl.fromSolar(day.year, day.month, day.day)
        if lunar.hasJieQi():
            years.setdefault(day.year, []).append(((lunar.getJieQi() - 1) % 24, day))
        day += DAY
    for year, terms in years.items():
        assert [idx for idx, _ in terms] == list(range(24)), (year, terms)
    return {year: [day for _, day in terms] for year, terms in years.items()}


def tables():
    months = sxtwl_months()
    words = []
    for year in range(FIRST, LAST + 1):
        mine = [m for m in months if m[1] == year]
        leap = next((m[2] for m in mine if m[3]), 0)
        long = sum(1 << idx for idx, m in enumerate(mine) if m[4] == 30)
        new_year = mine[0][0].timetuple().tm_yday
        words.append(new_year << 17 | long << 4 | leap)
    print(f"const YEARS: [u32; {len(words)}] = [")
    for at in range(0, len(words), 10):
        print("    " + " ".join(f"0x{w:06x}," for w in words[at:at + 10]))
    print("];")
    terms = sxtwl_terms()
    base = [min(days[idx].day for days in terms.values()) for idx in range(24)]
    print(f"const EARLIEST: [i8; 24] = {base};")
    print(f"const LATER: [u64; {len(terms)}] = [")
    words = [sum(day.day - base[idx] << 2 * idx for idx, day in enumerate(days)) for days in terms.values()]
    assert all(day.day - base[idx] < 4 for days in terms.values() for idx, day in enumerate(days))
    for at in range(0, len(words), 6):
        print("    " + " ".join(f"0x{w:012x}," for w in words[at:at + 6]))
    print("];")


def lunar_python_months():
    from lunar_python import LunarYear, Solar
    months = {}
    for year in range(FIRST, LAST + 1):
        for month in LunarYear.fromYear(year).getMonths():
            if month.getYear() == year:
                first = Solar.fromJulianDay(month.getFirstJulianDay()).toYmd()
                key = (year, abs(month.getMonth()), month.getMonth() < 0)
                months[key] = (dt.date.fromisoformat(first), *key, month.getDayCount())
    return sorted(months.values())


def lunar_python_terms():
    from lunar_python import Lunar
    years = {}
    for year in range(FIRST, LAST + 1):
        table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
        days = [dt.date.fromisoformat(table[name].toYmd()) for name in TERMS[:23]]
        later = Lunar.fromYmd(year + 1, 6, 1).getJieQiTable()["冬至"]
        days.append(dt.date.fromisoformat(later.toYmd()))
        assert all(day.year == year for day in days), (year, days)
        years[year] = days
    return years


def pillars():
    """Year, month and day pillar and zodiac of a day in each month."""
    from lunar_python import Solar
    rows, day = [], dt.date(1900, 2, 15)
    while day.year <= LAST:
        lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        rows.append((day, lunar.getYearInGanZhi(), lunar.getMonthInGanZhi(), lunar.getDayInGanZhi(),
                     lunar.getYearShengXiao()))
        day += dt.timedelta(61)
    return rows


def days_off():
    """Weekdays off and weekends that work: CN as announced, US federal, England's bank holidays."""
    import chinese_calendar
    import holidays
    rows = []
    for year in (2024, 2025, 2026):
        day = dt.date(year, 1, 1)
        while day.year == year:
            works = chinese_calendar.is_workday(day)
            if works != (day.weekday() < 5):
                rows.append(("CN", day, "works" if works else "off"))
            day += DAY
    years = range(2010, 2051)
    for region, table in (("US", holidays.UnitedStates(years=years)),
                          ("GB", holidays.UnitedKingdom(subdiv="ENG", years=years))):
        rows += [(region, day, "off") for day in sorted(table) if day.weekday() < 5 and day.year in years]
    return rows


def write(name, rows):
    text = "".join("\t".join(str(int(c)) if isinstance(c, bool) else str(c) for c in row) + "\n" for row in rows)
    (DATA / name).write_text(text, encoding="utf-8")


def data():
    write("lunar_months.tsv", lunar_python_months())
    terms = lunar_python_terms()
    write("solar_terms.tsv", [(year, *(f"{d:%m%d}" for d in days)) for year, days in terms.items()])
    write("pillars.tsv", pillars())
    write("days_off.tsv", days_off())


def sky():
    """New moons and term longitudes from libastro, in China's time (UTC+8 from 1929)."""
    import math
    import ephem
    zone = dt.timedelta(hours=8)
    mine, n_far = {m[0] for m in sxtwl_months() if m[0].year >= 1929}, 0
    for first in sorted(mine):
        noon = dt.datetime(first.year, first.month, first.day, 12) - zone
        moment = ephem.previous_new_moon(noon + dt.timedelta(2)).datetime() + zone
        if moment.date() != first:
            print("new moon", first, moment)
            n_far += 1
    other = {m[0] for m in lunar_python_months() if m[0].year >= 1929}
    print("months: sxtwl and lunar_python differ on", sorted(mine ^ other), "ephem differs on", n_far)
    theirs, n_far = lunar_python_terms(), 0
    for year, days in sxtwl_terms().items():
        for idx, day in enumerate(days):
            if day != theirs[year][idx]:
                print("term", TERMS[idx], day, theirs[year][idx])
            if year < 1929:
                continue
            want = math.radians((285 + 15 * idx) % 360)
            def behind(at):
                sun = ephem.Sun(at)
                lon = ephem.Ecliptic(ephem.Equatorial(sun.g_ra, sun.g_dec, epoch=at), epoch=at).lon
                return (lon - want + math.pi) % (2 * math.pi) - math.pi
            midnight = dt.datetime(day.year, day.month, day.day) - zone
            if not behind(ephem.Date(midnight)) < 0 <= behind(ephem.Date(midnight + DAY)):
                print("longitude", TERMS[idx], day)
                n_far += 1
    print("terms: ephem differs on", n_far)


if __name__ == "__main__":
    {"tables": tables, "data": data, "sky": sky}[sys.argv[1]]()
