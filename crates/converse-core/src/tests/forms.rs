//! URL-encoded forms, and the rules for all forms.

use serde_json::json;

use super::bodies::{operation, refused, sent};
use super::*;

const FORM: &str = "application/x-www-form-urlencoded";

#[tokio::test]
async fn a_form_as_it_is_written() {
    let form = json!({
        "text": "a b&c=+é", "number": 1.50, "yes": true, "empty": "",
        "list": ["x", null, 2], "none": [], "unset": null,
        "point": {"x": 1, "y": {"z": [2]}},
        "a[b]": "c",
    });
    let (head, body) = sent(FORM, |it| it.form(Ok(&form))).await;
    let expected = "text=a%20b%26c%3D%2B%C3%A9&number=1.5&yes=true&empty=&list=x&list=2\
                    &point=%7B%22x%22%3A1%2C%22y%22%3A%7B%22z%22%3A%5B2%5D%7D%7D&a%5Bb%5D=c";
    assert_eq!(String::from_utf8_lossy(&body), expected);
    let length = format!("content-length: {}", expected.len());
    assert_eq!(head, [length, format!("content-type: {FORM}")]);

    let styles = [
        ("point", Style::DeepObject, true),
        ("list", Style::PipeDelimited, false),
        ("none", Style::Json, false),
    ];
    let (_, body) = sent(FORM, |it| it.styled_form(Ok(&form), &styles)).await;
    let body = String::from_utf8_lossy(&body);
    assert!(
        body.ends_with("&list=x%7C2&none=%5B%5D&point%5Bx%5D=1&point%5By%5D%5Bz%5D=2&a%5Bb%5D=c"),
        "{body}"
    );
}

#[tokio::test]
async fn a_form_without_fields_is_a_body_and_none_is_none() {
    let (head, body) = sent("*/*", |it| it.form(Ok(json!({"a": null})))).await;
    assert_eq!(
        head,
        [
            "content-length: 0".to_owned(),
            format!("content-type: {FORM}")
        ]
    );
    assert!(body.is_empty());
    let (head, _) = sent(FORM, |it| it.form(Ok(None::<Value>))).await;
    assert_eq!(head, ["content-length: 0"]);
    let problem = refused(operation(FORM, true), |it| it.form(Ok(None::<Value>))).await;
    assert!(problem.contains("the body is required"), "{problem}");
    let problem = refused(operation(FORM, true), |it| it.form(Ok("s3cret"))).await;
    assert!(problem.contains("the body must have fields"), "{problem}");
    let file = json!({"a": 1});
    let unwritable = (Blob::path("s3cret"), file);
    let problem = refused(operation(FORM, true), |it| it.form(Ok(unwritable)));
    assert!(problem.await.contains("the body cannot be written"));
}

#[tokio::test]
async fn rules_hold_for_forms() {
    let ruled: &'static Operation = Box::leak(Box::new(Operation {
        path: "/files",
        parameters: &[],
        ..CREATE.clone()
    }));
    let expected = "the body must have one of `name`, `source`";
    let bad = json!({"name": null, "other": 1});
    let problem = refused(ruled, |it| it.form(Ok(&bad))).await;
    assert!(problem.contains(expected), "{problem}");
    let problem = refused(ruled, |it| it.multipart(Ok(bad))).await;
    assert!(problem.contains(expected), "{problem}");
    for good in [json!({"name": ""}), json!({"source": {}})] {
        let server = bodies::server().await;
        let client = client(&server.url(""));
        let mut form = client.inner.request(ruled);
        form.form(Ok(&good));
        form.send_json::<Thing, Value>().await.expect("200");
        let mut parts = client.inner.request(ruled);
        parts.multipart(Ok(good));
        parts.send_json::<Thing, Value>().await.expect("200");
    }
}
