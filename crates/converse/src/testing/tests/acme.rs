//! A provider with everything that the compiled-in ones lack.

use converse_core::{
    Content, Example, Method, Operation, Paging, PagingStyle, Provider, RequestBody, Response,
    Safety, SecurityScheme, Side, StatusRange,
};

use crate::testing::Contract;

pub(super) static CONTRACTS: &[Contract] = &[
    Contract::new(&ACME, OPERATIONS, EXAMPLES),
    // The same operations at another provider, without examples.
    Contract::new(&OTHER, OPERATIONS, &[]),
];

static ACME: Provider = Provider {
    name: "acme",
    title: "Acme",
    version: "0.0.0",
    base_url: "https://api.example.com/v1/",
    credential_variable: "ACME_TOKEN",
    base_url_variable: "ACME_BASE_URL",
};

static OTHER: Provider = Provider {
    name: "other",
    base_url: "https://api.example.com",
    ..ACME
};

const TOKEN: SecurityScheme = SecurityScheme::Header {
    name: "authorization",
    prefix: "Token ",
};

const GET: Operation = Operation {
    provider: "acme",
    id: "getNote",
    method: Method::GET,
    path: "/notes/{id}",
    tag: None,
    safety: Safety::Idempotent,
    not_processed: &[],
    never_retry: &[],
    idempotency_key: None,
    parameters: &[],
    body: None,
    responses: &[success(StatusRange::Class(2), Content::Json)],
    paging: None,
    security: &[TOKEN],
};

const OPERATIONS: &[Operation] = &[
    GET,
    Operation {
        id: "searchNotes",
        path: "/notes/search",
        security: &[
            SecurityScheme::Query { name: "api key" },
            SecurityScheme::Cookie { name: "session" },
        ],
        ..GET
    },
    Operation {
        id: "createNote",
        method: Method::POST,
        path: "/notes",
        body: Some(RequestBody {
            media_type: "application/json",
            required: true,
            clears: false,
            rules: &[],
        }),
        ..GET
    },
    Operation {
        id: "deleteNote",
        method: Method::DELETE,
        responses: &[success(StatusRange::Class(2), Content::Empty)],
        ..GET
    },
    Operation {
        id: "exportNotes",
        path: "/notes.txt",
        responses: &[
            success(StatusRange::Exact(404), Content::Json),
            success(StatusRange::Exact(203), Content::Text),
        ],
        security: &[],
        ..GET
    },
    Operation {
        id: "fireNote",
        method: Method::POST,
        path: "/notes/{id}:fire",
        body: Some(RequestBody {
            media_type: "text/plain",
            required: false,
            clears: false,
            rules: &[],
        }),
        responses: &[],
        ..GET
    },
    Operation {
        id: "listNotes",
        path: "/notes/list",
        paging: Some(Paging {
            parameter: "after",
            items: "/notes",
            style: PagingStyle::Cursor { next: "/next" },
        }),
        ..GET
    },
];

const fn success(status: StatusRange, body: Content) -> Response {
    Response {
        status,
        body,
        variant: 0,
    }
}

const fn example(name: &'static str, side: Side, json: &'static str) -> Example {
    Example {
        operation: "createNote",
        name,
        side,
        json,
    }
}

const EXAMPLES: &[Example] = &[
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
    Example {
        operation: "listNotes",
        ..example(
            "page",
            Side::Response(200),
            r#"{"notes": [1.0], "next": "n+1"}"#,
        )
    },
];
