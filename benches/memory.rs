//! Measures the time and memory of reading a response, also of one that was made to be expensive.
//!
//! Each call has its own process, so that the peak memory of the process is that of the call. This process is the
//! server.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, thread};

use converse::CallError;
use converse::bird::Client;
use converse::bird::EXAMPLES;
use converse_benches::peak_memory::peak_memory;
use converse_benches::settings::Settings;
use converse_benches::table::{Table, time};
use uuid::Uuid;

const MIB: usize = 1024 * 1024;

/// A name, and the string that is repeated between a start and an end.
struct Body {
    name: &'static str,
    /// `get` for a message, `list` for a page of them.
    operation: &'static str,
    start: String,
    repeated: String,
    end: String,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The argument by which this program makes a call.
const CALL: &str = "--call";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [CALL, operation, url] => call(operation == "list", url),
        _ => compare(&Settings::from_arguments()),
    }
}

/// Prints the table.
fn compare(settings: &Settings) -> Result<()> {
    let bodies = bodies()?;
    let names: Vec<&str> = bodies.iter().map(|body| body.name).collect();
    let chosen = settings.chosen(&names);
    let sizes: &[usize] = match settings.is_once() {
        true => &[1],
        false => &[1, 4, 16],
    };
    let columns = ["body", "MiB", "outcome", "time", "peak memory", "÷ body"];
    let mut table = Table::new(1, &columns);
    for body in bodies.iter().filter(|body| chosen.contains(&body.name)) {
        for size in sizes {
            eprintln!("{}: {size} MiB", body.name);
            // Just below the limit of bodies.
            let bytes = body.of_size(size * MIB - 1);
            let [outcome, time, peak, ratio] = measure(body.operation, bytes)?;
            let (name, size) = (body.name.to_owned(), size.to_string());
            table.add([name, size, outcome, time, peak, ratio]);
        }
    }
    print!("{table}");
    Ok(())
}

impl Body {
    fn of_size(&self, size: usize) -> String {
        let room = size - self.start.len() - self.end.len();
        let repeated = self.repeated.repeat(room / self.repeated.len());
        format!("{}{repeated}{}", self.start, self.end)
    }
}

fn bodies() -> Result<Vec<Body>> {
    let section = r#"{"type":"section","section":{"items":["#;
    let nested = format!("\"body\":{}…{{}}{}", section.repeat(30), "]}}".repeat(30));
    let fields = [
        (
            "one string",
            r#""body":{"type":"text","text":{"text":"…"}}"#,
            "message ",
        ),
        ("30 sections of objects", &nested, r#"{"":0},"#),
        ("recipients without fields", r#""recipients":[…{}]"#, "{},"),
        (
            "unknown body of lists",
            r#""body":{"type":"new","new":[…[]]}"#,
            "[],",
        ),
        (
            "unknown body of numbers",
            r#""body":{"type":"new","new":[…0]}"#,
            "0,",
        ),
    ];
    let rest = r#""id":"m","createdAt":"2026-01-01T00:00:00Z","updatedAt":"2026-01-01T00:00:00Z","draft":false,"source":"api","status":"sent","sender":{"type":"user","id":"u"}"#;
    let of_field = |(name, field, repeated): (&'static str, &str, &str)| {
        let (start, end) = field.split_once('…').unwrap_or((field, ""));
        Body {
            name,
            operation: "get",
            start: format!("{{{start}"),
            repeated: repeated.to_owned(),
            end: format!("{end},{rest}}}"),
        }
    };
    let documented = EXAMPLES
        .iter()
        .find(|example| example.operation == "getMessage");
    let message = documented.ok_or("the document has a message")?.json;
    let page = Body {
        name: "page of documented messages",
        operation: "list",
        start: r#"{"results":["#.to_owned(),
        repeated: format!("{message},"),
        end: format!("{message}]}}"),
    };
    Ok([page].into_iter().chain(fields.map(of_field)).collect())
}

/// Has another process make a call that receives this body. Returns the outcome, the time, the peak memory, and the ratio
/// of that to the body.
fn measure(operation: &str, body: String) -> Result<[String; 4]> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    let length = body.len();
    // If the call fails before it connects, the thread waits until the process ends.
    thread::spawn(move || serve(&listener, body.as_bytes()));
    let output = Command::new(env::current_exe()?)
        .args([CALL, operation, &url])
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let Some((outcome, figures)) = text.trim().rsplit_once(": ") else {
        return Err(format!("the process of the call ended with {}", output.status).into());
    };
    let figures: Vec<f64> = figures
        .split(' ')
        .map(str::parse)
        .collect::<std::result::Result<_, _>>()?;
    let (micros, peak) = (figures[0], figures[1]);
    Ok([
        outcome.to_owned(),
        time(micros / 1e6),
        format!("{:.0} MiB", peak / MIB as f64),
        format!("{:.1}", peak / length as f64),
    ])
}

/// Responds to one request.
fn serve(listener: &TcpListener, body: &[u8]) -> std::io::Result<()> {
    let (mut stream, _) = listener.accept()?;
    // Or the body waits for the head to be acknowledged.
    stream.set_nodelay(true)?;
    read_head(&mut stream)?;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

fn read_head(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte)? == 1 {
        head.push(byte[0]);
    }
    Ok(())
}

/// Makes one call, and prints the outcome, the microseconds that it took, and by how many bytes the peak memory of
/// this process grew.
fn call(is_list: bool, url: &str) -> Result<()> {
    let client = Client::builder()
        .credential(converse::Credential::new("key"))
        .base_url(url)
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let before = peak_memory();
    let start = Instant::now();
    let (workspace, conversation) = (Uuid::nil(), Uuid::nil());
    let outcome = runtime.block_on(async {
        match is_list {
            true => {
                let call = client
                    .list_messages()
                    .workspace_id(workspace)
                    .conversation_id(conversation);
                call.send().await.map(drop).map_err(CallError::into_untyped)
            }
            false => {
                let call = client
                    .get_message()
                    .workspace_id(workspace)
                    .conversation_id(conversation);
                let call = call.message_id(Uuid::nil());
                call.send().await.map(drop).map_err(CallError::into_untyped)
            }
        }
    });
    let taken: Duration = start.elapsed();
    let grown = peak_memory().saturating_sub(before);
    let outcome = match outcome {
        Ok(()) => "ok".to_owned(),
        Err(error) => {
            eprintln!("{error}");
            error.kind().to_string()
        }
    };
    println!("{outcome}: {} {grown}", taken.as_micros());
    Ok(())
}
