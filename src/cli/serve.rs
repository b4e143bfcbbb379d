//! `padan serve`: the page and a snapshot on this machine, as a kiosk or a small office needs them.
//!
//! The page is read, compressed and hashed once, when the server starts, and held: a path is a key into it, so none leads
//! out of the folder. Snapshot files are opened for each request, wherever the folder's name leads at that moment, and sent
//! from that one handle with the length it has: a snapshot put in place by renaming is served from the next request on, and
//! an answer is whole files of the old or whole files of the new. Of the folder only what makes up a snapshot goes out, never
//! `rejects.jsonl` and the reports. HTTP itself is hyper's (docs/decisions/0025).

use std::collections::HashMap;
use std::fs::{self, File};
use std::future::Future;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context as Wake, Poll, ready};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::snapshot::trust::SIGNATURE_FILE;
use crate::snapshot::{Folder, Partitions};

/// Serve the page and a snapshot on this machine.
///
/// The page is at /, the snapshot at /snapshot/, under the strict policy that padan promises to work
/// with. The page is read and compressed once, at the start; a new snapshot put into DIR (or DIR
/// itself, renamed) is served at once. Only this machine is answered unless --address says
/// otherwise. Ctrl-C ends it.
///
///   padan serve snapshot
///   padan serve snapshot --page /srv/padan --address 127.0.0.1:8000 --kiosk
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Folder of the snapshot
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder of the built page
    #[arg(long, value_name = "DIR", default_value = "www/dist")]
    page: PathBuf,
    /// Address and port to listen on; port 0 is any free one
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// Lead from / to /kiosk.html
    #[arg(long)]
    kiosk: bool,
    /// Connections held at once; further ones wait
    #[arg(long, value_name = "N", default_value_t = 256, value_parser = clap::value_parser!(u16).range(1..))]
    connections: u16,
    /// Write a line a request to standard error: time, status, method, path, bytes. Never who asked, nor what follows a "?"
    #[arg(long)]
    log: bool,
}

/// The policy that padan promises to work under; the same as in `www/serve.mjs`.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; \
                   img-src 'self' data:; worker-src 'self'; manifest-src 'self'";

/// What every answer carries.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Where the snapshot is.
const MOUNT: &str = "/snapshot/";
/// Most bytes of a page's folder; they are held in memory.
const MOST_PAGE: u64 = 256 << 20;
/// Most bytes of a request's head.
const MOST_HEAD: usize = 16 << 10;
/// Longest time for a request's head, and between requests.
const HEAD: Duration = Duration::from_secs(10);
/// Longest time in which a client takes no byte of an answer.
const STALL: Duration = Duration::from_secs(30);
/// Longest life of a connection.
const LIFE: Duration = Duration::from_secs(3_600);
/// Time that answers under way get when the server is to stop.
const FAREWELL: Duration = Duration::from_secs(5);
/// Bytes read from a snapshot file at once.
const PIECE: u64 = 256 << 10;

type Answer = Response<BoxBody<Bytes, io::Error>>;

