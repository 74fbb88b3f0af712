//! Packing and unpacking.

use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

fn through(value: &Value) -> Value {
    let packed = pack(value).expect("any value can be packed");
    Packed::new(&packed).to_value().expect("it was just packed")
}

#[test]
fn every_value_is_read_as_it_was_packed() {
    for value in [
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(63),
        json!(64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(-1),
        json!(-0.0),
        json!(0.1),
        json!(5e-324),
        json!(f64::MAX),
        json!(""),
        json!("ü\u{1f600}\0"),
        json!("x".repeat(100_000)),
        json!([]),
        json!({}),
        json!({"": {"": []}}),
        json!([[], {}, null, {"z": 1, "a": [2.5, "three"]}]),
        json!(vec![json!({"a": -5}); 300]),
    ] {
        let again = through(&value);
        assert_eq!(again, value);
        assert_eq!(again.to_string(), value.to_string());
    }
}

#[test]
fn fields_are_found_without_reading_the_rest() {
    let value = json!({"a": [1, {"tag": "inner"}], "tag": "outer", "b": null});
    let packed = pack(&value).expect("any value can be packed");
    let packed = Packed::new(&packed);
    assert_eq!(packed.tag("tag"), Some("outer"));
    assert_eq!(packed.tag("a"), None);
    assert!(packed.field("b").is_some_and(Packed::is_null));
    assert!(packed.field("c").is_none());
    let names: Vec<&str> = packed
        .fields()
        .into_iter()
        .flatten()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["a", "tag", "b"]);
    for other in [json!([]), json!("tag"), json!(1)] {
        let packed = pack(&other).expect("any value can be packed");
        assert_eq!(Packed::new(&packed).tag("tag"), None);
    }
}

#[test]
fn of_a_repeated_field_the_last_counts() {
    let mut reader = serde_json::Deserializer::from_str(r#"{"a":"first","a":"last"}"#);
    let packed = pack(&mut reader).expect("it is JSON");
    assert_eq!(Packed::new(&packed).tag("a"), Some("last"));
}

/// The result of [`Buffer`] for a value that a type reads around it.
#[derive(Deserialize)]
struct Around<'a> {
    #[serde(borrow)]
    inner: Buffer<'a>,
}

#[test]
fn a_part_is_handed_over_and_not_packed_again() {
    let packed = pack(&json!({"inner": {"deep": [1, 2, 3]}})).expect("any value can be packed");
    let around = Around::deserialize(Packed::new(&packed)).expect("it has the field");
    assert!(matches!(around.inner, Buffer::Part(_)));
    let inner = around.inner.packed().to_value().expect("it was packed");
    assert_eq!(inner, json!({"deep": [1, 2, 3]}));

    let around: Around = serde_json::from_str(r#"{"inner":[-1]}"#).expect("it has the field");
    assert!(matches!(around.inner, Buffer::Whole(_)));
}

#[test]
fn a_document_cannot_pass_itself_off_as_packed() {
    let forged = format!(r#"{{"{TOKEN}":"n"}}"#);
    let value: Value = serde_json::from_str(&forged).expect("it is JSON");
    let buffer: Buffer = serde_json::from_str(&forged).expect("any value is read");
    assert_eq!(buffer.packed().to_value().expect("it was packed"), value);
    let plain = de::value::BorrowedStrDeserializer::<serde_json::Error>::new("n");
    let buffer = Buffer::deserialize(plain).expect("a string is a value");
    assert_eq!(
        buffer.packed().to_value().expect("it was packed"),
        json!("n")
    );
}

#[test]
fn what_was_not_packed_is_an_error() {
    for text in [
        "",
        "x",
        "u",
        "s\u{5}ab",
        "[",
        "[\u{1}\0\0\0\0",
        "{\u{2}\0\0\0\0nn",
        "s\u{1}ü",
        "ü",
        "[\u{1}\0\0\0\0x",
        "uAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ] {
        assert!(Packed::new(text).to_value().is_err(), "{text:?}");
    }
}

#[test]
fn plain_enums_tuples_and_shorter_lists() {
    #[derive(Deserialize, Debug, PartialEq)]
    enum Plain {
        Unit,
        Newtype(i64),
    }
    let read = |value: Value| pack(&value).map(|packed| Packed::new(&packed).decode::<Plain>());
    assert_eq!(read(json!("Unit")).expect("packed"), Some(Plain::Unit));
    assert_eq!(
        read(json!({"Newtype": 3})).expect("packed"),
        Some(Plain::Newtype(3))
    );
    let packed = pack(&json!([1, 2])).expect("any value can be packed");
    assert_eq!(Packed::new(&packed).decode(), Some((1, 2)));
    assert_eq!(Packed::new(&packed).decode::<(i64,)>(), None);
    assert_eq!(
        Packed::new(&packed).decode::<Option<Vec<i64>>>(),
        Some(Some(vec![1, 2]))
    );
}
