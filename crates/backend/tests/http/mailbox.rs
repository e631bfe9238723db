use crate::support::{Backend, get, local, post, public};
use backend::settings::Config;
use contract::{path, problem::ProblemKind};
use serde_json::json;

#[tokio::test]
async fn shows_mail_with_its_link_and_code_newest_first() {
    let backend = Backend::new().await;
    assert!(backend.send(get("/mailbox")).await.text().contains("No mail yet"));
    for (email, language) in [("maren.falk@example.com", "en"), ("aiko.tanaka@example.com", "de-AT")] {
        let body = json!({ "email": email, "language": language });
        backend.send(post(path::SIGN_IN_REQUESTS, &body).key(language)).await;
    }
    let (code, token) = backend.newest_mail().await.expect("a mail");
    let reply = backend.send(get("/mailbox")).await;
    let html = reply.text();
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(reply.header("cache-control"), "no-store");
    assert!(html.contains("<title>Mailbox</title>") && html.contains("<h1>Mailbox</h1>"));
    assert!(html.contains("<a href=\"/\">Workgroups</a>"));
    assert!(html.contains(&code) && html.contains("Ihr Code"));
    assert!(html.contains(&format!("<a href=\"http://127.0.0.1:8080/sign-in/link#{token}\">")));
    assert!(html.find("aiko.tanaka") < html.find("maren.falk"));
    for (path, media_type) in
        [("/mailbox.css", "text/css; charset=utf-8"), ("/mailbox.js", "text/javascript; charset=utf-8")]
    {
        let file = backend.send(get(path)).await;
        assert_eq!((file.status.as_u16(), file.header("content-type")), (200, media_type));
        assert!(html.contains(path));
    }
}

#[tokio::test]
async fn shows_a_letter_in_a_frame_that_can_do_nothing() {
    let backend = Backend::new().await;
    let body = json!({ "email": "maren.falk@example.com", "language": "de" });
    backend.send(post(path::SIGN_IN_REQUESTS, &body).key("key")).await;
    let page = backend.send(get("/mailbox")).await;
    let html = page.text();
    let (_, rest) = html.split_once("<iframe src=\"").expect("a frame");
    let (address, rest) = rest.split_once('"').expect("an address");
    assert!(rest.contains("sandbox=\"allow-top-navigation-by-user-activation\""));
    assert!(html.contains(" UTC</time>"), "{html}");
    let policy = page.header("content-security-policy");
    for part in
        ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-src 'self'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(part) && !policy.contains("unsafe"), "{policy}");
    }

    let letter = backend.send(get(address)).await;
    let (code, token) = backend.newest_mail().await.expect("a mail");
    assert_eq!((letter.status.as_u16(), letter.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(letter.header("cache-control"), "no-store");
    assert!(letter.text().contains(&format!("/sign-in/link#{token}\"")) && letter.text().contains(&code));
    let policy = letter.header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'self'", "sandbox allow-top-navigation-by-user-activation"] {
        assert!(policy.contains(part) && !policy.contains("script-src"), "{policy}");
    }
    for path in ["/mailbox/0", "/mailbox/99", "/mailbox/x", "/mailbox/-1", "/mailbox/99999999999999999999"] {
        let reply = backend.send(get(path)).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (404, ProblemKind::NotFound), "{path}");
    }
}

#[tokio::test]
async fn there_is_none_elsewhere() {
    // Elsewhere, and on one machine with a mail server.
    for config in [public(), Config { mailbox: false, ..local() }] {
        let backend = Backend::with(config, 0).await;
        for path in ["/mailbox", "/mailbox/1", "/mailbox.css", "/mailbox.js"] {
            assert_eq!(backend.send(get(path)).await.status, 404);
        }
        assert!(!backend.send(get(path::SESSION)).await.text().contains("mailbox"));
    }
}
