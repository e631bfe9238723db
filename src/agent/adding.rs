//! What was typed to add a workgroup. It belongs to the agent: a closed dialog, a refusal, a lost
//! session or another language cost nothing of it.

use crate::browser::{self, Browser};
use contract::{currency::Currency, name, workgroup::CreateWorkgroup};

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adding {
    /// The name.
    pub name: String,
    /// The currency.
    pub currency: Currency,
    /// What was sent last and the key that it was sent with: the same again gets the same key.
    pub sent: Option<(CreateWorkgroup, String)>,
}

impl Adding {
    /// Nothing yet, in this currency.
    pub const fn new(currency: Currency) -> Self {
        Self { name: String::new(), currency, sent: None }
    }

    /// Whether what was sent is what would be sent now.
    pub fn is_still(&self, sent: &CreateWorkgroup) -> bool {
        let name = name::parse::<Browser>(&self.name);
        self.currency == sent.currency && name.is_ok_and(|name| name == sent.name)
    }

    /// The key for this body: the one it was sent with before, else a new one.
    pub fn key(&mut self, body: &CreateWorkgroup) -> String {
        if let Some((sent, key)) = &self.sent
            && sent == body
        {
            return key.clone();
        }
        let key = browser::random_key();
        self.sent = Some((body.clone(), key.clone()));
        key
    }
}
