mod create;
mod list;
mod patch;
mod preferences;
mod read;
