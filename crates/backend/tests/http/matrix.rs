//! Who may do what: every operation of the document, by everyone who may try. A new operation
//! fails here until it says who may use it.

use crate::support::{Backend, Call, MAREN, NORDWIND, call, get, patch, post, put, workgroup};
use contract::path;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What each actor is in the workgroup that the requests are about, and who that is.
const ACTORS: [(&str, Option<&str>); 6] = [
    ("nobody", None),
    ("stranger", Some("ag_jonas")),
    ("Administrator", Some(MAREN)),
    ("Manager", Some("ag_tomas")),
    ("Associate", Some("ag_aiko")),
    ("Inactive", Some("ag_priya")),
];

/// Operation, its request, and the status for each actor in that order.
fn table() -> Vec<(&'static str, Call, [u16; 6])> {
    let one = workgroup(NORDWIND);
    let preferences = path::workgroup_preferences(&NORDWIND.parse().expect("an id"));
    let body = json!({ "name": "A", "currency": "EUR" });
    let id = || NORDWIND.parse().expect("an id");
    let agent = |agent: &str| path::agent(&id(), &agent.parse().expect("an id"));
    let inv = |number: u32| format!("inv_sample_{number}").parse().expect("an id");
    let to = |role: &str| json!({ "role": role });
    let rate = json!({ "rate": { "amount": 1 } });
    let invite = |role: &str| json!({ "invitations": [{ "email": "new@example.com", "role": role }] });
    vec![
        ("readSession", get(path::SESSION), [401, 200, 200, 200, 200, 200]),
        ("signOut", call("DELETE", path::SESSION), [204; 6]),
        ("requestSignIn", post(path::SIGN_IN_REQUESTS, &json!({ "email": "a@example.com" })).key("k"), [202; 6]),
        ("signInWithCode", post(path::SIGN_IN_CODE, &json!({ "id": "si_1", "code": "123456" })), [410; 6]),
        ("signInWithLink", post(path::SIGN_IN_LINK, &json!({ "token": "x" })), [410; 6]),
        ("signInAsSample", post(path::SIGN_IN_SAMPLE, &json!({ "agent": "ag_lena" })), [200; 6]),
        ("listWorkgroups", get(path::WORKGROUPS), [401, 200, 200, 200, 200, 200]),
        ("createWorkgroup", post(path::WORKGROUPS, &body).key("k"), [401, 201, 201, 201, 201, 201]),
        ("readWorkgroup", get(&one), [401, 404, 200, 200, 200, 404]),
        ("patchWorkgroup", patch(&one, 1, &json!({ "name": "B" })), [401, 404, 200, 200, 403, 404]),
        (
            "patchWorkgroup",
            patch(&one, 1, &json!({ "default_agent_cost": { "amount": 1 } })),
            [401, 404, 200, 200, 403, 404],
        ),
        ("patchWorkgroup", patch(&one, 9, &json!({ "name": "B" })), [401, 404, 412, 412, 403, 404]),
        ("deleteWorkgroup", call("DELETE", &one), [401, 404, 405, 405, 405, 404]),
        ("listAgents", get(&path::agents(&id())), [401, 404, 200, 200, 200, 404]),
        ("readAgent", get(&agent("ag_lena")), [401, 404, 200, 200, 200, 404]),
        ("readAgent", get(&agent("ag_priya")), [401, 404, 200, 200, 404, 404]),
        ("readAgent", get(&agent("ag_jonas")), [401, 404, 404, 404, 404, 404]),
        ("patchAgent", patch(&agent("ag_lena"), 1, &to("manager")), [401, 404, 200, 200, 403, 404]),
        ("patchAgent", patch(&agent("ag_lena"), 1, &to("administrator")), [401, 404, 200, 403, 403, 404]),
        ("patchAgent", patch(&agent("ag_lena"), 1, &to("inactive")), [401, 404, 200, 200, 403, 404]),
        ("patchAgent", patch(&agent("ag_lena"), 9, &to("manager")), [401, 404, 412, 412, 403, 404]),
        ("patchAgent", patch(&agent("ag_lena"), 1, &rate), [401, 404, 200, 200, 403, 404]),
        ("patchAgent", patch(&agent("ag_sofia"), 1, &to("manager")), [401, 404, 200, 403, 403, 404]),
        ("patchAgent", patch(&agent("ag_sofia"), 1, &rate), [401, 404, 200, 403, 403, 404]),
        ("patchAgent", patch(&agent("ag_priya"), 1, &to("associate")), [401, 404, 200, 200, 404, 404]),
        ("patchAgent", patch(&agent(MAREN), 1, &to("inactive")), [401, 404, 204, 403, 403, 404]),
        ("patchAgent", patch(&agent("ag_aiko"), 1, &to("inactive")), [401, 404, 200, 200, 204, 404]),
        ("listInvitations", get(&path::invitations(&id())), [401, 404, 200, 200, 403, 404]),
        (
            "inviteAgents",
            post(&path::invitations(&id()), &invite("associate")).key("k"),
            [401, 404, 200, 200, 403, 404],
        ),
        (
            "previewInvitations",
            post(&path::invitations_preview(&id()), &invite("associate")),
            [401, 404, 200, 200, 403, 404],
        ),
        ("readInvitation", get(&path::invitation(&id(), &inv(1))), [401, 404, 200, 200, 403, 404]),
        (
            "patchInvitation",
            patch(&path::invitation(&id(), &inv(1)), 1, &to("manager")),
            [401, 404, 200, 200, 403, 404],
        ),
        (
            "patchInvitation",
            patch(&path::invitation(&id(), &inv(1)), 1, &to("administrator")),
            [401, 404, 200, 403, 403, 404],
        ),
        (
            "patchInvitation",
            patch(&path::invitation(&id(), &inv(1)), 9, &to("manager")),
            [401, 404, 412, 412, 403, 404],
        ),
        (
            "patchInvitation",
            patch(&path::invitation(&id(), &inv(6)), 1, &to("associate")),
            [401, 404, 410, 410, 403, 404],
        ),
        (
            "resendInvitation",
            call("POST", &path::invitation_resend(&id(), &inv(1))).key("k"),
            [401, 404, 200, 200, 403, 404],
        ),
        (
            "resendInvitation",
            call("POST", &path::invitation_resend(&id(), &inv(9))).key("k"),
            [401, 404, 404, 404, 403, 404],
        ),
        ("revokeInvitation", call("POST", &path::invitation_revoke(&id(), &inv(1))), [401, 404, 200, 200, 403, 404]),
        ("revokeInvitation", call("POST", &path::invitation_revoke(&id(), &inv(8))), [401, 404, 410, 410, 403, 404]),
        ("readInvitationLink", get(&path::invitation_link(&id(), &inv(1))), [401, 404, 200, 200, 403, 404]),
        ("readInvitationTimeline", get(&path::invitation_timeline(&id(), &inv(1))), [401, 404, 200, 200, 403, 404]),
        ("listInvitationsToMe", get(path::INVITATIONS_TO_ME), [401, 200, 200, 200, 200, 200]),
        ("lookUpInvitation", post(path::INVITATION_LOOK_UP, &json!({ "token": "inv_sample_1.x" })), [404; 6]),
        (
            "lookUpInvitation",
            post(path::INVITATION_LOOK_UP, &json!({ "id": "inv_sample_1" })),
            [401, 404, 404, 404, 404, 404],
        ),
        (
            "acceptInvitation",
            post(path::INVITATION_ACCEPT, &json!({ "id": "inv_sample_1" })),
            [401, 404, 404, 404, 404, 404],
        ),
        (
            "declineInvitation",
            post(path::INVITATION_DECLINE, &json!({ "id": "inv_sample_1" })),
            [401, 404, 404, 404, 404, 404],
        ),
        ("askForInvitation", post(path::INVITATION_ASK_AGAIN, &json!({ "token": "x" })), [204; 6]),
        (
            "askToBeInvited",
            post(path::INVITATION_ASK_FOR_ME, &json!({ "token": "inv_sample_1.x" })),
            [401, 204, 204, 204, 204, 204],
        ),
        ("listActivity", get(&path::activity(&id())), [401, 404, 200, 200, 200, 404]),
        ("exportActivity", get(&path::activity_csv(&id())), [401, 404, 200, 200, 200, 404]),
        ("setWorkgroupPreferences", put(&preferences, &json!({ "hidden": true })), [401, 404, 200, 200, 200, 404]),
    ]
}

