use crate::support::{Backend, MAREN, get, local, patch, workgroup};
use contract::{
    list::List,
    path,
    search::{matches, search_key},
    unicode::Tables,
    workgroup::Workgroup,
};
use serde_json::json;

async fn list(backend: &Backend, cookie: &str, query: &str) -> List<Workgroup> {
    backend.send(get(&format!("{}{query}", path::WORKGROUPS)).by(cookie)).await.read()
}

fn names(list: &List<Workgroup>) -> Vec<&str> {
    list.items.iter().map(|w| w.name.as_str()).collect()
}

#[tokio::test]
async fn shows_what_the_agent_may_see() {
    let backend = Backend::new().await;
    let aiko = backend.sign_in("ag_aiko").await;
    insta::assert_json_snapshot!(backend.send(get(path::WORKGROUPS).by(&aiko)).await.stable());
    let priya = backend.sign_in("ag_priya").await;
    assert_eq!(
        names(&list(&backend, &priya, "").await),
        ["Gulf Logistics", "Harbor Clinics", "Priya Nair’s workgroup"]
    );
}

#[tokio::test]
async fn comes_in_parts_that_make_a_whole() {
    let backend = Backend::with(local(), 241).await;
    let maren = backend.sign_in(MAREN).await;
    for limit in [1, 7, 100, 125, 250, 1000] {
        let (mut cursor, mut all) = (String::new(), Vec::new());
        loop {
            let part = list(&backend, &maren, &format!("?limit={limit}{cursor}")).await;
            assert_eq!(part.total, 250);
            assert!(!part.items.is_empty() && part.items.len() <= limit);
            all.extend(part.items);
            let Some(next) = part.next_cursor else { break };
            cursor = format!("&cursor={next}");
        }
        let keys: Vec<_> = all.iter().map(|w| (search_key::<Tables>(&w.name), w.id.clone())).collect();
        assert_eq!(keys.len(), 250);
        assert!(keys.is_sorted_by(|a, b| a < b), "in order, none twice");
    }
    assert_eq!(list(&backend, &maren, "").await.items.len(), 100);
}

#[tokio::test]
async fn finds_by_every_word_of_the_search_key() {
    let backend = Backend::with(local(), 50).await;
    let maren = backend.sign_in(MAREN).await;
    let found = async |q: &str| {
        let list = list(&backend, &maren, &format!("?q={q}")).await;
        assert_eq!(list.total as usize, list.items.len());
        list.items.into_iter().map(|w| w.name).collect::<Vec<_>>()
    };
    assert_eq!(found("CAFE%20zen").await, ["Café Zentral"]);
    assert_eq!(found("sohne+berg").await, ["Bergmann & Söhne"]);
    assert_eq!(found("%E6%9D%B1%E4%BA%AC").await, ["東京オフィス"]);
    assert_eq!(found("riverside").await.len(), 2);
    assert_eq!(found("00050").await.len(), 1);
    assert_eq!(found("%20").await.len(), 59);
    for none in ["%25", "_", "*", "'", "%00", "riverside+nord"] {
        assert_eq!(found(none).await.len(), 0, "{none}");
    }
}

#[tokio::test]
async fn the_store_finds_what_the_page_finds() {
    let backend = Backend::with(local(), 300).await;
    let maren = backend.sign_in(MAREN).await;
    let all = list(&backend, &maren, "?limit=1000").await.items;
    for query in
        ["a", "AR", "r 0", "ö", "É ze", "0 1 2", "’s", "&", "東", "dental riverside", "x", "ﬁ", "l 00299", "  "]
    {
        let key = search_key::<Tables>(query);
        let expected: Vec<_> = all.iter().filter(|w| matches(&search_key::<Tables>(&w.name), &key)).cloned().collect();
        let encoded: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(list(&backend, &maren, &format!("?limit=1000&q={encoded}")).await.items, expected, "{query}");
    }
}

#[tokio::test]
async fn a_renamed_one_is_found_and_stands_under_its_new_name() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    let rename = patch(&workgroup("wg_nordwind"), 1, &json!({ "name": "Ärztehaus" })).by(&maren);
    assert_eq!(backend.send(rename).await.status, 200);
    assert_eq!(names(&list(&backend, &maren, "").await)[0], "Ärztehaus");
    assert_eq!(names(&list(&backend, &maren, "?q=arzte").await), ["Ärztehaus"]);
    assert_eq!(list(&backend, &maren, "?q=nordwind").await.total, 0);
}

#[tokio::test]
async fn a_long_answer_is_compressed_and_a_record_is_not() {
    let backend = Backend::new().await;
    let maren = backend.sign_in(MAREN).await;
    for (accepts, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("identity", "")] {
        let reply = backend.send(get(path::WORKGROUPS).by(&maren).header("accept-encoding", accepts)).await;
        assert_eq!(reply.header("content-encoding"), encoding);
    }
    let long = "x".repeat(80) + &"🦊".repeat(20);
    let rename =
        patch(&workgroup("wg_nordwind"), 1, &json!({ "name": long })).by(&maren).header("accept-encoding", "br");
    assert_eq!(backend.send(rename).await.header("content-encoding"), "");
}
