//! Every style × explode × kind of value.

use serde_json::json;

use super::*;

fn values() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black"]),
        json!({"R": 100, "G": 200}),
    ]
}

/// RFC 6570, 3.2.3, but for what OpenAPI 3.1.1 leaves to clients: what would end or divide the query.
#[test]
fn reserved_characters_stay_where_they_do_no_harm() {
    for (value, written) in [
        ("a/b?c:d@e!$(f)*,;=g", "n=a/b?c:d@e!$(f)*,;=g"),
        ("a&b=c", "n=a%26b=c"),
        ("+55 1#[x]'", "n=%2B55%201%23%5Bx%5D%27"),
        ("é\"<>\\^`{|}", "n=%C3%A9%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("a%2Fb%zz%", "n=a%2Fb%25zz%25"),
        ("%é", "n=%25%C3%A9"),
    ] {
        let found = reserved_pairs("n", Style::Form, true, &json!(value));
        assert_eq!(found, [written]);
    }
    let value = json!(["a/b", "c,d"]);
    let list = |style, explode| reserved_pairs("n", style, explode, &value);
    assert_eq!(list(Style::Form, true), ["n=a/b", "n=c,d"]);
    assert_eq!(list(Style::Form, false), ["n=a/b,c%2Cd"]);
    assert_eq!(list(Style::PipeDelimited, false), ["n=a/b%7Cc%2Cd"]);
    let value = json!({ "k/": "a/b" });
    let fields = |style, explode| reserved_pairs("n", style, explode, &value);
    assert_eq!(fields(Style::Form, true), ["k%2F=a/b"]);
    assert_eq!(fields(Style::DeepObject, true), ["n%5Bk%2F%5D=a/b"]);
}

#[test]
fn paths() {
    let table = [
        (
            Style::Simple,
            false,
            ["", "blue", "blue,black", "R,100,G,200"],
        ),
        (
            Style::Simple,
            true,
            ["", "blue", "blue,black", "R=100,G=200"],
        ),
        (
            Style::Label,
            false,
            [".", ".blue", ".blue,black", ".R,100,G,200"],
        ),
        (
            Style::Label,
            true,
            [".", ".blue", ".blue.black", ".R=100.G=200"],
        ),
        (
            Style::Matrix,
            false,
            [";c", ";c=blue", ";c=blue,black", ";c=R,100,G,200"],
        ),
        (
            Style::Matrix,
            true,
            [";c", ";c=blue", ";c=blue;c=black", ";R=100;G=200"],
        ),
    ];
    for (style, explode, expected) in table {
        for (value, expected) in values().iter().zip(expected) {
            let written = path("c", style, explode, value.clone());
            assert_eq!(
                written.as_deref(),
                Some(expected),
                "{style:?} {explode} {value}"
            );
        }
    }
}

#[test]
fn queries_and_cookies() {
    let separate = ["c=", "c=blue", "c=blue&c=black", "R=100&G=200"];
    let deep = [
        "c=",
        "c=blue",
        "c=blue&c=black",
        "c%5BR%5D=100&c%5BG%5D=200",
    ];
    let table = [
        (
            Style::Form,
            false,
            ["c=", "c=blue", "c=blue,black", "c=R,100,G,200"],
        ),
        (Style::Form, true, separate),
        (
            Style::SpaceDelimited,
            false,
            ["c=", "c=blue", "c=blue%20black", "c=R%20100%20G%20200"],
        ),
        (Style::SpaceDelimited, true, separate),
        (
            Style::PipeDelimited,
            false,
            ["c=", "c=blue", "c=blue%7Cblack", "c=R%7C100%7CG%7C200"],
        ),
        (Style::PipeDelimited, true, separate),
        (Style::DeepObject, false, deep),
        (Style::DeepObject, true, deep),
    ];
    for (style, explode, expected) in table {
        for (value, expected) in values().iter().zip(expected) {
            let written = pairs("c", style, explode, value).join("&");
            assert_eq!(written, expected, "{style:?} {explode} {value}");
        }
    }
}

#[test]
fn headers() {
    let table = [
        (false, ["", "blue", "blue,black", "R,100,G,200"]),
        (true, ["", "blue", "blue,black", "R=100,G=200"]),
    ];
    for (explode, expected) in table {
        for (value, expected) in values().iter().zip(expected) {
            assert_eq!(
                header(Style::Simple, explode, value).as_deref(),
                Some(expected),
                "{explode} {value}"
            );
        }
    }
}

#[test]
fn everything_but_unreserved_is_encoded() {
    let table = [
        ("+551199", "%2B551199"),
        ("a b", "a%20b"),
        ("a,b;c=d&e", "a%2Cb%3Bc%3Dd%26e"),
        ("/\\?#%", "%2F%5C%3F%23%25"),
        ("%2e%2e", "%252e%252e"),
        ("..", ".."),
        ("é", "%C3%A9"),
        ("日本", "%E6%97%A5%E6%9C%AC"),
        ("\r\n\0", "%0D%0A%00"),
        (
            "'\"<>[]{}|^`@:!$()*",
            "%27%22%3C%3E%5B%5D%7B%7D%7C%5E%60%40%3A%21%24%28%29%2A",
        ),
        ("aZ09-._~", "aZ09-._~"),
    ];
    for (value, expected) in table {
        let value = json!(value);
        assert_eq!(
            path("p", Style::Simple, false, value.clone()).as_deref(),
            Some(expected)
        );
        assert_eq!(
            pairs("q", Style::Form, true, &value),
            [format!("q={expected}")]
        );
    }
    assert_eq!(
        pairs("a b[]", Style::Form, true, &json!(1)),
        ["a%20b%5B%5D=1"]
    );
    assert_eq!(
        pairs("q", Style::Form, true, &json!({"a&b": "c=d"})),
        ["a%26b=c%3Dd"]
    );
}

#[test]
fn scalars_are_written_as_json_writes_them() {
    for (value, expected) in [
        (json!(true), "true"),
        (json!(-7), "-7"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(1.0), "1.0"),
        (json!(0.5), "0.5"),
    ] {
        assert_eq!(
            pairs("q", Style::Form, true, &value),
            [format!("q={expected}")]
        );
    }
}

#[test]
fn null_and_collections_without_members_are_absent() {
    for value in [
        json!(null),
        json!([]),
        json!({}),
        json!([null]),
        json!({"a": null}),
    ] {
        for style in [
            Style::Form,
            Style::SpaceDelimited,
            Style::PipeDelimited,
            Style::DeepObject,
        ] {
            assert!(pairs("q", style, true, &value).is_empty(), "{value}");
            assert!(pairs("q", style, false, &value).is_empty(), "{value}");
        }
        assert_eq!(
            path("p", Style::Simple, false, value.clone()),
            None,
            "{value}"
        );
        assert_eq!(header(Style::Simple, false, &value), None, "{value}");
    }
    assert_eq!(
        pairs("q", Style::Form, false, &json!(["a", null, "b"])),
        ["q=a,b"]
    );
    assert_eq!(pairs("q", Style::Form, false, &json!(["", ""])), ["q=,"]);
}

#[test]
fn members_of_members() {
    let value = json!({"a": {"b": [1, 2]}, "c": {"d": null}});
    assert_eq!(
        pairs("q", Style::DeepObject, true, &value),
        ["q%5Ba%5D%5Bb%5D=1", "q%5Ba%5D%5Bb%5D=2"]
    );
    assert_eq!(pairs("q", Style::Form, true, &json!([[1]])), ["q=%5B1%5D"]);
}
