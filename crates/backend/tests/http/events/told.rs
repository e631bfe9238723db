//! What happens is told to those who see it, as they see it.

use super::stream::{Served, Stream};
use crate::support::{MAREN, NORDWIND, get, patch, post, put, workgroup};
use contract::{
    event::{
        Changed,
        EventKind::{self, Activity, Agent, AgentGone, Invitation, InvitationsToMe, Workgroup},
    },
    id::WorkgroupId,
    invitation::InvitationToMe,
    list::List,
    member::Member,
    path,
};
use serde_json::json;

fn nordwind() -> WorkgroupId {
    NORDWIND.parse().expect("an id")
}

fn agent(id: &str) -> String {
    path::agent(&nordwind(), &id.parse().expect("an id"))
}

/// The name of an agent's own workgroup, told to them alone.
async fn marks(served: &Served, cookie: &str, stream: &mut Stream) {
    let session: contract::session::Session = served.send(get(path::SESSION).by(cookie)).await.read();
    let own = path::workgroup(&session.default_workgroup);
    let present: contract::workgroup::Workgroup = served.send(get(&own).by(cookie)).await.read();
    let name = json!({ "name": format!("{} again", present.name) });
    served.send(patch(&own, present.version, &name).by(cookie)).await;
    assert_eq!(stream.next().await.data["record"]["name"], name["name"]);
    assert_eq!(stream.next().await.kind, Activity);
}

#[tokio::test]
async fn each_role_is_told_each_kind_as_reading_shows_it() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let tomas = served.backend.sign_in("ag_tomas").await;
    let aiko = served.backend.sign_in("ag_aiko").await;
    let priya = served.backend.sign_in("ag_priya").await;
    let jonas = served.backend.sign_in("ag_jonas").await;
    let mut administrator = served.follow(&maren).await;
    let mut manager = served.follow(&tomas).await;
    let mut associate = served.follow(&aiko).await;
    let mut inactive = served.follow(&priya).await;
    let mut stranger = served.follow(&jonas).await;

    let one = workgroup(NORDWIND);
    let cost = json!({ "default_agent_cost": { "amount": 1 } });
    let invitation = json!({ "invitations": [{ "email": "new@example.com", "role": "associate" }] });
    // With two Administrators, what may be done about each of them depends on the other.
    let role_set = vec![Workgroup, Agent, Agent, Agent, Activity];
    let steps: Vec<(_, Vec<EventKind>, Vec<EventKind>)> = vec![
        (patch(&one, 1, &json!({ "name": "B" })), vec![Workgroup, Activity], vec![Workgroup, Activity]),
        (patch(&one, 2, &cost), vec![Workgroup, Activity], vec![Workgroup]),
        (patch(&agent("ag_lena"), 1, &json!({ "role": "manager" })), role_set.clone(), role_set.clone()),
        (patch(&agent("ag_lena"), 2, &json!({ "rate": { "amount": 1 } })), vec![Agent, Activity], vec![Agent]),
        (
            patch(&agent("ag_lena"), 3, &json!({ "role": "inactive" })),
            role_set,
            vec![Workgroup, AgentGone, Agent, Agent],
        ),
        (patch(&agent("ag_lena"), 4, &json!({ "rate": { "amount": 2 } })), vec![Agent, Activity], vec![]),
        (post(&path::invitations(&nordwind()), &invitation).key("k"), vec![Invitation, Activity], vec![]),
    ];
    for (call, to_editors, to_associate) in steps {
        served.send(call.clone().by(&maren)).await;
        for editor in [&mut administrator, &mut manager] {
            assert_eq!(editor.kinds(to_editors.len()).await, to_editors, "{call:?}");
        }
        for expected in to_associate {
            let event = associate.next().await;
            assert_eq!(event.kind, expected, "{call:?}");
            let text = event.data.to_string();
            for hidden in ["default_agent_cost", "\"rate\":", "\"money\"", "new@example.com"] {
                assert!(!text.contains(hidden), "{hidden} in {text}");
            }
        }
    }
    let preferences = path::workgroup_preferences(&nordwind());
    served.send(put(&preferences, &json!({ "hidden": true })).by(&maren)).await;
    assert_eq!(administrator.next().await.data["record"]["hidden"], true);

    for (cookie, stream) in [
        (&maren, &mut administrator),
        (&tomas, &mut manager),
        (&aiko, &mut associate),
        (&priya, &mut inactive),
        (&jonas, &mut stranger),
    ] {
        marks(&served, cookie, stream).await;
    }
}

