//! What is logged, and above all what is not.

use crate::support::{Backend, NORDWIND, get, patch, post, workgroup};
use contract::path;
use serde_json::{Value, json};
use std::{
    cell::RefCell,
    io::{Result, Write},
};

thread_local! {
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What each thread logs, apart: a test and its backend are on one.
struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        LOG.with_borrow_mut(|log| log.write(bytes))
    }
    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_line_for_each_request_without_personal_data() {
    // For the whole process: what is of interest is decided once for all threads.
    tracing_subscriber::fmt().json().with_writer(|| Log).init();

    let backend = Backend::new().await;
    let maren = backend.sign_in("ag_maren").await;
    let body = json!({ "email": "tomas.rivera@example.com" });
    backend.send(post(path::SIGN_IN_REQUESTS, &body).key("secret-key")).await;
    let (code, token) = backend.newest_mail().await.expect("a mail");
    backend.send(post(path::SIGN_IN_LINK, &json!({ "token": token }))).await;
    backend.send(get(&format!("{}?q=nordwind", path::WORKGROUPS)).by(&maren)).await;
    let renamed = backend.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "Geheim" })).by(&maren)).await;
    backend.send(get("/w/wg_nordwind/settings")).await;

    let made = backend.invite(&maren, "jonas.weber@example.com", "manager").await;
    let (invitation_token, invitation_code) = backend.invitation_mail("jonas.weber@example.com").await.expect("a mail");
    let jonas = backend.sign_in("ag_jonas").await;
    for key in [json!({ "token": invitation_token }), json!({ "code": invitation_code }), json!({ "id": made.id })] {
        backend.send(post(path::INVITATION_LOOK_UP, &key).by(&jonas)).await;
        backend.send(post(path::INVITATION_ACCEPT, &key).by(&jonas)).await;
    }

    let text = String::from_utf8(LOG.take()).expect("text");
    let answered: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .filter(|line| line["fields"]["message"] == "answered")
        .collect();
    assert_eq!(answered.len(), 14);
    let patched = &answered[4]["fields"];
    assert_eq!(
        (&patched["method"], &patched["route"], &patched["status"]),
        (&json!("PATCH"), &json!(path::WORKGROUP), &json!(200))
    );
    assert_eq!(patched["request_id"], renamed.header("x-request-id"));
    assert!(patched["duration_ms"].is_number());
    let token_of_session = maren.split('=').next_back().expect("a token");
    for personal in [
        "@",
        "tomas",
        "maren",
        "Maren",
        "nordwind",
        "Nordwind",
        "Geheim",
        "secret-key",
        "jonas",
        &code,
        &token,
        &invitation_code,
        &invitation_token,
        made.id.as_str(),
        token_of_session,
    ] {
        assert!(!text.contains(personal), "{personal} is in the log");
    }
}
