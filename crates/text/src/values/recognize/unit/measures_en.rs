//! English names of units of measure.

use super::dimension::Measures;

/// Metric prefixes: name, sign.
const PREFIXES: &[(&str, &str)] = &[
    ("kilo", "k"),
    ("hecto", "h"),
    ("deca", "da"),
    ("deci", "d"),
    ("centi", "c"),
    ("milli", "m"),
    ("micro", "μ"),
    ("nano", "n"),
    ("pico", "p"),
];

/// Signs that also mean something else, and so stand for nothing without a number.
const SIGNS_WITH_NUMBERS: &[&str] = &[
    "dm", "dam", "hm", "pm", "dg", "hg", "dl", "cl", "hl", "ng", "pg", "nl", "pl", "dag", "dal",
    "nm",
];

/// Units that are not metric, or not built with prefixes: sort, unit, names.
const OTHERS: &[(&str, &str, &str)] = &[
    ("Length", "Mile", "mile|miles|~mi"),
    ("Length", "Yard", "~yard|~yards|~yd|~yds"),
    ("Length", "Inch", "inch|inches|~in|~\"|~″"),
    ("Length", "Foot", "~foot|~feet|~ft|~′"),
    (
        "Length",
        "Light year",
        "light year|light years|light-year|light-years",
    ),
    ("Length", "Pt", "~pt|~pts"),
    ("Speed", "Mile per hour", "mph"),
    ("Speed", "Kilometer per hour", "kmh|km/h|kph|kmph"),
    ("Speed", "Knot", "~knot|knots|~kn|~kt|~kts"),
    ("Speed", "Foot per second", "~fps"),
    ("Area", "Acre", "acre|acres"),
    ("Area", "Hectare", "hectare|hectares|~ha"),
    (
        "Volume",
        "Fluid ounce",
        "fluid ounce|fluid ounces|fl oz|fl ounce|fl ounces|fl. oz",
    ),
    ("Volume", "Teaspoon", "teaspoon|teaspoons|tsp|tsps"),
    ("Volume", "Tablespoon", "tablespoon|tablespoons|tbsp|tbsps"),
    ("Volume", "Pint", "pint|pints|~fl pt"),
    ("Volume", "Quart", "quart|quarts|~qt|~qts"),
    ("Volume", "Cup", "~cup|~cups"),
    ("Volume", "Gill", "~gill|~gills"),
    ("Volume", "Pinch", "~pinch|~pinches"),
    (
        "Volume",
        "Fluid dram",
        "fluid dram|fluid drams|fluid drachm",
    ),
    ("Volume", "Barrel", "~barrel|~barrels|~bbl"),
    ("Volume", "Minim", "~minim|~minims"),
    ("Volume", "Cord", "~cord|~cords"),
    ("Volume", "Peck", "~peck|~pecks"),
    ("Volume", "Bushel", "bushel|bushels"),
    ("Volume", "Hogshead", "hogshead|hogsheads"),
    // The specs file the gallon under weight.
    ("Weight", "Gallon", "gallon|gallons|~gal"),
    (
        "Weight",
        "Metric ton",
        "metric ton|metric tons|metric tonne|metric tonnes|tonne|tonnes",
    ),
    ("Weight", "Ton", "ton|tons"),
    ("Weight", "Pound", "~pound|~pounds|lb|lbs"),
    ("Weight", "Ounce", "ounce|ounces|oz"),
    ("Weight", "Grain", "~grain|~grains|~gr"),
    ("Weight", "Pennyweight", "pennyweight"),
    (
        "Weight",
        "Long ton (British)",
        "long ton (british)|long ton",
    ),
    ("Weight", "Short ton (US)", "short ton (us)|short ton"),
    (
        "Weight",
        "Short hundredweight (US)",
        "short hundredweight (us)|short hundredweight",
    ),
    ("Weight", "Stone", "~stone"),
    ("Weight", "Dram", "~dram|~drams|drachm|drachma|drachms"),
    ("Angle", "Degree", "~?degree|~?degrees|~deg|~deg.|~?°"),
    ("Angle", "Radian", "radian|radians|~rad"),
    ("Angle", "Turn", "~turn|~turns"),
];

