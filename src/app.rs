//! The whole page: what is shown before, between and after a session.

use crate::{
    agent::{Agent, drafts::Drafts},
    announce,
    api::{self, Call, Failure},
    boot,
    config::{Config, ConfigError},
    locale::{self, t},
    navigation::Navigation,
    pages::{
        broken_config::BROKEN_CONFIG,
        invited::{INVITED, Who},
        sign_in::SIGN_IN_PAGE,
        sign_in_link::SIGN_IN_LINK_PAGE,
        unreachable::UNREACHABLE,
    },
    route::Route,
    shell::Shell,
    ui::{channel, focus},
};
use contract::{path, problem::ProblemKind, session::Session, sign_in::SignInWay};
use leptos::{prelude::*, task::spawn_local};

/// The ways to sign in again after a session has ended; none where the server did not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expired(pub Option<Vec<SignInWay>>);

/// Where the page is in its life.
#[derive(Debug, Clone)]
enum Stage {
    Starting,
    Broken(ConfigError),
    Unreachable(Failure),
    SignedOut(Vec<SignInWay>),
    SignedIn(Box<Agent>),
}

/// The page's own state. A copy is a handle.
#[derive(Debug, Clone)]
pub struct App {
    stage: ArcRwSignal<Stage>,
    language: ArcRwSignal<&'static str>,
    /// What the installation calls itself.
    pub brand: ArcRwSignal<String>,
    /// The address of the installation's logo.
    pub logo: ArcRwSignal<Option<String>>,
    /// Whether another tab has said that it keeps something unsaved.
    pub kept_elsewhere: ArcStoredValue<bool>,
}

impl App {
    /// The page's state, from anywhere in it.
    ///
    /// # Panics
    /// Outside the page.
    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks who is signed in, and shows what follows from it.
    pub async fn start(&self) {
        let session: Result<Session, _> = Call::get(path::SESSION).json_answer().await;
        match session {
            Ok(session) => self.enter(session),
            Err(Failure::Problem(problem, _)) if problem.kind == ProblemKind::Unauthenticated => {
                forget_session();
                self.stage.set(Stage::SignedOut(problem.sign_in.unwrap_or_default()));
            }
            Err(failure) => self.stage.set(Stage::Unreachable(failure)),
        }
    }

    /// Somebody signed in in another tab. What stands here goes only for something better.
    async fn look_again(&self) {
        if !matches!(*self.stage.read_untracked(), Stage::SignedIn(_)) {
            return self.start().await;
        }
        let session: Result<Session, _> = Call::get(path::SESSION).json_answer().await;
        if let Ok(session) = session {
            self.enter(session);
        }
    }

    /// Somebody has signed in. The same agent goes on where they were, with everything they typed;
    /// another one begins anew.
    pub fn enter(&self, session: Session) {
        boot::remember();
        let present = self.stage.with_untracked(|stage| match stage {
            Stage::SignedIn(agent) if agent.session.agent.id == session.agent.id => Some(agent.clone()),
            _ => None,
        });
        match present {
            Some(agent) => {
                agent.expired.set(None);
                agent.resume();
            }
            None => {
                // What they still have to send must not go out as the other one's.
                self.stage.with_untracked(|stage| {
                    if let Stage::SignedIn(agent) = stage {
                        agent.end();
                    }
                });
                announce::clear();
                self.stage.set(Stage::SignedIn(Box::new(Agent::new(session))));
            }
        }
    }

    /// Somebody has signed in here, which the other tabs want to know.
    pub fn signed_in(&self, session: Session) {
        forget_session();
        self.enter(session);
        channel::tell(&channel::Event::SignedIn);
    }

