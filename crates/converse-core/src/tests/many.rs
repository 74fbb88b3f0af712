//! Ten thousand calls at once on one client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpStream;

use super::*;
use loopback::accept_each;

const CALLS: usize = 10_000;
/// The number of requests that the server works on at once.
const STREAMS: u32 = 100;

/// Responds to each request of a connection.
async fn serve(stream: TcpStream, requests: Arc<AtomicUsize>) -> Result<(), h2::Error> {
    let mut server = h2::server::Builder::new();
    server.max_concurrent_streams(STREAMS);
    let mut connection = server.handshake::<_, Bytes>(stream).await?;
    while let Some(request) = connection.accept().await {
        let (request, mut respond) = request?;
        let requests = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut body = request.into_body();
            while let Some(data) = body.data().await {
                let read = data?.len();
                body.flow_control().release_capacity(read)?;
            }
            requests.fetch_add(1, Ordering::SeqCst);
            let mut body = respond.send_response(::http::Response::new(()), false)?;
            body.send_data(r#"{"id":7}"#.into(), true)
        });
    }
    Ok(())
}

#[tokio::test]
async fn ten_thousand_calls_at_once_share_a_connection_and_all_are_sent_once() {
    // All of it runs on this thread. Other threads may trace, and every frame would be recorded for them.
    let _untraced = tracing::subscriber::set_default(tracing::subscriber::NoSubscriber::default());
    let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::default());
    let (made, seen) = (Arc::clone(&connections), Arc::clone(&requests));
    let address = accept_each(move |stream| {
        made.fetch_add(1, Ordering::SeqCst);
        serve(stream, Arc::clone(&seen))
    });
    let url = format!("http://{}", address.await);
    // However slow the machine is, no limit is reached.
    let long = std::time::Duration::from_secs(600);
    let client = builder(&url)
        .timeout(long)
        .attempt_timeout(long)
        .configure_http(|http| http.http2_prior_knowledge());
    let client = client.build().expect("a loopback URL");
    let calls: Vec<_> = (0..CALLS)
        .map(|_| tokio::spawn(create(&client).send_json::<Thing, CreateError>()))
        .collect();
    for call in calls {
        let thing = call.await.expect("no call panics");
        let thing = thing.unwrap_or_else(|error| panic!("{error}: {:?}", error.transport_detail()));
        assert_eq!((thing.id, thing.attempts()), (7, 1));
    }
    assert_eq!(requests.load(Ordering::SeqCst), CALLS);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}
