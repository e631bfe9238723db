mod answer;
mod ask_again;
mod ask_for_me;
mod look_up;
mod races;

use crate::support::{Call, post};
use contract::path;
use serde_json::{Value, json};

/// A sample agent who does not belong to Nordwind.
pub(super) const JONAS: (&str, &str) = ("ag_jonas", "jonas.weber@example.com");

pub(super) fn look_up(key: &Value) -> Call {
    post(path::INVITATION_LOOK_UP, key)
}

pub(super) fn accept(key: &Value, cookie: &str) -> Call {
    post(path::INVITATION_ACCEPT, key).by(cookie)
}

pub(super) fn decline(key: &Value, cookie: &str) -> Call {
    post(path::INVITATION_DECLINE, key).by(cookie)
}

pub(super) fn token(token: &str) -> Value {
    json!({ "token": token })
}
