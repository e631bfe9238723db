//! Loads facts. Takes a connection, so that the same reads serve a transaction and a reader.

use super::{
    Error, Store, people,
    rows::{currency, hash, id, membership, number, select_memberships, time},
};
use contract::id::{AgentId, WorkgroupId};
use rules::{
    Address, InvitedKey, Needs, Now, SecretHash, SignInKey, Snapshot,
    facts::{AddressFacts, AgentFacts, Membership, SignInFacts},
};
use sqlx::{Row as _, SqliteConnection, sqlite::SqliteRow};

/// Among how many invitations to an agent a code is looked for: the newest that wait, and as many of
/// those that they accepted last.
const MOST_TO_AGENT: u32 = 1000;

pub(super) async fn snapshot(db: &mut SqliteConnection, needs: &Needs, now: Now) -> Result<Snapshot, Error> {
    let mut snapshot = Snapshot::default();
    if let Some(agent_id) = &needs.agent {
        snapshot.agent = agent(db, agent_id).await?;
        if let Some(workgroup) = &needs.workgroup {
            snapshot.membership = member(db, agent_id, workgroup).await?;
        }
    }
    if let Some(workgroup) = &needs.workgroup {
        in_workgroup(db, workgroup, needs, now, &mut snapshot).await?;
    }
    if let Some(key) = &needs.invited {
        snapshot.invited = match key {
            InvitedKey::Id(id) => people::invited_by_id(db, id, needs.agent.as_ref()).await?,
            InvitedKey::ToAgent => match &snapshot.agent {
                Some(agent) => {
                    let mut invited = people::invited_to(db, agent, MOST_TO_AGENT, None, now).await?;
                    invited.extend(people::accepted_by(db, agent, MOST_TO_AGENT).await?);
                    invited
                }
                None => Vec::new(),
            },
        };
    }
    if let (true, Some(agent), Some(InvitedKey::Id(id))) = (needs.asked, &needs.agent, &needs.invited) {
        snapshot.asked = people::asked(db, id, agent, now).await?;
    }
    if let Some(wanted) = &needs.address {
        snapshot.address = Some(address(db, wanted, now).await?);
    }
    if let Some(key) = &needs.sign_in {
        snapshot.sign_in = sign_in(db, key, now).await?;
    }
    Ok(snapshot)
}

/// What is needed about the people of a workgroup.
async fn in_workgroup(
    db: &mut SqliteConnection,
    workgroup: &WorkgroupId,
    needs: &Needs,
    now: Now,
    snapshot: &mut Snapshot,
) -> Result<(), Error> {
    if let Some(wanted) = &needs.member {
        snapshot.member = people::member(db, workgroup, wanted).await?;
        snapshot.administrators = people::administrators(db, workgroup).await?;
        if let (true, Some(member)) = (needs.member_invitations, &snapshot.member) {
            snapshot.member_invitations = people::of_member(db, workgroup, member, now).await?;
        }
    }
    let mut invitees = needs.invitees.clone();
    if let Some(wanted) = &needs.invitation {
        snapshot.invitation = people::invitation(db, wanted).await?;
        invitees.extend(snapshot.invitation.as_ref().map(|invitation| invitation.address.clone()));
    }
    // Whoever may not invite is refused whatever is known of those whom they would.
    let inviting = rules::inviting(snapshot.membership.as_ref()).is_ok();
    if let (Some(agent), true) = (&needs.agent, inviting && !invitees.is_empty()) {
        snapshot.invitees = people::invitees(db, workgroup, agent, &invitees, now).await?;
        snapshot.sent_last_day = people::sent_last_day(db, agent, now).await?;
    }
    Ok(())
}

pub(super) async fn agent(db: &mut SqliteConnection, agent: &AgentId) -> Result<Option<AgentFacts>, Error> {
    let row = sqlx::query(
        "SELECT a.id, a.name, a.email, a.sample, w.id AS workgroup, w.currency, \
         (SELECT count(*) FROM membership AS m WHERE m.agent = a.id AND m.role = 'administrator') AS administers \
         FROM agent AS a JOIN workgroup AS w ON w.default_of = a.id WHERE a.id = ?",
    )
    .bind(agent.as_str())
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(AgentFacts {
        id: id(row.try_get("id")?)?,
        name: row.try_get("name")?,
        email: row.try_get("email")?,
        default_workgroup: id(row.try_get("workgroup")?)?,
        default_currency: currency(row.try_get("currency")?)?,
        administers: number(row.try_get("administers")?)?,
        sample: row.try_get("sample")?,
    }))
}

pub(super) async fn member(
    db: &mut SqliteConnection,
    agent: &AgentId,
    workgroup: &WorkgroupId,
) -> Result<Option<Membership>, Error> {
    let row = sqlx::query(select_memberships!("WHERE m.agent = ? AND m.workgroup = ?"))
        .bind(agent.as_str())
        .bind(workgroup.as_str())
        .fetch_optional(db)
        .await?;
    row.as_ref().map(membership).transpose()
}

