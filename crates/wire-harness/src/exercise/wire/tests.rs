//! The tables of the OpenAPI standard ("Style Examples") and of RFC 6570.

use serde_json::json;

use super::*;

fn written(place: Place, style: &str, explode: bool, value: Value) -> String {
    let parameter_of = Parameter {
        name: "color".to_owned(),
        place,
        required: true,
        style: style.to_owned(),
        explode,
        json: false,
        reserved: false,
        schema: json!({}),
    };
    parameter(&parameter_of, &value).join("&")
}

#[test]
fn the_table_of_the_standard() {
    let string = || json!("blue");
    let array = || json!(["blue", "black", "brown"]);
    let object = || json!({ "R": 100, "G": 200, "B": 150 });
    for (place, style, explode, expected) in [
        (
            Place::Path,
            "matrix",
            false,
            [
                ";color=blue",
                ";color=blue,black,brown",
                ";color=R,100,G,200,B,150",
            ],
        ),
        (
            Place::Path,
            "matrix",
            true,
            [
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";R=100;G=200;B=150",
            ],
        ),
        (
            Place::Path,
            "label",
            false,
            [".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
        ),
        (
            Place::Path,
            "label",
            true,
            [".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
        ),
        (
            Place::Path,
            "simple",
            false,
            ["blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            Place::Path,
            "simple",
            true,
            ["blue", "blue,black,brown", "R=100,G=200,B=150"],
        ),
        (
            Place::Header,
            "simple",
            false,
            ["blue", "blue,black,brown", "R,100,G,200,B,150"],
        ),
        (
            Place::Query,
            "form",
            false,
            [
                "color=blue",
                "color=blue,black,brown",
                "color=R,100,G,200,B,150",
            ],
        ),
        (
            Place::Query,
            "form",
            true,
            [
                "color=blue",
                "color=blue&color=black&color=brown",
                "R=100&G=200&B=150",
            ],
        ),
        (
            Place::Query,
            "spaceDelimited",
            false,
            [
                "color=blue",
                "color=blue%20black%20brown",
                "color=R%20100%20G%20200%20B%20150",
            ],
        ),
        (
            Place::Query,
            "pipeDelimited",
            false,
            [
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=R%7C100%7CG%7C200%7CB%7C150",
            ],
        ),
    ] {
        for (value, expected) in [string(), array(), object()].into_iter().zip(expected) {
            assert_eq!(
                written(place, style, explode, value),
                expected,
                "{style} {explode}"
            );
        }
    }
    let deep = written(Place::Query, "deepObject", true, object());
    assert_eq!(deep, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
}

#[test]
fn an_empty_text_by_style() {
    assert_eq!(written(Place::Path, "matrix", false, json!("")), ";color");
    assert_eq!(written(Place::Path, "label", false, json!("")), ".");
    assert_eq!(written(Place::Query, "form", true, json!("")), "color=");
}

#[test]
fn data_is_encoded_and_separators_are_not() {
    // RFC 6570, 3.2.2 and 3.2.8, with its variables `hello`, `half` and `list`.
    assert_eq!(
        written(Place::Path, "simple", false, json!("Hello World!")),
        "Hello%20World%21"
    );
    assert_eq!(
        written(Place::Query, "form", true, json!("50%")),
        "color=50%25"
    );
    assert_eq!(
        written(Place::Query, "form", false, json!(["a,b", "c"])),
        "color=a%2Cb,c"
    );
    assert_eq!(
        written(Place::Header, "simple", false, json!("a b/c")),
        "a b/c"
    );
}

#[test]
fn content_is_json() {
    let parameter_of = Parameter {
        name: "filter".to_owned(),
        place: Place::Query,
        required: false,
        style: "form".to_owned(),
        explode: true,
        json: true,
        reserved: false,
        schema: json!({}),
    };
    let pairs = parameter(&parameter_of, &json!({ "a": 1 }));
    assert_eq!(pairs, ["filter=%7B%22a%22%3A1%7D"]);
}

#[test]
fn what_need_not_be_encoded_makes_no_difference() {
    assert_eq!(canonical("a[b]=%7e%c3%bc"), canonical("a%5Bb%5D=~%C3%BC"));
    assert_ne!(canonical("a%2Cb"), canonical("a,b"));
    assert_eq!(decode("a%2Cb%C3%BC%zz"), "a,bü%zz");
}

#[test]
fn reserved_characters_stay_where_they_break_nothing() {
    let parameter_of = Parameter {
        name: "at".to_owned(),
        place: Place::Query,
        required: false,
        style: "form".to_owned(),
        explode: true,
        json: false,
        reserved: true,
        schema: json!({}),
    };
    let pairs = parameter(&parameter_of, &json!("a/b?c:d,ü &=+#[]%20%"));
    assert_eq!(pairs, ["at=a/b?c:d,%C3%BC%20%26%3D%2B%23%5B%5D%20%25"]);
}

#[test]
fn a_whole_number_has_no_fraction() {
    for (number, expected) in [(json!(10.0), "10"), (json!(0.5), "0.5"), (json!(7), "7")] {
        assert_eq!(written(Place::Path, "simple", false, number), expected);
    }
}
