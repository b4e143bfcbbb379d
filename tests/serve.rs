//! `padan serve` over real sockets: headers, caching, ranges, attacks, slow clients and a snapshot that changes.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::json;

const PADAN: &str = env!("CARGO_BIN_EXE_padan");
/// A file name as a snapshot has them.
const BLOCK: &str = "text-0123456789abcdef.jsonl.gz";

/// A page, a snapshot, and something beside them that nobody may read.
struct Place {
    work: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let work = tempfile::tempdir().unwrap();
        let page = work.path().join("page");
        fs::create_dir_all(page.join("sub dir")).unwrap();
        let script = "export const padan = 'padan padan padan padan padan padan padan';\n".repeat(200);
        for (name, text) in [
            ("index.html", "<!doctype html><title>page</title>".repeat(20)),
            ("kiosk.html", "<!doctype html><title>kiosk</title>".to_owned()),
            ("padan.js", script.clone()),
            ("chunk-EAT3PTKO.js", script),
            ("padan_bg-59D1C742.wasm", "\0asm\u{1}\0\0\0".repeat(100)),
            ("sub dir/index.html", "<!doctype html><title>sub</title>".to_owned()),
            (".hidden", "secret".to_owned()),
        ] {
            fs::write(page.join(name), text).unwrap();
        }
        fs::write(work.path().join("secret.txt"), "secret").unwrap();
        let vacancy = json!({
            "id": "1", "title": "Kasir Toko", "source": {"code": "a", "verification": "verified"}, "jobLocation": [{"region": "3216"}]
        });
        let input = work.path().join("a.jsonl");
        fs::write(&input, format!("{vacancy}\n")).unwrap();
        let out = work.path().join("snapshot");
        let built = padan(&[
            "build",
            "--format",
            "jsonl",
            "--as-of",
            "2026-11-24",
            "--out",
            out.to_str().unwrap(),
            input.to_str().unwrap(),
        ]);
        assert!(built.status.success(), "{}", said(&built));
        Self { work }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.work.path().join(name)
    }

    fn serve(&self, more: &[&str]) -> Server {
        let mut child = Command::new(PADAN)
            .arg("serve")
            .arg(self.path("snapshot"))
            .arg("--page")
            .arg(self.path("page"))
            .args(["--address", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next().unwrap();
        let port = port.parse().unwrap_or_else(|_| panic!("an address on the first line: {line:?}"));
        Server { stderr: child.stderr.take().unwrap(), child, port }
    }
}

struct Server {
    child: Child,
    stderr: ChildStderr,
    port: u16,
}

impl Server {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut stream = self.connect();
        send(&mut stream, method, path, headers);
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        Reply::parse(&bytes)
    }

    fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[])
    }

    #[cfg(unix)]
    fn terminate(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Ends the server; what it wrote to standard error.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut text = String::new();
        self.stderr.read_to_string(&mut text).unwrap();
        text
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn send(stream: &mut TcpStream, method: &str, path: &str, headers: &[(&str, &str)]) {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
}

#[derive(Debug)]
struct Reply {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers =
            lines.map(|line| line.split_once(": ").unwrap()).map(|(name, value)| (name.to_lowercase(), value.into()));
        Self { status, headers: headers.collect(), body: bytes[end + 4..].to_vec() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn padan(args: &[&str]) -> Output {
    Command::new(PADAN).args(args).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The strings between `start` and the next `end` of `www/serve.mjs`.
fn quoted(start: &str, end: &str) -> Vec<String> {
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/serve.mjs")).unwrap();
    let (_, rest) = source.split_once(start).unwrap();
    let (list, _) = rest.split_once(end).unwrap();
    let strings = list.lines().flat_map(|line| {
        let quote = line.chars().find(|c| matches!(c, '\'' | '"')).unwrap_or('\'');
        line.split(quote).skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    });
    strings.collect()
}

#[test]
fn every_answer_carries_the_policy_of_the_demo_server_and_the_other_headers() {
    let place = Place::new();
    let server = place.serve(&[]);
    let csp = quoted("export const CSP = [", "]").join("; ");
    assert!(csp.contains("script-src 'self' 'wasm-unsafe-eval'") && csp.starts_with("default-src 'none'; "), "{csp}");
    for path in ["/", "/padan.js", "/snapshot/manifest.json", "/none", "/%00", "/snapshot/none"] {
        let reply = server.get(path);
        assert_eq!(reply.header("content-security-policy"), csp, "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(reply.header("permissions-policy").contains("camera=()"), "{path}");
    }
}

#[test]
fn content_types_and_what_is_compressed_are_those_of_the_demo_server() {
    let place = Place::new();
    let types = quoted("const TYPES = {", "};");
    let compressed = quoted("const COMPRESSED = new Set([", "]);");
    assert!(types.len() > 20 && compressed.len() > 5, "{types:?} {compressed:?}");
    for pair in types.chunks(2) {
        fs::write(place.path(&format!("page/file{}", pair[0])), "words ".repeat(100)).unwrap();
    }
    fs::write(place.path("page/file.unknown"), "?").unwrap();
    let server = place.serve(&[]);
    for pair in types.chunks(2) {
        let reply = server.ask("GET", &format!("/file{}", pair[0]), &[("Accept-Encoding", "gzip, br")]);
        assert_eq!((reply.status, reply.header("content-type")), (200, &*pair[1]), "{}", pair[0]);
        let expected = if compressed.contains(&pair[0]) { "br" } else { "" };
        assert_eq!(reply.header("content-encoding"), expected, "{}", pair[0]);
    }
    assert_eq!(server.get("/file.unknown").header("content-type"), "application/octet-stream");
    assert_eq!(server.get("/padan_bg-59D1C742.wasm").header("content-type"), "application/wasm");
    assert_eq!(server.get("/").header("content-type"), "text/html; charset=utf-8");
}

#[test]
fn the_best_accepted_form_is_sent_and_holds_the_same_bytes() {
    let place = Place::new();
    let server = place.serve(&[]);
    let file = fs::read(place.path("page/padan.js")).unwrap();
    let mut tags = Vec::new();
    for (accepted, encoding) in [
        ("", ""),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("GZIP;q=0.5, br;q=0", "gzip"),
        ("br;q=0.0, gzip;q=0", ""),
        ("identity", ""),
    ] {
        let reply = server.ask("GET", "/padan.js", &[("Accept-Encoding", accepted)]);
        assert_eq!((reply.status, reply.header("content-encoding")), (200, encoding), "{accepted}");
        assert_eq!(reply.header("vary"), "Accept-Encoding");
        assert_eq!(reply.header("content-length"), reply.body.len().to_string());
        let mut body = Vec::new();
        match encoding {
            "br" => brotli::BrotliDecompress(&mut &reply.body[..], &mut body).unwrap(),
            "gzip" => GzDecoder::new(&reply.body[..]).read_to_end(&mut body).map(|_| ()).unwrap(),
            _ => body = reply.body.clone(),
        }
        assert_eq!(body, file, "{accepted}");
        assert!(encoding.is_empty() || reply.body.len() < file.len() / 4);
        tags.push((encoding, reply.header("etag").to_owned()));
    }
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 3, "a tag a form: {tags:?}");
}

#[test]
fn names_with_a_hash_are_kept_for_a_year_and_everything_else_is_asked_for_anew() {
    let place = Place::new();
    fs::write(place.path("snapshot").join(BLOCK), "block").unwrap();
    let server = place.serve(&[]);
    let keep = "public, max-age=31536000, immutable";
    for (path, expected) in [
        ("/chunk-EAT3PTKO.js", keep),
        ("/padan_bg-59D1C742.wasm", keep),
        (&*format!("/snapshot/{BLOCK}"), keep),
        ("/padan.js", "no-cache"),
        ("/", "no-cache"),
        ("/snapshot/manifest.json", "no-cache"),
        ("/none", "no-store"),
    ] {
        assert_eq!(server.get(path).header("cache-control"), expected, "{path}");
    }
    for path in ["/padan.js", "/snapshot/manifest.json"] {
        let tag = server.get(path).header("etag").to_owned();
        assert!(tag.len() == 24 && tag.starts_with('"'), "{tag}");
        for known in [&*tag, "*", &format!("W/{tag}"), &format!("\"a\", {tag}")] {
            let reply = server.ask("GET", path, &[("If-None-Match", known)]);
            assert_eq!((reply.status, reply.body.len(), reply.header("etag")), (304, 0, &*tag), "{path} {known}");
        }
        assert_eq!(server.ask("GET", path, &[("If-None-Match", "\"other\"")]).status, 200);
    }
    fs::write(place.path("new"), fs::read(place.path("snapshot/manifest.json")).unwrap()).unwrap();
    let tag = server.get("/snapshot/manifest.json").header("etag").to_owned();
    fs::rename(place.path("new"), place.path("snapshot/manifest.json")).unwrap();
    assert_ne!(server.get("/snapshot/manifest.json").header("etag"), tag, "another file, another tag");
}

#[test]
fn a_broken_download_of_a_snapshot_file_is_resumed_by_range() {
    let place = Place::new();
    let bytes: Vec<u8> = (0..700_000u32).map(|n| (n * 7 % 251) as u8).collect();
    fs::write(place.path("snapshot").join(BLOCK), &bytes).unwrap();
    let server = place.serve(&[]);
    let path = format!("/snapshot/{BLOCK}");
    let whole = server.get(&path);
    assert_eq!((whole.status, whole.header("accept-ranges")), (200, "bytes"));
    assert_eq!((whole.header("content-encoding"), whole.header("content-length")), ("", "700000"));
    assert_eq!(whole.body, bytes);
    let tag = whole.header("etag").to_owned();
    for (asked, first, last) in [
        ("bytes=0-0", 0, 0),
        ("bytes=300000-", 300_000, 699_999),
        ("bytes=-5", 699_995, 699_999),
        ("bytes=10-9999999", 10, 699_999),
        ("bytes=262144-524287", 262_144, 524_287),
    ] {
        let reply = server.ask("GET", &path, &[("Range", asked), ("If-Range", &tag)]);
        assert_eq!((reply.status, reply.header("content-range")), (206, &*format!("bytes {first}-{last}/700000")));
        assert_eq!(reply.header("content-length"), (last - first + 1).to_string());
        assert!(reply.body == bytes[first..=last], "{asked}");
    }
    let beyond = server.ask("GET", &path, &[("Range", "bytes=700000-")]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */700000"));
    for (range, tag) in [("bytes=5-", "\"old\""), ("lines=1-2", &*tag), ("bytes=a-b", &tag), ("bytes=0-1,4-5", &tag)] {
        let reply = server.ask("GET", &path, &[("Range", range), ("If-Range", tag)]);
        assert_eq!((reply.status, reply.body.len()), (200, 700_000), "{range} {tag}");
    }
}

#[test]
fn head_is_get_without_a_body_and_other_methods_are_refused() {
    let place = Place::new();
    let server = place.serve(&[]);
    for path in ["/", "/padan.js", "/snapshot/manifest.json", "/none"] {
        let (get, head) = (server.get(path), server.ask("HEAD", path, &[]));
        assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
        assert_eq!(get.header("content-length"), get.body.len().to_string());
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        let reply = server.ask(method, "/", &[("Content-Length", "0")]);
        assert_eq!((reply.status, reply.header("allow")), (405, "GET, HEAD"), "{method}");
    }
}

#[test]
fn folders_lead_to_their_index_and_a_kiosk_from_the_root_to_its_own_page() {
    let place = Place::new();
    let server = place.serve(&[]);
    assert!(server.get("/").text().contains("<title>page"));
    assert!(server.get("/index.html?query=1").text().contains("<title>page"));
    let moved = server.get("/sub%20dir");
    assert_eq!((moved.status, moved.header("location")), (308, "/sub%20dir/"));
    assert!(server.get("/sub%20dir/").text().contains("<title>sub"));
    drop(server);
    let server = place.serve(&["--kiosk"]);
    let moved = server.get("/?x");
    assert_eq!(
        (moved.status, moved.header("location"), moved.header("cache-control")),
        (302, "/kiosk.html", "no-store")
    );
    assert!(server.get("/kiosk.html").text().contains("<title>kiosk"));
}

#[test]
fn no_path_leads_out_of_the_folders_or_to_what_is_not_published() {
    let place = Place::new();
    fs::write(place.path("snapshot/.secret.gz"), "secret").unwrap();
    fs::write(place.path("snapshot").join(format!("{BLOCK}.new")), "secret").unwrap();
    fs::create_dir_all(place.path("snapshot/32/deep")).unwrap();
    fs::write(place.path("snapshot/32/manifest.json"), "{}").unwrap();
    fs::write(place.path("snapshot/32/deep/manifest.json"), "secret").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(place.path("secret.txt"), place.path("snapshot").join(BLOCK)).unwrap();
        symlink(place.path("secret.txt"), place.path("page/link.txt")).unwrap();
        symlink(place.path(""), place.path("page/up")).unwrap();
        symlink(place.path("page/padan.js"), place.path("page/inside.js")).unwrap();
        fs::write(place.path("manifest.json"), "secret").unwrap();
        symlink(place.path(""), place.path("snapshot/33")).unwrap();
        assert!(
            Command::new("mkfifo").arg(place.path("snapshot/core-00123456789abcde.bin.gz")).status().unwrap().success()
        );
    }
    let server = place.serve(&[]);
    assert_eq!(server.get("/snapshot/32/manifest.json").text(), "{}");
    #[cfg(unix)]
    assert_eq!(server.get("/inside.js").status, 200);
    let attempts = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%5csecret.txt",
        "/\\..\\secret.txt",
        "/sub%20dir/../../secret.txt",
        "/.hidden",
        "/link.txt",
        "/up/secret.txt",
        "//etc/passwd",
        "/etc/passwd",
        "/snapshot/../secret.txt",
        "/snapshot/..%2fsecret.txt",
        "/snapshot/%2e%2e/secret.txt",
        "/snapshot/%2e%2e%2fmanifest.json",
        "/snapshot/32/%2e%2e/%2e%2e/manifest.json",
        "/snapshot/32/deep/manifest.json",
        "/snapshot/33/manifest.json",
        "/snapshot//etc/passwd",
        "/snapshot/%2fetc%2fpasswd",
        "/snapshot/./manifest.json",
        "/snapshot/manifest.json%00",
        "/snapshot/manifest.json/",
        "/snapshot/manifest.json%0d%0aX-A:%20b",
        "/snapshot/.secret.gz",
        "/snapshot/rejects.jsonl",
        "/snapshot/report.json",
        "/snapshot/report.html",
        "/snapshot/32",
        "/snapshot/",
        "/snapshot",
        "/snapshot/core-00123456789abcde.bin.gz",
        &format!("/snapshot/{BLOCK}"),
        &format!("/snapshot/{BLOCK}.new"),
        "secret.txt",
        "*",
        "http://localhost/../secret.txt",
        "/%",
        "/%zz",
    ];
    for path in attempts {
        let reply = server.get(path);
        assert!([400, 404].contains(&reply.status), "{path}: {reply:?}");
        assert!(!reply.text().contains("secret\n") && reply.text() != "secret", "{path}: {reply:?}");
        assert!(!reply.headers.contains_key("x-a"));
    }
    assert_eq!(server.get("/").status, 200, "and it goes on");
}

#[test]
fn what_is_no_request_is_refused_and_the_server_goes_on() {
    let place = Place::new();
    let server = place.serve(&[]);
    let long = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(100_000));
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "X-Padding: 0123456789\r\n".repeat(3_000));
    for rubbish in [
        &*long,
        &many,
        "\0\u{1}\u{2}\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/1.1\r\nA b\r\n\r\n",
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(rubbish.as_bytes());
        let _ = stream.shutdown(Shutdown::Write);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        assert!(bytes.is_empty() || text.starts_with("HTTP/1.1 4"), "{text}");
    }
    assert_eq!(server.get("/").status, 200);
}

#[test]
fn slow_clients_block_nobody_and_are_let_go() {
    let place = Place::new();
    fs::write(place.path("snapshot").join(BLOCK), vec![7; 64 << 20]).unwrap();
    let server = place.serve(&[]);
    let mut slow: Vec<TcpStream> = (0..80)
        .map(|n| {
            let mut stream = server.connect();
            match n % 3 {
                // Says nothing, says half of it, asks and does not read.
                0 => {}
                1 => stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nX-").unwrap(),
                _ => send(&mut stream, "GET", &format!("/snapshot/{BLOCK}"), &[]),
            }
            stream
        })
        .collect();
    let begun = Instant::now();
    for path in ["/", "/padan.js", "/snapshot/manifest.json"].iter().cycle().take(30) {
        assert_eq!(server.get(path).status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    // One that stays after its first answer, too.
    let mut idle = server.connect();
    idle.write_all(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
    slow.push(idle);
    let begun = Instant::now();
    for at in [0, 1, 80] {
        let mut bytes = Vec::new();
        let _ = slow[at].read_to_end(&mut bytes);
        assert!(begun.elapsed() < Duration::from_secs(20), "{at}: let go after {:?}", begun.elapsed());
    }
    assert!(begun.elapsed() > Duration::from_secs(5), "not before they had time: {:?}", begun.elapsed());
}

#[test]
fn no_more_connections_are_held_than_asked_for_and_the_next_one_waits() {
    let place = Place::new();
    let server = place.serve(&["--connections", "2"]);
    let held = [server.connect(), server.connect()];
    std::thread::sleep(Duration::from_millis(200));
    let mut third = server.connect();
    send(&mut third, "GET", "/", &[]);
    third.set_read_timeout(Some(Duration::from_millis(700))).unwrap();
    let waited = third.read(&mut [0; 1]);
    assert!(waited.is_err(), "it waits: {waited:?}");
    drop(held);
    third.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut bytes = Vec::new();
    third.read_to_end(&mut bytes).unwrap();
    assert_eq!(Reply::parse(&bytes).status, 200);
}

#[test]
fn a_snapshot_put_in_place_under_load_is_served_whole_old_or_new() {
    let place = Place::new();
    let name = "text-00000000000000ff.jsonl.gz";
    // Two generations: every file of one holds one letter, in a length of its own.
    let lay = |folder: &Path, letter: u8, bytes: usize| {
        fs::create_dir_all(folder).unwrap();
        for file in [name, "manifest.json"] {
            fs::write(folder.join(file), vec![letter; bytes]).unwrap();
        }
    };
    let server = place.serve(&[]);
    let folder = place.path("snapshot");
    fs::remove_dir_all(&folder).unwrap();
    lay(&folder, b'a', 3_000_000);
    let (done, seen) = (AtomicBool::new(false), [AtomicUsize::new(0), AtomicUsize::new(0)]);
    std::thread::scope(|scope| {
        for file in [name, "manifest.json", name] {
            let (server, done, seen) = (&server, &done, &seen);
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    let reply = server.get(&format!("/snapshot/{file}"));
                    assert_eq!(reply.status, 200, "{}", reply.text());
                    let letter = reply.body[0];
                    assert_eq!(reply.body.len(), if letter == b'a' { 3_000_000 } else { 2_000_000 });
                    assert_eq!(reply.header("content-length"), reply.body.len().to_string());
                    assert!(reply.body.iter().all(|&byte| byte == letter), "of one generation");
                    seen[usize::from(letter - b'a')].fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 0..20 {
            let (letter, bytes) = if round % 2 == 0 { (b'b', 2_000_000) } else { (b'a', 3_000_000) };
            let (next, old) = (place.path("next"), place.path("old"));
            if round < 10 {
                // The folder itself.
                lay(&next, letter, bytes);
                fs::rename(&folder, &old).unwrap();
                fs::rename(&next, &folder).unwrap();
                fs::remove_dir_all(&old).unwrap();
            } else {
                // File by file, as padan build does it.
                lay(&next, letter, bytes);
                for file in [name, "manifest.json"] {
                    fs::rename(next.join(file), folder.join(file)).unwrap();
                }
            }
            std::thread::sleep(Duration::from_millis(60));
        }
        done.store(true, Ordering::Relaxed);
    });
    let seen = seen.map(AtomicUsize::into_inner);
    assert!(seen[0] > 5 && seen[1] > 5, "both were served: {seen:?}");
    fs::remove_dir_all(&folder).unwrap();
    let gone = server.get("/snapshot/manifest.json");
    assert_eq!((gone.status, gone.header("retry-after")), (503, "2"));
    lay(&folder, b'a', 10);
    assert_eq!(server.get("/snapshot/manifest.json").body, b"aaaaaaaaaa");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_snapshot_of_the_day_may_be_turned_while_it_is_served() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    fs::rename(place.path("snapshot"), place.path("monday")).unwrap();
    symlink("monday", place.path("snapshot")).unwrap();
    let server = place.serve(&[]);
    let monday = server.get("/snapshot/manifest.json");
    assert_eq!(monday.status, 200);
    fs::create_dir(place.path("tuesday")).unwrap();
    fs::write(place.path("tuesday/manifest.json"), "tuesday").unwrap();
    symlink("tuesday", place.path("turned")).unwrap();
    fs::rename(place.path("turned"), place.path("snapshot")).unwrap();
    assert_eq!(server.get("/snapshot/manifest.json").text(), "tuesday");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_after_the_answers_under_way() {
    let place = Place::new();
    fs::write(place.path("snapshot").join(BLOCK), vec![7; 32 << 20]).unwrap();
    let mut server = place.serve(&[]);
    let mut download = server.connect();
    send(&mut download, "GET", &format!("/snapshot/{BLOCK}"), &[]);
    let mut bytes = vec![0; 1_000];
    download.read_exact(&mut bytes).unwrap();
    let _idle = server.connect();
    server.terminate();
    std::thread::sleep(Duration::from_millis(300));
    assert!(TcpStream::connect(("127.0.0.1", server.port)).is_err(), "nobody new is let in");
    download.read_to_end(&mut bytes).unwrap();
    assert_eq!(Reply::parse(&bytes).body.len(), 32 << 20);
    let begun = Instant::now();
    let status = server.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn the_log_has_a_line_a_request_and_never_what_was_asked_for() {
    let place = Place::new();
    let server = place.serve(&["--log"]);
    server.get("/padan.js?q=rahasia");
    server.get("/none?q=rahasia");
    server.ask("HEAD", "/snapshot/manifest.json", &[("User-Agent", "rahasia"), ("Referer", "http://rahasia/")]);
    let log = server.end();
    assert!(!log.contains("rahasia") && !log.contains("127.0.0.1") && !log.contains('?'), "{log}");
    let lines: Vec<&str> = log.lines().filter(|line| line.contains(" ms")).collect();
    assert_eq!(lines.len(), 3, "{log}");
    assert!(lines[0].contains("Z 200 GET /padan.js ") && lines[1].contains("Z 404 GET /none "), "{log}");
    assert!(lines[2].contains("Z 200 HEAD /snapshot/manifest.json "), "{log}");

    let quiet = place.serve(&[]);
    quiet.get("/padan.js");
    let said = quiet.end();
    assert!(!said.contains("GET") && !said.contains("warning"), "{said}");
}

#[test]
fn what_cannot_be_served_is_said_with_what_to_do() {
    let place = Place::new();
    let at = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let server = place.serve(&[]);
    let taken = format!("127.0.0.1:{}", server.port);
    fs::create_dir(place.path("empty")).unwrap();
    fs::remove_file(place.path("page/kiosk.html")).unwrap();
    let (page, snapshot) = (at("page"), at("snapshot"));
    for (args, expected) in [
        (vec!["serve", &snapshot, "--page", &page, "--address", &taken], ["cannot listen on", "a free port expected"]),
        (
            vec!["serve", &snapshot, "--page", &page, "--address", "192.0.2.1:0"],
            ["192.0.2.1:0", "127.0.0.1 is this machine"],
        ),
        (vec!["serve", &snapshot, "--page", &page, "--kiosk"], ["no kiosk.html in", "leave --kiosk out"]),
        (vec!["serve", &at("none"), "--page", &page], ["no folder", "padan build"]),
        (vec!["serve", &at("empty"), "--page", &page], ["cannot be served", "manifest.json"]),
        (vec!["serve", &snapshot, "--page", &at("empty")], ["no index.html found in", "www/build.mjs"]),
        (vec!["serve", &snapshot, "--page", &at("none")], ["no folder", "--page names another"]),
    ] {
        let output = padan(&args);
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        for words in expected {
            assert!(said(&output).contains(words), "{args:?}: {}", said(&output));
        }
    }
    for args in [["--address", "localhost"], ["--connections", "0"]] {
        let output = padan(&["serve", &snapshot, args[0], args[1]]);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
    let mut child = Command::new(PADAN)
        .args(["serve", &snapshot, "--page", &page, "--address", "0.0.0.0:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("padan is at http://0.0.0.0:"), "{line}");
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        said(&output).contains("warning: 0.0.0.0:") && said(&output).contains("other devices"),
        "{}",
        said(&output)
    );
}
