//! What is done about one invitation. Each is sent once, by a press of a person; what the server
//! answers takes the row's place.

use super::{Invitations, load::Load};
use crate::{
    announce,
    api::{Call, Failure},
    browser,
    locale::people,
    text,
};
use contract::{
    id::InvitationId,
    invitation::{Invitation, InvitationLink, PatchInvitation},
    path,
    problem::ProblemKind,
    role::Role,
};
use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

impl Invitations {
    /// Sends it anew. A second press after a lost answer sends no second mail.
    pub(super) fn resend(self, record: Invitation) {
        self.run(record.id.clone(), async move {
            let key = self
                .keys
                .try_update_value(|keys| keys.entry(record.id.clone()).or_insert_with(browser::random_key).clone());
            let path = self.workgroup.with_value(|workgroup| path::invitation_resend(workgroup, &record.id));
            let answer = Call::post(&path, &(), key.as_deref()).json_answer().await;
            if answer.is_ok() || matches!(&answer, Err(failure) if !failure.is_unknown()) {
                self.keys.try_update_value(|keys| keys.remove(&record.id));
            }
            self.done(answer, &people().resent(&record.email));
        });
    }

    /// Takes it back.
    pub(super) fn revoke(self, record: Invitation) {
        self.run(record.id.clone(), async move {
            let path = self.workgroup.with_value(|workgroup| path::invitation_revoke(workgroup, &record.id));
            let answer = Call::post(&path, &(), None).json_answer().await;
            self.done(answer, &people().revoked_told(&record.email));
        });
    }

    /// The role of one was chosen, and its field left without saving.
    pub(super) fn choose(self, record: &Invitation, role: Role) {
        self.choosing.set(None);
        if self.keep(record, role) {
            announce::status(&people().role_unsaved(&record.email));
        }
    }

    /// Keeps a role until the server has it. Whether it is another than that of now.
    fn keep(self, record: &Invitation, role: Role) -> bool {
        let is_other = record.role != role;
        self.keep_role(&record.id, Some(role).filter(|_| is_other));
        is_other
    }

    fn keep_role(self, id: &InvitationId, role: Option<Role>) {
        let drafts = self.agent.with_value(|agent| agent.drafts.clone());
        self.workgroup.with_value(|workgroup| drafts.keep_role(workgroup, id, role));
        self.chosen.update(|chosen| match role {
            Some(role) => drop(chosen.insert(id.clone(), role)),
            None => drop(chosen.remove(id)),
        });
    }

    /// Lets go of the roles that were chosen for those that have them by now, or whose role cannot be
    /// changed or seen any more.
    pub(super) fn settle_roles(self) {
        Effect::new(move |_| {
            let hidden = self.may_not_look();
            let is_settled = |(id, role): (&InvitationId, &Role)| {
                self.rows.with(|rows| {
                    let row = rows.iter().find(|row| row.id == *id);
                    let settled = |row: &Invitation| row.role == *role || !row.may.change_role.allowed;
                    row.map_or(hidden, settled).then(|| id.clone())
                })
            };
            let settled: Vec<_> = self.chosen.with(|chosen| chosen.iter().filter_map(is_settled).collect());
            for id in settled {
                self.keep_role(&id, None);
            }
        });
    }

    /// Whether the agent may not see who is invited.
    fn may_not_look(self) -> bool {
        matches!(&*self.load.read(), Load::Failed(failure) if failure.kind() == Some(ProblemKind::Forbidden))
    }

    /// Gives it another role.
    pub(super) fn set_role(self, record: Invitation, role: Role) {
        self.choosing.set(None);
        if !self.keep(&record, role) {
            return;
        }
        let email = record.email.clone();
        let (drafts, workgroup) = (self.agent.with_value(|agent| agent.drafts.clone()), self.workgroup.get_value());
        let begins = self.run(record.id.clone(), async move {
            let path = path::invitation(&workgroup, &record.id);
            let body = PatchInvitation { role: Some(role) };
            let answer = Call::patch(&path, &body, record.version).json_answer().await;
            // One may have gone to another page meanwhile, or have chosen another role.
            if answer.is_ok() && drafts.roles(&workgroup).get(&record.id) == Some(&role) {
                drafts.keep_role(&workgroup, &record.id, None);
                self.chosen.try_update(|chosen| chosen.remove(&record.id));
            }
            self.done(answer, &people().role_set(&record.email, text::role(role)));
        });
        if !begins {
            announce::status(&people().role_unsaved(&email));
        }
    }

    /// Puts its link into the clipboard; shows it where the browser refuses that.
    pub(super) fn copy_link(self, record: Invitation) {
        self.run(record.id.clone(), async move {
            let path = self.workgroup.with_value(|workgroup| path::invitation_link(workgroup, &record.id));
            let answer: Result<InvitationLink, Failure> = Call::get(&path).json_answer().await;
            self.agent.try_with_value(|agent| agent.note(&answer));
            match answer {
                Ok(link) if copy(&link.url).await => announce::tell(&people().link_copied(&record.email)),
                Ok(link) => drop(self.link.try_set(Some(link.url))),
                Err(failure) => self.refused(&failure),
            }
        });
    }

    /// One thing at a time for each. Whether this has begun.
    fn run(self, id: InvitationId, work: impl Future<Output = ()> + 'static) -> bool {
        let begins = self.busy.try_update(|busy| busy.insert(id.clone())).unwrap_or_default();
        if begins {
            spawn_local(async move {
                work.await;
                self.busy.try_update(|busy| busy.remove(&id));
            });
        }
        begins
    }

    fn done(self, answer: Result<Invitation, Failure>, words: &str) {
        // An answer about a workgroup that was left is nobody's.
        if self.agent.try_with_value(|agent| agent.note(&answer)).is_none() {
            return;
        }
        match answer {
            Ok(record) => {
                self.put(record);
                announce::tell(words);
            }
            Err(failure) => self.refused(&failure),
        }
    }

    /// Says why not, and shows what is there now.
    fn refused(self, failure: &Failure) {
        let words = match failure {
            Failure::Problem(problem, _) if problem.kind == ProblemKind::StaleVersion => {
                self.again.try_update(|again| *again += 1);
                people().invitation_changed().to_owned()
            }
            Failure::Problem(problem, _) if problem.kind == ProblemKind::InvitationEnded => {
                self.again.try_update(|again| *again += 1);
                people().ended_meanwhile().to_owned()
            }
            failure if failure.is_unknown() => {
                self.again.try_update(|again| *again += 1);
                people().act_unknown().to_owned()
            }
            failure => text::failure(failure),
        };
        announce::show(&words);
    }
}

/// Puts a text into the clipboard. Says whether the browser let it.
async fn copy(text: &str) -> bool {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).unwrap_or_default();
    let write = Reflect::get(&clipboard, &"writeText".into()).ok().and_then(|write| write.dyn_into::<Function>().ok());
    let promise = write.and_then(|write| write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok());
    match promise {
        Some(promise) => JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}