#[tokio::test]
async fn a_record_is_the_same_that_reading_it_answers() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let tomas = served.backend.sign_in("ag_tomas").await;
    let mut stream = served.follow(&tomas).await;
    served.send(patch(&workgroup(NORDWIND), 1, &json!({ "name": "B" })).by(&maren)).await;
    let told = stream.next().await.data;
    assert_eq!(told["workgroup"], NORDWIND);
    assert_eq!(told["record"], served.send(get(&workgroup(NORDWIND)).by(&tomas)).await.read::<serde_json::Value>());
    let entry = stream.next().await.data;
    let activity: serde_json::Value = served.send(get(&path::activity(&nordwind())).by(&tomas)).await.read();
    assert_eq!(entry["record"], activity["items"][0]);

    served.send(patch(&agent("ag_lena"), 1, &json!({ "rate": { "amount": 1 } })).by(&maren)).await;
    let told: Changed<Member> = serde_json::from_value(stream.next().await.data).expect("an agent");
    assert_eq!(told.record, served.send(get(&agent("ag_lena")).by(&tomas)).await.read());
    stream.next().await;

    let invitation = served.backend.invite(&maren, "new@example.com", "associate").await;
    let told = stream.next().await.data["record"].clone();
    let read = served.send(get(&path::invitation(&nordwind(), &invitation.id)).by(&tomas)).await;
    assert_eq!(told, read.read::<serde_json::Value>());
}

#[tokio::test]
async fn how_far_a_mail_got_is_told_to_those_who_invite() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let aiko = served.backend.sign_in("ag_aiko").await;
    let (mut editor, mut associate) = (served.follow(&maren).await, served.follow(&aiko).await);
    let store = &served.backend.store;
    for (address, delivery) in
        [("a@example.com", "sent"), ("b@example.com", "not-delivered"), ("c@example.com", "uncertain")]
    {
        served.backend.invite(&maren, address, "associate").await;
        assert_eq!(editor.next().await.data["record"]["delivery"], "queued");
        assert_eq!(editor.next().await.kind, Activity);
        let now = backend::now();
        let mail = store.take_mail(now).await.expect("takes").expect("a mail");
        assert!(store.mail_begun(mail.id, now).await.expect("writes"));
        match delivery {
            "sent" => store.mail_sent(mail.id, now).await,
            "uncertain" => store.mail_uncertain(mail.id, now).await,
            _ => store.mail_failed(mail.id, backend::store::Failure::RefusedRecipient, now).await,
        }
        .expect("writes");
        let told = editor.next().await;
        assert_eq!((told.kind, &told.data["record"]["delivery"]), (Invitation, &json!(delivery)));
        assert_eq!(told.data["record"]["email"], address);
    }
    marks(&served, &aiko, &mut associate).await;
}

#[tokio::test]
async fn whoever_was_invited_hears_that_the_inviter_may_invite_no_longer() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let jonas = served.backend.sign_in("ag_jonas").await;
    let tomas = served.backend.sign_in("ag_tomas").await;
    let invitation = served.backend.invite(&tomas, "jonas.weber@example.com", "associate").await;
    let (mut editor, mut invited) = (served.follow(&maren).await, served.follow(&jonas).await);
    served.send(patch(&agent("ag_tomas"), 1, &json!({ "role": "associate" })).by(&maren)).await;
    loop {
        let told = editor.next().await;
        // Those of the sample are taken back too.
        if told.kind == Invitation && told.data["record"]["id"] == invitation.id.as_str() {
            assert_eq!(told.data["record"]["state"], "revoked");
            break;
        }
    }
    assert_eq!(invited.next().await.kind, InvitationsToMe);
    let to_me: List<InvitationToMe> = served.send(get(path::INVITATIONS_TO_ME).by(&jonas)).await.read();
    assert_eq!(to_me.items.len(), 0);
}

