mod bad_input;
mod paths;
mod session;
mod sign_in;
mod workgroups;
