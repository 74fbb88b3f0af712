//! `open_enum!`.

use std::collections::{BTreeSet, HashSet};

use crate::types::{Nothing, Odd, One, TextBody, Ticked, Visibility};

#[test]
fn known_texts_give_known_variants() {
    assert!(matches!(Visibility::from("public"), Visibility::Public));
    assert!(matches!(
        Visibility::from(String::from("invite-only")),
        Visibility::InviteOnly
    ));
    assert!(matches!("unknown".parse(), Ok(Visibility::UnknownValue)));
    assert!(matches!(Visibility::from(""), Visibility::Empty));
    assert!(matches!(
        serde_json::from_str(r#""async""#),
        Ok(Visibility::r#async)
    ));
    assert!(matches!(One::from("one"), One::One));
}

#[test]
fn how_docs_show_a_text_changes_nothing_else() {
    assert_eq!(Ticked::VALUES, ["`a` b", "c"]);
    assert!(matches!(Ticked::from("`a` b"), Ticked::Both));
    assert!(matches!(Ticked::from("c"), Ticked::Plain));
    let odd = Odd::from(TextBody {
        text: "x".into(),
        size: None,
    });
    assert_eq!(odd.tag(), Some("a`b"));
    let json = serde_json::to_string(&odd).unwrap();
    assert_eq!(json, r#"{"k`":"a`b","text":"x"}"#);
}

#[test]
fn unknown_texts_are_kept() {
    for text in ["Public", "PUBLIC ", "Unknown", "\u{0}\"\\ ☎"] {
        let json = serde_json::to_string(text).unwrap();
        let value: Visibility = serde_json::from_str(&json).unwrap();
        assert!(matches!(&value, Visibility::Unknown(kept) if kept == text));
        assert!(!value.is_known());
        assert_eq!(value.as_str(), text);
        assert_eq!(value.to_string(), text);
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
    }
    assert_eq!(Nothing::from("x"), Nothing::Unknown("x".into()));
    assert_eq!(Nothing::VALUES.len(), 0);
}

#[test]
fn values_are_listed_as_documented() {
    assert_eq!(
        Visibility::VALUES,
        ["public", "invite-only", "unknown", "", "SECRET", "async"]
    );
    assert!(
        Visibility::VALUES
            .iter()
            .all(|text| Visibility::from(*text).is_known())
    );
}

#[test]
fn equality_order_and_hash_go_by_the_text() {
    let written = Visibility::Unknown("public".into());
    assert_eq!(written, Visibility::Public);
    assert_eq!(written, "public");
    assert_eq!(written, *"public");
    assert!(written.is_known());
    assert_ne!(Visibility::Unknown("unknown".into()), Visibility::Public);
    assert_eq!(
        HashSet::from([written.clone(), Visibility::Public]).len(),
        1
    );
    assert_eq!(BTreeSet::from([written, Visibility::Public]).len(), 1);
    assert!(Visibility::InviteOnly < Visibility::Unknown("j".into()));
    assert!(Visibility::Unknown("j".into()) < Visibility::Public);
}

#[test]
fn only_texts_are_read() {
    for json in ["1", "true", "null", "{}", "[\"public\"]"] {
        assert!(serde_json::from_str::<Visibility>(json).is_err(), "{json}");
    }
}

#[test]
fn display_pads_like_a_text_and_debug_names_the_variant() {
    assert_eq!(
        format!("{:>8}|{:?}", Visibility::Public, Visibility::Public),
        "  public|Public"
    );
    assert_eq!(format!("{:?}", Visibility::r#async), "async");
    assert_eq!(format!("{:?}", Visibility::from("x")), r#"Unknown("x")"#);
}
