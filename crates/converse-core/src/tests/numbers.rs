//! Numbers: how requests write them, which ones they refuse, and how responses read them.

use std::collections::BTreeMap;

use serde_json::json;

use super::bodies::{operation, refused, sent};
use super::*;
use crate::decode::{self, Budget};

crate::object! {
    /// An object with each kind of number.
    pub struct Numbers not exact {
        pub ratio: f64 = required "ratio",
        pub count: Option<i64> = optional "count",
        pub large: Option<u64> = optional "large",
        pub counts: Option<Vec<i32>> = optional "counts",
    }
}

crate::multipart! {
    Numbers {
        text ratio: "ratio",
        json counts: "counts",
    }
}

crate::tagged_union! {
    /// A union of it.
    pub enum Tagged tag "kind" {
        /// Numbers.
        Numbers(Numbers) = "n" from,
    }
}

crate::untagged_union! {
    /// A number, exact if it is an integer.
    pub enum Exact {
        /// Any number.
        Number(f64) if number from f64,
        /// An integer.
        Integer(i64) if integer from i64,
    }
}

fn numbers(ratio: f64) -> Numbers {
    Numbers {
        ratio,
        count: None,
        large: None,
        counts: None,
    }
}

fn read<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, String> {
    decode::json(json.as_bytes(), Budget::of(json.as_bytes())).map_err(|error| error.to_string())
}

/// JSON Schema Validation 2020-12, section 6.1.1: a number with a zero fractional part is an integer.
#[test]
fn an_integer_may_have_a_fraction_of_zero_or_an_exponent() {
    let body = r#"{"ratio":1,"count":-5.0,"large":1e19,"counts":[1e2,2.0]}"#;
    let expected = Numbers {
        count: Some(-5),
        large: Some(10_000_000_000_000_000_000),
        counts: Some(vec![100, 2]),
        ..numbers(1.0)
    };
    assert_eq!(read(body), Ok(expected.clone()));
    let tagged = body.replacen('{', r#"{"kind":"n","#, 1);
    let union = Tagged::from(expected);
    assert_eq!(union.tag(), Some("n"));
    assert_eq!(read(&tagged), Ok(union));
    let map = BTreeMap::from([("a".to_owned(), 7_u8)]);
    assert_eq!(read(r#"{"a":7.0}"#), Ok(map));
    assert_eq!(read("3.0"), Ok(3_i64));
    assert_eq!(read("[3.0]"), Ok(vec![3_u8]));
    for bad in ["3.5", "1e19", "-1e300", "\"3\""] {
        assert!(read::<i64>(bad).is_err(), "{bad}");
    }
    assert!(read::<u8>("256.0").is_err());
    assert!(read::<u8>("-1.0").is_err());
}

#[test]
fn an_integer_in_a_union_with_numbers_is_exact() {
    for (json, expected) in [
        ("9007199254740993", Exact::Integer(9_007_199_254_740_993)),
        ("5.0", Exact::Integer(5)),
        ("5.5", Exact::Number(5.5)),
        ("1e300", Exact::Number(1e300)),
        // Neither of the types holds it.
        ("18446744073709551615", Exact::Unknown(json!(u64::MAX))),
    ] {
        assert_eq!(read(json), Ok(expected), "{json}");
    }
}

#[tokio::test]
async fn a_body_has_whole_numbers_without_a_fraction() {
    let given = Numbers {
        count: Some(3),
        ..numbers(10.0)
    };
    let (_, body) = sent("application/json", |it| it.json(Ok(&given))).await;
    assert_eq!(body, br#"{"ratio":10,"count":3}"#);
    let tagged = Tagged::from(given.clone());
    let (_, body) = sent("application/json", |it| it.json(Ok(&tagged))).await;
    assert_eq!(body, br#"{"kind":"n","ratio":10,"count":3}"#);
    let (_, body) = sent("application/x-www-form-urlencoded", |it| {
        it.form(Ok(&given))
    })
    .await;
    assert_eq!(body, b"ratio=10&count=3");
    let (_, body) = sent("text/plain", |it| it.text(Ok(2.0))).await;
    assert_eq!(body, b"2");
}

#[tokio::test]
async fn a_number_that_json_does_not_have_is_refused_by_its_name() {
    let json = || operation("application/json", true);
    let form = || operation("application/x-www-form-urlencoded", true);
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let finite = "must be a finite number";
        let problem = refused(json(), |it| it.query("limit", Ok(Some(number)))).await;
        assert!(problem.contains(&format!("`limit` {finite}")), "{problem}");
        let problem = refused(json(), |it| it.header("rate", Ok(vec![0.0, number]))).await;
        assert!(
            problem.contains(&format!("`rate` has `[1]`, which {finite}")),
            "{problem}"
        );
        let problem = refused(json(), |it| it.path("at", Ok(number as f32))).await;
        assert!(problem.contains(&format!("`at` {finite}")), "{problem}");
        let problem = refused(json(), |it| it.cookie("c", Ok(number))).await;
        assert!(problem.contains(&format!("`c` {finite}")), "{problem}");
        let in_body = format!("`ratio` of the body {finite}");
        let problem = refused(json(), |it| it.json(Ok(numbers(number)))).await;
        assert!(problem.contains(&in_body), "{problem}");
        let problem = refused(json(), |it| {
            it.json(Ok(vec![Tagged::from(numbers(number))]))
        })
        .await;
        assert!(
            problem.contains(&format!("`[0].ratio` of the body {finite}")),
            "{problem}"
        );
        let problem = refused(form(), |it| it.form(Ok(numbers(number)))).await;
        assert!(problem.contains(&in_body), "{problem}");
        let problem = refused(form(), |it| it.text(Ok(number))).await;
        assert!(problem.contains(&format!("the body {finite}")), "{problem}");
        let parts = operation("multipart/form-data", true);
        let problem = refused(parts, |it| it.multipart(Ok(numbers(number)))).await;
        assert!(problem.contains(&format!("`ratio` {finite}")), "{problem}");
    }
}
