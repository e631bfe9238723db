//! JSON bodies, with what is wrong with them told by JSON pointer.

use crate::error::Error;
use axum::{
    body::{Body, HttpBody as _},
    extract::{FromRequest, Request},
    http::header,
};
use contract::{
    headers,
    problem::{FieldCode, Problem, ProblemKind},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use std::pin::Pin;

/// The largest body that is read.
const LIMIT: usize = 64 * 1024;
/// The largest body that is read where a body is a list of people.
const LONG_LIMIT: usize = 512 * 1024;
/// How much of a larger body is still taken in and thrown away: a browser that is cut off while
/// sending reports a broken connection instead of the answer.
const DRAINED: usize = 8 * 1024 * 1024;

/// What a body can be read into. It can be written too, which tells how it was written.
pub(crate) trait Content: DeserializeOwned + Serialize {}

impl<T: DeserializeOwned + Serialize> Content for T {}

/// An `application/json` body.
pub(crate) struct Json<T>(pub(crate) T);

/// An `application/json` body that may be a long list.
pub(crate) struct LongJson<T>(pub(crate) T);

/// An `application/merge-patch+json` body.
pub(crate) struct MergePatch<T>(pub(crate) T);

impl<T: Content, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        read(request, "application/json", LIMIT).await.map(Self)
    }
}

impl<T: Content, S: Send + Sync> FromRequest<S> for LongJson<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        read(request, "application/json", LONG_LIMIT).await.map(Self)
    }
}

impl<T: Content, S: Send + Sync> FromRequest<S> for MergePatch<T> {
    type Rejection = Error;
    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        read(request, headers::MERGE_PATCH, LIMIT).await.map(Self)
    }
}

async fn read<T: Content>(request: Request, media_type: &str, limit: usize) -> Result<T, Error> {
    let (parts, body) = request.into_parts();
    let bytes = collect(body, limit).await?;
    let sent = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let sent = sent.split(';').next().unwrap_or_default().trim();
    if !sent.eq_ignore_ascii_case(media_type) {
        return Err(Error::of(ProblemKind::UnsupportedMediaType));
    }
    Ok(parse(&bytes)?)
}

async fn collect(mut body: Body, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut seen = 0;
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| Error::of(ProblemKind::MalformedBody))?;
        let Ok(data) = frame.into_data() else { continue };
        seen += data.len();
        if seen > DRAINED {
            break;
        }
        if seen <= limit {
            bytes.extend_from_slice(&data);
        }
    }
    if seen > limit { Err(Error::of(ProblemKind::TooLarge)) } else { Ok(bytes) }
}

fn parse<T: Content>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer(error.path());
        let error = error.into_inner();
        if error.is_data() { described(&pointer, &error.to_string()) } else { unreadable(bytes, &pointer) }
    })?;
    reader.end().map_err(|_| Problem::new(ProblemKind::MalformedBody))?;
    let sent = serde_json::from_slice(bytes).map_err(|_| Problem::new(ProblemKind::MalformedBody))?;
    let read = serde_json::to_value(&value).map_err(|_| Problem::new(ProblemKind::MalformedBody))?;
    match list_for_object(&sent, &read) {
        Some(place) => Err(Problem::new(ProblemKind::MalformedBody).at(&place, FieldCode::WrongType)),
        None => Ok(value),
    }
}

/// Where a list was sent in place of an object: serde takes the members of a structure from a list
/// too, in their order, which is not the contract's way to write it.
fn list_for_object(sent: &Value, read: &Value) -> Option<String> {
    let below = |key: &dyn std::fmt::Display, place: String| format!("/{key}{place}");
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => Some(String::new()),
        (Value::Array(sent), Value::Array(read)) => sent
            .iter()
            .zip(read)
            .enumerate()
            .find_map(|(at, (sent, read))| list_for_object(sent, read).map(|place| below(&at, place))),
        (Value::Object(sent), Value::Object(read)) => sent
            .iter()
            .find_map(|(key, sent)| list_for_object(sent, read.get(key)?).map(|place| below(&escaped(key), place))),
        _ => None,
    }
}

/// What was refused as no JSON. Where an enumeration is asked for and it is no text, it is that, too.
fn unreadable(bytes: &[u8], place: &str) -> Problem {
    let problem = Problem::new(ProblemKind::MalformedBody);
    let value = serde_json::from_slice::<Value>(bytes).ok();
    match value.as_ref().and_then(|value| value.pointer(place)) {
        Some(Value::Null) => problem.at(place, FieldCode::Missing),
        Some(_) => problem.at(place, FieldCode::WrongType),
        None => problem,
    }
}