/// Runs the verb.
pub fn run(args: &Args) -> Result<()> {
    ensure!(
        args.folder.is_dir(),
        "{} found to be no folder, a snapshot's folder expected. `padan build --out {0}` makes one",
        args.folder.display()
    );
    if !args.folder.join(Partitions::FILE).exists() {
        Folder::open(&args.folder).with_context(|| format!("{} cannot be served", args.folder.display()))?;
    }
    let begun = Instant::now();
    let page = Page::read(&args.page)?;
    if args.kiosk && !page.files.contains_key("/kiosk.html") {
        bail!(
            "no kiosk.html in {}, one expected for --kiosk. Build the page anew, or leave --kiosk out",
            args.page.display()
        );
    }
    let site = Arc::new(Site { page, snapshot: args.folder.clone(), kiosk: args.kiosk, log: args.log });
    eprintln!(
        "{} files of the page, {:.1} MB, compressed in {:.1} s",
        site.page.files.len(),
        site.page.bytes as f64 / 1e6,
        begun.elapsed().as_secs_f64()
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(listen(args, site))?;
    runtime.shutdown_background();
    Ok(())
}

async fn listen(args: &Args, site: Arc<Site>) -> Result<()> {
    let listener = TcpListener::bind(args.address).await.map_err(|why| {
        let advice = match why.kind() {
            io::ErrorKind::AddrInUse => "a free port expected. End the program that holds it, or name another port",
            io::ErrorKind::PermissionDenied => {
                "a port this account may use expected. Ports below 1024 need rights; name another"
            }
            io::ErrorKind::AddrNotAvailable => {
                "an address of this machine expected. 127.0.0.1 is this machine, 0.0.0.0 all its addresses"
            }
            _ => "an address to listen on expected",
        };
        anyhow::anyhow!("cannot listen on {} ({why}), {advice} with --address IP:PORT", args.address)
    })?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        eprintln!(
            "warning: {address} answers other devices, too, without encryption. Everybody who reaches it can read the page \
             and the snapshot, and browsers check neither files nor signatures of pages that come without HTTPS from \
             another device. For the internet put the folders on a web server with HTTPS"
        );
    }
    let mut stop = pin!(stopped()?);
    let mut out = io::stdout();
    writeln!(out, "padan is at http://{address}/\nCtrl-C ends it.")?;
    out.flush()?;

    let places = Arc::new(Semaphore::new(args.connections.into()));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD).max_header_size(MOST_HEAD).max_buf_size(64 << 10);
    loop {
        let accepted = async {
            let place = Arc::clone(&places).acquire_owned().await.map_err(io::Error::other)?;
            Ok::<_, io::Error>((place, listener.accept().await?.0))
        };
        let Some(accepted) = first(pin!(accepted), stop.as_mut()).await else { break };
        let Ok((place, stream)) = accepted else {
            // Out of file handles, or the client is gone already.
            sleep(Duration::from_millis(50)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALL));
        let site = Arc::clone(&site);
        let service = service_fn(move |request| {
            let site = Arc::clone(&site);
            async move { Ok::<_, std::convert::Infallible>(site.serve(&request).await) }
        });
        let connection = graceful.watch(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        tokio::spawn(async move {
            // Errors here are a client's: it left, stalled or does not speak HTTP.
            let _ = timeout(LIFE, connection).await;
            drop(place);
        });
    }
    drop(listener);
    let _ = timeout(FAREWELL, graceful.shutdown()).await;
    Ok(())
}

/// What `work` gives; nothing where `stop` comes first.
async fn first<T>(mut work: Pin<&mut impl Future<Output = T>>, mut stop: Pin<&mut impl Future>) -> Option<T> {
    std::future::poll_fn(|wake| {
        if stop.as_mut().poll(wake).is_ready() {
            return Poll::Ready(None);
        }
        work.as_mut().poll(wake).map(Some)
    })
    .await
}

/// Comes when the program is asked to end.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move { first(pin!(interrupt.recv()), pin!(terminate.recv())).await })
}

/// Comes when the program is asked to end.
#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future> {
    Ok(tokio::signal::ctrl_c())
}

/// What is served.
struct Site {
    page: Page,
    snapshot: PathBuf,
    kiosk: bool,
    log: bool,
}

impl Site {
    async fn serve(&self, request: &Request<Incoming>) -> Answer {
        let begun = Instant::now();
        let mut answer = self.answer(request).await;
        for (name, value) in HEADERS {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        if self.log {
            let bytes = answer.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
            eprintln!(
                "{} {} {} {} {} {:.1} ms",
                now(),
                answer.status().as_u16(),
                request.method(),
                request.uri().path().escape_debug(),
                bytes.unwrap_or("-"),
                begun.elapsed().as_secs_f64() * 1e3
            );
        }
        answer
    }

    async fn answer(&self, request: &Request<Incoming>) -> Answer {
        let method = request.method();
        if method != Method::GET && method != Method::HEAD {
            let mut answer = refusal(StatusCode::METHOD_NOT_ALLOWED, "another method found, GET or HEAD expected");
            answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            return answer;
        }
        let Some(path) = decoded(request.uri().path()) else {
            return refusal(StatusCode::BAD_REQUEST, "a path found that no file can have");
        };
        let mut answer = if let Some(name) = path.strip_prefix(MOUNT) {
            self.snapshot(name, request.headers()).await
        } else if self.kiosk && path == "/" {
            moved(StatusCode::FOUND, "/kiosk.html")
        } else {
            self.page.answer(&path, request.headers())
        };
        if method == Method::HEAD {
            *answer.body_mut() = empty();
        }
        answer
    }

    async fn snapshot(&self, name: &str, asked: &HeaderMap) -> Answer {
        if !published(name) {
            return missing();
        }
        let (folder, name) = (self.snapshot.clone(), name.to_owned());
        let hashed = hashed(&name);
        for attempt in 0..10 {
            let (folder, name) = (folder.clone(), name.clone());
            match tokio::task::spawn_blocking(move || open(&folder, &name)).await {
                Ok(Ok(found)) => return found.map_or_else(missing, |found| sent(found, hashed, asked)),
                // Between the two renames that put a new folder into place there is none.
                Ok(Err(_)) if attempt < 9 => sleep(Duration::from_millis(20)).await,
                _ => break,
            }
        }
        let mut answer = refusal(StatusCode::SERVICE_UNAVAILABLE, "no snapshot found. Try again in a moment");
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
        answer
    }
}

/// The path of a request, unescaped once; nothing for one that climbs or that no file can have.
fn decoded(path: &str) -> Option<String> {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let sound = path.starts_with('/')
        && !path.contains(|c: char| c == '\\' || c.is_control())
        && !path.split('/').any(|part| part == ".." || part == ".");
    sound.then(|| path.into_owned())
}

/// Whether a name below the snapshot's folder is of a snapshot's file: manifest, signature, list of partitions, or one that
/// carries its hash; in the folder itself or in one a partition.
fn published(name: &str) -> bool {
    let parts: Vec<&str> = name.split('/').collect();
    let plain = |part: &&str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c))
    };
    let Some((file, folders)) = parts.split_last() else { return false };
    let known = matches!(*file, "manifest.json" | SIGNATURE_FILE | Partitions::FILE);
    folders.len() <= 1 && parts.iter().all(plain) && (known || file.ends_with(".gz") && hashed(file))
}

