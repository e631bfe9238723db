//! An agent of the workgroup as a record that is edited in place.

use super::members::Members;
use crate::{
    agent::{
        editing::Editable,
        field::{Field, Value, Why, patch_money, role_key},
    },
    edit::Record,
    text,
};
use contract::{
    Timestamp,
    id::AgentId,
    member::{Member, PatchMember},
    permission::{Permission, Reason},
    role::Role,
    workgroup::Actor,
};

impl Record for Member {
    type Field = Field;
    type Value = Value;
    type Why = Why;

    fn value(&self, field: Field) -> Option<Value> {
        match field {
            Field::Role => Some(Value::Role(self.role)),
            // An absent rate is the workgroup's default, unless one is not shown money at all.
            Field::Rate => (self.may.set_rate.reason != Some(Reason::MoneyHidden)).then_some(Value::Rate(self.rate)),
            Field::Name | Field::Cost => None,
        }
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Editable for Member {
    type Id = AgentId;
    type Keeper = Members;
    const FIELDS: [Field; 2] = [Field::Role, Field::Rate];

    fn id(&self) -> &AgentId {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn may(&self, field: Field) -> Permission {
        match field {
            Field::Role => self.may.set_role,
            _ => self.may.set_rate,
        }
    }

    fn has_rights_of(&self, other: &Self) -> bool {
        (self.role, &self.roles, &self.may) == (other.role, &other.roles, &other.may)
    }

    fn changed(&self) -> (Timestamp, Option<&Actor>) {
        (self.updated_at, self.updated_by.as_ref())
    }

    fn choices(&self, field: Field) -> Vec<(&'static str, &'static str)> {
        match field {
            Field::Role => roles(self).map(|role| (role_key(role), text::role(role))).collect(),
            _ => Vec::new(),
        }
    }
}

/// The roles that they may be given.
pub fn roles(member: &Member) -> impl Iterator<Item = Role> {
    member.roles.iter().copied().filter(|role| !matches!(role, Role::Inactive | Role::Unknown))
}

/// The patch that sets a value.
pub fn patch(value: &Value) -> PatchMember {
    match value {
        Value::Role(role) => PatchMember { role: Some(*role), rate: None },
        value => PatchMember { role: None, rate: Some(value.money().map(patch_money)) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{currency::Currency, member::MemberPermissions, money::Money};

    fn member(set_rate: Permission) -> Member {
        let no = Permission::refused(Reason::NeedsManager);
        Member {
            id: "ag_1".parse().expect("an id"),
            name: "Ada".into(),
            email: "ada@example.com".into(),
            role: Role::Manager,
            rate: None,
            seat: true,
            last_seen: None,
            is_me: false,
            roles: vec![Role::Manager, Role::Associate, Role::Inactive, Role::Unknown],
            may: MemberPermissions { set_role: no, set_rate, deactivate: no, reactivate: no, leave: no },
            version: 1,
            updated_at: Timestamp::UNIX_EPOCH,
            updated_by: None,
        }
    }

    #[test]
    fn no_rate_is_the_default_and_a_hidden_one_is_nothing() {
        assert_eq!(member(Permission::ALLOWED).value(Field::Rate), Some(Value::Rate(None)));
        let above = member(Permission::refused(Reason::NeedsAdministrator));
        assert_eq!(above.value(Field::Rate), Some(Value::Rate(None)));
        assert!(!above.may_edit(Field::Rate));
        assert_eq!(member(Permission::refused(Reason::MoneyHidden)).value(Field::Rate), None);
    }

    #[test]
    fn only_known_active_roles_are_offered() {
        let offered: Vec<_> = roles(&member(Permission::ALLOWED)).collect();
        assert_eq!(offered, [Role::Manager, Role::Associate]);
    }

    #[test]
    fn taking_a_rate_away_is_said_as_null() {
        let json = |value| serde_json::to_string(&patch(&value)).expect("serialises");
        let currency = Currency::from_code("EUR").expect("a currency");
        assert_eq!(json(Value::Rate(None)), r#"{"rate":null}"#);
        assert_eq!(json(Value::Rate(Some(Money { amount: 7, currency }))), r#"{"rate":{"amount":7,"currency":"EUR"}}"#);
        assert_eq!(json(Value::Role(Role::Associate)), r#"{"role":"associate"}"#);
    }
}
