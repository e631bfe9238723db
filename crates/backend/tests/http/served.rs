//! A backend on a real socket.

use crate::support::{Backend, local};
use backend::{app::App, serve};
use std::net::SocketAddr;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// A backend on a socket. What is sent to `backend` goes past the socket.
pub(crate) struct Served {
    pub(crate) backend: Backend,
    pub(crate) address: SocketAddr,
    pub(crate) stop: oneshot::Sender<()>,
    pub(crate) done: JoinHandle<Result<(), String>>,
}

impl Served {
    pub(crate) async fn new() -> Self {
        Self::over(Backend::new().await).await
    }

    pub(crate) async fn over(backend: Backend) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel();
        let app = App::new(backend.store.clone(), local());
        let done = tokio::spawn(serve::until(listener, app, async {
            let _ = stopped.await;
        }));
        Self { backend, address, stop, done }
    }
}
