//! What changes while somebody looks: the stream of events.
//!
//! The stream is in the server-sent format (HTML, section 9.2.6) and is read by fetch. Each event
//! has an `id`, opaque; an `event`, which is a [`EventKind`]; and `data`, one JSON object. A reader
//! that comes back sends the newest `id` that it has read as `Last-Event-ID` and gets what it
//! missed. One that sends none gets the events of the last minute first, so that what changed while
//! it read its first lists is told too. So an event may tell what the reader knows already: records
//! are compared by `version`, and an older one never replaces a newer one.

use crate::id::{AgentId, WorkgroupId};
use serde::{Deserialize, Serialize};

/// The name in [`crate::session::Session::parts`] of a backend that has the stream.
pub const PART: &str = "events";
/// The header with the newest id that was read.
pub const LAST_EVENT_ID: &str = "last-event-id";
/// How many seconds pass without a byte at the most: where nothing happens, a line `id` comes alone,
/// which is no event and yet the newest place to go on from. A reader that hears nothing for twice as
/// long takes the connection for dead.
pub const HEARTBEAT_SECONDS: u32 = 15;

/// The query of the stream.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct EventsQuery {
    /// Whether the answer ends with what there is to tell by now, instead of staying open: for
    /// readers behind a proxy that holds streams back, who ask again and again.
    #[serde(default)]
    pub once: bool,
    /// Whose page reads. Where it is given, a session of somebody else's is refused as none at all
    /// (401): in a browser where another agent has signed in meanwhile, an old page hears nothing of
    /// what is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentId>,
}

/// What an event tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventKind {
    /// All that was missed has been told; from here on events come as they happen. Its data is `{}`.
    Ready,
    /// What was missed cannot be told any more: what is shown is to be read anew. Its data is `{}`.
    Reset,
    /// A workgroup as the reader sees it from now on, also one that they have just joined. Its data
    /// is `Changed<Workgroup>`.
    Workgroup,
    /// The reader does not belong to a workgroup any more, and hears nothing of it from now on. Its
    /// data is [`Gone`], with the workgroup's identifier as `id`.
    WorkgroupGone,
    /// An agent of a workgroup as the reader sees them from now on. Its data is `Changed<Member>`.
    Agent,
    /// An agent whom the reader does not see any more. Its data is [`Gone`].
    AgentGone,
    /// An invitation into a workgroup. Its data is `Changed<Invitation>`.
    Invitation,
    /// Something worth noting was done in a workgroup. Its data is `Changed<Entry>`.
    Activity,
    /// The invitations to the reader's own address have changed: they are to be read anew. Its data
    /// is `{}`.
    InvitationsToMe,
    /// An event of a newer backend: to be ignored.
    #[serde(other)]
    Unknown,
}

/// A record that came or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed<T> {
    /// The workgroup that it belongs to.
    pub workgroup: WorkgroupId,
    /// The record, as the reader may see it: the same that reading it would answer.
    pub record: T,
}

/// A record that the reader does not see any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Gone {
    /// The workgroup that it belongs to.
    pub workgroup: WorkgroupId,
    /// Its identifier.
    pub id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_called_as_the_stream_calls_them() {
        let name = |kind: EventKind| serde_json::to_value(kind).expect("is text");
        assert_eq!(name(EventKind::WorkgroupGone), "workgroup-gone");
        assert_eq!(name(EventKind::InvitationsToMe), "invitations-to-me");
        let newer: EventKind = serde_json::from_str("\"of-a-newer-backend\"").expect("is tolerated");
        assert_eq!(newer, EventKind::Unknown);
    }

    #[test]
    fn a_query_is_strict() {
        assert!(serde_json::from_str::<EventsQuery>(r#"{"once":true,"since":1}"#).is_err());
    }
}
