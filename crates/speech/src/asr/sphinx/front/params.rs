use super::Cmn;
use crate::SpeechError;

/// What `feat.params` of a model asks for. The default is that of PocketSphinx's English model.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// Lower edge of the lowest filter.
    pub low_hz: f32,
    /// Upper edge of the highest filter.
    pub high_hz: f32,
    /// How many filters there are.
    pub n_filters: usize,
    /// Length of the sine that weighs the cepstra; 0 for none.
    pub lifter: u32,
    /// How much of the sample before is taken off each sample.
    pub pre_emphasis: f32,
    /// Whether the noise that stays is taken off.
    pub remove_noise: bool,
    /// How the mean is taken off the cepstra.
    pub cmn: Cmn,
}

impl Default for Params {
    fn default() -> Params {
        Params {
            low_hz: 130.0,
            high_hz: 6_800.0,
            n_filters: 25,
            lifter: 22,
            pre_emphasis: 0.97,
            remove_noise: true,
            cmn: Cmn::Batch,
        }
    }
}

/// What PocketSphinx does when `feat.params` does not say.
const UNSAID: Params = Params {
    low_hz: 133.333_34,
    high_hz: 6_855.497_6,
    n_filters: 40,
    lifter: 0,
    pre_emphasis: 0.97,
    remove_noise: false,
    cmn: Cmn::Live,
};

/// Values that this front end has built in.
const FIXED: &[(&str, &[&str])] = &[
    ("-feat", &["1s_c_d_dd"]),
    ("-transform", &["dct"]),
    ("-agc", &["none"]),
    ("-varnorm", &["no"]),
    ("-svspec", &["0-12/13-25/26-38"]),
    ("-ncep", &["13"]),
    ("-ceplen", &["13"]),
    ("-samprate", &["16000", "16000.0"]),
    ("-frate", &["100"]),
    ("-wlen", &["0.025625"]),
    ("-nfft", &["0", "512"]),
    ("-dither", &["no"]),
    ("-remove_dc", &["no"]),
    ("-unit_area", &["yes"]),
    ("-round_filters", &["yes"]),
    ("-doublebw", &["no"]),
];

/// Filters that 257 frequencies can hold with some to spare; every model has 25 to 40.
const FILTERS: std::ops::RangeInclusive<usize> = 13..=64;

impl Params {
    /// Reads `feat.params`: lines of an option and its value. Options of other parts of a recogniser are passed over;
    /// one that this front end cannot do is an error that names it.
    pub fn parse(text: &str) -> Result<Params, SpeechError> {
        let mut params = UNSAID;
        let mut has_dct = false;
        for (name, value) in options(text) {
            has_dct |= name == "-transform";
            params.set(name, value)?;
        }
        if !has_dct {
            return Err(bad(
                "it asks for the transform `legacy`, only `dct` is known".to_owned(),
            ));
        }
        params.checked()
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), SpeechError> {
        let wrong = || bad(format!("`{name} {value}` is not understood"));
        match name {
            "-lowerf" => self.low_hz = value.parse().map_err(|_| wrong())?,
            "-upperf" => self.high_hz = value.parse().map_err(|_| wrong())?,
            "-nfilt" => self.n_filters = value.parse().map_err(|_| wrong())?,
            "-lifter" => self.lifter = value.parse().map_err(|_| wrong())?,
            "-alpha" => self.pre_emphasis = value.parse().map_err(|_| wrong())?,
            "-remove_noise" => self.remove_noise = truth(value).ok_or_else(wrong)?,
            "-cmn" => self.cmn = Cmn::named(value).ok_or_else(wrong)?,
            _ => {
                let known = FIXED.iter().find(|(fixed, _)| *fixed == name);
                if known.is_some_and(|(_, values)| !values.contains(&value)) {
                    return Err(wrong());
                }
            }
        }
        Ok(())
    }

    fn checked(self) -> Result<Params, SpeechError> {
        if !FILTERS.contains(&self.n_filters) {
            return Err(bad(format!("`-nfilt {}` filters", self.n_filters)));
        }
        let wide =
            self.low_hz >= 0.0 && self.low_hz + 1_000.0 <= self.high_hz && self.high_hz <= 8_000.0;
        if !wide {
            return Err(bad(format!(
                "filters from {} Hz to {} Hz",
                self.low_hz, self.high_hz
            )));
        }
        if !(0.0..=1.0).contains(&self.pre_emphasis) {
            return Err(bad(format!("`-alpha {}`", self.pre_emphasis)));
        }
        if self.lifter > 1_000 {
            return Err(bad(format!("`-lifter {}`", self.lifter)));
        }
        Ok(self)
    }
}

fn options(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let (name, value) = line.split_once(char::is_whitespace)?;
        name.starts_with('-').then(|| (name, value.trim()))
    })
}

fn truth(value: &str) -> Option<bool> {
    match value {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

fn bad(why: String) -> SpeechError {
    SpeechError::Model {
        file: "feat.params".to_owned(),
        why,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "-lowerf 130\n-upperf 6800\n-nfilt 25\n-transform dct\n-lifter 22\n-feat 1s_c_d_dd\n\
        -svspec 0-12/13-25/26-38\n-agc none\n-cmn batch\n-varnorm no\n-model ptm\n-remove_noise yes\n";

    #[track_caller]
    fn check_refused(change: &str, named: &str) {
        let error = Params::parse(&format!("{ENGLISH}{change}")).unwrap_err();
        assert_eq!(error.code(), "model");
        assert!(error.to_string().contains(named), "{error}");
    }

    #[test]
    fn the_english_model() {
        assert_eq!(Params::parse(ENGLISH).unwrap(), Params::default());
    }

    #[test]
    fn what_is_not_understood_is_named() {
        check_refused("-nfilt many", "-nfilt many");
        check_refused("-nfilt 0", "-nfilt 0");
        check_refused("-nfilt 100000", "100000");
        check_refused("-lowerf 7000", "7000 Hz");
        check_refused("-upperf nan", "NaN Hz");
        check_refused("-cmn perhaps", "-cmn perhaps");
        check_refused("-feat s2_4x", "s2_4x");
        check_refused("-svspec 0-38", "0-38");
        check_refused("-transform legacy", "legacy");
        check_refused("-lifter -3", "-lifter -3");
        check_refused("-alpha 7", "-alpha 7");
        assert!(Params::parse("").is_err());
    }
}
