//! Face: where the faces in a picture are, and five points of each. Whose they are is not asked.
//!
//! `POST /face/v1.2/detect` with the bytes or the address of a picture.

use axum::{
    Json,
    http::{Method, StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use ling_vision::faces::Face;
use serde_json::{Map, Value, json};

use super::{
    super::{Call, error::Refusal, query},
    source, store,
    v3::rectangle,
};
use crate::{
    Hub,
    engines::eyes::{Seen, Wish},
};

/// The numbers of Azure's models: all are answered by the one that is here.
const DETECTION: [&str; 3] = ["detection_01", "detection_02", "detection_03"];
const RECOGNITION: [&str; 4] = [
    "recognition_01",
    "recognition_02",
    "recognition_03",
    "recognition_04",
];
/// Azure's names for the five points; left is left for whoever looks at the picture.
const POINTS: [&str; 5] = [
    "pupilLeft",
    "pupilRight",
    "noseTip",
    "mouthLeft",
    "mouthRight",
];

/// Answers a call below `/face`.
pub(super) async fn answer(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    detect(hub, call).await.map_err(flat)
}

async fn detect(hub: &Hub, call: Call) -> Result<Response, Refusal> {
    let operation = operation(&call.path).map(str::to_ascii_lowercase);
    if operation.as_deref() != Some("detect") || call.parts.method != Method::POST {
        let message = format!(
            "Ling does not offer {} `{}`. Of Face it has POST `/face/v1.2/detect`: it finds faces, and neither tells \
             whose they are nor compares or keeps them.",
            call.parts.method, call.path
        );
        return Err(Refusal::not_offered(message));
    }
    check(&call.parts)?;
    let with_points = query::is_on(&call.parts, "returnFaceLandmarks");
    let _seat = hub.eyes.seat().await?;
    let bytes = source::bytes(hub, call).await?;
    let wish = Wish {
        faces: true,
        ..Wish::default()
    };
    let told = move |seen: Seen| told(seen.faces, with_points);
    let told = hub.eyes.look(&store(hub)?, bytes, wish, told).await?;
    Ok(Json(told).into_response())
}

/// What stands behind the version, which is one of `v1.0`, `v1.1…`, `v1.2…` and `v1.3…`.
fn operation(path: &str) -> Option<&str> {
    let (version, operation) = path.strip_prefix("/face/")?.split_once('/')?;
    let (number, of) = version.split_at_checked("v1.0".len())?;
    let is_known = ["v1.0", "v1.1", "v1.2", "v1.3"].contains(&number);
    let is_whole = of.is_empty() || of.starts_with('-');
    (is_known && is_whole).then(|| operation.trim_end_matches('/'))
}

/// What is asked must be what can be told.
fn check(parts: &Parts) -> Result<(), Refusal> {
    let value = |name: &str| query::value(parts, name).filter(|value| !value.is_empty());
    let bad = |message: String| {
        Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "BadArgument",
            message,
        ))
    };
    let models = [
        ("detectionModel", DETECTION.as_slice()),
        ("recognitionModel", RECOGNITION.as_slice()),
    ];
    for (name, known) in models {
        if let Some(model) = value(name).filter(|model| !known.contains(&model.as_str())) {
            return bad(format!("`{name}={model}` is none of {}.", known.join(", ")));
        }
    }
    if let Some(asked) = value("returnFaceAttributes") {
        return bad(format!(
            "`returnFaceAttributes={asked}`: Ling tells where faces are, and nothing about them. Leave the attributes \
             away."
        ));
    }
    if !query::is_on(parts, "returnFaceId") {
        return Ok(());
    }
    // Azure answers so where a customer may not use ids.
    let message = "Ling gives no ids of faces: it cannot compare them, and does not tell whose they are. Send \
                   `returnFaceId=false`.";
    Err(Refusal {
        inner: Some("UnsupportedFeature"),
        ..Refusal::new(StatusCode::FORBIDDEN, "InvalidRequest", message)
    })
}

/// The faces, the largest first.
fn told(mut faces: Vec<Face>, with_points: bool) -> Value {
    faces.sort_by(|a, b| b.area.size().total_cmp(&a.area.size()));
    let each = faces.iter().map(|face| {
        let mut told = json!({ "faceRectangle": rectangle(&face.area) });
        if with_points {
            told["faceLandmarks"] = points(face);
        }
        told
    });
    each.collect()
}

/// The points that there are; Azure has 22 more.
fn points(face: &Face) -> Value {
    let tenths = |at: f32| (f64::from(at) * 10.0).round() / 10.0;
    let each = POINTS.iter().zip(face.points);
    let each = each.map(|(name, at)| {
        (
            (*name).to_owned(),
            json!({ "x": tenths(at.x), "y": tenths(at.y) }),
        )
    });
    Value::Object(each.collect::<Map<_, _>>())
}

/// The refusal in the words of this service, which has no codes inside.
fn flat(refusal: Refusal) -> Refusal {
    let code = match refusal.inner {
        Some("InvalidImageUrl") => "InvalidURL",
        Some("InvalidImageFormat") => "InvalidImage",
        Some("UnsupportedFeature") | None => return refusal,
        Some(inner) => inner,
    };
    Refusal {
        code: code.to_owned(),
        inner: None,
        ..refusal
    }
}

#[cfg(test)]
mod tests {
    use ling_vision::{Area, geometry::Point};

    use super::*;

    #[test]
    fn paths() {
        let check = |path: &str, expect| assert_eq!(operation(path), expect, "{path}");
        check("/face/v1.0/detect", Some("detect"));
        check("/face/v1.2-preview.1/detect/", Some("detect"));
        check("/face/v1.3/verify", Some("verify"));
        check("/face/v1.25/detect", None);
        check("/face/v2.0/detect", None);
        check("/face/ä.0/detect", None);
        check("/face", None);
    }

    #[track_caller]
    fn check_query(query: &str, expect: Result<(), (u16, &str)>) {
        let request = axum::http::Request::builder().uri(format!("/x?{query}"));
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        let got = check(&parts).map_err(flat);
        let got = got
            .as_ref()
            .map_err(|why| (why.status.as_u16(), why.code.as_str()));
        assert_eq!(got.copied(), expect, "{query}");
    }

    #[test]
    fn what_may_be_asked() {
        check_query("", Ok(()));
        check_query(
            "returnFaceId=false&detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=",
            Ok(()),
        );
        check_query("returnFaceId=true", Err((403, "InvalidRequest")));
        check_query("detectionModel=detection_09", Err((400, "BadArgument")));
        check_query(
            "returnFaceAttributes=headPose,mask",
            Err((400, "BadArgument")),
        );
    }

    #[test]
    fn the_largest_first() {
        let face = |x: f32, side: f32| Face {
            confidence: 0.9,
            area: Area {
                x,
                y: 1.0,
                w: side,
                h: side,
            },
            points: [Point { x, y: 2.04 }; 5],
        };
        let told = told(vec![face(1.0, 10.0), face(50.0, 30.0)], true);
        assert_eq!(
            told[0]["faceRectangle"],
            json!({ "left": 50, "top": 1, "width": 30, "height": 30 })
        );
        assert_eq!(
            told[1]["faceLandmarks"]["noseTip"],
            json!({ "x": 1.0, "y": 2.0 })
        );
        assert_eq!(told[1]["faceLandmarks"].as_object().map(Map::len), Some(5));
    }
}
