//! The description of the interface.

use axum::http::header;

/// `GET /v1/openapi.json`.
pub(super) async fn document() -> ([(header::HeaderName, &'static str); 1], &'static str) {
    (
        [(header::CONTENT_TYPE, "application/json")],
        include_str!("openapi.json"),
    )
}

/// The same with only what a server of the AI services has.
pub(super) async fn of_services() -> axum::Json<serde_json::Value> {
    let text = include_str!("openapi.json");
    let mut all: serde_json::Value = serde_json::from_str(text).expect("a test reads it");
    if let Some(paths) = all["paths"].as_object_mut() {
        paths.retain(|path, _| is_of_services(path));
    }
    axum::Json(all)
}

fn is_of_services(path: &str) -> bool {
    ["/healthz", "/v1/openapi.json"].contains(&path) || path.starts_with("/v1/tokens")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    /// `GET /v1/turns` for everything that `mod.rs` routes.
    fn routed(source: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for call in source.split(".route(").skip(1) {
            let path = call.split('"').nth(1).expect("a path comes first");
            let methods = call.split(".route_layer").next().unwrap_or(call);
            for method in ["get", "post", "put", "patch", "delete"] {
                let is_named = methods.match_indices(&format!("{method}(")).any(|(at, _)| {
                    let before = methods[..at].chars().next_back();
                    before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
                });
                if is_named {
                    found.insert(format!("{} {path}", method.to_uppercase()));
                }
            }
        }
        found
    }

    fn described(document: &Value) -> BTreeSet<String> {
        let paths = document["paths"].as_object().expect("paths").iter();
        let all = paths.flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        });
        all.collect()
    }

    /// Every `$ref` in the document.
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str));
                map.values().for_each(|inner| references(inner, found));
            }
            Value::Array(all) => all.iter().for_each(|inner| references(inner, found)),
            _ => {}
        }
    }

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let document: Value = serde_json::from_str(include_str!("openapi.json")).expect("JSON");
        assert_eq!(described(&document), routed(include_str!("mod.rs")));
        let mut all = Vec::new();
        references(&document, &mut all);
        for reference in all {
            let place = reference.strip_prefix('#').unwrap_or_default();
            assert!(document.pointer(place).is_some(), "{reference}");
        }
    }

    #[test]
    fn services_have_their_own_description() {
        let source = include_str!("mod.rs");
        let begin = source.find("fn services(").expect("a function");
        let end = source.find("fn house(").expect("a function");
        let paths = |all: BTreeSet<String>| -> BTreeSet<String> {
            let path = |line: String| line.split(' ').nth(1).map(str::to_owned);
            all.into_iter().filter_map(path).collect()
        };
        let mut expect = paths(routed(source));
        expect.retain(|path| super::is_of_services(path));
        assert_eq!(paths(routed(&source[begin..end])), expect);
    }

    #[test]
    fn routes_are_read() {
        let source = r#".route("/a", get(x::get).delete(x::forget)) .route("/b/{id}", axum::routing::patch(budget)) .route_layer(get(z))"#;
        let found: Vec<String> = routed(source).into_iter().collect();
        assert_eq!(found, ["DELETE /a", "GET /a", "PATCH /b/{id}"]);
    }
}
