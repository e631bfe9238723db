//! Measures the stream of events: many open streams, each of another agent, while somebody edits.
//! `cargo xtask bench -- --events` builds and runs it.
//!
//! Arguments: the backend's program, how many streams, how many edits. Prints one JSON object:
//! the backend's memory in KiB (resident, as Linux counts it), and milliseconds from an edit's
//! answer, and from its request, until its event has arrived, over all streams and edits.

use backend::{sample, store::Store};
use contract::{event::Changed, headers, path, workgroup::Workgroup};
use serde_json::json;
use std::{
    error::Error,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::mpsc,
    time::{sleep, timeout},
};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How long is waited for what must come.
const PATIENCE: Duration = Duration::from_secs(30);
/// Where everybody is a member, and who edits it.
const WORKGROUP: &str = "wg_nordwind";
const EDITOR: &str = "ag_maren";

/// Ends with this program.
struct Backend {
    child: Child,
    address: SocketAddr,
}

impl Drop for Backend {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing to keep.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let program = arguments.next().ok_or("which program is the backend?")?;
    let mut number = |default| arguments.next().map_or(Ok(default), |text| text.parse::<usize>());
    let (streams, edits) = (number(1000)?, number(200)?);
    let folder = tempfile::tempdir()?;
    let agents = agents(folder.path(), streams).await?;
    let backend = start(&program, folder.path())?;

    let editor = sign_in(backend.address, EDITOR, 0).await?;
    let mut cookies = Vec::new();
    for (number, agent) in (1..).zip(&agents) {
        cookies.push(sign_in(backend.address, agent, number).await?);
    }
    sleep(Duration::from_secs(1)).await;
    let before = resident(backend.child.id())?;
    let (sender, mut arrived) = mpsc::unbounded_channel();
    for cookie in &cookies {
        follow(backend.address, cookie, sender.clone()).await?;
    }
    sleep(Duration::from_secs(1)).await;
    let open = resident(backend.child.id())?;

    let (mut from_answer, mut from_request) = (Vec::new(), Vec::new());
    let id = WORKGROUP.parse()?;
    let read = call(backend.address, &format!("GET {}", path::workgroup(&id)), &editor, 0, "").await?;
    let mut version = body::<Workgroup>(&read)?.version;
    for edit in 0..edits {
        let name = json!({ "name": format!("Edit {edit}") }).to_string();
        let head = format!("PATCH {}", path::workgroup(&id));
        let more = format!("if-match: \"{version}\"\r\ncontent-type: {}\r\n", headers::MERGE_PATCH);
        let begun = Instant::now();
        let answer = call(backend.address, &head, &format!("{editor}\r\n{}", more.trim_end()), 0, &name).await?;
        let answered = Instant::now();
        version = body::<Workgroup>(&answer)?.version;
        for _ in 0..streams {
            let (told, at) = timeout(PATIENCE, arrived.recv()).await?.ok_or("the streams have ended")?;
            if told != edit {
                return Err(format!("edit {told} was told while {edit} was awaited").into());
            }
            from_answer.push(at.saturating_duration_since(answered));
            from_request.push(at.saturating_duration_since(begun));
        }
        sleep(Duration::from_millis(20)).await;
    }
    let after = resident(backend.child.id())?;
    let figures = json!({
        "streams": streams,
        "edits": edits,
        "memory_without_kib": before,
        "memory_with_kib": open,
        "memory_after_kib": after,
        "memory_each_kib": open.saturating_sub(before) as f64 / streams as f64,
        "from_answer_ms": spread(from_answer),
        "from_request_ms": spread(from_request),
    });
    println!("{figures:#}");
    Ok(())
}

/// So many agents who are members of the workgroup, in a new database.
async fn agents(folder: &std::path::Path, count: usize) -> Result<Vec<String>> {
    let now = backend::now();
    // Some of them are Inactive.
    let mut sample = sample::sample(0, u32::try_from(count + count / 40 + 10)?, now);
    sample.people.iter_mut().for_each(|person| person.listed = true);
    let workgroup = sample.workgroups.iter().find(|one| one.id == WORKGROUP).ok_or("no such workgroup")?;
    let active = workgroup.members.iter().filter(|member| member.role != contract::role::Role::Inactive);
    let others = active.map(|member| member.agent.clone()).filter(|agent| agent != EDITOR);
    let agents: Vec<String> = others.take(count).collect();
    let store = Store::open(folder).await?;
    store.load_sample(&sample, now).await?;
    store.close().await;
    if agents.len() < count { Err("too few agents".into()) } else { Ok(agents) }
}

