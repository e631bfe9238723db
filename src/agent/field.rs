//! The fields of a workgroup that are edited in place, and how typed text becomes their values.

use crate::edit::Record;
use contract::{
    currency::Currency,
    money::{self, Money, MoneyError, MoneyFormat},
    name::{self, NameError},
    problem::{FieldCode, Problem, ProblemKind},
    unicode::Normalize,
    workgroup::{PatchMoney, PatchWorkgroup, Workgroup},
};

/// A field that is edited in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The default agent cost per hour.
    Cost,
}

/// Its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A name.
    Name(String),
    /// An amount. Its currency belongs to it: the same number of another currency is another value.
    Cost(Money),
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
    /// By the server, altogether.
    Kind(ProblemKind),
}

impl Field {
    /// Both fields, in the order of their columns.
    pub const ALL: [Self; 2] = [Self::Name, Self::Cost];

    /// Where the contract's errors point to it.
    pub fn pointer(self) -> &'static str {
        match self {
            Self::Name => "/name",
            Self::Cost => "/default_agent_cost",
        }
    }

    /// How it is called in the tab's storage.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Cost => "cost",
        }
    }

    /// The field with that [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// Whether the signed-in agent may change it.
    pub fn may_edit(self, workgroup: &Workgroup) -> bool {
        match self {
            Self::Name => workgroup.may.rename.allowed,
            Self::Cost => workgroup.may.set_cost.allowed && workgroup.default_agent_cost.is_some(),
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// Why it is not accepted.
    pub fn read<N: Normalize>(self, text: &str, format: Option<&MoneyFormat>) -> Result<Value, Why> {
        match (self, format) {
            (Self::Cost, Some(format)) => {
                money::read(text, format).map(Value::Cost).map_err(|error| Why::Money(error, format.currency))
            }
            (Self::Cost, None) => Err(Why::Code(FieldCode::Unknown)),
            (Self::Name, _) => name::parse::<N>(text).map(Value::Name).map_err(Why::Name),
        }
    }
}

impl Value {
    /// The value as it is put into the open field.
    pub fn typing(&self, format: Option<&MoneyFormat>) -> String {
        match (self, format) {
            (Self::Name(name), _) => name.clone(),
            (Self::Cost(money), Some(format)) => money.decimal().replace('.', &format.decimal),
            (Self::Cost(money), None) => money.decimal(),
        }
    }

    /// The patch that sets it.
    pub fn patch(&self) -> PatchWorkgroup {
        match self {
            Self::Name(name) => PatchWorkgroup { name: Some(name.clone()), default_agent_cost: None },
            Self::Cost(Money { amount, currency }) => PatchWorkgroup {
                name: None,
                default_agent_cost: Some(PatchMoney { amount: *amount, currency: Some(*currency) }),
            },
        }
    }

    /// The value as it is kept in the tab's storage.
    pub fn to_stored(&self) -> String {
        match self {
            Self::Name(name) => name.clone(),
            Self::Cost(money) => format!("{} {}", money.amount, money.currency),
        }
    }

    /// The value that was kept for this field.
    pub fn from_stored(field: Field, text: &str) -> Option<Self> {
        match field {
            Field::Name => Some(Self::Name(text.to_owned())),
            Field::Cost => {
                let (amount, currency) = text.split_once(' ')?;
                Some(Self::Cost(Money { amount: amount.parse().ok()?, currency: Currency::from_code(currency).ok()? }))
            }
        }
    }
}

impl Why {
    /// Why the server refused a write of this field.
    pub fn of(problem: &Problem, field: Field) -> Self {
        problem.code_at(field.pointer()).map_or(Self::Kind(problem.kind), Self::Code)
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
        }
    }

    fn version(&self) -> u64 {
        self.version
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
        for (field, value) in [(Field::Name, Value::Name("A".into())), (Field::Cost, euros(7))] {
            assert_eq!(Value::from_stored(field, &value.to_stored()), Some(value));
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(Value::from_stored(Field::Cost, "7"), None);
    }

    #[test]
    fn the_same_number_of_another_currency_is_another_value() {
        let yen = Currency::from_code("JPY").expect("a currency");
        assert_ne!(euros(8500), Value::Cost(Money { amount: 8500, currency: yen }));
        let patch = euros(8500).patch().default_agent_cost.expect("a patch of money");
        assert_eq!(patch.currency, Some(german().currency));
    }

    #[test]
    fn a_refusal_is_told_at_its_field() {
        let problem = Problem::invalid("/default_agent_cost/amount", FieldCode::OutOfRange);
        assert_eq!(Why::of(&problem, Field::Cost), Why::Code(FieldCode::OutOfRange));
        assert_eq!(Why::of(&problem, Field::Name), Why::Kind(ProblemKind::InvalidInput));
    }
}
