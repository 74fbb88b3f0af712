//! Tests the names that a program can use with one crate: the facade, or the crate of one provider.
#![cfg(all(feature = "dynamic", feature = "rustls"))]

/// Defines a program that names only this crate of the workspace.
macro_rules! program {
    ($program:ident, $name:ident, $provider:path) => {
        mod $program {
            use std::time::Duration;

            use futures_util::StreamExt;
            use $name::credential::{CredentialError, Token};
            use $name::dynamic::{Arguments, InvalidArguments};
            use $name::error::{ErrorBody, ErrorCode};
            use $name::http::{Bytes, HeaderMap, Method, StatusCode};
            use $name::limits::{ATTEMPT_TIMEOUT, CONNECT_TIMEOUT, READ_TIMEOUT, TIMEOUT};
            use $name::operation::{
                BodyRule, Content, Example, Location, Operation, PagingStyle, Parameter, RequestBody,
                Response, Rule, Safety, SecurityScheme, Side, StatusRange, Style,
            };
            use $name::paging::{Items, Position, Resume};
            use $name::provider::{Provider, ProviderClient};
            use $name::retry::RetryBudget;
            use $name::value::InvalidTimestamp;
            use $name::{
                Blob, BuildError, CallError, CallOptions, Credential, Delivery, Error, ErrorKind,
                Password, Patch, ResponseValue, Result, RetryPolicy, Timestamp, chrono, reqwest, serde_json, uuid,
            };
            use $provider::{Client, EXAMPLES, OPERATIONS, PROVIDER};

            /// Reads items until the end. If a page fails: returns why, and where to resume.
            async fn take_all<I: Send + 'static, P: Position, E: ErrorBody>(
                mut items: Items<I, P, E>,
                found: &mut Vec<I>,
            ) -> Result<(), (CallError<E>, Resume<P>)> {
                while let Some(item) = items.next().await {
                    match item {
                        Ok(item) => found.push(item),
                        Err(error) => return Err((error, items.position())),
                    }
                }
                Ok(())
            }

            /// Reads an error of any operation.
            fn outcome_of<E: ErrorBody>(error: &CallError<E>) -> (ErrorKind, Delivery, Option<&str>) {
                let code: Option<ErrorCode<'_>> = error.body().and_then(ErrorBody::code);
                assert_eq!(code.map(|code| code.text), error.code());
                (error.kind(), error.delivery(), error.code())
            }

            /// Passes the error of any operation on.
            fn pass_on<T, E: ErrorBody>(outcome: Result<T, CallError<E>>) -> Result<T> {
                let passed: std::result::Result<T, Error> = Ok(outcome?);
                passed
            }

            /// Returns a client with a refreshing credential, a certificate and its own limits.
            fn client(certificate: &[u8]) -> Result<Client, BuildError> {
                let certificate = reqwest::Certificate::from_pem(certificate);
                let fetch = || async {
                    let token = Token::new("key").valid_for(Duration::from_secs(60));
                    Ok::<_, CredentialError>(token)
                };
                Client::builder()
                    .credential(Credential::refreshing(fetch))
                    .timeout(TIMEOUT.max(ATTEMPT_TIMEOUT))
                    .connect_timeout(CONNECT_TIMEOUT)
                    .read_timeout(READ_TIMEOUT)
                    .retry(RetryPolicy::default())
                    .retry_budget(RetryBudget::default())
                    .configure_http(|http| match certificate {
                        Ok(certificate) => http.tls_certs_merge([certificate]),
                        Err(_) => http,
                    })
                    .build()
            }

            /// Makes values of requests and responses.
            fn values() -> Result<(), Box<dyn std::error::Error>> {
                let _: (Patch<String>, Password) = (Patch::Clear, Password::from("p"));
                let time: Result<Timestamp, InvalidTimestamp> = "2024-03-01T09:00:00Z".parse();
                let _: chrono::DateTime<chrono::Utc> = *time?;
                let _: Blob = Bytes::from_static(b"text").into();
                let json = serde_json::json!({ "path": { "id": uuid::Uuid::nil() } });
                let arguments: Result<Arguments, InvalidArguments> = Arguments::try_from(json);
                let _ = (arguments?, CallOptions::new());
                Ok(())
            }

            /// Reads a response without its value.
            fn head<T>(answer: &ResponseValue<T>) -> (StatusCode, &HeaderMap) {
                (answer.status(), answer.headers())
            }

            /// Returns a line about an operation, from everything in its row.
            fn row(operation: &Operation) -> String {
                let Operation { method, safety, parameters, body, responses, paging, .. } = operation;
                let _: (Result<Method, _>, &Safety, &[&[SecurityScheme]]) = (method.parse(), safety, operation.security);
                let parameter = |it: &Parameter| -> (Location, Style, &'static [Rule]) {
                    (it.location, it.style, it.rules)
                };
                let response = |it: &Response| -> (StatusRange, Content) { (it.status, it.body) };
                let rules = |it: &RequestBody| -> &'static [BodyRule] { it.rules };
                let style: Option<&PagingStyle> = paging.as_ref().map(|paging| &paging.style);
                format!(
                    "{:?} {:?} {:?} {style:?}",
                    parameters.iter().map(parameter).collect::<Vec<_>>(),
                    body.as_ref().map(rules),
                    responses.iter().map(response).collect::<Vec<_>>(),
                )
            }

            #[tokio::test]
            async fn runs() {
                let _ = take_all::<(), String, serde_json::Value>;
                let _ = head::<()>;
                values().expect("all of them are valid");
                let rows: Vec<String> = OPERATIONS.iter().copied().map(row).collect();
                assert!(rows.iter().all(|row| !row.is_empty()));
                let is_answer = |it: &Example| matches!(it.side, Side::Response(_));
                assert!(EXAMPLES.iter().any(is_answer));
                let client = client(b"none").expect("the defaults are valid");
                let known: &Provider = client.core().provider();
                assert_eq!(known, &PROVIDER);
                let error = client.call("none", Arguments::new()).await;
                let error = error.expect_err("the operation does not exist");
                assert_eq!(outcome_of(&error), (ErrorKind::Invalid, Delivery::NotSent, None));
                let error = pass_on::<(), _>(Err(error)).expect_err("it is an error");
                assert_eq!(error.kind(), ErrorKind::Invalid);
            }
        }
    };
}

#[cfg(feature = "bird")]
program!(facade, converse, converse::bird);
#[cfg(feature = "bird")]
program!(bird, converse_bird, converse_bird);
#[cfg(feature = "bridge")]
program!(bridge, converse_bridge, converse_bridge);
#[cfg(feature = "pingback")]
program!(pingback, converse_pingback, converse_pingback);
