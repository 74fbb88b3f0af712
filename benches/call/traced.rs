//! A caller whose calls are traced: spans and events are formatted, and written to nowhere.

use std::future::Future;
use std::io::sink;
use std::pin::Pin;

use tracing::Dispatch;
use tracing::instrument::WithSubscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::{Caller, Kind};

pub struct Traced<C> {
    caller: C,
    subscriber: Dispatch,
}

impl<C> Traced<C> {
    pub fn new(caller: C) -> Self {
        let subscriber = fmt()
            .with_max_level(LevelFilter::DEBUG)
            .with_span_events(FmtSpan::CLOSE)
            .with_writer(sink);
        Self {
            caller,
            subscriber: subscriber.finish().into(),
        }
    }
}

impl<C: Caller> Caller for Traced<C> {
    fn call(&self, kind: Kind) -> Pin<Box<dyn Future<Output = ()>>> {
        // For this call alone: the others are not traced.
        let call = self.caller.call(kind);
        Box::pin(call.with_subscriber(self.subscriber.clone()))
    }
}
