//! The queries of lists.

use crate::{error::Error, store::Cursor};
use axum::{extract::FromRequestParts, http::request::Parts};
use contract::{
    Timestamp,
    activity::EntryKind,
    event::EventsQuery,
    id::AgentId,
    invitation::InvitationState,
    list::{DEFAULT_LIMIT, MAX_LIMIT, MAX_QUERY},
    problem::FieldCode,
    search::search_key,
    timestamp,
    unicode::Tables,
};
use serde::de::DeserializeOwned;

/// The parameters of [`contract::list::ListQuery`], read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ListParameters {
    /// The search key of `q`; empty where everything matches.
    pub(crate) query_key: String,
    /// How many items at the most.
    pub(crate) limit: u32,
    /// Where to go on.
    pub(crate) after: Option<Cursor>,
}

impl<S: Send + Sync> FromRequestParts<S> for ListParameters {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        read(parts.uri.query().unwrap_or_default()).map_err(|(place, code)| Error::malformed(&place, code))
    }
}

/// The parameters of [`contract::list::PartQuery`], read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PartParameters {
    /// How many items at the most.
    pub(crate) limit: u32,
    /// Where to go on.
    pub(crate) after: Option<Cursor>,
}

impl<S: Send + Sync> FromRequestParts<S> for PartParameters {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let unknown = |name: &str| (name == "q").then_some(Err(FieldCode::UnknownField));
        let list = read_with(parts.uri.query().unwrap_or_default(), |name, _| unknown(name));
        let ListParameters { limit, after, .. } = list.map_err(|(place, code)| Error::malformed(&place, code))?;
        Ok(Self { limit, after })
    }
}

/// The parameters of [`contract::list::InvitationQuery`], read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InvitationParameters {
    /// Those that every list has.
    pub(crate) list: ListParameters,
    /// The state that is looked for.
    pub(crate) state: Option<InvitationState>,
}

impl<S: Send + Sync> FromRequestParts<S> for InvitationParameters {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let mut state = None;
        let list = read_with(parts.uri.query().unwrap_or_default(), |name, value| {
            let known = |&state: &InvitationState| state != InvitationState::Unknown;
            (name == "state").then(|| {
                state = Some(word::<InvitationState>(value).filter(known).ok_or(FieldCode::Invalid)?);
                Ok(())
            })
        });
        let list = list.map_err(|(place, code)| Error::malformed(&place, code))?;
        Ok(Self { list, state })
    }
}

/// The parameters of [`contract::activity::ActivityQuery`], read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ActivityParameters {
    /// Those that every list has; `q` is refused.
    pub(crate) list: ListParameters,
    /// Who did it.
    pub(crate) who: Option<AgentId>,
    /// What it is.
    pub(crate) kind: Option<EntryKind>,
    /// From when.
    pub(crate) from: Option<Timestamp>,
    /// Until when.
    pub(crate) to: Option<Timestamp>,
}

impl<S: Send + Sync> FromRequestParts<S> for ActivityParameters {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let (mut who, mut kind, mut from, mut to) = (None, None, None, None);
        let list = read_with(parts.uri.query().unwrap_or_default(), |name, value| {
            let at = || timestamp::parse(value).ok_or(FieldCode::Invalid);
            let known = |&kind: &EntryKind| kind != EntryKind::Unknown;
            Some(match name {
                "who" => value.parse().map(|id| who = Some(id)).map_err(|_| FieldCode::Invalid),
                "kind" => word(value).filter(known).map(|value| kind = Some(value)).ok_or(FieldCode::Invalid),
                "from" => at().map(|at| from = Some(at)),
                "to" => at().map(|at| to = Some(at)),
                "q" => Err(FieldCode::UnknownField),
                _ => return None,
            })
        });
        let list = list.map_err(|(place, code)| Error::malformed(&place, code))?;
        Ok(Self { list, who, kind, from, to })
    }
}

/// [`EventsQuery`], read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct EventsParameters(pub(crate) EventsQuery);

impl<S: Send + Sync> FromRequestParts<S> for EventsParameters {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let query = read_events(parts.uri.query().unwrap_or_default());
        query.map(Self).map_err(|(place, code)| Error::malformed(&place, code))
    }
}