fn operations() -> BTreeSet<String> {
    let document: Value = serde_json::from_str(&backend::openapi::document()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let items = paths.values().filter_map(Value::as_object).flat_map(|item| item.values());
    items.filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect()
}

#[test]
fn no_operation_is_missing() {
    let told: BTreeSet<String> = table().into_iter().map(|(operation, ..)| operation.to_owned()).collect();
    assert_eq!(told, operations());
}

#[tokio::test]
async fn everyone_may_do_what_the_table_says_and_nothing_else() {
    for (operation, call, statuses) in table() {
        for ((actor, agent), status) in ACTORS.into_iter().zip(statuses) {
            let backend = Backend::new().await;
            let call = match agent {
                Some(agent) => call.clone().by(&backend.sign_in(agent).await),
                None => call.clone(),
            };
            let reply = backend.send(call).await;
            assert_eq!(reply.status, status, "{operation} by {actor}: {}", reply.text());
            if actor == "Associate" && !matches!(operation, "createWorkgroup" | "listWorkgroups") {
                for money in ["default_agent_cost", "\"rate\"", "\"money\"", " EUR", "rate-set", "cost-set"] {
                    assert!(!reply.text().contains(money), "{operation} shows an Associate money: {money}");
                }
                assert!(!reply.text().contains("nils.berg"), "{operation} shows an Associate who is invited");
                assert!(!reply.text().contains("ag_priya"), "{operation} shows an Associate who is Inactive");
            }
            if matches!(actor, "stranger" | "Inactive") {
                assert!(!reply.text().contains("Nordwind"), "{operation} tells {actor} of the workgroup");
            }
        }
    }
}
