//! Parts of the page that are loaded when they are first needed. A release build (`--cfg split`)
//! cuts each into a module of its own; everywhere else a part is here from the start. Whoever
//! shows a part does not see the difference. Nothing here knows what the parts are.

use crate::{browser, locale::t};
use futures::channel::oneshot;
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, sync::OnceLock};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::HtmlLinkElement;

/// A part could not be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(split)]
impl From<leptos::wasm_split::SplitLoaderError> for NotLoaded {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// A part being loaded.
pub type Loading = Pin<Box<dyn Future<Output = Result<(), NotLoaded>>>>;

/// A part: `F` is the function that makes its view.
#[derive(Debug)]
pub struct Part<F: 'static> {
    make: OnceLock<F>,
    loader: Loader,
}

/// What does not depend on the type of the function, so that it is compiled once.
#[derive(Debug)]
struct Loader {
    load: fn() -> Loading,
    progress: OnceLock<ArcRwSignal<Progress>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Unasked,
    Loading,
    Here,
    Failed,
}

impl<F: Copy + Send + Sync + 'static> Part<F> {
    /// A part that `load` gets hold of, and [`keep`](Self::keep)s.
    pub const fn new(load: fn() -> Loading) -> Self {
        Self { make: OnceLock::new(), loader: Loader { load, progress: OnceLock::new() } }
    }

    /// The part has come.
    pub fn keep(&self, make: F) {
        self.make.get_or_init(|| make);
    }

    /// Begins to load the part, because it may soon be needed. A failure is not tried again before
    /// it is.
    pub fn prefetch(&'static self) {
        if self.loader.progress().get_untracked() == Progress::Unasked {
            self.loader.start();
        }
    }

    /// Loads the part, also where that has failed before.
    pub fn fetch(&'static self) {
        self.loader.start();
    }

    /// Whether the part is here.
    pub fn is_here(&self) -> bool {
        self.loader.progress().get() == Progress::Here
    }

    /// The part's view from the moment on that it is wanted.
    pub fn show_once(
        &'static self,
        wanted: impl Fn() -> bool + Send + Sync + 'static,
        view: impl Fn(F) -> AnyView + Send + Sync + Copy + 'static,
    ) -> impl IntoView {
        let was_wanted = Memo::new(move |before: Option<&bool>| before == Some(&true) || wanted());
        move || was_wanted.get().then(|| self.show(view))
    }

    /// The part's view: nothing while it loads, and a way to try again where it could not be loaded.
    pub fn show(&'static self, view: impl Fn(F) -> AnyView + Send + 'static) -> impl IntoView {
        self.loader.show(Box::new(move || self.make.get().map(|make| view(*make))))
    }
}

impl Loader {
    fn progress(&self) -> &ArcRwSignal<Progress> {
        self.progress.get_or_init(|| ArcRwSignal::new(Progress::Unasked))
    }

    fn start(&'static self) {
        let progress = self.progress();
        if matches!(progress.get_untracked(), Progress::Loading | Progress::Here) {
            return;
        }
        progress.set(Progress::Loading);
        spawn_local(async move {
            let loaded = (self.load)().await;
            progress.set(if loaded.is_ok() { Progress::Here } else { Progress::Failed });
        });
    }

    fn show(&'static self, view: Box<dyn Fn() -> Option<AnyView> + Send>) -> AnyView {
        self.start();
        let progress = self.progress().clone();
        (move || match progress.get() {
            Progress::Unasked | Progress::Loading => ().into_any(),
            Progress::Here => view().into_any(),
            Progress::Failed => view! {
                <p class="not-loaded" role="alert">
                    {t().part_failed()}" "
                    <button type="button" class="button" on:click=move |_| self.start()>{t().retry()}</button>
                    " "
                    <button type="button" class="button" on:click=|_| browser::reload()>{t().reload()}</button>
                </p>
            }
            .into_any(),
        })
        .into_any()
    }
}

/// Brings in a style sheet that `index.html` names under this id as `disabled`: the browser fetches
/// it when that is taken back. A page without one, as in tests, has nothing to wait for.
///
/// # Errors
/// It could not be loaded. The next call tries again.
pub async fn style(id: &str) -> Result<(), NotLoaded> {
    let Some(link) = document().get_element_by_id(id) else { return Ok(()) };
    let link: HtmlLinkElement = link.unchecked_into();
    link.set_disabled(false);
    if link.sheet().is_some() {
        return Ok(());
    }
    let (done, ended) = oneshot::channel();
    let mut done = Some(done);
    let end = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        if let Some(done) = done.take() {
            // Nobody waits any more where the part is not wanted.
            let _ = done.send(event.type_() == "load");
        }
    });
    for kind in ["load", "error"] {
        // Only an object that is no target throws.
        let _ = link.add_event_listener_with_callback(kind, end.as_ref().unchecked_ref());
    }
    // The link stays as long as the page.
    end.forget();
    if ended.await == Ok(true) {
        return Ok(());
    }
    link.set_disabled(true);
    Err(NotLoaded)
}

/// Declares a part: `static NAME in module = fn name(arguments) => view`. Parts that are needed
/// together go into one module. `with load` names an async function for what else they need, which
/// is loaded meanwhile.
macro_rules! on_demand {
    (
        $(#[$doc:meta])*
        $vis:vis static $part:ident in $module:ident $(with $more:path)? = fn $name:ident($($argument:ident: $type:ty),*) => $view:expr;
    ) => {
        $(#[$doc])*
        $vis static $part: $crate::on_demand::Part<fn($($type),*) -> leptos::prelude::AnyView> = {
            type Make = fn($($type),*) -> leptos::prelude::AnyView;
            type Loaded = Result<Make, $crate::on_demand::NotLoaded>;

            fn make($($argument: $type),*) -> leptos::prelude::AnyView {
                leptos::prelude::IntoAny::into_any($view)
            }

            #[cfg(split)]
            #[leptos::wasm_split::wasm_split($module, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $name() -> Loaded {
                Ok(make)
            }

            #[cfg(not(split))]
            async fn $name() -> Loaded {
                Ok(make)
            }

            $crate::on_demand::Part::new(|| {
                Box::pin(async {
                    let (more, make) = futures::join!($crate::on_demand::on_demand!(@ $($more)?), $name());
                    more.and(make).map(|make| $part.keep(make))
                })
            })
        };
    };
    (@ $more:path) => { $more() };
    (@) => { std::future::ready(Ok::<(), $crate::on_demand::NotLoaded>(())) };
}
pub(crate) use on_demand;