fn start(program: &str, folder: &std::path::Path) -> Result<Backend> {
    let mut command = Command::new(program);
    command.args(["serve", "--local", "--behind-proxy", "--port", "0", "--data"]).arg(folder);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let stdout = child.stdout.take().ok_or("it has no output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let address = line.trim().strip_prefix("ready: http://").ok_or("it did not start")?.parse()?;
    Ok(Backend { child, address })
}

/// The session's cookie. Each comes from an address of its own: one alone may not sign in so often.
async fn sign_in(address: SocketAddr, agent: &str, number: usize) -> Result<String> {
    let body = json!({ "agent": agent }).to_string();
    let head = format!("POST {}", path::SIGN_IN_SAMPLE);
    let answer = call(address, &head, "content-type: application/json", number, &body).await?;
    let set = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).ok_or("not signed in")?;
    Ok(format!("cookie: {}", set.split(';').next().unwrap_or_default()))
}

/// One request with a header, and its whole answer.
async fn call(address: SocketAddr, head: &str, header: &str, from: usize, body: &str) -> Result<String> {
    let mut socket = TcpStream::connect(address).await?;
    let request = format!(
        "{head} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{}: {}\r\nx-forwarded-for: 10.0.{}.{}\r\n\
         {header}\r\ncontent-length: {}\r\n\r\n{body}",
        headers::CLIENT,
        headers::CLIENT_VALUE,
        from / 256,
        from % 256,
        body.len(),
    );
    socket.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    timeout(PATIENCE, socket.read_to_string(&mut answer)).await??;
    if answer.starts_with("HTTP/1.1 200 ") { Ok(answer) } else { Err(answer.into()) }
}

fn body<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T> {
    Ok(serde_json::from_str(answer.split_once("\r\n\r\n").ok_or("no body")?.1)?)
}

/// Opens a stream, and says of each edit when its event arrived.
async fn follow(address: SocketAddr, cookie: &str, arrived: mpsc::UnboundedSender<(usize, Instant)>) -> Result<()> {
    let mut socket = TcpStream::connect(address).await?;
    let request = format!("GET {} HTTP/1.1\r\nhost: {address}\r\n{cookie}\r\n\r\n", path::EVENTS);
    socket.write_all(request.as_bytes()).await?;
    let mut text = String::new();
    while !text.contains("event: ready") {
        more(&mut socket, &mut text).await?;
    }
    tokio::spawn(async move {
        text.clear();
        while more(&mut socket, &mut text).await.is_ok() {
            let at = Instant::now();
            while let Some((event, rest)) = text.split_once("\n\n") {
                if let Some(edit) = edit(event) {
                    let _ = arrived.send((edit, at));
                }
                text = rest.to_owned();
            }
        }
    });
    Ok(())
}

/// Which edit an event tells of. What is told in one go comes in one chunk: no chunk's size stands
/// within an event.
fn edit(event: &str) -> Option<usize> {
    let data = event.split_once("\nevent: workgroup\ndata: ")?.1;
    let told: Changed<Workgroup> = serde_json::from_str(data).ok()?;
    told.record.name.strip_prefix("Edit ")?.parse().ok()
}

async fn more(socket: &mut TcpStream, text: &mut String) -> Result<()> {
    let mut bytes = [0; 4096];
    let count = socket.read(&mut bytes).await?;
    if count == 0 {
        return Err("the stream has ended".into());
    }
    text.push_str(&String::from_utf8_lossy(&bytes[..count]));
    Ok(())
}

/// How much memory a process has, in KiB.
fn resident(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no figure")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}

/// Percentiles in milliseconds.
fn spread(mut samples: Vec<Duration>) -> serde_json::Value {
    samples.sort_unstable();
    let at = |part: usize| samples.get((samples.len() * part / 100).min(samples.len().saturating_sub(1)));
    let ms = |part| at(part).map(|time| (time.as_secs_f64() * 100_000.0).round() / 100.0);
    json!({ "p50": ms(50), "p90": ms(90), "p99": ms(99), "max": ms(100) })
}
