/// Whose days off count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Region {
    /// Mainland China, with make-up workdays.
    China,
    /// The federal holidays of the United States.
    UnitedStates,
    /// The bank holidays of England (and Wales).
    England,
    /// Anywhere else: only weekends are known.
    Elsewhere,
}

impl Region {
    /// The region of an ISO 3166 country code (`CN`, `US`, `GB`).
    pub fn of_country(code: &str) -> Region {
        let known = [
            ("CN", Region::China),
            ("US", Region::UnitedStates),
            ("GB", Region::England),
        ];
        known
            .into_iter()
            .find(|(country, _)| code.eq_ignore_ascii_case(country))
            .map_or(Region::Elsewhere, |(_, region)| region)
    }

    /// The region of an IANA time zone, where the zone tells the country.
    pub fn of_zone(zone: &str) -> Region {
        const AMERICAN: [&str; 11] = [
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "America/Phoenix",
            "America/Anchorage",
            "America/Detroit",
            "America/Boise",
            "America/Indiana/Indianapolis",
            "America/Kentucky/Louisville",
            "Pacific/Honolulu",
        ];
        match zone {
            "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Harbin" | "Asia/Urumqi" | "PRC" => {
                Region::China
            }
            "Europe/London" | "GB" => Region::England,
            _ if AMERICAN.contains(&zone) || zone.starts_with("US/") => Region::UnitedStates,
            _ => Region::Elsewhere,
        }
    }
}
