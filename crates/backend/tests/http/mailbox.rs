use crate::support::{Backend, get, post, public};
use contract::path;
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
    let style = backend.send(get("/mailbox.css")).await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
}

#[tokio::test]
async fn there_is_none_elsewhere() {
    let backend = Backend::with(public(), 0).await;
    for path in ["/mailbox", "/mailbox.css"] {
        assert_eq!(backend.send(get(path)).await.status, 404);
    }
}
