//! A provider with everything that the compiled-in ones lack.

use converse_core::operation::{
    Content, Example, ItemStream, Operation, Paging, Provider, RequestBody, Response,
    SecurityScheme, Side, StatusRange,
};

use crate::Contract;

static CONTRACT: Contract = Contract::new(&ACME, OPERATIONS, EXAMPLES);

/// The same operations at another provider, without examples.
static BARE: Contract = Contract::new(&OTHER, OPERATIONS, &[]);

pub(super) const CONTRACTS: [&Contract; 2] = [&CONTRACT, &BARE];

const URL_VARIABLE: &str = "ACME_BASE_URL";

static ACME: Provider = Provider::new("acme", "Acme", "0.0.0")
    .base_url("https://api.example.com/v1/", URL_VARIABLE)
    .credential_variable("ACME_TOKEN")
    .security(&[&[TOKEN]]);

static OTHER: Provider = Provider::new("other", "Acme", "0.0.0")
    .base_url("https://api.example.com", URL_VARIABLE)
    .credential_variable("ACME_TOKEN");

const TOKEN: SecurityScheme = SecurityScheme::header("token", "authorization", "Token ");

const SIGNATURE: SecurityScheme = SecurityScheme::header("signature", "x-signature", "");

const JSON: Response = Response::new(StatusRange::Class(2), Content::Json);

static OPERATIONS: &[&Operation] = &[
    &GET, &SEARCH, &CREATE, &DELETE, &EXPORT, &FIRE, &LIST, &WATCH,
];

static GET: Operation = Operation::get("acme", "getNote", "/notes/{id}")
    .responses(&[JSON])
    .security(&[&[TOKEN]]);

static SEARCH: Operation = Operation::get("acme", "searchNotes", "/notes/search")
    .responses(&[JSON])
    .security(&[
        &[SecurityScheme::query("inQuery", "api key")],
        &[SecurityScheme::cookie("inCookie", "session")],
        &[SecurityScheme::basic("userPass"), SIGNATURE],
    ]);

static CREATE: Operation = Operation::post("acme", "createNote", "/notes")
    .body(RequestBody::new("application/json").required())
    .responses(&[JSON])
    .security(&[&[TOKEN]]);

static DELETE: Operation = Operation::delete("acme", "deleteNote", "/notes/{id}")
    .responses(&[Response::new(StatusRange::Class(2), Content::Empty)])
    .security(&[&[TOKEN]]);

static EXPORT: Operation = Operation::get("acme", "exportNotes", "/notes.txt").responses(&[
    Response::new(StatusRange::Exact(404), Content::Json),
    Response::new(StatusRange::Exact(203), Content::Text),
]);

static FIRE: Operation = Operation::post("acme", "fireNote", "/notes/{id}:fire")
    .body(RequestBody::new("text/plain"))
    .security(&[&[TOKEN]]);

static LIST: Operation = Operation::get("acme", "listNotes", "/notes/list")
    .responses(&[JSON])
    .paging(Paging::by_cursor("after", "/notes", "/next"))
    .security(&[&[TOKEN]]);

static WATCH: Operation = Operation::get("acme", "watchNotes", "/notes/watch")
    .responses(&[JSON])
    .stream(ItemStream::events())
    .security(&[&[TOKEN]]);

const fn example(name: &'static str, side: Side, json: &'static str) -> Example {
    Example::new("createNote", name, side, json)
}

static EXAMPLES: &[Example] = &[
    example(
        "short",
        Side::Request,
        r#"{"text":"a","at":"2024-01-01T00:00:00Z"}"#,
    ),
    example("long", Side::Request, r#"{"text":"b","size":1}"#),
    example("unanswered", Side::Request, r#"{"text":"c"}"#),
    example("short", Side::Response(422), r#"{"error":"documented"}"#),
    example("short", Side::Response(201), r#"{"id": 1.0}"#),
    example("long", Side::Response(202), r#"{"id": 2.0}"#),
    Example::new(
        "listNotes",
        "page",
        Side::Response(200),
        r#"{"notes": [1.0], "next": "n+1"}"#,
    ),
];
