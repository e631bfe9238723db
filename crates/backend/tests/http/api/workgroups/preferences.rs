use crate::support::{Backend, MAREN, NORDWIND, get, put, workgroup};
use contract::{path, workgroup::Workgroup};
use serde_json::json;

#[tokio::test]
async fn hides_one_for_oneself_alone() {
    let backend = Backend::new().await;
    let (maren, aiko) = (backend.sign_in(MAREN).await, backend.sign_in("ag_aiko").await);
    let preferences = path::workgroup_preferences(&NORDWIND.parse().expect("an id"));
    let reply = backend.send(put(&preferences, &json!({ "hidden": true })).by(&aiko)).await;
    let hidden: Workgroup = reply.read();
    assert!(hidden.hidden);
    assert_eq!((hidden.version, reply.header("etag")), (1, "\"1\""));
    let read = async |cookie: &str| backend.send(get(&workgroup(NORDWIND)).by(cookie)).await.read::<Workgroup>().hidden;
    assert!(read(&aiko).await && !read(&maren).await);
    let list = backend.send(get(path::WORKGROUPS).by(&aiko)).await;
    assert!(list.text().contains(NORDWIND), "Settings and search still find it");
    backend.send(put(&preferences, &json!({ "hidden": false })).by(&aiko)).await;
    assert!(!read(&aiko).await);
}
