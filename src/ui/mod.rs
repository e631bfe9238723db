//! Parts that any page could use. They know neither the router nor the backend.

pub mod abort;
pub mod channel;
pub mod dialog;
pub mod dom;
pub mod field_error;
pub mod focus;
pub mod grid;
pub mod mark;
pub mod menu;
pub mod rehearse;
pub mod virtual_list;
pub mod window;
