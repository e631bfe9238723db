//! Errors on the wire: RFC 9457 problem details.

use crate::{
    invitation::{Invitation, InvitationState},
    member::Member,
    permission::Reason,
    sign_in::SignInWay,
    workgroup::Workgroup,
};
use serde::{Deserialize, Serialize};

/// What went wrong, in a form for programs. The page never shows `title` or `detail`: it says
/// what `type` and the field codes mean in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem, as a relative URI reference.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The kind in English, the same for each problem of the kind.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub title: Box<str>,
    /// The HTTP status.
    pub status: u16,
    /// The id of the answer, as in the `X-Request-Id` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub request_id: Option<Box<str>>,
    /// What is wrong with which part of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `stale-version` of a workgroup: the record as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<Workgroup>>,
    /// With `stale-version` of an agent in a workgroup: the record as it is now.
    // The page reads the record anew instead: what reads a problem is in its first load.
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_member: Option<Box<Member>>,
    /// With `stale-version` of an invitation: the record as it is now.
    #[cfg_attr(target_arch = "wasm32", serde(skip_deserializing))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current_invitation: Option<Box<Invitation>>,
    /// With `forbidden`: why, where there is more to say than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// With `invitation-ended`: what became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<InvitationState>,
    /// With `too-many-requests`: in how many seconds to try again, where a count is kept; the
    /// header `Retry-After` says it too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// With `unauthenticated` from the session: the ways to sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<Vec<SignInWay>>,
}

/// One thing wrong with the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Where, as a JSON pointer (RFC 6901) into the body; `?limit` for a query parameter.
    pub pointer: String,
    /// What, for programs.
    pub code: FieldCode,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $uri:literal, $status:literal, $title:literal;)*) => {
        /// The kinds of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum ProblemKind {
            $($(#[$doc])* #[serde(rename = $uri)] $name,)*
            /// A kind that this build does not know.
            #[serde(other)]
            Unknown,
        }

        impl ProblemKind {
            /// Every kind that a backend may send.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its HTTP status; 500 for an unknown kind.
            #[must_use]
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* Self::Unknown => 500 }
            }

            /// Its title in English.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* Self::Unknown => "Unknown problem" }
            }
        }
    };
}

kinds! {
    /// The body is not JSON, or not of the shape asked for; see `errors`.
    MalformedBody = "/problems/malformed-body", 400, "The body cannot be read";
    /// The query or a header cannot be read; see `errors`.
    MalformedRequest = "/problems/malformed-request", 400, "The request cannot be read";
    /// A POST that creates, mails or bills came without an `Idempotency-Key`, or with one that is no identifier.
    IdempotencyKeyMissing = "/problems/idempotency-key-missing", 400, "An Idempotency-Key header is required";
    /// Nobody is signed in, or no longer.
    Unauthenticated = "/problems/unauthenticated", 401, "Sign in first";
    /// The signed-in agent may not do this.
    Forbidden = "/problems/forbidden", 403, "Not allowed";
    /// The invitation is for another address than that of the signed-in agent.
    WrongAccount = "/problems/wrong-account", 403, "The invitation is for another address";
    /// The request did not come from the page: its origin or the client header is wrong.
    ForeignOrigin = "/problems/foreign-origin", 403, "The request did not come from the page";
    /// Nothing is there, or nothing that the signed-in agent may know of.
    NotFound = "/problems/not-found", 404, "Not found";
    /// The thing is there, but not for this method.
    MethodNotAllowed = "/problems/method-not-allowed", 405, "Method not allowed";
    /// A request with the same idempotency key is still running.
    IdempotencyInProgress = "/problems/idempotency-in-progress", 409, "The same request is still running";
    /// The sign-in request has expired, was used, or has no tries left.
    SignInEnded = "/problems/sign-in-ended", 410, "This sign-in has ended";
    /// The invitation can no longer be answered or changed; `state` says what became of it.
    InvitationEnded = "/problems/invitation-ended", 410, "This invitation has ended";
    /// The record has another version than `If-Match`; `current` is how it is now, or its like for the kind of record.
    StaleVersion = "/problems/stale-version", 412, "The record has changed";
    /// The body is larger than the backend reads.
    TooLarge = "/problems/too-large", 413, "The body is too large";
    /// The body has another media type than the one asked for.
    UnsupportedMediaType = "/problems/unsupported-media-type", 415, "Unsupported media type";
    /// The body can be read, but its values are refused; see `errors`.
    InvalidInput = "/problems/invalid-input", 422, "Some values are not accepted";
    /// The idempotency key was used before with another request.
    IdempotencyKeyReused = "/problems/idempotency-key-reused", 422, "The Idempotency-Key was used for another request";
    /// A PATCH came without `If-Match`.
    PreconditionRequired = "/problems/precondition-required", 428, "An If-Match header is required";
    /// Too many requests; `Retry-After` says when to try again.
    TooManyRequests = "/problems/too-many-requests", 429, "Too many requests";
    /// Something broke inside.
    Internal = "/problems/internal", 500, "Something went wrong";
    /// For the moment it cannot be answered; `Retry-After` says when to try again.
    Unavailable = "/problems/unavailable", 503, "Not available right now";
}