async fn address(db: &mut SqliteConnection, address: &Address, now: Now) -> Result<AddressFacts, Error> {
    let row = sqlx::query(
        "SELECT EXISTS (SELECT 1 FROM address_let_in WHERE address = ?1) \
         OR EXISTS (SELECT 1 FROM agent WHERE email = ?1) AS let_in, \
         EXISTS (SELECT 1 FROM invitation WHERE address = ?1 AND state = 'pending' AND expires_at > ?3) AS invited, \
         (SELECT count(*) FROM outbox WHERE address = ?1 AND created_at > ?2 AND mail ->> 'kind' = 'sign-in') AS mails",
    )
    .bind(address.as_str())
    .bind((now - chrono::TimeDelta::hours(1)).timestamp_millis())
    .bind(now.timestamp_millis())
    .fetch_one(db)
    .await?;
    Ok(AddressFacts {
        let_in: row.try_get("let_in")?,
        invited: row.try_get("invited")?,
        mails_last_hour: number(row.try_get("mails")?)?,
    })
}

async fn sign_in(db: &mut SqliteConnection, key: &SignInKey, now: Now) -> Result<Option<SignInFacts>, Error> {
    let query = match key {
        SignInKey::Id(id) => sqlx::query("SELECT * FROM sign_in WHERE id = ?").bind(id.as_str().to_owned()),
        SignInKey::Token(hash) => sqlx::query("SELECT * FROM sign_in WHERE token_hash = ?").bind(hash.0.to_vec()),
    };
    let Some(row) = query.fetch_optional(&mut *db).await? else { return Ok(None) };
    let text: String = row.try_get("address")?;
    let owner = Address::parse(&text).map_err(|_| Error::Unreadable("address"))?;
    let agent: Option<String> = sqlx::query_scalar("SELECT id FROM agent WHERE email = ?")
        .bind(owner.as_str())
        .fetch_optional(&mut *db)
        .await?;
    let facts = address(db, &owner, now).await?;
    let used: Option<i64> = row.try_get("used_at")?;
    Ok(Some(SignInFacts {
        id: id(row.try_get("id")?)?,
        address: owner,
        let_in: facts.let_in || facts.invited,
        agent: agent.map(id).transpose()?,
        code: hash(row.try_get("code_hash")?)?,
        tries_left: number(row.try_get("tries_left")?)?,
        used: used.is_some(),
        expires_at: time(row.try_get("expires_at")?)?,
    }))
}

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionFacts {
    /// The agent.
    pub agent: AgentId,
    /// When it ends by itself.
    pub expires_at: contract::Timestamp,
    /// Whether it is time to keep that they were seen in the workgroup that they use.
    pub unseen: bool,
}

impl Store {
    /// Whose session this is, where it has not ended.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn session(&self, token: SecretHash, now: Now) -> Result<Option<SessionFacts>, Error> {
        self.session_in(token, None, now).await
    }

    /// Whose session this is, where it has not ended, and what is to be kept of its use in a workgroup.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn session_in(
        &self,
        token: SecretHash,
        workgroup: Option<&WorkgroupId>,
        now: Now,
    ) -> Result<Option<SessionFacts>, Error> {
        let row = sqlx::query(
            "SELECT s.agent, s.expires_at, m.agent IS NOT NULL AS unseen FROM session AS s LEFT JOIN membership AS m \
             ON m.agent = s.agent AND m.workgroup = ?3 AND m.role <> 'inactive' \
             AND (m.last_seen IS NULL OR m.last_seen <= ?4) WHERE s.token_hash = ?1 AND s.expires_at > ?2",
        )
        .bind(&token.0[..])
        .bind(now.timestamp_millis())
        .bind(workgroup.map(WorkgroupId::as_str))
        .bind((now - super::SEEN_EVERY).timestamp_millis())
        .fetch_optional(&self.readers)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(SessionFacts {
            agent: id(row.try_get("agent")?)?,
            expires_at: time(row.try_get("expires_at")?)?,
            unseen: row.try_get("unseen")?,
        }))
    }

    /// The facts that are there now, to show them. What is decided from them is out of date by then.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn facts(&self, needs: &Needs, now: Now) -> Result<Snapshot, Error> {
        snapshot(&mut *self.readers.begin().await?, needs, now).await
    }

    /// An agent.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn agent(&self, id: &AgentId) -> Result<Option<AgentFacts>, Error> {
        agent(&mut *self.readers.acquire().await?, id).await
    }

    /// An agent's part in a workgroup, whatever their role.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn member(&self, agent: &AgentId, workgroup: &WorkgroupId) -> Result<Option<Membership>, Error> {
        member(&mut *self.readers.acquire().await?, agent, workgroup).await
    }

    /// The sample agents, in the order in which they were made.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn sample_agents(&self) -> Result<Vec<contract::sign_in::SampleAgent>, Error> {
        let rows = sqlx::query("SELECT id, name, email FROM agent WHERE sample = 1 ORDER BY created_at, id")
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row: &SqliteRow| {
                Ok(contract::sign_in::SampleAgent {
                    id: id(row.try_get("id")?)?,
                    name: row.try_get("name")?,
                    email: row.try_get("email")?,
                })
            })
            .collect()
    }
}