fn read_events(query: &str) -> Result<EventsQuery, (String, FieldCode)> {
    let (mut once, mut agent) = (None, None);
    for (name, value) in pairs(query)? {
        let refuse = |code| (format!("?{name}"), code);
        match (name.as_str(), value.as_str()) {
            ("once", "true" | "false") if once.is_none() => once = Some(value == "true"),
            ("agent", id) if agent.is_none() => agent = Some(id.parse().map_err(|_| refuse(FieldCode::Invalid))?),
            ("once" | "agent", _) => return Err(refuse(FieldCode::Invalid)),
            _ => return Err(refuse(FieldCode::UnknownField)),
        }
    }
    Ok(EventsQuery { once: once.unwrap_or_default(), agent })
}

fn pairs(query: &str) -> Result<Vec<(String, String)>, (String, FieldCode)> {
    serde_urlencoded::from_str(query).map_err(|_| ("?".to_owned(), FieldCode::Invalid))
}

/// A value of an enumeration.
fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).ok()
}

fn read(query: &str) -> Result<ListParameters, (String, FieldCode)> {
    read_with(query, |_, _| None)
}

/// Reads what every list has, and the rest by `more`, which answers nothing to names that it does
/// not know either.
fn read_with(
    query: &str,
    mut more: impl FnMut(&str, &str) -> Option<Result<(), FieldCode>>,
) -> Result<ListParameters, (String, FieldCode)> {
    let pairs = pairs(query)?;
    let mut read = ListParameters { query_key: String::new(), limit: DEFAULT_LIMIT, after: None };
    for (at, (name, value)) in pairs.iter().enumerate() {
        let refuse = |code| (format!("?{name}"), code);
        if pairs[..at].iter().any(|(earlier, _)| earlier == name) {
            return Err(refuse(FieldCode::Invalid));
        }
        if let Some(answer) = more(name, value) {
            answer.map_err(refuse)?;
            continue;
        }
        match name.as_str() {
            "q" if value.chars().count() > MAX_QUERY => return Err(refuse(FieldCode::TooLong)),
            "q" => read.query_key = search_key::<Tables>(&rules::address::searched(value)),
            "limit" => {
                let limit: i64 = value.parse().map_err(|_| refuse(FieldCode::Invalid))?;
                read.limit = u32::try_from(limit)
                    .ok()
                    .filter(|limit| (1..=MAX_LIMIT).contains(limit))
                    .ok_or_else(|| refuse(FieldCode::OutOfRange))?;
            }
            "cursor" => read.after = Some(Cursor::from_wire(value).ok_or_else(|| refuse(FieldCode::Invalid))?),
            _ => return Err(refuse(FieldCode::UnknownField)),
        }
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_how_to_tell_whom() {
        for (query, once, agent) in [
            ("", false, None),
            ("once=true", true, None),
            ("once=false", false, None),
            ("agent=ag_1", false, Some("ag_1")),
            ("once=true&agent=ag_1", true, Some("ag_1")),
        ] {
            let agent = agent.map(|id| id.parse().expect("an id"));
            assert_eq!(read_events(query), Ok(EventsQuery { once, agent }), "{query}");
        }
        for (query, place, code) in [
            ("once", "?once", FieldCode::Invalid),
            ("once=1", "?once", FieldCode::Invalid),
            ("once=true&once=true", "?once", FieldCode::Invalid),
            ("agent=", "?agent", FieldCode::Invalid),
            ("agent=ag_1&agent=ag_1", "?agent", FieldCode::Invalid),
            ("since=1", "?since", FieldCode::UnknownField),
        ] {
            assert_eq!(read_events(query), Err((place.to_owned(), code)), "{query}");
        }
    }

    #[test]
    fn reads_and_refuses() {
        let found = read("q=Z%C3%BCrich+S&limit=7").expect("reads");
        assert_eq!((found.query_key.as_str(), found.limit), ("zurich s", 7));
        let encoded = read("q=info@xn--bcher-kva.example").expect("reads");
        assert_eq!(encoded.query_key, "info@bucher.example");
        assert_eq!(read("").map(|r| r.limit), Ok(DEFAULT_LIMIT));
        let long = format!("q={}", "x".repeat(MAX_QUERY + 1));
        for (query, place, code) in [
            ("limit=0", "?limit", FieldCode::OutOfRange),
            ("limit=-1", "?limit", FieldCode::OutOfRange),
            ("limit=1001", "?limit", FieldCode::OutOfRange),
            ("limit=ten", "?limit", FieldCode::Invalid),
            ("limit=1&limit=2", "?limit", FieldCode::Invalid),
            ("page=2", "?page", FieldCode::UnknownField),
            ("cursor=x", "?cursor", FieldCode::Invalid),
            (&long, "?q", FieldCode::TooLong),
        ] {
            assert_eq!(read(query), Err((place.to_owned(), code)), "{query}");
        }
    }
}
