//! A receiver of Bird's webhooks with axum: prints what happens to conversations.
//!
//! `BIRD_WEBHOOK_URL` is the address that Bird has for the subscription, `BIRD_SIGNING_KEY` the key:
//! `cargo run --example webhook_receiver --features axum`.

use std::env;

use axum::http::StatusCode;
use axum::{Router, routing::post};
use converse::bird::webhook::{BirdWebhook, WebhookConfig};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let config = WebhookConfig::new(env::var("BIRD_WEBHOOK_URL")?, env::var("BIRD_SIGNING_KEY")?)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, router(config)).await?)
}

pub fn router(config: WebhookConfig) -> Router {
    Router::new()
        .route("/hooks/bird", post(receive))
        .with_state(config)
}

/// Handles what Bird signed; anything else is refused before. Bird sends an event again until it gets a 2xx.
async fn receive(webhook: BirdWebhook) -> StatusCode {
    match webhook.event {
        Ok(event) => println!("{}: {}", event.event, event.payload.id),
        Err(unknown) => println!("{}: {unknown}", webhook.verified.id()),
    }
    StatusCode::NO_CONTENT
}
