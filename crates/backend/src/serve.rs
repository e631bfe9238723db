//! Serving: from settings to the last answer.

use crate::{
    app::{App, router},
    sample,
    settings::Serve,
    store::{EVENTS_KEPT, Store},
};
use axum::serve::ListenerExt as _;
#[cfg(target_os = "linux")]
use rustix::net::sockopt::set_tcp_user_timeout;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::{future::Future, net::SocketAddr, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    signal::unix::{SignalKind, signal},
    sync::watch,
    task::JoinHandle,
    time::{sleep, timeout},
};
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// How long requests under way have to finish once it is to stop.
const GRACE: Duration = Duration::from_secs(5);
/// How long a peer may take nothing of what is sent to it before its connection is given up.
const TAKES_NOTHING: Duration = Duration::from_secs(60);
/// How often old data is thrown away.
const TIDY: Duration = Duration::from_secs(3600);
/// How often it is looked for invitations that have expired.
const EXPIRE: Duration = Duration::from_secs(15);

/// Serves until interrupted.
///
/// # Errors
/// A sentence saying why it did not start or went on no further.
pub async fn run(settings: Serve) -> Result<(), String> {
    settings.check()?;
    log();
    allow_many_connections();
    let stop = interrupted()?;
    let listener = TcpListener::bind((settings.host, settings.port))
        .await
        .map_err(|error| format!("{}:{} cannot be listened on: {error}", settings.host, settings.port))?;
    let address = listener.local_addr().map_err(|error| format!("the port is not known: {error}"))?;
    let config = settings.config(address.port())?;
    let sender = settings.mail.sender(&config.origin)?;
    let store = Store::open(&settings.data).await?;
    if settings.sample || settings.sample_workgroups > 0 || settings.sample_agents > 0 {
        let now = crate::now();
        let sample = sample::sample(settings.sample_workgroups, settings.sample_agents, now);
        store.load_sample(&sample, now).await.map_err(|error| format!("sample data cannot be loaded: {error}"))?;
    }
    let keeping = [tokio::spawn(tidy(store.clone())), tokio::spawn(expire(store.clone()))];
    let (stop_sending, stopped) = watch::channel(false);
    let sending = sender.map(|sender| {
        let store = store.clone();
        tokio::spawn(async move { sender.run(store, stopped).await })
    });
    println!("ready: http://{address}");
    let served = until(listener, App::new(store.clone(), config), stop).await;
    keeping.iter().for_each(JoinHandle::abort);
    if let Some(mut sending) = sending {
        // A mail that the server is just taking would otherwise be uncertain.
        let _ = stop_sending.send(true);
        if timeout(GRACE, &mut sending).await.is_err() {
            sending.abort();
        }
    }
    store.close().await;
    served
}

/// Serves until `stop`, and then for a while what was begun.
///
/// # Errors
/// A sentence saying why it went on no further.
pub async fn until(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let (stopping, mut stopped) = watch::channel(false);
    let hub = app.events.clone();
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let listener = listener.tap_io(|peer| give_up_after(peer, TAKES_NOTHING));
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        // Streams have no end of their own to wait for.
        hub.close();
        let _ = stopping.send(true);
    });
    let too_long = async move {
        let _ = stopped.wait_for(|&stopping| stopping).await;
        sleep(GRACE).await;
    };
    tokio::select! {
        done = server => done.map_err(|error| format!("serving failed: {error}")),
        () = too_long => {
            tracing::warn!("requests were cut off");
            Ok(())
        }
    }
}

/// Has the system end a connection whose peer takes nothing for so long: an answer that has ended
/// would wait for them to take the rest, and hold its socket, for ever (`TCP_USER_TIMEOUT`, tcp(7)).
fn give_up_after(peer: &TcpStream, time: Duration) {
    #[cfg(target_os = "linux")]
    if let Err(error) = set_tcp_user_timeout(peer, u32::try_from(time.as_millis()).unwrap_or(u32::MAX)) {
        tracing::debug!(cause = %error, "a connection has no limit of time");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (peer, time);
}

/// Raises the limit of open files as far as this process may: each open stream is one, and the usual
/// limit, which is low for the sake of programs that use `select`, is less than a thousand streams
/// need.
fn allow_many_connections() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(cause = %error, "the limit of open files stays as it is");
    }
}

/// Resolves at SIGINT or SIGTERM, which are listened for from now on.
fn interrupted() -> Result<impl Future<Output = ()> + Send + 'static, String> {
    let listen = |kind| signal(kind).map_err(|error| format!("signals cannot be listened for: {error}"));
    let (mut interrupt, mut terminate) = (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

async fn tidy(store: Store) {
    loop {
        match timeout(TIDY, store.tidy(crate::now())).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(cause = %error, "old data cannot be thrown away"),
            Err(_) => tracing::error!("throwing old data away took too long"),
        }
        sleep(TIDY).await;
    }
}

/// Has those who look on told what expires. Whoever comes back may have missed what expired while
/// nothing was served: it is told for as long as events are kept.
async fn expire(store: Store) {
    let mut since = crate::now() - EVENTS_KEPT;
    loop {
        let now = crate::now();
        match store.expire(since, now).await {
            Ok(()) => since = since.max(now),
            Err(error) => tracing::error!(cause = %error, "what has expired cannot be told"),
        }
        sleep(EXPIRE).await;
    }
}

/// JSON lines on standard error. `RUST_LOG` chooses what is logged.
fn log() {
    let chosen = std::env::var("RUST_LOG").ok().and_then(|text| text.parse::<Targets>().ok());
    let filter = chosen.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = tracing_subscriber::fmt::layer().json().with_writer(std::io::stderr);
    tracing_subscriber::registry().with(lines.with_filter(filter)).init();
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt as _;

    #[tokio::test]
    async fn a_peer_who_takes_nothing_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (silent, accepted) = tokio::join!(TcpStream::connect(address), listener.accept());
        let (silent, (mut peer, _)) = (silent.expect("connects"), accepted.expect("accepts"));
        give_up_after(&peer, Duration::from_secs(1));
        let filled = async {
            loop {
                if let Err(error) = peer.write_all(&[0; 65_536]).await {
                    break error.kind();
                }
            }
        };
        let ended = timeout(Duration::from_secs(20), filled).await.expect("in time");
        assert_eq!(ended, std::io::ErrorKind::TimedOut);
        drop(silent);
    }
}
