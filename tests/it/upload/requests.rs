//! Tests the exact requests of both steps.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use converse::Blob;
use serde_json::json;

use super::*;

/// Returns the same bytes from memory, from a file, and from a reader.
fn sources(bytes: &[u8], folder: &tempfile::TempDir) -> [Blob; 3] {
    let path = folder.path().join("photo.jpg");
    std::fs::write(&path, bytes).expect("the folder is writable");
    [
        Blob::from(bytes.to_vec()).file_name("photo.jpg"),
        Blob::path(path),
        Blob::seekable(Cursor::new(bytes.to_vec())).file_name("photo.jpg"),
    ]
}

#[tokio::test]
async fn bridge_receives_the_checksum_and_its_storage_gets_the_bytes() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for source in sources(b"hello", &folder) {
        let site = Site::bridge().await;
        let demanded = json!({
            "Content-Type": "image/jpeg",
            "X-Amz-Meta-Owner": "me",
            // The HTTP client writes these itself.
            "Host": "elsewhere.example",
            "content-length": "7",
            "Transfer-Encoding": "chunked",
            "connection": "keep-alive, x-amz-acl",
            "Keep-Alive": "timeout=9",
            "expect": "100-continue",
            "TE": "trailers",
            "trailer": "x-amz-acl",
            "upgrade": "h2c",
            "proxy-connection": "close",
            "proxy-authorization": "Basic eA==",
            "x-amz-acl": ["private", "again"],
        });
        site.provider
            .answer(bridge_names(&site.address(), demanded));
        let source = source.content_type("image/jpeg");
        let uploaded = site
            .to_bridge(source)
            .send()
            .await
            .expect("the upload succeeds");
        assert_eq!(uploaded.media_id, "media-1");
        assert_eq!(uploaded.checksum_base64, HELLO);
        assert_eq!(uploaded.length, 5);

        let asked = site.provider.request();
        let target = format!("/bridge/api/v1/workspaces/{WORKSPACE}/files");
        assert_eq!((asked.method(), asked.target()), ("POST", target.as_str()));
        let expected = json!([{
            "name": "photo.jpg",
            "fileType": "IMAGE",
            "checksumBase64": HELLO,
            "contentType": "image/jpeg",
        }]);
        assert_eq!(asked.json(), expected);

        let file = site.file();
        let line = format!("PUT /bucket/key?{SIGNATURE} HTTP/1.1");
        assert_eq!(file.line(), line);
        let host = format!("host: {}", site.storage.host());
        let checksum = format!("x-amz-checksum-sha256: {HELLO}");
        let expected = [
            "accept: */*",
            "content-length: 5",
            "content-type: image/jpeg",
            &host,
            "x-amz-acl: again",
            "x-amz-acl: private",
            &checksum,
            "x-amz-meta-owner: me",
        ];
        assert_eq!(file.sorted_headers(), expected);
        assert_eq!(file.body(), b"hello");
    }
}

#[tokio::test]
async fn bridge_may_leave_out_headers_and_method_and_name_the_checksum_itself() {
    let site = Site::bridge().await;
    let address = json!({ "url": site.address() });
    let answer = json!([{ "mediaId": "m", "presignUrl": address }]);
    site.provider.answer(Answer::json(201, answer));
    site.to_bridge("hello")
        .send()
        .await
        .expect("the upload succeeds");
    assert_eq!(
        site.provider.request().json(),
        json!([{ "name": "file", "fileType": "IMAGE", "checksumBase64": HELLO }])
    );

    let site = Site::bridge().await;
    let demanded = json!({ "X-Amz-Checksum-Sha256": "of something else" });
    site.provider
        .answer(bridge_names(&site.address(), demanded));
    site.to_bridge("hello")
        .send()
        .await
        .expect("the upload succeeds");
    assert_eq!(site.file().header("x-amz-checksum-sha256"), [HELLO]);
    assert!(site.file().header("content-type").is_empty());
}

#[tokio::test]
async fn bird_receives_the_type_and_its_storage_gets_the_form() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for source in sources(b"hello", &folder) {
        let site = Site::bird().await;
        // In this order, which is not sorted.
        let fields =
            json!({ "policy": "p=", "key": "a/b", "Content-Type": "image/png", "acl": "" });
        site.provider.answer(bird_names(&site.address(), fields));
        let source = source.content_type("image/png");
        let uploaded = site
            .to_bird(source)
            .send()
            .await
            .expect("the upload succeeds");
        assert_eq!(uploaded.media_url, "https://media.example.com/1");
        assert_eq!(uploaded.length, 5);

        let asked = site.provider.request();
        let path = format!("/workspaces/{WORKSPACE}/conversations/{WORKSPACE}/presigned-upload");
        assert_eq!((asked.method(), asked.target()), ("POST", path.as_str()));
        assert_eq!(asked.json(), json!({ "contentType": "image/png" }));

        let file = site.file();
        let line = format!("POST /bucket/key?{SIGNATURE} HTTP/1.1");
        assert_eq!(file.line(), line);
        let [content_type] = file.header("content-type")[..] else {
            panic!("one type: {file:?}");
        };
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .expect("a form");
        let field = |name: &str, value: &str| {
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
        };
        let expected = [
            field("policy", "p="),
            field("key", "a/b"),
            field("Content-Type", "image/png"),
            field("acl", ""),
            format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"photo.jpg\"\r\n\
                 Content-Type: image/png\r\n\r\nhello\r\n--{boundary}--\r\n"
            ),
        ]
        .concat();
        assert_eq!(String::from_utf8_lossy(file.body()), expected);
        let expected = [
            "accept: */*".to_owned(),
            format!("content-length: {}", expected.len()),
            format!("content-type: {content_type}"),
            format!("host: {}", site.storage.host()),
        ];
        assert_eq!(file.sorted_headers(), expected);
    }
}

