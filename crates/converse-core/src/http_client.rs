//! The HTTP client below: what a caller may set, and what is never theirs to set.

use std::time::Duration;

use crate::limits::{CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT};

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

    pub(crate) fn build(self, loopback: bool) -> reqwest::Result<reqwest::Client> {
        let mut http = reqwest::Client::builder();
        if loopback {
            // What is meant for this machine must not reach a proxy elsewhere.
            http = http.no_proxy();
        }
        for configure in self.configure {
            http = configure(http);
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
