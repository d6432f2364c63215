//! Who may call: people by a cookie that a one-time link gives, programs by a bearer token.

use axum::{
    Extension, Json,
    extract::{Query, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use ling_cloud::{CloudError, Role, Scope, Session, SessionId, Token, TokenId};
use serde::Deserialize;

use super::{Problem, tls::OverTls};
use crate::Hub;

/// The cookie that holds a person's session.
const COOKIE: &str = "ling_session";
/// How long a browser keeps it, in seconds: a year.
const COOKIE_SECS: u32 = 365 * 24 * 3600;

/// Who calls.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The person, when a person is signed in.
    pub person: Option<String>,
    /// The device, when the session belongs to one.
    pub device: Option<String>,
    /// What the caller may do.
    pub scope: Scope,
    /// Whether a child is signed in.
    pub child: bool,
    key: Key,
}

/// What the caller shows at the door.
#[derive(Clone, Debug)]
enum Key {
    Session(SessionId),
    Token(TokenId),
}

impl Caller {
    fn of_token(token: Token) -> Caller {
        Caller {
            person: None,
            device: None,
            scope: token.scope,
            child: false,
            key: Key::Token(token.id),
        }
    }

    /// A grown-up, and a browser that was signed in for nobody, may do everything; a child what a voice can.
    fn of_session(session: Session) -> Caller {
        let child = session.role == Some(Role::Child);
        Caller {
            person: session.person.map(|id| id.as_str().to_owned()),
            device: Some(session.id.as_str().to_owned()),
            scope: if child { Scope::Turns } else { Scope::Admin },
            child,
            key: Key::Session(session.id),
        }
    }

    /// One word for whoever calls: two callers never have the same.
    pub(super) fn name(&self) -> &str {
        match &self.key {
            Key::Session(id) => id.as_str(),
            Key::Token(id) => id.as_str(),
        }
    }

    /// The same caller as the house knows them now; `None` when their key has ended.
    pub(super) async fn again(&self, hub: &Hub) -> Result<Option<Caller>, CloudError> {
        Ok(match &self.key {
            Key::Session(id) => {
                let session = hub.cloud.session(id, jiff::Timestamp::now()).await?;
                session.map(Caller::of_session)
            }
            Key::Token(id) => hub.cloud.token(id).await?.map(Caller::of_token),
        })
    }
}

/// Lets only callers in who are signed in or bring a token.
pub(super) async fn require(
    State(hub): State<Hub>,
    mut request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let caller = caller(&hub, request.headers()).await?;
    request.extensions_mut().insert(caller);
    Ok(next.run(request).await)
}

/// Keeps programs out that may only use the AI services.
pub(super) async fn not_ai(request: Request, next: Next) -> Result<Response, Problem> {
    scoped(request, next, |scope| scope != Scope::Ai).await
}

/// Lets only people and programs with the scope `admin` through.
pub(super) async fn owner(request: Request, next: Next) -> Result<Response, Problem> {
    scoped(request, next, |scope| scope == Scope::Admin).await
}

async fn scoped(
    request: Request,
    next: Next,
    allowed: fn(Scope) -> bool,
) -> Result<Response, Problem> {
    let caller = request.extensions().get::<Caller>();
    if caller.is_some_and(|caller| allowed(caller.scope)) {
        return Ok(next.run(request).await);
    }
    if caller.is_some_and(|caller| caller.child) {
        return Err(grown_up("a child's page may not do this"));
    }
    let problem = Problem::new(
        StatusCode::FORBIDDEN,
        "scope",
        "the token's scope does not allow this",
    );
    Err(problem.hint("make one with `ling token create --scope admin`"))
}

/// What children may not do.
pub(super) fn grown_up(message: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "not_for_children", message)
        .hint("a grown-up has to do that")
}

async fn caller(hub: &Hub, headers: &HeaderMap) -> Result<Caller, Problem> {
    if let Some(secret) = bearer(headers) {
        let token = hub
            .cloud
            .check_token(secret)
            .await?
            .ok_or_else(|| unknown("the token is not known"))?;
        return Ok(Caller::of_token(token));
    }
    let secret = cookie(headers).ok_or_else(|| unknown("nobody is signed in"))?;
    let session = hub
        .cloud
        .check_session(secret, jiff::Timestamp::now())
        .await?;
    let session = session.ok_or_else(|| unknown("the session has ended"))?;
    Ok(Caller::of_session(session))
}