/// What is wrong with one part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FieldCode {
    /// It is missing, or null.
    Missing,
    /// It is of another type.
    WrongType,
    /// No such field.
    UnknownField,
    /// Only blanks.
    Empty,
    /// More than is allowed.
    TooLong,
    /// It has a control character.
    Control,
    /// It has a character that overrides the direction of text.
    Bidi,
    /// Nothing of it can be seen.
    Invisible,
    /// Smaller or larger than is allowed.
    OutOfRange,
    /// Not a currency of ISO 4217.
    UnknownCurrency,
    /// The currency can no longer be changed.
    CurrencyFixed,
    /// Not an email address.
    NotAnAddress,
    /// Not the code that was sent.
    WrongCode,
    /// No more codes can be tried, until a new one is sent.
    Locked,
    /// Not a value of the kind asked for.
    Invalid,
    /// A code that this build does not know.
    #[serde(other)]
    Unknown,
}

impl From<crate::name::NameError> for FieldCode {
    fn from(error: crate::name::NameError) -> Self {
        use crate::name::NameError as E;
        match error {
            E::Empty => Self::Empty,
            E::TooLong => Self::TooLong,
            E::Control => Self::Control,
            E::Bidi => Self::Bidi,
            E::Invisible => Self::Invisible,
        }
    }
}

impl Problem {
    /// A problem of `kind` with nothing further to say.
    #[must_use]
    pub fn new(kind: ProblemKind) -> Self {
        Self { title: kind.title().into(), ..Self::untold(kind, kind.status()) }
    }

    /// A problem of which no more is known than its kind and the answer's status.
    #[must_use]
    pub fn untold(kind: ProblemKind, status: u16) -> Self {
        Self {
            kind,
            title: Box::default(),
            status,
            request_id: None,
            errors: Vec::new(),
            current: None,
            current_member: None,
            current_invitation: None,
            reason: None,
            state: None,
            retry_after: None,
            sign_in: None,
        }
    }

    /// `invalid-input` at one place of the body.
    #[must_use]
    pub fn invalid(pointer: &str, code: FieldCode) -> Self {
        Self::new(ProblemKind::InvalidInput).at(pointer, code)
    }

    /// `forbidden`, and why.
    #[must_use]
    pub fn forbidden(reason: Option<Reason>) -> Self {
        Self { reason, ..Self::new(ProblemKind::Forbidden) }
    }

    /// The same problem with one more field error.
    #[must_use]
    pub fn at(mut self, pointer: &str, code: FieldCode) -> Self {
        self.errors.push(FieldError { pointer: pointer.to_owned(), code });
        self
    }

    /// The code of the first error at or below `pointer`.
    #[must_use]
    pub fn code_at(&self, pointer: &str) -> Option<FieldCode> {
        self.errors
            .iter()
            .find(|e| e.pointer.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
            .map(|e| e.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_kind_is_tolerated() {
        let problem: Problem = serde_json::from_str(
            r#"{"type":"/problems/new","title":"New","status":499,"extra":1,"errors":[{"pointer":"/a","code":"odd"}]}"#,
        )
        .expect("reads");
        assert_eq!(problem.kind, ProblemKind::Unknown);
        assert_eq!(problem.code_at("/a"), Some(FieldCode::Unknown));
        assert_eq!(problem.code_at("/ab"), None);
    }
}
