//! Several credentials: which of them a call sends, and what the builder and a call say about a missing one.

use super::*;

const APP_ID: SecurityScheme = SecurityScheme::header("appId", "x-app-id", "");
const APP_KEY: SecurityScheme = SecurityScheme::query("appKey", "key");
const TOKEN: SecurityScheme = SecurityScheme::header("token", "authorization", "Bearer ");
const BASIC: SecurityScheme = SecurityScheme::basic("userPass");

/// Both keys, or a token, or a user name and a password.
const ALTERNATIVES: &[&[SecurityScheme]] = &[&[APP_ID, APP_KEY], &[TOKEN], &[BASIC]];

static MANY: Provider = Provider::new("many", "Many", "1")
    .base_url("https://many.example", "MANY_BASE_URL")
    .credential_variable("MANY_API_KEY")
    .credential_variables(&[
        ("appId", "MANY_APP_ID"),
        ("appKey", "MANY_APP_KEY"),
        ("token", "MANY_TOKEN"),
        ("userPass", "MANY_USER_PASS"),
    ])
    .security(ALTERNATIVES);

static TOGETHER: Provider = Provider::new("together", "Together", "1")
    .credential_variables(&[("appId", "APP_ID"), ("appKey", "APP_KEY")])
    .security(&[&[APP_ID, APP_KEY]]);

static PASSWORD: Provider = Provider::new("password", "Password", "1")
    .credential_variable("PASSWORD_API_KEY")
    .security(&[&[BASIC]]);

macro_rules! clients {
    ($($name:ident: $provider:ident;)*) => {$(
        #[derive(Debug)]
        struct $name(Client);

        impl ProviderClient for $name {
            type Builder = ClientBuilder<Self>;

            fn provider() -> &'static Provider {
                &$provider
            }
            fn from_core(inner: Client) -> Self {
                Self(inner)
            }
            fn core(&self) -> &Client {
                &self.0
            }
        }
    )*};
}

clients! {
    Many: MANY;
    Together: TOGETHER;
    ByPassword: PASSWORD;
}

fn operation(security: &'static [&'static [SecurityScheme]]) -> &'static Operation {
    leak(Operation {
        security,
        ..GET.clone()
    })
}

fn key(text: &str) -> Credential {
    Credential::new(text)
}

