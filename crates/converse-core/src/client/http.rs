//! The HTTP client: the settings that a caller may change, and those that are fixed.

use std::time::Duration;

use super::limits::{CONNECT_TIMEOUT, HEADER_BYTES_LIMIT, HEADER_COUNT_LIMIT};

type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// The settings of a client's HTTP client.
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
    /// Returns whether https may work: TLS is built in, or the caller may have set it up.
    pub(crate) fn may_do_tls(&self) -> bool {
        cfg!(any(feature = "rustls", feature = "native-tls")) || !self.configure.is_empty()
    }

    /// Builds the HTTP client. Settings that promises depend on are applied after the caller's closures, which may
    /// return another builder than the one that they were given, without earlier settings.
    pub(crate) fn build(self, loopback: bool) -> reqwest::Result<reqwest::Client> {
        let mut http = reqwest::Client::builder();
        let configured = !self.configure.is_empty();
        for configure in self.configure {
            http = configure(http);
        }
        if loopback {
            // A request to this machine must not reach a proxy elsewhere, not even one that
            // the caller set: it may be meant for other clients.
            http = http.no_proxy();
        }
        if configured {
            // They cannot be removed, only postponed. The calls' and uploads' own limits report
            // more exactly what ran out, and the HTTP client's `read_timeout` would also apply while a
            // server is working on its response.
            http = http.timeout(NEVER).read_timeout(NEVER);
        }
        http.redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connection_verbose(false)
            .connect_timeout(self.connect_timeout)
            .http1_max_headers(self.header_count)
            .http2_max_header_list_size(self.header_bytes)
            // Another crate may have switched them on for the whole program. A body that is not
            // decompressed cannot grow on the way into memory.
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .build()
    }
}

/// Longer than any call.
const NEVER: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);
