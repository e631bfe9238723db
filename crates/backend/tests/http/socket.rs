//! Over a real socket: what the router alone cannot show.

use crate::served::Served;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

async fn answer(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    timeout(Duration::from_secs(10), stream.read_to_end(&mut text)).await.expect("in time").expect("reads");
    String::from_utf8_lossy(&text).into_owned()
}

#[tokio::test]
async fn whoever_sends_two_megabytes_still_gets_an_answer() {
    let served = Served::new().await;
    let mut stream = TcpStream::connect(served.address).await.expect("connects");
    let size = 2 * 1024 * 1024;
    let head = format!(
        "POST /api/v1/sign-in/sample HTTP/1.1\r\nhost: 127.0.0.1\r\nx-workgroups-client: 1\r\n\
         content-type: application/json\r\nconnection: close\r\ncontent-length: {size}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.expect("writes");
    stream.write_all(&vec![b'x'; size]).await.expect("all of it is taken in");
    let answer = answer(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("/problems/too-large"), "{answer}");
}

#[tokio::test]
async fn it_stops_after_the_requests_under_way() {
    let served = Served::new().await;
    let mut stream = TcpStream::connect(served.address).await.expect("connects");
    let body = r#"{"email":"maren.falk@example.com"}"#;
    let head = format!(
        "POST /api/v1/sign-in/requests HTTP/1.1\r\nhost: 127.0.0.1\r\nx-workgroups-client: 1\r\nidempotency-key: k\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.expect("writes");
    // The request has begun and cannot be answered yet.
    tokio::time::sleep(Duration::from_millis(50)).await;
    served.stop.send(()).expect("is listened to");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!served.done.is_finished());
    stream.write_all(body.as_bytes()).await.expect("writes");
    let answer = answer(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    timeout(Duration::from_secs(2), served.done).await.expect("in time").expect("ends").expect("ends well");
    assert!(TcpStream::connect(served.address).await.is_err());
}