/// Returns the parts of the request that carry credentials, or the error of the call.
async fn carried(
    builder: ClientBuilder<Many>,
    security: &'static [&'static [SecurityScheme]],
) -> Result<Vec<String>, CallError<Value>> {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let client = builder.base_url(server.url("")).build();
    let client = client.expect("its credentials are complete");
    let mut request = client.0.request(operation(security));
    request.path("id", Ok(1));
    request.send_json::<Thing, Value>().await?;
    let sent = server.request();
    let lines = sent.lines().filter(|line| {
        ["GET ", "x-app-id", "authorization"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    Ok(lines
        .map(|line| {
            line.replace(" HTTP/1.1", "")
                .replace("GET /things/1/end", "")
        })
        .filter(|line| !line.is_empty())
        .collect())
}

/// OpenAPI 3.1.1, 4.8.30: all schemes of a requirement, and one requirement of the list.
#[tokio::test]
async fn the_first_alternative_that_has_all_of_its_credentials_is_sent() {
    let builder = ClientBuilder::<Many>::new;
    let both = || {
        builder()
            .credential_for("appId", key("i"))
            .credential_for("appKey", key("k/1"))
    };
    let basic = || Credential::basic("aladdin", "open sesame");
    const ENCODED: &str = "authorization: Basic YWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    for (builder, security, expected) in [
        (both(), ALTERNATIVES, &["?key=k%2F1", "x-app-id: i"][..]),
        (
            both().credential(key("t")),
            ALTERNATIVES,
            &["?key=k%2F1", "x-app-id: i"],
        ),
        (
            both().credential(key("t")),
            &[&[TOKEN]],
            &["authorization: Bearer t"],
        ),
        // One credential is never that of several schemes.
        (
            builder().credential(key("t")),
            ALTERNATIVES,
            &["authorization: Bearer t"],
        ),
        (builder().credential(basic()), ALTERNATIVES, &[ENCODED]),
        (
            builder().credential_for("userPass", basic()),
            ALTERNATIVES,
            &[ENCODED],
        ),
        (
            builder()
                .credential(key("t"))
                .credential_for("token", key("u")),
            ALTERNATIVES,
            &["authorization: Bearer u"],
        ),
        (
            builder().credential(key("t")),
            &[&[APP_ID, APP_KEY], &[]],
            &[],
        ),
        (builder(), &[&[], &[TOKEN]], &[]),
        (
            builder().credential(key("t")),
            &[&[], &[TOKEN]],
            &["authorization: Bearer t"],
        ),
        (builder().credential(key("t")), &[], &[]),
    ] {
        let shown = format!("{builder:?}");
        let found = carried(builder, security).await;
        let mut found = found.unwrap_or_else(|error| panic!("{shown}: {error}"));
        found.sort();
        assert_eq!(found, expected, "{shown}");
    }
}

#[tokio::test]
async fn a_call_names_the_credentials_that_it_lacks() {
    for (builder, missing) in [
        (
            ClientBuilder::<Many>::new(),
            "the credential of `appId`, `appKey`",
        ),
        (
            ClientBuilder::new().credential(key(KEY)),
            "the credential of `appId`, `appKey`",
        ),
    ] {
        let error = carried(builder, &[&[APP_ID, APP_KEY]]).await;
        let error = error.expect_err("it lacks credentials");
        assert_eq!(error.kind(), ErrorKind::MissingCredential);
        assert_eq!(error.delivery(), Delivery::NotSent);
        assert!(error.to_string().contains(missing), "{error}");
        assert!(!printed(&error).contains(KEY));
    }
}

#[test]
fn the_builder_names_what_is_missing_unknown_or_of_another_form() {
    let builder = ClientBuilder::<Many>::new;
    let together = ClientBuilder::<Together>::new;
    let basic = || Credential::basic("user", KEY);
    for (built, words) in [
        (
            builder().credential_for("appId", key(KEY)).build().err(),
            "`appKey` too",
        ),
        (
            builder()
                .credential_for("appKey", key(KEY))
                .credential(key(KEY))
                .build()
                .err(),
            "`appId` too",
        ),
        (
            builder().credential_for("gone", key(KEY)).build().err(),
            "one of `appId`, `appKey`, `token`, `userPass`",
        ),
        (
            builder().credential_for("userPass", key(KEY)).build().err(),
            "`userPass` takes a user name and a password",
        ),
        (
            builder().credential_for("token", basic()).build().err(),
            "`token` takes no user name and password",
        ),
        (
            builder()
                .credential(Credential::basic("a:b", KEY))
                .build()
                .err(),
            "must not contain `:`",
        ),
        (
            builder()
                .credential(Credential::basic("a", format!("{KEY}\n")))
                .build()
                .err(),
            "control",
        ),
        (
            together()
                .base_url("https://a.example")
                .credential(key(KEY))
                .build()
                .err(),
            "`appId`, `appKey` too",
        ),
        (
            ClientBuilder::<ByPassword>::new()
                .base_url("https://a.example")
                .credential(key(KEY))
                .build()
                .err(),
            "`userPass` takes a user name and a password",
        ),
    ] {
        let error = built.expect(words);
        assert!(error.to_string().contains(words), "{words}: {error}");
        assert!(!printed(&error).contains(KEY), "{error}");
    }
    let client = builder().credential_for("token", key(KEY)).build();
    let client = client.expect("it is complete");
    assert!(!format!("{client:?}").contains(KEY));
    assert!(!format!("{:?}", builder().credential_for("token", key(KEY))).contains(KEY));
}

#[test]
fn the_environment_has_a_variable_for_each_scheme() {
    let built = |set: &[(&str, &str)]| {
        let read = |variable: &str| {
            let mut set = set.iter();
            let value = set.find(|(name, _)| *name == variable);
            value.map(|(_, value)| value.into())
        };
        ClientBuilder::<Many>::from_variables(read).and_then(ClientBuilder::build)
    };
    assert!(built(&[("MANY_APP_ID", "i"), ("MANY_APP_KEY", "k")]).is_ok());
    assert!(built(&[("MANY_API_KEY", "k")]).is_ok());
    assert!(built(&[("MANY_USER_PASS", "user:pass:word")]).is_ok());
    for (set, words) in [
        (
            &[][..],
            "`MANY_APP_ID`, `MANY_APP_KEY`, `MANY_TOKEN`, `MANY_USER_PASS`, `MANY_API_KEY`",
        ),
        (&[("MANY_APP_ID", "i")], "`appKey` too"),
        (&[("MANY_USER_PASS", "no colon")], "`user:password`"),
        (&[("MANY_TOKEN", "")], "is set"),
    ] {
        let error = built(set).expect_err(words).to_string();
        assert!(error.contains(words), "{error}");
    }
    let read = |_: &str| Some("user:password".into());
    let password = ClientBuilder::<ByPassword>::from_variables(|variable| match variable {
        "PASSWORD_API_KEY" => read(variable),
        _ => None,
    });
    let password = password.map(|builder| builder.base_url("https://a.example"));
    assert!(password.and_then(ClientBuilder::build).is_ok());
}

#[tokio::test]
async fn no_credential_of_several_follows_a_redirect_or_is_shown() {
    let elsewhere = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let location = elsewhere.url("/").replace("127.0.0.1", "localhost");
    let server = Server::start(response("307 x", &[("location", &location)], "")).await;
    let client = ClientBuilder::<Many>::new()
        .credential_for("appId", key(KEY))
        .credential_for("appKey", key(KEY))
        .base_url(server.url(""))
        .build()
        .expect("its credentials are complete");
    let mut request = client.0.request(operation(ALTERNATIVES));
    request.path("id", Ok(1));
    let error = request.send_json::<Thing, Value>().await.expect_err("307");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(server.request().matches(KEY).count(), 2);
    assert!(!printed(&error).contains(KEY), "{error}");
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn a_refreshing_credential_has_the_form_of_its_scheme() {
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    for (fits, scheme) in [(true, BASIC), (false, TOKEN)] {
        let fetch = || async { Token::basic("user", KEY) };
        let client = ClientBuilder::<Many>::new()
            .credential(Credential::refreshing(fetch))
            .base_url(server.url(""))
            .build()
            .expect("what it gives is not known yet");
        let mut request = client.0.request(operation(alone(scheme)));
        request.path("id", Ok(1));
        let outcome = request.send_json::<Thing, Value>().await;
        let kind = outcome.as_ref().err().map(|error| error.kind());
        assert_eq!(kind, (!fits).then_some(ErrorKind::Credential));
    }
}

/// RFC 3986, 3.4: a query has no bracket.
#[tokio::test]
async fn a_credential_in_the_query_is_sent_once_and_its_name_is_encoded() {
    const KEY: SecurityScheme = SecurityScheme::query("appKey", "k[a]");
    let server = Server::start(json_response("200 OK", r#"{"id":7}"#)).await;
    let builder = ClientBuilder::<Many>::new().credential_for("appId", key("i"));
    let builder = builder.credential_for("appKey", key("s3cret"));
    let client = builder.base_url(server.url("")).build();
    let client = client.expect("its credentials are complete");
    let mut request = client.0.request(operation(&[&[KEY]]));
    request.path("id", Ok(1));
    request.query("k[a]", Ok("mine"));
    request.query("b", Ok("2"));
    let sent = request.send_json::<Thing, Value>().await;
    sent.expect("the server responds with a thing");
    let line = server.request().lines().next().map(str::to_owned);
    let expected = "GET /things/1/end?b=2&k%5Ba%5D=s3cret HTTP/1.1";
    assert_eq!(line.as_deref(), Some(expected));
}
