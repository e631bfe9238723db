//! Paths that are not there, and methods that they do not have.

use crate::support::{Backend, NORDWIND, call, get, workgroup};
use contract::{path, problem::ProblemKind};

#[tokio::test]
async fn an_unknown_path_is_a_problem() {
    let backend = Backend::new().await;
    for path in ["/api", "/api/", "/api/v1", "/api/v2/session", "/api/v1/workgroups/", "/api/v1/session/x"] {
        let reply = backend.send(get(path)).await;
        assert_eq!((reply.status.as_u16(), reply.problem().kind), (404, ProblemKind::NotFound), "{path}");
    }
}

#[tokio::test]
async fn a_wrong_method_is_refused_and_the_right_ones_are_named() {
    let backend = Backend::new().await;
    let one = workgroup(NORDWIND);
    for (method, path, allow) in [
        ("POST", path::SESSION, "GET,HEAD,DELETE"),
        ("GET", path::SIGN_IN_CODE, "POST"),
        ("DELETE", path::WORKGROUPS, "GET,HEAD,POST"),
        ("PUT", one.as_str(), "GET,HEAD,DELETE,PATCH"),
        ("OPTIONS", path::WORKGROUPS, "GET,HEAD,POST"),
    ] {
        let reply = backend.send(call(method, path)).await;
        assert_eq!(reply.problem().kind, ProblemKind::MethodNotAllowed, "{method} {path}");
        let mut named: Vec<_> = reply.header("allow").split(',').collect();
        let mut expected: Vec<_> = allow.split(',').collect();
        named.sort_unstable();
        expected.sort_unstable();
        assert_eq!(named, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn it_says_whether_it_is_well() {
    let backend = Backend::new().await;
    assert_eq!(backend.send(get("/healthz")).await.status, 200);
}
