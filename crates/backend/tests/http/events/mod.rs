//! What changes while somebody looks, over real sockets.

mod access;
mod missed;
mod stream;
mod told;
