mod code;
mod link;
mod requests;
mod sample;

use crate::support::{Backend, Call, post};
use contract::{path, sign_in::SignInRequested};
use serde_json::json;

pub(super) fn request(email: &str, key: &str) -> Call {
    post(path::SIGN_IN_REQUESTS, &json!({ "email": email })).key(key)
}

/// Asks for a mail and returns the request with the mail's code and token.
pub(super) async fn asked(backend: &Backend, email: &str) -> (SignInRequested, String, String) {
    let reply = backend.send(request(email, "key-1")).await;
    assert_eq!(reply.status, 202, "{}", reply.text());
    let (code, token) = backend.newest_mail().await.expect("a mail");
    (reply.read(), code, token)
}
