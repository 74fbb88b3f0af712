//! The server that all packages test with, as the tests here look at it: requests as text.

pub(super) use converse_test_support::{
    Answer, accept_each, listen, nobody, read_request, read_rest,
};

pub(super) struct Server(converse_test_support::Server);

impl Server {
    pub(super) async fn start(bytes: Vec<u8>) -> Self {
        Self::start_with(Answer::Bytes(bytes)).await
    }

    /// Starts a server with the same response for every connection.
    pub(super) async fn start_with(answer: Answer) -> Self {
        Self::script(vec![answer]).await
    }

    /// Each request gets the next answer, and the last one is for all further requests.
    pub(super) async fn script(answers: Vec<Answer>) -> Self {
        Self(converse_test_support::Server::start(answers).await)
    }

    pub(super) fn url(&self, path: &str) -> String {
        self.0.url(path)
    }

    /// Returns the number of connections so far.
    pub(super) fn connections(&self) -> usize {
        self.0.connections()
    }

    /// Returns the outcome of a call, whose limits pass as soon as the server stalls before the status, and not before:
    /// no slow machine reaches them earlier.
    pub(super) async fn out_of_time<T>(&self, call: impl Future<Output = T>) -> T {
        let mut call = std::pin::pin!(call);
        tokio::select! {
            outcome = &mut call => return outcome,
            () = self.0.silent() => {}
        }
        tokio::time::pause();
        let outcome = call.await;
        tokio::time::resume();
        outcome
    }

    /// Returns every request so far, as received.
    pub(super) fn requests(&self) -> Vec<String> {
        let requests = self.0.requests();
        requests.iter().map(|request| request.text()).collect()
    }

    /// Returns the body of the latest request, as received.
    pub(super) fn body(&self) -> Vec<u8> {
        let requests = self.0.requests();
        requests.last().expect("there is one").body().to_vec()
    }

    /// Returns the only request so far.
    pub(super) fn request(&self) -> String {
        self.0.request().text()
    }
}
