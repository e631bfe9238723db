//! The fields that are edited in place, and how typed text becomes their values.

use super::editing::Editable;
use crate::edit::Record;
use contract::{
    Timestamp,
    currency::Currency,
    id::WorkgroupId,
    money::{self, Money, MoneyError, MoneyFormat},
    name::{self, NameError},
    permission::{Permission, Reason},
    problem::{FieldCode, Problem, ProblemKind},
    role::Role,
    unicode::Normalize,
    workgroup::{Actor, PatchMoney, PatchWorkgroup, Workgroup},
};

/// A field that is edited in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name of a workgroup.
    Name,
    /// The default agent cost per hour of a workgroup.
    Cost,
    /// The role of an agent in a workgroup.
    Role,
    /// The hourly rate of an agent in a workgroup.
    Rate,
}

/// Its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A name.
    Name(String),
    /// An amount. Its currency belongs to it: the same number of another currency is another value.
    Cost(Money),
    /// A role.
    Role(Role),
    /// An amount; none where the workgroup's default applies.
    Rate(Option<Money>),
}

/// Why a text or a value is not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// As a name, by the page.
    Name(NameError),
    /// As an amount, by the page.
    Money(MoneyError, Currency),
    /// By the server, at this field.
    Code(FieldCode),
    /// By the server, for this reason.
    Reason(Reason),
    /// By the server, altogether.
    Kind(ProblemKind),
}

/// The roles that a field can have, and how they are kept and chosen.
const ROLES: [(Role, &str); 4] = [
    (Role::Administrator, "administrator"),
    (Role::Manager, "manager"),
    (Role::Associate, "associate"),
    (Role::Inactive, "inactive"),
];

/// How a role is kept and chosen; empty for one that this build does not know.
pub fn role_key(role: Role) -> &'static str {
    ROLES.iter().find(|(known, _)| *known == role).map_or("", |(_, key)| key)
}

/// The role with that [key](role_key).
pub fn role_of(key: &str) -> Option<Role> {
    ROLES.iter().find(|(_, known)| *known == key).map(|(role, _)| *role)
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 4] = [Self::Name, Self::Cost, Self::Role, Self::Rate];

    /// Where the contract's errors point to it.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Name => "/name",
            Self::Cost => "/default_agent_cost",
            Self::Role => "/role",
            Self::Rate => "/rate",
        }
    }

    /// How it is called in the tab's storage.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Cost => "cost",
            Self::Role => "role",
            Self::Rate => "rate",
        }
    }

    /// The field with that [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// Whether its value is an amount.
    pub fn is_money(self) -> bool {
        matches!(self, Self::Cost | Self::Rate)
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub fn read<N: Normalize>(self, text: &str, format: Option<&MoneyFormat>) -> Result<Value, Why> {
        let unknown = Why::Code(FieldCode::Unknown);
        let amount =
            |format: &MoneyFormat| money::read(text, format).map_err(|error| Why::Money(error, format.currency));
        match self {
            Self::Name => name::parse::<N>(text).map(Value::Name).map_err(Why::Name),
            Self::Cost => format.ok_or(unknown).and_then(amount).map(Value::Cost),
            Self::Role => role_of(text).map(Value::Role).ok_or(unknown),
            // Nothing takes the agent's own rate away.
            Self::Rate if text.trim().is_empty() => Ok(Value::Rate(None)),
            Self::Rate => format.ok_or(unknown).and_then(amount).map(|rate| Value::Rate(Some(rate))),
        }
    }
}

impl Value {
    /// The value as it is put into the open field.
    pub fn typing(&self, format: Option<&MoneyFormat>) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Role(role) => role_key(*role).to_owned(),
            Self::Cost(money) | Self::Rate(Some(money)) => match format {
                Some(format) => money.decimal().replace('.', &format.decimal),
                None => money.decimal(),
            },
            Self::Rate(None) => String::new(),
        }
    }

    /// The amount that it is.
    pub fn money(&self) -> Option<Money> {
        match self {
            Self::Cost(money) => Some(*money),
            Self::Rate(money) => *money,
            Self::Name(_) | Self::Role(_) => None,
        }
    }

    /// The value as it is kept in the tab's storage.
    pub fn to_stored(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Role(role) => role_key(*role).to_owned(),
            Self::Cost(money) | Self::Rate(Some(money)) => format!("{} {}", money.amount, money.currency),
            Self::Rate(None) => String::new(),
        }
    }

    /// The value that was kept for this field.
    pub fn from_stored(field: Field, text: &str) -> Option<Self> {
        let money = || {
            let (amount, currency) = text.split_once(' ')?;
            Some(Money { amount: amount.parse().ok()?, currency: Currency::from_code(currency).ok()? })
        };
        match field {
            Field::Name => Some(Self::Name(text.to_owned())),
            Field::Cost => money().map(Self::Cost),
            Field::Role => role_of(text).map(Self::Role),
            Field::Rate if text.is_empty() => Some(Self::Rate(None)),
            Field::Rate => money().map(|rate| Self::Rate(Some(rate))),
        }
    }
}

