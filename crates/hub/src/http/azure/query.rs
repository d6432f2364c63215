//! What stands behind the question mark. Names are compared without regard to case, as Azure does.

use axum::http::request::Parts;

/// The value of a name in the address.
pub(super) fn value(parts: &Parts, name: &str) -> Option<String> {
    all(parts, name).next()
}

/// Every value of a name that may come more than once, or has several behind commas.
pub(super) fn values(parts: &Parts, name: &str) -> Vec<String> {
    let split = |value: String| value.split(',').map(str::to_owned).collect::<Vec<_>>();
    let all = all(parts, name).flat_map(split);
    all.filter(|value| !value.is_empty()).collect()
}

fn all<'a>(parts: &'a Parts, name: &'a str) -> impl Iterator<Item = String> {
    let pairs = parts.uri.query().unwrap_or_default().split('&');
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let found = pairs.filter(move |(known, _)| decoded(known).eq_ignore_ascii_case(name));
    found.map(|(_, value)| decoded(value))
}

/// Whether a name is there and says yes.
pub(super) fn is_on(parts: &Parts, name: &str) -> bool {
    value(parts, name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// Text with its `%XX` and `+` undone; what is no UTF-8 then is replaced.
pub(super) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok());
        let byte = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (bytes[at], byte) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (other, _) => out.push(other),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, name: &str, expect: Option<&str>) {
        let request = axum::http::Request::builder().uri(address).body(());
        let (parts, ()) = request.expect("a request").into_parts();
        assert_eq!(value(&parts, name).as_deref(), expect, "{address}");
    }

    #[test]
    fn several() {
        let request = axum::http::Request::builder().uri("/x?to=en&To=zh-Hans,zh-Hant&to=&b=1");
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        assert_eq!(super::values(&parts, "to"), ["en", "zh-Hans", "zh-Hant"]);
    }

    #[test]
    fn values() {
        check(
            "/x?api-version=2023-04-01",
            "api-version",
            Some("2023-04-01"),
        );
        check("/x?A=%E4%BD%A0+b", "a", Some("你 b"));
        check("/x?a=%zz%4", "a", Some("%zz%4"));
        check("/x?a", "a", Some(""));
        check("/x?b=1", "a", None);
        check("/x", "a", None);
    }
}