pub(super) fn measures() -> Measures {
    let mut all = Measures::new();
    lengths(&mut all);
    prefixed(&mut all, "Weight", "gram", &["gram", "gramme"], "g");
    prefixed(&mut all, "Volume", "liter", &["liter", "litre"], "l");
    all.add("Weight", "Microgram", "mcg|µg");
    information(&mut all);
    for (sort, unit, names) in OTHERS {
        all.add(sort, unit, names);
    }
    all.ready()
}

/// "Kilometer" of ("kilo", "meter").
fn capital(prefix: &str, word: &str) -> String {
    let name = format!("{prefix}{word}");
    let mut chars = name.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Metres with all prefixes, their squares and cubes, and those of the other lengths.
fn lengths(all: &mut Measures) {
    prefixed(all, "Length", "meter", &["meter", "metre"], "m");
    for (prefix, sign) in PREFIXES.iter().chain(&[("", "")]) {
        let words = [format!("{prefix}meter"), format!("{prefix}metre")];
        powers(
            all,
            &capital(prefix, "meter"),
            &words,
            &[format!("{sign}m")],
        );
    }
    for (unit, words, signs) in [
        ("Inch", ["inch", "inche"], ["in", "in"]),
        ("Foot", ["foot", "feet"], ["ft", "feet"]),
        ("Mile", ["mile", "mile"], ["mi", "mi"]),
        ("Yard", ["yard", "yard"], ["yd", "yd"]),
    ] {
        powers(
            all,
            unit,
            &words.map(str::to_owned),
            &signs.map(str::to_owned),
        );
    }
}

fn powers(all: &mut Measures, unit: &str, words: &[String], signs: &[String]) {
    for (power, sort, short, marks) in [
        ("square", "Area", "sq", ["2", "^2", "²"]),
        ("cubic", "Volume", "cu", ["3", "^3", "³"]),
    ] {
        let mut names = String::new();
        for word in words {
            for lead in [power, short] {
                names.push_str(&format!("{lead} {word}|{lead} {word}s|{lead}. {word}|"));
            }
        }
        for sign in signs {
            for mark in marks {
                names.push_str(&format!("{sign}{mark}|"));
            }
            names.push_str(&format!("{short} {sign}|{short}{sign}|{short}. {sign}|"));
        }
        let name = capital(power, &format!(" {}", unit.to_lowercase()));
        all.add(sort, &name, &names);
    }
}

/// A metric unit with all its prefixes.
fn prefixed(all: &mut Measures, sort: &'static str, unit: &str, words: &[&str], sign: &str) {
    for (prefix, short) in PREFIXES.iter().chain(&[("", "")]) {
        let mut names = String::new();
        for word in words {
            names.push_str(&format!("{prefix}{word}|{prefix}{word}s|"));
            if !prefix.is_empty() {
                names.push_str(&format!("{prefix} {word}|{prefix} {word}s|"));
            }
        }
        let sign = format!("{short}{sign}");
        let quiet = sign.len() < 2 || SIGNS_WITH_NUMBERS.contains(&sign.as_str());
        let mark = if quiet { "~" } else { "" };
        names.push_str(&format!("{mark}{sign}"));
        all.add(sort, &capital(prefix, unit), &names);
    }
}

/// Bits and bytes, whose signs differ in case alone.
fn information(all: &mut Measures) {
    all.add("Information", "Bit", "~bit|~bits");
    all.add("Information", "Byte", "~byte|~bytes");
    for (prefix, sign) in [
        ("kilo", "k"),
        ("mega", "m"),
        ("giga", "g"),
        ("tera", "t"),
        ("peta", "p"),
    ] {
        let large = sign.to_uppercase();
        let bits =
            format!("{prefix}bit|{prefix}bits|{prefix} bit|{prefix} bits|~{sign}b|~{sign}bit");
        all.add("Information", &capital(prefix, "bit"), &bits);
        let bytes = format!(
            "{prefix}byte|{prefix}bytes|{prefix} byte|{prefix} bytes|~={large}B|~={sign}B|~{sign}byte"
        );
        all.add("Information", &capital(prefix, "byte"), &bytes);
    }
}
