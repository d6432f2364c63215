//! HTTPS for the whole network, with a certificate of our own: a phone gives its microphone to no page
//! that comes over plain HTTP.

use std::{
    fs,
    io::{self, Write},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, UdpSocket},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use axum::Extension;
use axum_server::tls_rustls::RustlsConfig;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{ToSpan, civil::Date};
use qrcode::{QrCode, render::unicode::Dense1x2};
use rcgen::{CertificateParams, DnType, KeyPair};
use sha2::{Digest, Sha256};

use super::door;
use crate::{Hub, HubError};

/// The folder of the certificate in the data folder.
const FOLDER: &str = "tls";
/// The certificate in it.
const CERTIFICATE_FILE: &str = "certificate.pem";
/// Its key, which only the owner may read.
const KEY_FILE: &str = "key.pem";
/// How long a certificate holds, in days: Apple's systems take none that holds longer than 825.
const DAYS: i64 = 820;
/// A certificate is replaced at a start when it is so old.
const DAYS_USED_MAX: u64 = 730;
/// The name in the local network.
pub const LOCAL_NAME: &str = "ling.local";

/// Marks requests that came over HTTPS.
#[derive(Clone, Copy)]
pub(super) struct OverTls;

/// The certificate that the house shows.
pub struct Certificate {
    pem: String,
    key_pem: String,
    file: PathBuf,
}

impl Certificate {
    /// Reads the certificate of the data folder; makes one at first and when it has become old.
    pub fn load_or_make(data: &Path, today: Date) -> Result<Certificate, HubError> {
        let folder = data.join(FOLDER);
        let file = folder.join(CERTIFICATE_FILE);
        let read = || -> io::Result<(String, String)> {
            let (pem, key) = (&file, folder.join(KEY_FILE));
            Ok((fs::read_to_string(pem)?, fs::read_to_string(key)?))
        };
        match read() {
            Ok((pem, key_pem)) if !is_old(&file) => Ok(Certificate { pem, key_pem, file }),
            Ok(_) => make(&folder, today),
            Err(e) if e.kind() == io::ErrorKind::NotFound => make(&folder, today),
            Err(e) => Err(unusable(&file, &e)),
        }
    }

    /// Whether the data folder has one.
    pub fn exists(data: &Path) -> bool {
        data.join(FOLDER).join(CERTIFICATE_FILE).exists()
    }

    /// SHA-256 of the certificate, as browsers show it: `AB:CD:...`.
    pub fn fingerprint(&self) -> Result<String, HubError> {
        let lines = self.pem.lines().filter(|line| !line.starts_with("-----"));
        let der = STANDARD.decode(lines.collect::<String>());
        let der = der.map_err(|e| unusable(&self.file, &e))?;
        let bytes = Sha256::digest(&der);
        let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
        Ok(pairs.join(":"))
    }
}

fn is_old(file: &Path) -> bool {
    let age = fs::metadata(file)
        .and_then(|found| found.modified())
        .map(|made| made.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age > Duration::from_secs(DAYS_USED_MAX * 24 * 3600))
}

fn make(folder: &Path, today: Date) -> Result<Certificate, HubError> {
    let file = folder.join(CERTIFICATE_FILE);
    let (pem, key_pem) = signed(today).map_err(|e| unusable(&file, &e))?;
    let written = (|| {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
        write_private(&folder.join(KEY_FILE), &key_pem)?;
        write_private(&file, &pem)
    })();
    written.map_err(|e: io::Error| unusable(&file, &e))?;
    Ok(Certificate { pem, key_pem, file })
}

