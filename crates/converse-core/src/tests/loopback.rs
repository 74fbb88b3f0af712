//! The server that all packages test with, as the tests here look at it: requests as text.

pub(super) use converse_test_support::{Answer, nobody};

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
