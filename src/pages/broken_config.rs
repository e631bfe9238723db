//! config.json is missing or wrong.

use super::notice::{Alone, Notice};
use crate::{config::ConfigError, locale::t, text};
use leptos::prelude::*;

/// Says which key is wrong and why.
#[component]
pub fn BrokenConfig(
    /// What is wrong.
    error: ConfigError,
) -> impl IntoView {
    let lead = text::config_error(error);
    view! { <Alone><Notice title=t().config_title() lead=lead/></Alone> }
}
