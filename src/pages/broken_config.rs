//! config.json is missing or wrong.

use super::notice::{Alone, Notice};
use crate::{config::ConfigError, locale::t, on_demand::on_demand, text};
use leptos::prelude::*;

on_demand! {
    /// Says which key is wrong and why.
    pub static BROKEN_CONFIG in rare = fn broken_config(error: ConfigError) => view! { <BrokenConfig error/> };
}

#[component]
fn BrokenConfig(
    /// What is wrong.
    error: ConfigError,
) -> impl IntoView {
    let lead = text::config_error(error);
    view! { <Alone><Notice title=t().config_title() lead=lead/></Alone> }
}
