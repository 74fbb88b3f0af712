//! Which calls go over the proxies of the system: in a process of their own, since all tests share the environment.

use std::process::Command;

use super::*;
use loopback::Answer;

/// Set in the process that makes the calls.
const CHILD: &str = "CONVERSE_TEST_PROXY";

/// Hosts that are this machine, in all their spellings.
const HERE: [&str; 9] = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "127.9.9.9",
    "localhost",
    "LOCALHOST",
    "[::1]",
    "[::ffff:127.0.0.1]",
];

/// Hosts that the DNS resolves.
const ELSEWHERE: [&str; 3] = ["api.example", "x.localhost", "localhost."];

/// A host that the environment excepts from proxies.
const EXCEPTED: &str = "direct.example";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_for_this_machine_reaches_no_proxy() {
    let proxy = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let url = proxy.url("");
    let mut child = Command::new(std::env::current_exe().expect("a test has a program"));
    child.args(["--exact", "tests::proxies::calls_with_a_proxy"]);
    child.env(CHILD, &url).env("NO_PROXY", EXCEPTED);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, &url);
    }
    for name in ["no_proxy", "REQUEST_METHOD"] {
        child.env_remove(name);
    }
    let output = tokio::task::spawn_blocking(move || child.output()).await;
    let output = output.expect("it does not panic").expect("it can be run");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("1 passed"), "{printed}");
    // One call of each, and the credential nowhere else.
    let requests = proxy.requests();
    let mut hosts: Vec<_> = ELSEWHERE.into_iter().collect();
    for request in requests {
        let of = |host: &&str| request.starts_with(&format!("POST http://{host}:1/"));
        let at = hosts.iter().position(of);
        hosts.remove(at.unwrap_or_else(|| panic!("{request}")));
        assert_eq!(request.matches(KEY).count(), 1, "{request}");
    }
    assert!(hosts.is_empty(), "not over the proxy: {hosts:?}");
}

/// Does nothing except in the process that the test above starts.
#[tokio::test]
async fn calls_with_a_proxy() {
    let Ok(proxy) = std::env::var(CHILD) else {
        return;
    };
    let proxy = || reqwest::Proxy::all(&proxy).expect("a URL");
    let server = Server::start_with(Answer::Bytes(json_response("200 OK", r#"{"id":7}"#))).await;
    let port = server.url("").replace("http://127.0.0.1:", "");
    let mut heard = 0;
    for host in HERE {
        for way in 0..3 {
            let proxy = proxy();
            let client = builder(&format!("http://{host}:{port}"))
                .retry(RetryPolicy::none())
                .configure_http(move |http| match way {
                    0 => http,
                    1 => reqwest::Client::builder(),
                    _ => http.proxy(proxy),
                });
            let client = client.build().expect("a loopback URL");
            // At some of these addresses nobody listens.
            match create(&client).send_json::<Thing, CreateError>().await {
                Ok(_) => heard += 1,
                Err(error) => assert_eq!(error.kind(), ErrorKind::Connect, "{host}: {error}"),
            }
        }
        let client = client(&server.url("")).inner;
        let url = format!("http://{host}:{port}/file");
        let upload = Upload::new(&client, "hello".into(), |job| async move {
            job.put(&url, HeaderMap::new()).await
        });
        let upload = upload.configure_http(|_| reqwest::Client::builder());
        heard += usize::from(upload.send().await.is_ok());
    }
    assert_eq!(server.requests().len(), heard);
    assert!(heard >= 4 * 6, "{heard}");

    for host in ELSEWHERE {
        let client = builder(&format!("http://{host}:1")).allow_insecure_http(true);
        let client = client.build().expect("it is allowed");
        let thing = create(&client).send_json::<Thing, CreateError>().await;
        thing.expect("the proxy responds");
    }

    // A host that the system excepts is excepted, whatever builder the closure returns.
    let here = format!("127.0.0.1:{port}").parse().expect("an address");
    for new in [false, true] {
        let client = builder(&format!("http://{EXCEPTED}:{port}"))
            .allow_insecure_http(true)
            .configure_http(move |http| {
                let http = if new {
                    reqwest::Client::builder()
                } else {
                    http
                };
                http.resolve(EXCEPTED, here)
            });
        let client = client.build().expect("it is allowed");
        let thing = create(&client).send_json::<Thing, CreateError>().await;
        thing.expect("the server responds");
        heard += 1;
    }
    assert_eq!(server.requests().len(), heard);
}
