//! The form as it is kept with the agent's drafts: it survives a reload, and a look into another
//! workgroup.

use super::form::Form;
use crate::api;
use contract::{invitation::InviteAgents, role::Role};
use js_sys::JSON;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Kept {
    text: String,
    role: Role,
    roles: Vec<OwnRole>,
    language: String,
    sent: Option<Sent>,
}

#[derive(Serialize, Deserialize)]
struct OwnRole {
    email: String,
    role: Role,
}

#[derive(Serialize, Deserialize)]
struct Sent {
    body: InviteAgents,
    key: String,
}

/// The form as a text; empty where nothing was typed.
pub(super) fn write(form: &Form) -> String {
    if form.text.is_empty() {
        return String::new();
    }
    let kept = Kept {
        text: form.text.clone(),
        role: form.role,
        roles: form.roles.iter().map(|(email, role)| OwnRole { email: email.clone(), role: *role }).collect(),
        language: form.language.clone(),
        sent: form.sent.clone().map(|(body, key)| Sent { body, key }),
    };
    // What cannot be written is only not kept.
    api::encode(&kept).unwrap_or_default()
}

/// The form that was kept; a new one where there is none.
pub(super) fn read(text: &str, language: &str) -> Form {
    let kept = JSON::parse(text).ok().and_then(|value| api::decode::<Kept>(&value));
    let Some(kept) = kept else { return Form::new(language) };
    Form {
        text: kept.text,
        role: kept.role,
        roles: kept.roles.into_iter().map(|own| (own.email, own.role)).collect(),
        language: kept.language,
        sent: kept.sent.map(|sent| (sent.body, sent.key)),
    }
}
