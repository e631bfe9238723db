//! Sentences made of messages: the one place where errors become words.

use crate::{
    agent::field::{Field, Why},
    api::Failure,
    config::{ConfigError, Why as ConfigWhy},
    edit::{Outcome, Trouble},
    locale::{money, t},
};
use contract::{
    currency::Currency,
    money::{MAX_AMOUNT, Money, MoneyError},
    name::NameError,
    permission::{Permission, Reason},
    problem::{FieldCode, ProblemKind},
    role::Role,
};

/// What a field is called.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Name => t().name(),
        Field::Cost => t().cost(),
        Field::Role => t().role(),
        Field::Rate => t().rate(),
    }
}

/// What a field is called within a sentence.
pub fn field_inside(field: Field) -> &'static str {
    match field {
        Field::Name => t().name_inside(),
        Field::Cost => t().cost_inside(),
        Field::Role => t().role_inside(),
        Field::Rate => t().rate_inside(),
    }
}

/// What a role is called.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Administrator => t().role_administrator(),
        Role::Manager => t().role_manager(),
        Role::Associate => t().role_associate(),
        Role::Inactive => t().role_inactive(),
        Role::Unknown => t().role_unknown(),
    }
}

/// Why the signed-in agent may not; none where they may.
pub fn refused(permission: Permission) -> Option<&'static str> {
    (!permission.allowed).then(|| reason(permission.reason))
}

fn reason(reason: Option<Reason>) -> &'static str {
    match reason {
        Some(Reason::NeedsAdministrator) => t().needs_administrator(),
        Some(Reason::NeedsManager) => t().needs_manager(),
        Some(Reason::MoneyHidden) => t().money_hidden(),
        Some(Reason::LastAdministrator) => t().last_administrator(),
        Some(Reason::OwnDefaultWorkgroup) => t().own_default(),
        Some(Reason::AlreadyInactive) => t().already_inactive(),
        Some(
            Reason::Oneself
            | Reason::SomeoneElse
            | Reason::AlreadyActive
            | Reason::InvitationEnded
            | Reason::InvitationExpired
            | Reason::InviterLostRole
            | Reason::Unknown,
        )
        | None => t().not_allowed(),
    }
}

/// Why a text or value is not accepted, and what to do.
pub fn why(why: &Why) -> String {
    match why {
        Why::Name(error) => name_error(*error).to_owned(),
        Why::Money(error, currency) => money_error(*error, *currency),
        Why::Code(code) => code_text(*code).to_owned(),
        Why::Reason(why) => reason(Some(*why)).to_owned(),
        Why::Kind(kind) => kind_text(*kind).to_owned(),
    }
}

/// Why a name is not accepted.
pub fn name_error(error: NameError) -> &'static str {
    code_text(error.into())
}

fn money_error(error: MoneyError, currency: Currency) -> String {
    match error {
        MoneyError::Empty => t().money_empty().to_owned(),
        MoneyError::Sign => t().money_sign().to_owned(),
        MoneyError::Symbol => t().money_symbol(currency.code()),
        MoneyError::Separator => t().money_separator(&money(Money { amount: 123_456, currency })),
        MoneyError::Decimals if currency.digits() == 0 => t().money_no_decimals(currency.code()),
        MoneyError::Decimals => t().money_decimals(currency.code(), &currency.digits().to_string()),
        MoneyError::TooLarge => t().money_too_large(&money(Money { amount: MAX_AMOUNT, currency })),
    }
}

/// What a field code means.
pub fn code_text(code: FieldCode) -> &'static str {
    match code {
        FieldCode::Empty | FieldCode::Missing => t().name_empty(),
        FieldCode::TooLong => t().name_too_long(),
        FieldCode::Control => t().name_control(),
        FieldCode::Bidi => t().name_bidi(),
        FieldCode::Invisible => t().name_invisible(),
        FieldCode::OutOfRange => t().out_of_range(),
        FieldCode::UnknownCurrency => t().unknown_currency(),
        FieldCode::CurrencyFixed => t().currency_fixed(),
        FieldCode::NotAnAddress => t().not_an_address(),
        FieldCode::WrongCode | FieldCode::Locked => t().wrong_code(),
        FieldCode::WrongType | FieldCode::UnknownField | FieldCode::Invalid | FieldCode::Unknown => t().not_accepted(),
    }
}

fn kind_text(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Forbidden => t().not_allowed(),
        ProblemKind::NotFound => t().gone(),
        ProblemKind::TooManyRequests => t().too_many(),
        ProblemKind::Unavailable | ProblemKind::IdempotencyInProgress => t().busy(),
        ProblemKind::SignInEnded => t().sign_in_ended(),
        ProblemKind::Unauthenticated => t().signed_out_short(),
        ProblemKind::Internal => t().server_broke(),
        _ => t().not_accepted(),
    }
}

/// Why a request did not succeed, and what to do.
pub fn failure(failure: &Failure) -> String {
    match failure {
        Failure::Unreachable => t().unreachable_short().to_owned(),
        Failure::Unreadable => t().unreadable().to_owned(),
        Failure::Problem(problem, _) => {
            problem.errors.first().map_or(kind_text(problem.kind), |error| code_text(error.code)).to_owned()
        }
    }
}

/// Why a write that can be tried again is not saved.
pub fn trouble(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Network => t().trouble_network(),
        Trouble::Unknown => t().trouble_unknown(),
        Trouble::SignedOut => t().trouble_signed_out(),
        Trouble::Busy => t().trouble_busy(),
        Trouble::Contended => t().trouble_contended(),
    }
}

/// What became of a field, as it is announced.
pub fn outcome(name: &str, of: Field, outcome: &Outcome<Why>) -> String {
    let what = field(of);
    match outcome {
        Outcome::Saved => t().told_saved(what, name),
        Outcome::Unsaved => t().told_unsaved(what, name),
        Outcome::Discarded => t().told_discarded(what, name),
        Outcome::Refused(reason) => t().told_refused(what, name, &why(reason)),
        Outcome::Failed(reason) => t().told_failed(what, name, trouble(*reason)),
        Outcome::Conflict => t().told_conflict(what, name),
    }
}

/// What is wrong with config.json.
pub fn config_error(error: ConfigError) -> String {
    match error {
        ConfigError::Missing => t().config_missing().to_owned(),
        ConfigError::NotJson => t().config_not_json().to_owned(),
        ConfigError::Key(key, why) => {
            let why = match why {
                ConfigWhy::NotText => t().config_not_text(),
                ConfigWhy::NotTexts => t().config_not_texts(),
                ConfigWhy::NotOrigin => t().config_not_origin(),
                ConfigWhy::NotColour => t().config_not_colour(),
            };
            t().config_key(key, why)
        }
    }
}
