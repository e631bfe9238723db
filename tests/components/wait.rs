//! Waiting for what comes about in its own time.

use wasm_bindgen_futures::JsFuture;

/// How long anything may take, in frames of which a browser shows some sixty a second.
const FRAMES: u32 = 180;

/// Waits until the condition holds; fails the test with `what` where it never does.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..FRAMES {
        if holds() {
            return;
        }
        frame().await;
    }
    panic!("it never came about that {what}");
}

/// Waits for the next frame.
pub(crate) async fn frame() {
    let promise = js_sys::Promise::new(&mut |done, _| {
        web_sys::window().expect("is there").request_animation_frame(&done).expect("is asked for");
    });
    JsFuture::from(promise).await.expect("comes");
}