/// Whether a name carries a hash of its content: eight capitals and digits before the ending (the page's), or sixteen or
/// more hexadecimal digits (the snapshot's).
fn hashed(name: &str) -> bool {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let hash = stem.rsplit(['-', '.', '/']).next().unwrap_or_default();
    let of = |digits: &dyn Fn(u8) -> bool| hash.bytes().all(digits);
    hash.len() < stem.len()
        && !ending.is_empty()
        && (hash.len() == 8 && of(&|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            || hash.len() >= 16 && of(&|c| matches!(c, b'0'..=b'9' | b'a'..=b'f')))
}

/// A file of the snapshot, open.
struct Found {
    file: File,
    bytes: u64,
    /// Strong: another file, length or time of writing is another tag.
    etag: String,
    kind: &'static str,
}

/// Opens a file of the snapshot; nothing where there is none or a link leads out of the folder.
///
/// # Errors
/// Where the folder is not there, or another than when the search began.
fn open(folder: &Path, name: &str) -> io::Result<Option<Found>> {
    let base = fs::canonicalize(folder)?;
    let begun = number(&fs::metadata(&base)?);
    let path = fs::canonicalize(base.join(name)).ok().filter(|path| path.starts_with(&base) && path.is_file());
    let Some(file) = path.and_then(|path| File::open(path).ok()) else {
        return if number(&fs::metadata(&base)?) == begun { Ok(None) } else { Err(io::ErrorKind::NotFound.into()) };
    };
    let about = file.metadata()?;
    if !about.is_file() {
        return Ok(None);
    }
    let written = about.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let etag = tag(format!("{} {} {}", about.len(), written.as_nanos(), number(&about)).as_bytes());
    Ok(Some(Found { file, bytes: about.len(), etag, kind: kind(name) }))
}

/// What tells a file or folder from another that has its name later.
#[cfg(unix)]
fn number(about: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(about)
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> u64 {
    0
}

/// The answer with a file of the snapshot, or with the one range of it that was asked for.
fn sent(found: Found, hashed: bool, asked: &HeaderMap) -> Answer {
    let Found { mut file, bytes, etag, kind } = found;
    let mut answer = Response::new(empty());
    let headers = answer.headers_mut();
    describe(headers, kind, hashed, &etag);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if is_known(asked, &etag) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    let (start, length) = match range(asked, bytes, &etag) {
        None => (0, bytes),
        Some(Err(())) => {
            let mut answer = refusal(StatusCode::RANGE_NOT_SATISFIABLE, "a range found that the file does not have");
            put(answer.headers_mut(), header::CONTENT_RANGE, &format!("bytes */{bytes}"));
            return answer;
        }
        Some(Ok((start, end))) => {
            put(headers, header::CONTENT_RANGE, &format!("bytes {start}-{end}/{bytes}"));
            *answer.status_mut() = StatusCode::PARTIAL_CONTENT;
            (start, end - start + 1)
        }
    };
    if start > 0 && file.seek(SeekFrom::Start(start)).is_err() {
        return refusal(StatusCode::INTERNAL_SERVER_ERROR, "the file cannot be read");
    }
    answer.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    *answer.body_mut() = BodyExt::boxed(Pieces::new(file, length));
    answer
}

/// First and last byte of the range asked for; nothing where the whole file is the answer, an error where the file is too
/// short. Several ranges at once get the whole file.
fn range(asked: &HeaderMap, bytes: u64, etag: &str) -> Option<Result<(u64, u64), ()>> {
    if asked.get(header::IF_RANGE).is_some_and(|known| known.as_bytes() != etag.as_bytes()) {
        return None;
    }
    let ranges = http_range_header::parse_range_header(asked.get(header::RANGE)?.to_str().ok()?).ok()?;
    match &ranges.validate(bytes).map_err(|_| ()).as_deref() {
        Ok([range]) => Some(Ok((*range.start(), *range.end()))),
        Ok(_) => None,
        Err(()) => Some(Err(())),
    }
}

/// A file as a body, one piece read ahead.
struct Pieces {
    next: Option<JoinHandle<io::Result<(File, Bytes)>>>,
    left: u64,
}

impl Pieces {
    fn new(file: File, left: u64) -> Self {
        let read = move || {
            let (mut file, mut piece) = (file, vec![0; left.min(PIECE) as usize]);
            file.read_exact(&mut piece)?;
            Ok((file, Bytes::from(piece)))
        };
        Self { next: (left > 0).then(|| tokio::task::spawn_blocking(read)), left }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, wake: &mut Wake<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Some(next) = &mut self.next else { return Poll::Ready(None) };
        let (file, piece) = match ready!(Pin::new(next).poll(wake)).map_err(io::Error::other).flatten() {
            Ok(read) => read,
            Err(why) => {
                self.next = None;
                return Poll::Ready(Some(Err(why)));
            }
        };
        *self = Self::new(file, self.left - piece.len() as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// The page, held.
struct Page {
    /// By path, which starts with "/".
    files: HashMap<String, Held>,
    bytes: u64,
}

/// A file of the page.
struct Held {
    kind: &'static str,
    hashed: bool,
    plain: Form,
    /// As content encodings, best first.
    packed: Vec<(&'static str, Form)>,
}

/// Bytes as they go out.
struct Form {
    body: Bytes,
    etag: String,
}

impl Form {
    fn new(body: Vec<u8>) -> Self {
        Self { etag: tag(&body), body: body.into() }
    }
}

impl Page {
    /// Reads and compresses the files of `folder`.
    fn read(folder: &Path) -> Result<Self> {
        ensure!(
            folder.is_dir(),
            "{} found to be no folder, the built page expected. `node www/build.mjs` builds it; --page names another",
            folder.display()
        );
        let base = fs::canonicalize(folder)?;
        let mut paths = Vec::new();
        files(&base, &base, &mut paths).with_context(|| format!("cannot read {}", folder.display()))?;
        let bytes = paths.iter().map(|(_, _, bytes)| bytes).sum();
        ensure!(
            bytes <= MOST_PAGE,
            "{} bytes found in {}, at most {} expected of a page. --page names the folder of the page alone",
            super::grouped(bytes),
            folder.display(),
            super::grouped(MOST_PAGE)
        );
        ensure!(
            paths.iter().any(|(key, ..)| key == "/index.html"),
            "no index.html found in {}, the built page expected. `node www/build.mjs` builds it; --page names another",
            folder.display()
        );
        let held: Vec<OnceLock<Result<Held>>> = paths.iter().map(|_| OnceLock::new()).collect();
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some((slot, (key, path, _))) = {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        held.get(at).zip(paths.get(at))
                    } {
                        let _ = slot.set(hold(key, path));
                    }
                });
            }
        });
        let mut files = HashMap::new();
        for ((key, path, _), slot) in paths.into_iter().zip(held) {
            let held = slot.into_inner().context("a file was not read")?;
            files.insert(key, held.with_context(|| format!("cannot read {}", path.display()))?);
        }
        Ok(Self { files, bytes })
    }

    fn answer(&self, path: &str, asked: &HeaderMap) -> Answer {
        let index = format!("{path}index.html");
        let Some(held) = self.files.get(if path.ends_with('/') { index.as_str() } else { path }) else {
            let folder = self.files.contains_key(&format!("{path}/index.html"));
            return if folder { moved(StatusCode::PERMANENT_REDIRECT, &format!("{path}/")) } else { missing() };
        };
        let accepted = held.packed.iter().find(|(encoding, _)| accepts(asked, encoding));
        let form = accepted.map_or(&held.plain, |(_, form)| form);
        let mut answer = Response::new(empty());
        let headers = answer.headers_mut();
        describe(headers, held.kind, held.hashed, &form.etag);
        if !held.packed.is_empty() {
            headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if is_known(asked, &form.etag) {
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            return answer;
        }
        if let Some((encoding, _)) = accepted {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        headers.insert(header::CONTENT_LENGTH, form.body.len().into());
        *answer.body_mut() = full(form.body.clone());
        answer
    }
}

/// Collects path, file and length of all files below `folder` that are to be served: none that is hidden, and none that a
/// link leads to out of `base`.
fn files(base: &Path, folder: &Path, found: &mut Vec<(String, PathBuf, u64)>) -> io::Result<()> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            files(base, &path, found)?;
            continue;
        }
        let (Ok(real), Ok(about)) = (fs::canonicalize(&path), fs::metadata(&path)) else { continue };
        if let (true, true, Ok(name)) = (real.starts_with(base), about.is_file(), path.strip_prefix(base)) {
            let key = name.components().map(|part| format!("/{}", part.as_os_str().to_string_lossy())).collect();
            found.push((key, path, about.len()));
        }
    }
    Ok(())
}