fn signed(today: Date) -> Result<(String, String), rcgen::Error> {
    let names = [LOCAL_NAME, "localhost", "127.0.0.1", "::1"].map(str::to_owned);
    let lan = lan_address().map(|address| address.to_string());
    let names: Vec<String> = names.into_iter().chain(lan).collect();
    let midnight = |date: Date| {
        let part = |part: i8| u8::try_from(part).unwrap_or(1);
        rcgen::date_time_ymd(date.year().into(), part(date.month()), part(date.day()))
    };
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name.push(DnType::CommonName, "Ling");
    // A day earlier, for clocks that are behind.
    params.not_before = midnight(today.saturating_sub(1.day()));
    params.not_after = midnight(today.saturating_add(DAYS.days()));
    let key = KeyPair::generate()?;
    let certificate = params.self_signed(&key)?;
    Ok((certificate.pem(), key.serialize_pem()))
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    // An old file may be readable by others; its mode would stay.
    match fs::remove_file(file) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let mut open = fs::OpenOptions::new();
    let mut file = open.write(true).create_new(true).mode(0o600).open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn unusable(file: &Path, reason: &dyn std::fmt::Display) -> HubError {
    HubError::Certificate {
        path: file.display().to_string(),
        reason: reason.to_string(),
    }
}

/// Listens on all addresses of the machine.
pub fn listen_everywhere(port: u16) -> Result<TcpListener, HubError> {
    let six = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port));
    // Some machines have no IPv6 at all.
    let four = |e: io::Error| match e.kind() {
        io::ErrorKind::AddrInUse | io::ErrorKind::PermissionDenied => Err(e),
        _ => TcpListener::bind((Ipv4Addr::UNSPECIFIED, port)),
    };
    six.or_else(four)
        .map_err(|source| HubError::Port { port, source })
}

/// Serves HTTPS until `stop` is over; what is being answered then is finished.
pub async fn serve_tls(
    listener: TcpListener,
    certificate: &Certificate,
    hub: Hub,
    offer: super::Offer,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HubError> {
    let bad = |e: io::Error| unusable(&certificate.file, &e);
    let (pem, key) = (certificate.pem.clone(), certificate.key_pem.clone());
    let config = RustlsConfig::from_pem(pem.into_bytes(), key.into_bytes()).await;
    let config = config.map_err(bad)?;
    let port = listener.local_addr().map_or(0, |address| address.port());
    let lost = |source: io::Error| HubError::Port { port, source };
    listener.set_nonblocking(true).map_err(lost)?;
    let (handle, stopping) = door::until(stop);
    let seats = hub.seats.clone();
    let app = super::router(hub, offer).layer(Extension(OverTls));
    let server = axum_server::from_tcp_rustls(listener, config).map_err(lost)?;
    let server = door::in_time(server).map(|inner| door::Door::new(seats, inner));
    let served = server.handle(handle).serve(app.into_make_service()).await;
    stopping.abort();
    served.map_err(lost)
}

/// The address of this machine in the local network, if it has one. Nothing is sent.
pub fn lan_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address that belongs to nobody (RFC 5737); only the way to it is asked for.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

/// A QR code of an address, for a terminal with a dark background.
pub fn qr_code(address: &str) -> Option<String> {
    let code = QrCode::new(address).ok()?;
    let mut drawn = code.render::<Dense1x2>();
    // Phones expect dark squares on light; in a terminal the letters are the light ones.
    let (dark, light) = (Dense1x2::Light, Dense1x2::Dark);
    drawn.quiet_zone(true).dark_color(dark).light_color(light);
    Some(drawn.build())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_certificate_is_made_once_and_kept_private() {
        let data = std::env::temp_dir().join(format!("ling-tls-{}", std::process::id()));
        let today = jiff::civil::date(2026, 3, 2);
        let print = || {
            let certificate = Certificate::load_or_make(&data, today);
            certificate.and_then(|certificate| certificate.fingerprint())
        };
        let first = print().expect("a certificate");
        assert_eq!(
            (first.len(), print().expect("the same")),
            (95, first.clone())
        );
        for file in [CERTIFICATE_FILE, KEY_FILE] {
            let file = data.join(FOLDER).join(file);
            let mode = fs::metadata(&file).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", file.display());
        }
        fs::write(data.join(FOLDER).join(CERTIFICATE_FILE), "rubbish").expect("a file");
        let error = print().expect_err("rubbish is no certificate");
        assert!(error.to_string().contains("certificate.pem"), "{error}");
        fs::remove_file(data.join(FOLDER).join(CERTIFICATE_FILE)).expect("a file");
        assert_ne!(print().expect("a new one"), first);
        fs::remove_dir_all(data).expect("a folder");
    }

    #[test]
    fn an_address_is_drawn() {
        let drawn = qr_code("https://192.168.1.20:8443").expect("a short text");
        let lines: Vec<usize> = drawn.lines().map(|line| line.chars().count()).collect();
        assert!(lines.len() * 2 >= lines[0] && lines.iter().all(|width| *width == lines[0]));
        assert_eq!(qr_code(&"x".repeat(10_000)), None);
    }
}
