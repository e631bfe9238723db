//! The built page.

use crate::support::{Backend, Reply, built_page, call, get, local};
use contract::problem::ProblemKind;

async fn backend() -> (Backend, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut config = local();
    config.site = Some(built_page(folder.path()));
    config.connect_src = vec!["https://api.example.com".to_owned()];
    (Backend::with(config, 0).await, folder)
}

fn is_page(reply: &Reply) -> bool {
    reply.status == 200 && reply.text().contains("<title>Page</title>")
}

#[tokio::test]
async fn addresses_of_the_page_get_the_page() {
    let (backend, _folder) = backend().await;
    for path in ["/", "/sign-in/link", "/w/wg_1/settings", "/w/wg_1/", "/apiary", "/index.html"] {
        let reply = backend.send(get(path)).await;
        assert!(is_page(&reply), "{path}: {}", reply.status);
        assert_eq!(reply.header("content-type"), "text/html");
        assert_eq!(reply.header("cache-control"), "no-cache");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
    }
}

#[tokio::test]
async fn the_page_s_policy_is_tight() {
    let (backend, _folder) = backend().await;
    let reply = backend.send(get("/")).await;
    insta::assert_snapshot!(reply.header("content-security-policy").replace("; ", "\n"));
    assert!(reply.header("permissions-policy").contains("camera=()"));
}

#[tokio::test]
async fn a_missing_file_is_not_the_page() {
    let (backend, folder) = backend().await;
    for path in
        ["/missing.js", "/app-0123456789abcdef/missing.wasm", "/../secret.txt", "/%2e%2e/dist/index.html.x", "/a/b.css"]
    {
        let reply = backend.send(get(path)).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (404, ProblemKind::NotFound), "{path}");
    }
    std::fs::write(folder.path().join("dist/.stamp"), "hidden").expect("a file");
    assert_eq!(backend.send(get("/.stamp")).await.status, 404);
    std::fs::write(folder.path().join("outside.txt"), "secret").expect("a file");
    assert_eq!(backend.send(get("/%2e%2e/outside.txt")).await.status, 404);
}

#[tokio::test]
async fn files_are_cached_by_what_their_name_says() {
    let (backend, _folder) = backend().await;
    for (path, cache, media_type) in [
        ("/app-0123456789abcdef/main.js", "public, max-age=31536000, immutable", "text/javascript"),
        ("/app-0123456789abcdef/main_bg.wasm", "public, max-age=31536000, immutable", "application/wasm"),
        ("/main-0123456789abcdef.css", "public, max-age=31536000, immutable", "text/css"),
        ("/config.json", "no-cache", "application/json"),
    ] {
        let reply = backend.send(get(path)).await;
        assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, cache), "{path}");
        assert_eq!(reply.header("content-type"), media_type);
        let since = reply.header("last-modified").to_owned();
        assert_eq!(backend.send(get(path).header("if-modified-since", &since)).await.status, 304);
    }
}

#[tokio::test]
async fn the_compressed_twin_is_sent_to_whoever_takes_it() {
    let (backend, _folder) = backend().await;
    let script = get("/app-0123456789abcdef/main.js");
    let reply = backend.send(script.clone().header("accept-encoding", "gzip, br")).await;
    assert_eq!((reply.header("content-encoding"), reply.text().as_str()), ("br", "compressed"));
    assert!(reply.header("vary").contains("accept-encoding"));
    assert_eq!(reply.header("content-type"), "text/javascript");
    let reply = backend.send(script).await;
    assert_eq!((reply.header("content-encoding"), reply.text().as_str()), ("", "export {}"));
}

#[tokio::test]
async fn the_page_is_only_read() {
    let (backend, _folder) = backend().await;
    assert_eq!(backend.send(call("HEAD", "/")).await.status, 200);
    let reply = backend.send(call("POST", "/")).await;
    assert_eq!((reply.problem().kind, reply.header("allow")), (ProblemKind::MethodNotAllowed, "GET, HEAD"));
    let bare = Backend::new().await;
    assert_eq!(bare.send(get("/")).await.problem().kind, ProblemKind::NotFound);
}
