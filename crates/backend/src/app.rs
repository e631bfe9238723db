//! The router, and what all handlers share.

use crate::{
    error,
    events::Hub,
    limit::{self, Limit},
    mail::mailbox,
    observe, openapi, routes, security,
    settings::Config,
    site,
    store::Store,
};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, Version, header},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use contract::{id::AgentId, problem::ProblemKind};
use std::{
    any::Any,
    collections::HashSet,
    net::IpAddr,
    ops::Deref,
    sync::{Arc, Mutex},
    time::Duration,
};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate as _,
        predicate::{DefaultPredicate, SizeAbove},
    },
};

/// How often an agent may ask at once what inviting would give.
const PREVIEWS: u32 = 60;
/// How long it takes until they may once more.
const PREVIEW_REFILL: Duration = Duration::from_millis(500);
/// How often an agent may ask at once for events: all their tabs may come back at the same time, and
/// ask again and again where no stream gets through.
const FOLLOWS: u32 = 200;
/// How long it takes until they may once more.
const FOLLOW_REFILL: Duration = Duration::from_millis(250);

/// What all handlers share. A clone is the same one.
#[derive(Debug, Clone)]
pub struct App(Arc<Shared>);

/// See [`App`].
#[derive(Debug)]
pub struct Shared {
    /// Where everything is kept.
    pub store: Store,
    /// How to answer.
    pub config: Config,
    /// Tries to sign in.
    pub(crate) sign_ins: Limit<IpAddr>,
    /// Tries of those who are not signed in to read invitations, and of everyone to ask for one.
    pub(crate) answers: Limit<IpAddr>,
    /// Agents' tries to read and answer invitations: whoever shares a peer with many is not kept from
    /// joining by the others.
    pub(crate) own_answers: Limit<AgentId>,
    /// Agents' asking to be invited.
    pub(crate) asks: Limit<AgentId>,
    /// Agents' asking what inviting would give.
    pub(crate) previews: Limit<AgentId>,
    /// Agents' asking for events.
    pub(crate) follows: Limit<AgentId>,
    /// Who looks on.
    pub(crate) events: Hub,
    /// Idempotency keys of requests that are being answered.
    pub(crate) running: Mutex<HashSet<(String, String)>>,
}

impl App {
    /// Answers out of `store` as `config` says.
    #[must_use]
    pub fn new(store: Store, config: Config) -> Self {
        let burst = config.sign_in_burst;
        let events = Hub::new(store.clone());
        Self(Arc::new(Shared {
            store,
            config,
            sign_ins: Limit::new(burst, limit::REFILL),
            answers: Limit::new(burst, limit::REFILL),
            own_answers: Limit::new(burst, limit::REFILL),
            asks: Limit::new(burst, limit::REFILL),
            // It is asked at each pause in typing.
            previews: Limit::new(PREVIEWS, PREVIEW_REFILL),
            follows: Limit::new(FOLLOWS, FOLLOW_REFILL),
            events,
            running: Mutex::default(),
        }))
    }
}

impl Deref for App {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}

/// Everything that is answered. The last layer is the outermost.
pub fn router(app: App) -> Router {
    let (api, _) = openapi::routes().split_for_parts();
    let mut router = api.route("/healthz", get(routes::health::get));
    if app.config.mailbox {
        router = router.merge(mailbox::routes());
    }
    layered(router.fallback(site::serve), &app).with_state(app)
}

/// What every request and answer goes through, whatever the route.
fn layered(router: Router<App>, app: &App) -> Router<App> {
    router
        .layer(from_fn_with_state(app.clone(), security::check_origin))
        .layer(from_fn_with_state(app.clone(), security::check_host))
        .layer(CatchPanicLayer::custom(broken))
        .layer(from_fn(error::render))
        .layer(from_fn_with_state(app.clone(), security::harden))
        .layer(from_fn(observe::observe))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Precise(3))
                .compress_when(SizeAbove::new(1024).and(DefaultPredicate::new()).and(is_no_record)),
        )
}

/// A strong tag names exact bytes, which compression would change: records go as they are. Files
/// of the page that were not compressed when it was built are compressed here.
fn is_no_record(_: StatusCode, _: Version, headers: &HeaderMap, _: &axum::http::Extensions) -> bool {
    let stored = headers.get(header::CACHE_CONTROL).is_none_or(|value| value != "no-store");
    stored || !headers.contains_key(header::ETAG)
}

/// A panic ends one request and nothing else.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands it over")]
fn broken(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(cause = text.unwrap_or("unknown"), "panic");
    error::Error::of(ProblemKind::Internal).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::Request};
    use contract::{headers, problem::Problem};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let app = App::new(Store::open(folder.path()).await.expect("a store"), crate::settings::Config::for_tests());
        let broken = Router::new().route("/broken", get(async || -> &'static str { panic!("secret") }));
        let router = layered(broken, &app).with_state(app);
        let request = Request::get("/broken").header(header::HOST, "localhost").body(Body::empty()).expect("a request");
        let response = router.oneshot(request).await.expect("answers");
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(response.headers()[header::CONTENT_TYPE], headers::PROBLEM);
        let id = response.headers()[headers::REQUEST_ID].clone();
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        let problem: Problem = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem.kind, ProblemKind::Internal);
        assert_eq!(problem.request_id.as_deref(), id.to_str().ok());
        assert!(!String::from_utf8_lossy(&body).contains("secret"));
    }
}
