//! The HTTP client below: what a caller may set, and what is never theirs to set.

use std::time::Duration;

use super::limits::{CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT};

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// What a client's HTTP client is built from.
pub(crate) struct HttpSettings {
    pub(crate) connect_timeout: Duration,
    pub(crate) header_count: usize,
    pub(crate) header_bytes: u32,
    pub(crate) configure: Vec<Configure>,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: CONNECT_TIMEOUT,
            header_count: HEADER_COUNT_LIMIT,
            header_bytes: HEADER_BYTES_LIMIT,
            configure: Vec::new(),
        }
    }
}

impl HttpSettings {
    /// Whether https may work: TLS is built in, or the caller may have set it up.
    pub(crate) fn may_do_tls(&self) -> bool {
        cfg!(any(feature = "rustls", feature = "native-tls")) || !self.configure.is_empty()
    }

    /// The HTTP client. Whatever is promised is set after the caller's closures, which may return
    /// another builder than the one that they were given: nothing that was set before may count.
    pub(crate) fn build(self, loopback: bool) -> reqwest::Result<reqwest::Client> {
        let mut http = reqwest::Client::builder();
        let configured = !self.configure.is_empty();
        for configure in self.configure {
            http = configure(http);
        }
        if loopback {
            // What is meant for this machine must not reach a proxy elsewhere, not even one that
            // the caller set: it may be meant for other clients.
            http = http.no_proxy();
        }
        if configured {
            // They cannot be taken back, only be put off. The calls' and uploads' own limits say more
            // exactly what ran out, and the HTTP client's `read_timeout` would also strike while a
            // server is at work on its response.
            http = http.timeout(NEVER).read_timeout(NEVER);
        }
        http.redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connection_verbose(false)
            .connect_timeout(self.connect_timeout)
            .http1_max_headers(self.header_count)
            .http2_max_header_list_size(self.header_bytes)
            // Another crate may have switched them on for the whole program. What is not asked for
            // and not unpacked cannot grow on the way into memory.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()
    }
}

/// Longer than any call.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
