use std::{path::PathBuf, str::FromStr};

use reqwest::Url;

/// A folder or an address with one folder for each package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// On this machine.
    Folder(PathBuf),
    /// On the web or in the house.
    Web(Url),
}

impl FromStr for Mirror {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Mirror, &'static str> {
        let text = text.trim();
        let is_web = ["http://", "https://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        match is_web {
            true => {
                let mut url = Url::parse(text).map_err(|_| "it is not an address")?;
                // Paths are joined below it.
                if !url.path().ends_with('/') {
                    url.set_path(&format!("{}/", url.path()));
                }
                Ok(Mirror::Web(url))
            }
            false if text.is_empty() => Err("it is empty"),
            false if text.contains("://") => Err("it is neither http:// nor https:// nor a folder"),
            false => Ok(Mirror::Folder(PathBuf::from(text))),
        }
    }
}

impl Mirror {
    /// Reads a mirror that may be none.
    pub fn read(text: &str) -> Result<Option<Mirror>, &'static str> {
        match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors() {
        let check = |text: &str, expect: Result<Option<Mirror>, ()>| {
            assert_eq!(Mirror::read(text).map_err(|_| ()), expect, "{text}");
        };
        let web = |text| Ok(Some(Mirror::Web(Url::parse(text).unwrap())));
        check("", Ok(None));
        check(
            " /srv/models ",
            Ok(Some(Mirror::Folder("/srv/models".into()))),
        );
        check("http://box.local/models", web("http://box.local/models/"));
        check("https://box.local", web("https://box.local/"));
        check("ftp://box.local", Err(()));
        check("http://", Err(()));
    }
}