    /// Ends the session, here and in every tab, and forgets everything of the agent in this browser.
    ///
    /// # Errors
    /// The server still holds the session; nothing is forgotten then.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        match Call::delete(path::SESSION).no_answer().await {
            Err(failure) if failure.kind() != Some(ProblemKind::Unauthenticated) => return Err(failure),
            _ => {}
        }
        if let Stage::SignedIn(agent) = self.stage.get_untracked() {
            channel::tell(&channel::Event::SignedOut(agent.session.agent.id.clone()));
        }
        self.leave().await;
        Ok(())
    }

    /// The session has ended by somebody's will.
    async fn leave(&self) {
        if let Stage::SignedIn(agent) = self.stage.get_untracked() {
            agent.erase();
        }
        forget_session();
        announce::clear();
        self.stage.set(Stage::Starting);
        self.start().await;
        announce::status(t().signed_out_told());
    }

    /// Shows the page in another language.
    pub fn speak(&self, language: &'static str) {
        let app = self.clone();
        spawn_local(async move {
            locale::remember(language);
            locale::choose(language).await;
            app.language.set(locale::language());
        });
    }

    fn configure(&self, config: Config) {
        self.brand.set(config.name.clone());
        self.logo.set(config.logo.clone());
        if let Some(accent) = &config.accent
            && let Some(root) = document().document_element()
        {
            use wasm_bindgen::JsCast as _;
            // The style object is no inline style: the policy lets scripts set it.
            let style = root.unchecked_ref::<web_sys::HtmlElement>().style();
            let _ = style.set_property("--accent", accent);
        }
        api::configure(config);
    }
}

/// The page.
#[component]
pub fn Page(
    /// The configuration, or what is wrong with it.
    config: Result<Config, ConfigError>,
) -> impl IntoView {
    let app = App {
        stage: ArcRwSignal::new(Stage::Starting),
        language: ArcRwSignal::new(locale::language()),
        brand: ArcRwSignal::new("Workgroups".into()),
        logo: ArcRwSignal::new(None),
        kept_elsewhere: ArcStoredValue::new(false),
    };
    provide_context(app.clone());
    match config {
        Err(error) => app.stage.set(Stage::Broken(error)),
        Ok(config) => {
            app.configure(config);
            if !boot::was_signed_in() {
                SIGN_IN_PAGE.prefetch();
            }
            let app = app.clone();
            spawn_local(async move { app.start().await });
        }
    }
    listen(&app);
    focus::watch();
    view! { <Stages/> }
}

#[component]
fn Stages() -> impl IntoView {
    let app = App::expect();
    let route = Navigation::provide().route();
    let at_link = Memo::new(move |_| *route.read() == Route::SignInLink);
    let at_invitation =
        Memo::new(move |_| matches!(*route.read(), Route::Invitation | Route::Invitations | Route::InvitationTo(_)));
    move || {
        app.language.track();
        if at_link.get() {
            return SIGN_IN_LINK_PAGE.show(|page| page()).into_any();
        }
        let stage = app.stage.get();
        if at_invitation.get() {
            let who = match &stage {
                Stage::Starting => Some(Who::Unknown),
                Stage::SignedOut(ways) => Some(Who::Nobody(ways.clone())),
                Stage::SignedIn(agent) => Some(Who::Agent(agent.clone())),
                Stage::Broken(_) | Stage::Unreachable(_) => None,
            };
            if let Some(who) = who {
                return INVITED.show(move |page| page(who.clone())).into_any();
            }
        }
        match stage {
            Stage::Starting => ().into_any(),
            Stage::Broken(error) => BROKEN_CONFIG.show(move |page| page(error)).into_any(),
            Stage::Unreachable(failure) => UNREACHABLE.show(move |page| page(failure.clone())).into_any(),
            Stage::SignedOut(ways) => SIGN_IN_PAGE.show(move |page| page(ways.clone())).into_any(),
            Stage::SignedIn(agent) => view! { <Shell agent=*agent/> }.into_any(),
        }
    }
}

/// What was asked for, and what was noted, in the session before.
fn forget_session() {
    api::session_changed();
    boot::forget();
}

/// Follows what other tabs do to the session.
fn listen(app: &App) {
    let app = app.clone();
    channel::listen(move |event| {
        let app = app.clone();
        spawn_local(async move {
            match event {
                channel::Event::SignedIn => app.look_again().await,
                channel::Event::SignedOut(agent) => {
                    // Whatever this tab shows now, it may still keep something of that agent.
                    Drafts::of(&agent).erase();
                    app.leave().await;
                }
                channel::Event::Asks(agent) => {
                    if matches!(&*app.stage.read_untracked(), Stage::SignedIn(is)
                        if is.session.agent.id == agent && is.drafts.any())
                    {
                        channel::tell(&channel::Event::Keeps(agent));
                    }
                }
                channel::Event::Keeps(_) => app.kept_elsewhere.set_value(true),
            }
        });
    });
}
