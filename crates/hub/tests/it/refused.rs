//! Requests that no route takes are refused as all others are.

use serde_json::json;

use crate::house::{House, answer};

#[tokio::test]
async fn every_refusal_is_a_problem() {
    let house = House::new(json!({})).await;
    let check = async |request, expect: (u16, &str)| {
        let (status, body) = answer(request).await;
        assert_eq!(
            (status, body["error"]["code"].as_str()),
            (expect.0, Some(expect.1)),
            "{body}"
        );
        assert!(
            body["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty())
        );
    };
    check(house.get("/no/such/page"), (404, "not_found")).await;
    check(house.post("/v1/home"), (405, "method")).await;
    check(house.get("/v1/turns?offset=many"), (400, "request")).await;
    check(house.get("/v1/calendar?from=yesterday"), (400, "request")).await;
    check(
        house.post("/v1/notes").body(vec![0xe4, 0xbd]),
        (400, "not_utf8"),
    )
    .await;
    check(house.post("/v1/rings/x/snooze").body("{"), (415, "request")).await;
    check(house.get("/v1/events"), (400, "request")).await;
}