fn hold(key: &str, path: &Path) -> Result<Held> {
    let bytes = fs::read(path)?;
    let mut packed = Vec::new();
    if is_compressible(key) {
        let mut out = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 9, size_hint: bytes.len(), ..Default::default() };
        brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters)?;
        packed.push(("br", Form::new(out)));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&bytes)?;
        packed.push(("gzip", Form::new(gzip.finish()?)));
        packed.retain(|(_, form)| form.body.len() < bytes.len());
    }
    Ok(Held { kind: kind(key), hashed: hashed(key), plain: Form::new(bytes), packed })
}

fn extension(name: &str) -> &str {
    Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

/// The content type of a file.
fn kind(name: &str) -> &'static str {
    match extension(name) {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn is_compressible(name: &str) -> bool {
    matches!(
        extension(name),
        "css" | "html" | "js" | "json" | "map" | "mjs" | "svg" | "txt" | "wasm" | "webmanifest" | "xml"
    )
}

/// A strong tag of bytes.
fn tag(bytes: &[u8]) -> String {
    format!("\"{:.22}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(bytes)))
}

/// Type, caching and tag.
fn describe(headers: &mut HeaderMap, kind: &'static str, hashed: bool, etag: &str) {
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let keep = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    put(headers, header::ETAG, etag);
}

/// Sets a header whose value was made here; one that no header can hold is left out.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Whether the client has what the tag stands for.
fn is_known(asked: &HeaderMap, etag: &str) -> bool {
    let mut known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    known.any(|value| {
        value.split(',').map(str::trim).any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
    })
}

/// Whether the client takes a content encoding.
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    let mut values = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.any(|value| {
        value.split(',').any(|accepted| {
            let mut parts = accepted.split(';').map(str::trim);
            let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused =
                |part: &str| part.strip_prefix("q=").is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            named && !parts.any(refused)
        })
    })
}

fn empty() -> BoxBody<Bytes, io::Error> {
    Empty::new().map_err(|never| match never {}).boxed()
}

fn full(body: Bytes) -> BoxBody<Bytes, io::Error> {
    Full::new(body).map_err(|never| match never {}).boxed()
}

fn refusal(status: StatusCode, why: &str) -> Answer {
    let text = format!("{}: {why}\n", status.as_u16());
    let mut answer = Response::new(empty());
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::CONTENT_LENGTH, text.len().into());
    *answer.body_mut() = full(text.into());
    answer
}

fn missing() -> Answer {
    refusal(StatusCode::NOT_FOUND, "no such file. The page is at /, the snapshot at /snapshot/manifest.json")
}

/// Leads to a path of this server.
fn moved(status: StatusCode, path: &str) -> Answer {
    let mut answer = refusal(status, "it is elsewhere");
    let path = percent_encoding::utf8_percent_encode(path, PATH).to_string();
    put(answer.headers_mut(), header::LOCATION, &path);
    answer
}

/// What stands for itself in a path.
const PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The time, UTC, ISO 8601.
fn now() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_secs();
    let day = crate::record::day::iso(i32::try_from(seconds / 86_400).unwrap_or(i32::MAX));
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}