/// The part of a patch that sets an amount.
pub fn patch_money(Money { amount, currency }: Money) -> PatchMoney {
    PatchMoney { amount, currency: Some(currency) }
}

/// The patch of a workgroup that sets a value.
pub fn patch_workgroup(value: &Value) -> PatchWorkgroup {
    match value {
        Value::Name(name) => PatchWorkgroup { name: Some(name.clone()), default_agent_cost: None },
        value => PatchWorkgroup { name: None, default_agent_cost: value.money().map(patch_money) },
    }
}

impl Why {
    /// Why the server refused a write of this field.
    pub fn of(problem: &Problem, field: Field) -> Self {
        let whole = || problem.reason.map_or(Self::Kind(problem.kind), Self::Reason);
        problem.code_at(field.pointer()).map_or_else(whole, Self::Code)
    }
}

impl Record for Workgroup {
    type Field = Field;
    type Value = Value;
    type Why = Why;

    fn value(&self, field: Field) -> Option<Value> {
        match field {
            Field::Name => Some(Value::Name(self.name.clone())),
            Field::Cost => self.default_agent_cost.map(Value::Cost),
            Field::Role | Field::Rate => None,
        }
    }

    fn version(&self) -> u64 {
        self.version
    }
}

impl Editable for Workgroup {
    type Id = WorkgroupId;
    type Keeper = super::Agent;
    const FIELDS: [Field; 2] = [Field::Name, Field::Cost];

    fn id(&self) -> &WorkgroupId {
        &self.id
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn may(&self, field: Field) -> Permission {
        match field {
            Field::Name => self.may.rename,
            _ => self.may.set_cost,
        }
    }

    fn has_rights_of(&self, other: &Self) -> bool {
        (self.role, self.hidden, &self.may) == (other.role, other.hidden, &other.may)
    }

    fn changed(&self) -> (Timestamp, Option<&Actor>) {
        (self.updated_at, self.updated_by.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::unicode::Tables;

    fn german() -> MoneyFormat {
        let currency = Currency::from_code("EUR").expect("a currency");
        MoneyFormat { currency, decimal: ",".into(), group: ".".into(), symbols: vec!["€".into()], zero: '0' }
    }

    fn euros(amount: u32) -> Value {
        Value::Cost(Money { amount, currency: german().currency })
    }

    #[test]
    fn what_is_put_into_the_field_reads_back() {
        let format = german();
        for value in [euros(123_450), euros(0)] {
            let text = value.typing(Some(&format));
            assert_eq!(Field::Cost.read::<Tables>(&text, Some(&format)), Ok(value));
        }
        assert_eq!(euros(8550).typing(Some(&german())), "85,50");
    }

    #[test]
    fn a_stored_value_comes_back() {
        let rate = |rate| (Field::Rate, Value::Rate(rate));
        for (field, value) in [
            (Field::Name, Value::Name("A".into())),
            (Field::Cost, euros(7)),
            (Field::Role, Value::Role(Role::Manager)),
            rate(euros(7).money()),
            rate(None),
        ] {
            assert_eq!(Value::from_stored(field, &value.to_stored()), Some(value));
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(Value::from_stored(Field::Cost, "7"), None);
        assert_eq!(Value::from_stored(Field::Role, "captain"), None);
    }

    #[test]
    fn an_empty_rate_takes_the_own_one_away_and_an_empty_cost_is_refused() {
        let read = |field: Field, text| field.read::<Tables>(text, Some(&german()));
        assert_eq!(read(Field::Rate, " "), Ok(Value::Rate(None)));
        assert_eq!(read(Field::Rate, "0"), Ok(Value::Rate(euros(0).money())));
        assert_eq!(read(Field::Cost, " "), Err(Why::Money(MoneyError::Empty, german().currency)));
        assert_eq!(Value::Rate(None).typing(Some(&german())), "");
    }

    #[test]
    fn a_role_is_chosen_by_its_key() {
        assert_eq!(Field::Role.read::<Tables>("associate", None), Ok(Value::Role(Role::Associate)));
        assert!(Field::Role.read::<Tables>("", None).is_err());
        assert_eq!(role_key(Role::Unknown), "");
    }

    #[test]
    fn the_same_number_of_another_currency_is_another_value() {
        let yen = Currency::from_code("JPY").expect("a currency");
        assert_ne!(euros(8500), Value::Cost(Money { amount: 8500, currency: yen }));
        let patch = patch_workgroup(&euros(8500)).default_agent_cost.expect("a patch of money");
        assert_eq!(patch.currency, Some(german().currency));
    }

    #[test]
    fn a_refusal_is_told_at_its_field() {
        let problem = Problem::invalid("/default_agent_cost/amount", FieldCode::OutOfRange);
        assert_eq!(Why::of(&problem, Field::Cost), Why::Code(FieldCode::OutOfRange));
        assert_eq!(Why::of(&problem, Field::Name), Why::Kind(ProblemKind::InvalidInput));
        let last = Problem::forbidden(Some(Reason::LastAdministrator));
        assert_eq!(Why::of(&last, Field::Role), Why::Reason(Reason::LastAdministrator));
    }
}