/// A browser that is signed in, as a key of the same scope; none if it is not.
pub(super) async fn of_browser(
    hub: &Hub,
    headers: &HeaderMap,
) -> Result<Option<Token>, CloudError> {
    let Some(secret) = cookie(headers) else {
        return Ok(None);
    };
    let session = hub.cloud.check_session(secret, jiff::Timestamp::now());
    Ok(session.await?.map(|session| Token {
        id: TokenId::new(session.id.as_str()),
        name: session.name.clone(),
        person: session.person.clone(),
        created: session.created,
        scope: Caller::of_session(session).scope,
    }))
}

fn unknown(message: &str) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
        .hint("open a link from `ling user link`, or send a token from `ling token create`")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut pairs = all
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)
}

#[derive(Deserialize)]
pub(super) struct Link {
    key: String,
}

/// `GET /signin?key=...`: trades a one-time link for a session.
pub(super) async fn sign_in(
    State(hub): State<Hub>,
    tls: Option<Extension<OverTls>>,
    headers: HeaderMap,
    Query(link): Query<Link>,
) -> Result<Response, Problem> {
    let browser = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let name = super::browser::name(browser);
    let secret = hub
        .cloud
        .redeem_link(&link.key, &name, jiff::Timestamp::now())
        .await?;
    let Some((session, secret)) = secret else {
        return Ok(Redirect::to("/?link=used").into_response());
    };
    hello(&hub, &session).await;
    // Over HTTPS the browser must never send it over plain HTTP.
    let secure = tls.map_or("", |_| "; Secure");
    let cookie = format!(
        "{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECS}{secure}",
        secret.expose()
    );
    let mut response = Redirect::to("/").into_response();
    let value =
        HeaderValue::from_str(&cookie).map_err(|_| Problem::bad("link", "the link is damaged"))?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

/// A browser that is signed in is a device that may stand in a room.
async fn hello(hub: &Hub, session: &ling_cloud::Session) {
    let device = ling_cloud::NewDevice {
        id: ling_cloud::DeviceId::new(session.id.as_str()),
        name: session.name.clone(),
        kind: "page".to_owned(),
    };
    if let Err(error) = hub.cloud.hello_device(device, jiff::Timestamp::now()).await {
        tracing::warn!(code = error.code(), "A browser is not kept as a device.");
    }
}

/// `GET /v1/signin`: what to type on the machine that runs Ling to get a link. Only somebody on that machine is
/// told where its files lie; from outside everything comes over HTTPS.
pub(super) async fn how(
    State(hub): State<Hub>,
    tls: Option<Extension<OverTls>>,
) -> Json<serde_json::Value> {
    let command = match tls {
        None => link_command(&hub.data),
        Some(_) => "ling user link".to_owned(),
    };
    Json(serde_json::json!({ "command": command }))
}

/// What to type for a sign-in link: this very program, for it need not be on the PATH, and this data folder.
pub fn link_command(data: &std::path::Path) -> String {
    command("user link", data)
}

/// What to type for a key of the AI services.
pub fn key_command(data: &std::path::Path) -> String {
    command("key create --name NAME", data)
}

fn command(what: &str, data: &std::path::Path) -> String {
    let program = std::env::current_exe().ok();
    let program = program.map_or("ling".to_owned(), |program| {
        typed(&program.to_string_lossy())
    });
    let data = typed(&absolute(data).to_string_lossy());
    format!("{program} {what} --data {data}")
}

fn absolute(path: &std::path::Path) -> std::path::PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A word as one types it into a shell.
fn typed(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// `POST /v1/signout`: ends the session of this browser.
pub(super) async fn sign_out(
    State(hub): State<Hub>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(secret) = cookie(&headers) {
        let session = hub
            .cloud
            .check_session(secret, jiff::Timestamp::now())
            .await?;
        if let Some(session) = session {
            hub.cloud.sign_out(&session.id).await?;
            hub.keys_changed();
            let device = ling_cloud::DeviceId::new(session.id.as_str());
            hub.cloud.remove_device(&device).await?;
        }
    }
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    let mut response = StatusCode::NO_CONTENT.into_response();
    let value = HeaderValue::from_str(&gone).expect("a fixed text");
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}

/// Refuses requests that another site's page makes with our cookie, and keeps pages out of frames. The sockets of the AI
/// services know no cookie: a page of any site may open one with a key.
pub(super) async fn same_site(request: Request, next: Next) -> Response {
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let socket = request.headers().contains_key(header::UPGRADE)
        && !super::azure::is_keyed_socket(request.uri().path());
    if (changes || socket) && foreign(request.headers()) {
        let problem = Problem::new(
            StatusCode::FORBIDDEN,
            "origin",
            "the request comes from another site's page",
        );
        return problem.into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

fn foreign(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    let Some(origin) = text(header::ORIGIN) else {
        return false;
    };
    let host = text(header::HOST).unwrap_or_default();
    origin
        .split_once("://")
        .is_none_or(|(_, from)| from != host)
}