#[tokio::test]
async fn whoever_is_invited_hears_that_the_workgroup_has_another_name_and_of_no_more() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let (jonas, priya) = (served.backend.sign_in("ag_jonas").await, served.backend.sign_in("ag_priya").await);
    let waiting = served.backend.invite(&maren, "jonas.weber@example.com", "associate").await;
    let over = served.backend.invite(&maren, "priya.nair@example.com", "associate").await;
    served.send(post(path::INVITATION_DECLINE, &json!({ "id": over.id })).by(&priya)).await;
    let (mut invited, mut declined) = (served.follow(&jonas).await, served.follow(&priya).await);
    let cost = json!({ "default_agent_cost": { "amount": 1 } });
    served.send(patch(&workgroup(NORDWIND), 1, &cost).by(&maren)).await;
    served.send(patch(&workgroup(NORDWIND), 2, &json!({ "name": "Nordwind AG" })).by(&maren)).await;
    let told = invited.next().await;
    assert_eq!((told.kind, told.data), (InvitationsToMe, json!({})));
    let to_me: List<InvitationToMe> = served.send(get(path::INVITATIONS_TO_ME).by(&jonas)).await.read();
    let shown = (to_me.items[0].id.as_str(), to_me.items[0].workgroup_name.as_str());
    assert_eq!(shown, (waiting.id.as_str(), "Nordwind AG"));
    marks(&served, &jonas, &mut invited).await;
    marks(&served, &priya, &mut declined).await;
}

#[tokio::test]
async fn whoever_is_invited_hears_of_it_and_sees_the_workgroup_when_they_join() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let jonas = served.backend.sign_in("ag_jonas").await;
    let (mut inviter, mut invited) = (served.follow(&maren).await, served.follow(&jonas).await);

    let invitation = served.backend.invite(&maren, "jonas.weber@example.com", "manager").await;
    assert_eq!(inviter.kinds(2).await, [Invitation, Activity]);
    let told = invited.next().await;
    assert_eq!((told.kind, told.data), (InvitationsToMe, json!({})));
    let to_me: List<InvitationToMe> = served.send(get(path::INVITATIONS_TO_ME).by(&jonas)).await.read();
    assert_eq!(to_me.items.len(), 1);

    served.send(post(path::INVITATION_ACCEPT, &json!({ "id": invitation.id })).by(&jonas)).await;
    let told = inviter.next().await;
    assert_eq!((told.kind, &told.data["record"]["state"]), (Invitation, &json!("accepted")));
    let told = inviter.next().await;
    assert_eq!((told.kind, &told.data["record"]["agents"]), (Workgroup, &json!(13)));
    let told = inviter.next().await;
    assert_eq!((told.kind, &told.data["record"]["id"]), (Agent, &json!("ag_jonas")));
    assert_eq!(inviter.next().await.kind, Activity);

    let mut told = Vec::new();
    for _ in 0..5 {
        told.push(invited.next().await);
    }
    let mut kinds: Vec<&str> = told.iter().map(|event| name(event.kind)).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["activity", "agent", "invitation", "invitations-to-me", "workgroup"]);
    let joined = told.iter().find(|event| event.kind == Workgroup).expect("the workgroup");
    assert_eq!((&joined.data["workgroup"], &joined.data["record"]["role"]), (&json!(NORDWIND), &json!("manager")));
}

fn name(kind: EventKind) -> &'static str {
    match kind {
        Activity => "activity",
        Agent => "agent",
        Invitation => "invitation",
        InvitationsToMe => "invitations-to-me",
        Workgroup => "workgroup",
        _ => "another",
    }
}

#[tokio::test]
async fn a_refused_write_tells_nothing() {
    let served = Served::new().await;
    let maren = served.backend.sign_in(MAREN).await;
    let mut stream = served.follow(&maren).await;
    let stale = served.backend.send(patch(&workgroup(NORDWIND), 9, &json!({ "name": "B" })).by(&maren)).await;
    assert_eq!(stale.status, 412);
    let same = served.send(patch(&workgroup(NORDWIND), 1, &json!({})).by(&maren)).await;
    assert_eq!(same.header("etag"), "\"1\"");
    marks(&served, &maren, &mut stream).await;
}
