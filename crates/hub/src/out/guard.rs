//! Which addresses are out in the world, and which lead into the house: for addresses that come in requests and in what
//! strangers write. What the owner has configured is the owner's choice.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::{Client, ClientBuilder, Url};

/// Why an address is not gone to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It leads into the house.
    Inside,
    /// There is no such host.
    Unknown,
}

/// A client that reaches only the addresses that the host of `url` has now, all of which are public: another answer of
/// the name servers a moment later leads nowhere. Whoever sends on is to be looked at again.
pub(crate) async fn pinned(url: &Url, builder: ClientBuilder) -> Result<Client, Closed> {
    let host = url.host_str().ok_or(Closed::Unknown)?.to_owned();
    let port = url.port_or_known_default().ok_or(Closed::Unknown)?;
    let bare = host.trim_matches(['[', ']']).to_owned();
    let found = tokio::net::lookup_host((bare, port)).await;
    let addresses: Vec<SocketAddr> = found.map_err(|_| Closed::Unknown)?.collect();
    check(&addresses)?;
    held_to(builder, &host, &addresses).map_err(|_| Closed::Unknown)
}

/// Asks no name server, and no proxy, which would ask one itself.
fn held_to(
    builder: ClientBuilder,
    host: &str,
    addresses: &[SocketAddr],
) -> reqwest::Result<Client> {
    let builder = builder.no_proxy().resolve_to_addrs(host, addresses);
    builder.build()
}

/// Refuses a host of which one address leads into the house: it may be the one that is taken.
fn check(addresses: &[SocketAddr]) -> Result<(), Closed> {
    let is_outside = |address: &SocketAddr| is_public(address.ip()) && !is_own(address.ip());
    match addresses {
        [] => Err(Closed::Unknown),
        all if all.iter().all(is_outside) => Ok(()),
        _ => Err(Closed::Inside),
    }
}

/// Whether it is this machine's, or of its own IPv6 network: in a house those are public, too.
fn is_own(address: IpAddr) -> bool {
    // Nothing is sent: the system only says from where it would be.
    let any: SocketAddr = match address {
        IpAddr::V4(_) => (Ipv4Addr::UNSPECIFIED, 0).into(),
        IpAddr::V6(_) => (Ipv6Addr::UNSPECIFIED, 0).into(),
    };
    let socket = std::net::UdpSocket::bind(any);
    let from = socket.and_then(|socket| {
        socket.connect((address, 443))?;
        socket.local_addr()
    });
    from.is_ok_and(|from| is_near(from.ip(), address))
}

fn is_near(own: IpAddr, other: IpAddr) -> bool {
    match (own, other) {
        (IpAddr::V6(own), IpAddr::V6(other)) => own.segments()[..4] == other.segments()[..4],
        (own, other) => own == other,
    }
}

/// Whether an address is one of the public internet (IANA special-purpose registries).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        [0 | 10 | 127, ..] => true,
        [100, b, ..] => (64..128).contains(&b),
        [169, 254, ..] | [192, 168, ..] => true,
        [172, b, ..] => (16..32).contains(&b),
        [192, 0, 0 | 2, _] | [192, 88, 99, _] => true,
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => true,
        [a, ..] => a >= 224,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(address) = address.to_ipv4_mapped() {
        return is_public_v4(address);
    }
    match address.segments() {
        // NAT64: an IPv4 address in the last two segments.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Teredo and the special part of 2001::/23, documentation, 6to4.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x2002 | 0x3fff, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let check = |address: &str, expect: bool| {
            assert_eq!(
                is_public(address.parse().expect("an address")),
                expect,
                "{address}"
            );
        };
        for public in [
            "8.8.8.8",
            "223.5.5.5",
            "172.32.0.1",
            "100.128.0.1",
            "2400:3200::1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            check(public, true);
        }
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "::ffff:192.168.1.1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "2001:db8::1",
            "ff02::1",
        ] {
            check(inside, false);
        }
    }
    #[test]
    fn one_address_inside_closes_the_host() {
        let check = |addresses: &[&str], expect| {
            let parsed = addresses
                .iter()
                .map(|address| SocketAddr::new(address.parse().unwrap(), 80));
            assert_eq!(
                super::check(&parsed.collect::<Vec<_>>()),
                expect,
                "{addresses:?}"
            );
        };
        check(&["8.8.8.8"], Ok(()));
        check(&["8.8.8.8", "10.0.0.1"], Err(Closed::Inside));
        check(&["::1"], Err(Closed::Inside));
        check(&[], Err(Closed::Unknown));
    }

    #[test]
    fn neighbours() {
        let check = |own: &str, other: &str, expect| {
            let [own, other] = [own, other].map(|text| text.parse().expect("an address"));
            assert_eq!(is_near(own, other), expect, "{own} {other}");
        };
        check("2001:db8:1:2::9", "2001:db8:1:2::1", true);
        check("2001:db8:1:2::9", "2001:db8:1:3::1", false);
        check("203.0.113.9", "203.0.113.9", true);
        check("203.0.113.9", "203.0.113.8", false);
    }

    /// The name servers' second answer is not asked for: a name that nobody knows is reached where it was said to be.
    #[tokio::test]
    async fn a_client_goes_where_it_was_looked_at() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        crate::out::web::client();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let served = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("someone calls");
            let mut buffer = [0; 1024];
            let n = socket.read(&mut buffer).await.expect("it asks");
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
            socket.write_all(answer).await.expect("it listens");
            String::from_utf8_lossy(&buffer[..n]).into_owned()
        });
        let url: Url = format!("http://rebind.invalid:{}/", address.port())
            .parse()
            .expect("an address");
        let client = held_to(Client::builder(), "rebind.invalid", &[address]).expect("a client");
        let told = client
            .get(url)
            .send()
            .await
            .expect("an answer")
            .text()
            .await;
        assert_eq!(told.expect("a body"), "ok");
        assert!(
            served
                .await
                .expect("it served")
                .contains("host: rebind.invalid")
        );
    }
}