#[tokio::test]
async fn bird_takes_a_stream_of_stated_length_and_a_file_without_a_type() {
    let site = Site::bird().await;
    let source = Blob::reader(&b"hello"[..]).length(5);
    site.to_bird(source)
        .send()
        .await
        .expect("the upload succeeds");
    let asked = site.provider.request().json();
    assert_eq!(asked, json!({ "contentType": "application/octet-stream" }));
    let body = String::from_utf8_lossy(site.file().body()).into_owned();
    assert!(
        body.contains("Content-Type: application/octet-stream\r\n\r\nhello\r\n"),
        "{body}"
    );
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    for source in sources(b"", &folder) {
        let progress = Progress::default();
        let site = Site::bridge().await;
        let upload = site.to_bridge(source.clone()).progress(progress.callback());
        let uploaded = upload.send().await.expect("the upload succeeds");
        let of_nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(uploaded.checksum_base64, of_nothing);
        let file = site.file();
        assert_eq!(file.header("content-length"), ["0"]);
        assert_eq!(file.body(), b"");
        assert_eq!(progress.all(), [(0, 0)]);

        let progress = Progress::default();
        let site = Site::bird().await;
        let upload = site.to_bird(source).progress(progress.callback());
        upload.send().await.expect("the upload succeeds");
        let body = String::from_utf8_lossy(site.file().body()).into_owned();
        assert!(body.contains("filename=\"photo.jpg\"\r\n"), "{body}");
        assert_eq!(progress.all(), [(0, 0)]);
    }
}

/// The progress that was reported.
#[derive(Clone, Default)]
struct Progress(Arc<Mutex<Vec<(u64, u64)>>>);

impl Progress {
    fn callback(&self) -> impl FnMut(u64, u64) + Send + 'static {
        let progress = Arc::clone(&self.0);
        move |sent, total| {
            progress
                .lock()
                .expect("the lock is not poisoned")
                .push((sent, total))
        }
    }

    fn all(&self) -> Vec<(u64, u64)> {
        self.0.lock().expect("the lock is not poisoned").clone()
    }
}

#[tokio::test]
async fn a_large_file_is_sent_in_pieces_that_progress_reports() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let bytes: Vec<u8> = (0..200_000).map(|at| (at % 251) as u8).collect();
    // Computed with openssl.
    let checksum = "4kvGI4HxIk+7t0aIZj+Pl0O5aAsZPt1maDXpewbnMOs=";
    let check = |progress: Progress| {
        let progress = progress.all();
        assert!(
            progress.iter().all(|(_, total)| *total == 200_000),
            "{progress:?}"
        );
        let steps: Vec<u64> = progress.iter().map(|(sent, _)| *sent).collect();
        assert_eq!((steps[0], steps[steps.len() - 1]), (0, 200_000));
        assert!(steps.len() >= 5, "{steps:?}");
        let piece = |pair: &[u64]| (1..=65536).contains(&(pair[1] - pair[0]));
        assert!(steps.windows(2).all(piece), "{steps:?}");
    };
    for source in sources(&bytes, &folder) {
        let (site, progress) = (Site::bridge().await, Progress::default());
        let upload = site.to_bridge(source.clone()).progress(progress.callback());
        let uploaded = upload.send().await.expect("the upload succeeds");
        assert_eq!(uploaded.checksum_base64, checksum);
        assert!(site.file().body() == bytes);
        check(progress);

        let (site, progress) = (Site::bird().await, Progress::default());
        let upload = site.to_bird(source).progress(progress.callback());
        upload.send().await.expect("the upload succeeds");
        let file = site.file();
        assert!(file.body().windows(bytes.len()).any(|it| it == bytes));
        check(progress);
    }
}

#[tokio::test]
async fn a_source_can_be_sent_again_after_a_failure() {
    let source = Blob::seekable(Cursor::new(b"hello".to_vec()));
    let site = Site::bridge().await;
    site.storage.answer(Answer::response(503, &[], "busy"));
    let error = fails(site.to_bridge(source.clone()), UploadStep::Sending).await;
    assert_eq!(error.status().map(|it| it.as_u16()), Some(503));
    // The upload is not retried by itself.
    assert_eq!(site.storage.requests().len(), 1);
    site.storage.answer(Answer::response(200, &[], ""));
    site.to_bridge(source)
        .send()
        .await
        .expect("the upload succeeds");
    let files = site.storage.requests();
    assert_eq!((files.len(), files[1].body()), (2, &b"hello"[..]));
}
