//! Back to an invitation after signing in. The tab that asked for the mail keeps the token; the
//! link in the mail may open another tab, which has none. That one is told which invitation it was
//! by the browser's storage: its identifier, which opens nothing by itself, until somebody has
//! signed in.

use super::token;
use crate::{
    api::{Call, Failure},
    app::App,
    browser,
    navigation::Navigation,
    route::Route,
    ui::channel,
};
use contract::{id::InvitationId, invitation::InvitationToMe, list::List, path, session::Session};
use leptos::prelude::*;
use std::time::Duration;
use web_sys::AbortController;

/// Where the browser's storage keeps it.
const STORED: &str = "invitation-left";
/// How long it waits, in milliseconds: a mail to sign in works no longer.
const WAITS: i64 = 15 * 60 * 1000;
/// How long whoever signs in waits for their invitations at the most.
const PATIENCE: Duration = Duration::from_secs(3);

/// Somebody asks for a mail to sign in, on the page of this invitation.
pub fn leave(id: &InvitationId) {
    if let Some(storage) = browser::local_storage() {
        // Not kept, the other tab begins at the start.
        let _ = storage.set_item(STORED, &format!("{id} {}", browser::now()));
    }
}

/// The invitation that was left, once.
fn take() -> Option<InvitationId> {
    let storage = browser::local_storage()?;
    let text = storage.get_item(STORED).ok().flatten()?;
    // It throws only where nothing could be read either.
    let _ = storage.remove_item(STORED);
    left(&text, browser::now())
}

/// What was kept, unless that is too long ago.
fn left(text: &str, now: i64) -> Option<InvitationId> {
    let (id, at) = text.split_once(' ')?;
    let ago = now.checked_sub(at.parse().ok()?)?;
    if (0..WAITS).contains(&ago) { id.parse().ok() } else { None }
}

/// The one invitation to go to: the one that was left, else the only one. None of several is
/// preferred.
fn chosen(waiting: &[InvitationToMe], left: Option<&InvitationId>) -> Option<InvitationId> {
    let one = waiting.iter().find(|one| Some(&one.id) == left);
    one.or(if let [only] = waiting { Some(only) } else { None }).map(|one| one.id.clone())
}

/// Somebody has signed in. Who had nowhere to go, and is waited for at one place, is led there.
pub async fn enter(app: &App, navigation: &Navigation, session: Session) {
    let left = take();
    let to = match Route::parse(&location().pathname().unwrap_or_default()) {
        Route::SignInLink if token::is_waiting() => Some(Route::Invitation),
        at @ (Route::Home | Route::SignInLink) => {
            // The other tabs are not to go on as somebody else for that long.
            channel::tell(&channel::Event::SignedIn);
            let waiting = waiting().await;
            let invited = chosen(&waiting, left.as_ref()).map(Route::InvitationTo);
            invited.or_else(|| (at == Route::SignInLink).then_some(Route::Home))
        }
        _ => None,
    };
    app.signed_in(session);
    if let Some(to) = to {
        navigation.replace(&to);
    }
}

/// The invitations that wait for whoever has just signed in; none where that takes too long.
async fn waiting() -> Vec<InvitationToMe> {
    let Ok(abort) = AbortController::new() else { return Vec::new() };
    let ends = send_wrapper::SendWrapper::new(abort.clone());
    set_timeout(move || ends.abort(), PATIENCE);
    let list: Result<List<InvitationToMe>, Failure> =
        Call::get(path::INVITATIONS_TO_ME).abortable(&abort).json_answer().await;
    list.map(|list| list.items).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> InvitationId {
        text.parse().expect("an id")
    }

    fn waiting(ids: &[&str]) -> Vec<InvitationToMe> {
        let one = |id: &&str| {
            let text = format!(
                r#"{{"id":"{id}","workgroup_name":"A","inviter_name":"B","role":"manager","email":"a@example.com",
                "state":"pending","expires_at":"2026-03-01T08:00:00Z","you":"right-account"}}"#
            );
            serde_json::from_str(&text).expect("reads")
        };
        ids.iter().map(one).collect()
    }

    #[test]
    fn what_was_left_is_taken_while_the_mail_works() {
        assert_eq!(left("inv_1 1000", 1000), Some(id("inv_1")));
        assert_eq!(left("inv_1 1000", 1000 + WAITS - 1), Some(id("inv_1")));
        for (text, now) in
            [("inv_1 1000", 1000 + WAITS), ("inv_1 1000", 999), ("inv_1", 1000), ("a/b 1", 1), ("x y", 1)]
        {
            assert_eq!(left(text, now), None, "{text} at {now}");
        }
    }

    #[test]
    fn one_is_led_to_the_one_that_was_left_or_to_the_only_one() {
        assert_eq!(chosen(&waiting(&["a", "b"]), Some(&id("b"))), Some(id("b")));
        assert_eq!(chosen(&waiting(&["a"]), None), Some(id("a")));
        assert_eq!(chosen(&waiting(&["a"]), Some(&id("x"))), Some(id("a")));
        assert_eq!(chosen(&waiting(&["a", "b"]), Some(&id("x"))), None);
        assert_eq!(chosen(&[], Some(&id("x"))), None);
    }
}