/// From serde's words to the contract's. The words are locked by the tests below.
fn described(pointer: &str, message: &str) -> Problem {
    let malformed = |pointer: &str, code| Problem::new(ProblemKind::MalformedBody).at(pointer, code);
    if let Some(rest) = message.strip_prefix("missing field `") {
        let field = rest.split('`').next().unwrap_or_default();
        malformed(&format!("{pointer}/{}", escaped(field)), FieldCode::Missing)
    } else if message.starts_with("unknown field") {
        malformed(pointer, FieldCode::UnknownField)
    } else if message.starts_with("invalid type: null") {
        malformed(pointer, FieldCode::Missing)
    } else if message.starts_with("invalid type") || message.starts_with("invalid length") {
        malformed(pointer, FieldCode::WrongType)
    } else if message.starts_with("unknown-currency") {
        Problem::invalid(pointer, FieldCode::UnknownCurrency)
    } else if message.starts_with("invalid value: integer") {
        Problem::invalid(pointer, FieldCode::OutOfRange)
    } else if message.starts_with("not an identifier") {
        Problem::invalid(pointer, FieldCode::Invalid)
    } else {
        malformed(pointer, FieldCode::Invalid)
    }
}

fn pointer(path: &Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{
        invitation::{InvitationKey, InviteAgents},
        member::PatchMember,
        workgroup::{CreateWorkgroup, PatchWorkgroup},
    };

    fn refused<T: Content>(body: &str) -> (u16, Vec<(String, FieldCode)>) {
        let problem = parse::<T>(body.as_bytes()).err().expect("refused");
        (problem.status, problem.errors.into_iter().map(|e| (e.pointer, e.code)).collect())
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let one = |status, pointer: &str, code| (status, vec![(pointer.to_owned(), code)]);
        let create = refused::<CreateWorkgroup>;
        let patch = refused::<PatchWorkgroup>;
        assert_eq!(create(r#"{"currency":"EUR"}"#), one(400, "/name", FieldCode::Missing));
        assert_eq!(create(r#"{"name":7,"currency":"EUR"}"#), one(400, "/name", FieldCode::WrongType));
        assert_eq!(create(r#"{"name":"A","currency":"EUR","x~/y":1}"#), one(400, "/x~0~1y", FieldCode::UnknownField));
        assert_eq!(create(r#"{"name":"A","currency":"XXX"}"#), one(422, "/currency", FieldCode::UnknownCurrency));
        assert_eq!(create(r#"{"name":"A","name":"B","currency":"EUR"}"#).0, 400);
        assert_eq!(create("[]").0, 400);
        assert_eq!(patch(r#"{"name":null}"#), one(400, "/name", FieldCode::Missing));
        let amount = "/default_agent_cost/amount";
        for (value, status, code) in [
            ("-1", 422, FieldCode::OutOfRange),
            ("5000000000", 422, FieldCode::OutOfRange),
            ("1e9", 400, FieldCode::WrongType),
            ("1.5", 400, FieldCode::WrongType),
            ("\"85\"", 400, FieldCode::WrongType),
            ("null", 400, FieldCode::Missing),
        ] {
            let body = format!(r#"{{"default_agent_cost":{{"amount":{value}}}}}"#);
            assert_eq!(patch(&body), one(status, amount, code), "{value}");
        }
        let cost = r#"{"default_agent_cost":[1,"EUR"]}"#;
        assert_eq!(patch(cost), one(400, "/default_agent_cost", FieldCode::WrongType));
        for list in ["[]", r#"["A"]"#, r#"["A","EUR"]"#, r#"["A","EUR",1]"#] {
            assert_eq!(create(list), one(400, "", FieldCode::WrongType), "{list}");
        }
        assert_eq!(patch("[]"), one(400, "", FieldCode::WrongType));
        let invite = refused::<InviteAgents>;
        let row = r#"{"invitations":[{"email":"a@example.com","role":"manager"},["a@example.com",null,"manager"]]}"#;
        assert_eq!(invite(row), one(400, "/invitations/1", FieldCode::WrongType));
        assert_eq!(invite(r#"[null,[]]"#), one(400, "", FieldCode::WrongType));
        assert_eq!(refused::<InvitationKey>(r#"["inv_1.x"]"#), one(400, "", FieldCode::WrongType));
        let role = refused::<PatchMember>;
        assert_eq!(role(r#"{"rate":[1]}"#), one(400, "/rate", FieldCode::WrongType));
        assert_eq!(role(r#"{"role":null}"#), one(400, "/role", FieldCode::Missing));
        assert_eq!(role(r#"{"role":1}"#), one(400, "/role", FieldCode::WrongType));
        assert_eq!(role(r#"{"role":[]}"#), one(400, "/role", FieldCode::WrongType));
        assert_eq!(role(r#"{"role":{}}"#).0, 400);
        assert_eq!(role(r#"{"role":nul}"#), (400, vec![]));
        for body in ["", "{", "{\"name\":NaN}", "{} {}", "<html>", "{\"name\":\"\\ud800\"}", "\u{0}"] {
            assert_eq!(patch(body), (400, vec![]), "{body:?}");
        }
    }
}
