//! Pages that have numbers.

use super::*;

const PARAMETERS: &[Parameter] = &[
    parameter("room", Location::Path, Style::Simple),
    Parameter {
        rules: &[Rule::Maximum(12)],
        ..parameter("page", Location::Query, Style::Form)
    },
    parameter("limit", Location::Query, Style::Form),
];

/// A page is a bare array; its number and the limit are those of the parameters.
fn by_number(first: i64, default_limit: Option<i64>) -> &'static Operation {
    leak(Operation {
        parameters: PARAMETERS,
        paging: Some(Paging {
            parameter: "page",
            items: "",
            style: PagingStyle::Page {
                first,
                limit: Some("limit"),
                default_limit,
            },
            total: None,
        }),
        ..BY_CURSOR.clone()
    })
}

const READER: Reader<Vec<Thing>, Thing> = Reader {
    items: |page| Some(page),
    next: |_| None,
    total: |_| None,
};

type Numbered<P = i64> = Items<Thing, P, CreateError>;

/// Returns the ids, the queries, and the position at the end.
async fn walk<P>(
    operation: &'static Operation,
    arguments: &[(&str, i64)],
    sizes: &[i64],
) -> (
    usize,
    Vec<String>,
    Numbered<P>,
    Option<CallError<CreateError>>,
)
where
    P: crate::paging::Position,
{
    // Each thing is returned once.
    let mut ids = 0..;
    let pages = sizes.iter().map(|size| {
        let things = ids.by_ref().take(*size as usize);
        things.map(|id| json!({ "id": id })).collect()
    });
    let server = serving(pages.collect::<Vec<_>>()).await;
    let mut request = list(&client(&server.url("")), operation);
    for (name, value) in arguments {
        request.query(name, Ok(value));
    }
    let mut items = Numbered::<P>::new(request, Request::send_json, READER);
    let (ids, failure) = drain(&mut items).await;
    let queries = targets(&server)
        .iter()
        .map(|target| target.replace("/rooms/r1/things", ""))
        .collect();
    (ids.len(), queries, items, failure)
}

#[tokio::test]
async fn the_end_is_an_empty_page_or_one_that_is_shorter_than_it_had_to_be() {
    for (default_limit, asked, sizes, why) in [
        (Some(3), None, &[3, 3, 0][..], "empty"),
        (Some(3), None, &[3, 2], "shorter than the default"),
        (Some(3), Some(2), &[2, 1], "shorter than requested"),
        (Some(3), Some(2), &[2, 2, 0], "as long as requested"),
        // The provider may return less than requested: a short page proves nothing.
        (
            Some(3),
            Some(9),
            &[3, 3, 2],
            "capped, then shorter than the default",
        ),
        (
            Some(3),
            Some(9),
            &[5, 4, 0],
            "over the default, under the requested size",
        ),
        (
            Some(3),
            Some(9),
            &[5, 3, 4, 2],
            "at the default is not under it",
        ),
        (
            None,
            None,
            &[3, 1, 2, 0],
            "without a default only an empty page says so",
        ),
        (None, Some(5), &[3, 1, 0], "the same with a limit"),
        (Some(3), None, &[0], "nothing at all"),
        (Some(3), None, &[4, 5, 1], "more than the default"),
    ] {
        let arguments: Vec<_> = asked.map(|limit| ("limit", limit)).into_iter().collect();
        let (count, queries, items, failure) =
            walk::<i64>(by_number(1, default_limit), &arguments, sizes).await;
        assert!(failure.is_none(), "{why}");
        assert_eq!(count as i64, sizes.iter().sum::<i64>(), "{why}");
        assert_eq!(queries.len(), sizes.len(), "{why}");
        assert_eq!(items.position(), Resume::Nowhere, "{why}");
    }
}

#[tokio::test]
async fn numbers_go_up_from_the_first_or_the_callers_own() {
    for (first, arguments, expected) in [
        (1, &[][..], ["", "?page=2", "?page=3"]),
        (0, &[], ["", "?page=1", "?page=2"]),
        (1, &[("page", 5)], ["?page=5", "?page=6", "?page=7"]),
        (
            1,
            &[("page", 0), ("limit", 3)],
            ["?page=0&limit=3", "?page=1&limit=3", "?page=2&limit=3"],
        ),
    ] {
        let (_, queries, ..) = walk::<i64>(by_number(first, Some(3)), arguments, &[3, 3, 1]).await;
        assert_eq!(queries, expected);
    }
}

#[tokio::test]
async fn a_number_that_cannot_be_asked_for_is_an_error_that_loses_nothing() {
    // Over the parameter's maximum.
    let (count, queries, items, failure) =
        walk::<i64>(by_number(1, Some(3)), &[("page", 12)], &[3]).await;
    assert_eq!(
        (count, queries.len(), items.position()),
        (3, 1, Resume::At(13))
    );
    let error = failure.expect("there is no page 13");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );

    // Over the range of its type.
    let (count, queries, items, failure) = walk::<i8>(by_number(127, Some(3)), &[], &[3]).await;
    assert_eq!(
        (count, queries.len(), items.position()),
        (3, 1, Resume::Nowhere)
    );
    let error = failure.expect("there is no page 128");
    assert_eq!(
        (error.kind(), error.delivery()),
        (ErrorKind::Invalid, Delivery::NotSent)
    );
    assert!(error.to_string().contains("`page`"), "{error}");
}

#[tokio::test]
async fn a_first_number_that_is_required_is_given_by_the_stream() {
    const PARAMETERS: &[Parameter] = &[
        parameter("room", Location::Path, Style::Simple),
        Parameter {
            required: true,
            ..parameter("page", Location::Query, Style::Form)
        },
    ];
    let operation = leak(Operation {
        parameters: PARAMETERS,
        ..by_number(0, None).clone()
    });
    for (arguments, expected) in [
        (&[][..], ["?page=0", "?page=1"]),
        (&[("page", 4)], ["?page=4", "?page=5"]),
    ] {
        let (count, queries, _, failure) = walk::<i64>(operation, arguments, &[2, 0]).await;
        assert!(failure.is_none(), "{failure:?}");
        assert_eq!((count, queries), (2, expected.map(str::to_owned).to_vec()));
    }
}

/// Two numbered pages of a server that returns the same things whatever the number is.
pub(in crate::tests) async fn circle() -> (Vec<i64>, Numbered, CallError<CreateError>) {
    let things = json!([{ "id": 1 }, { "id": 2 }]);
    let server = serving([things.clone(), things, json!([])]).await;
    let request = list(&client(&server.url("")), by_number(1, Some(2)));
    let mut items = Numbered::new(request, Request::send_json, READER);
    let (ids, failure) = drain(&mut items).await;
    assert_eq!(server.requests().len(), 2);
    (ids, items, failure.expect("it would never end"))
}

#[tokio::test]
async fn a_numbered_page_that_comes_again_is_an_error_in_place_of_its_items() {
    let (ids, items, error) = circle().await;
    assert_eq!(ids, [1, 2]);
    assert_eq!(items.position(), Resume::Nowhere);
    assert_eq!(
        (error.kind(), error.delivery(), error.status()),
        (
            ErrorKind::RepeatedPage,
            Delivery::Accepted,
            Some(StatusCode::OK)
        )
    );
}
