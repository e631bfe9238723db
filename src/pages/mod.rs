//! Pages. Those within a workgroup are reached through [`place`] alone, those that need no session
//! through `app.rs` alone, so that pages on demand stay a step of the build.

pub mod activity;
pub mod broken_config;
pub mod failed;
pub mod invited;
pub mod no_access;
pub mod not_found;
pub mod notice;
pub mod people;
pub mod place;
pub mod settings;
pub mod sign_in;
pub mod sign_in_link;
pub mod table;
pub mod unreachable;

use crate::{
    locale,
    on_demand::{self, NotLoaded},
};

/// What the pages about people are said and look with.
///
/// # Errors
/// It could not be loaded.
pub async fn about_people() -> Result<(), NotLoaded> {
    let (texts, looks) = futures::join!(locale::load_people(), on_demand::style("people-style"));
    texts.and(looks)
}
