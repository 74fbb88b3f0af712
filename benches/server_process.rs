//! A server that is this program in another process, so that what it takes is in no figure.

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::{env, thread};

/// The argument by which this program is the server.
pub const SERVE: &str = "--serve";

/// The server. It ends with this process.
pub struct ServerProcess {
    /// The URL of its host.
    pub url: String,
    child: Child,
}

impl ServerProcess {
    /// Starts this program with [`SERVE`], by which it has to call [`serve`].
    pub fn start() -> Self {
        let this = env::current_exe().expect("this program has a path");
        let child = Command::new(this)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.expect("it starts");
        let output = child.stdout.take().expect("it is piped");
        let mut url = String::new();
        let read = BufReader::new(output).read_line(&mut url);
        read.expect("the server prints its address");
        Self {
            url: url.trim_end().to_owned(),
            child,
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Serves each connection in a thread of its own, until the input of this process ends.
pub fn serve(respond: impl Fn(TcpStream) + Clone + Send + 'static) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    println!("http://{address}");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let respond = respond.clone();
            thread::spawn(move || {
                let _ = stream.set_nodelay(true);
                respond(stream);
            });
        }
    });
    let _ = std::io::stdin().read(&mut [0]);
}
