//! The door: how many may come in at once, and how long they may take to say what they want.

use std::{
    collections::HashMap,
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use axum_server::{Handle, Server, accept::Accept};
use futures_util::{StreamExt, stream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, timeout_at},
};

/// Connections at once: a household has fewer devices, and the smallest machine can hold them.
const SEATS_MAX: usize = 512;
/// Connections of one address; a page needs six, or one over HTTPS.
const SEATS_EACH_MAX: usize = 64;
/// Connections of this machine itself, behind whose address a proxy may stand. The rest stays for the others.
const SEATS_HERE_MAX: usize = 256;
/// The head of a request, and the silence before the next one: a page that lives holds a WebSocket.
const HEAD_MAX: Duration = Duration::from_secs(10);
/// The body of a request.
const BODY_MAX: Duration = Duration::from_secs(30);
/// HTTP/2 connections are asked so often whether they live.
const PING_EVERY: Duration = Duration::from_secs(30);
/// What is being answered at the end may go on for so long.
const GRACE: Duration = Duration::from_secs(10);

/// Sets the times after which a connection that says nothing is closed.
pub(super) fn in_time<A>(mut server: Server<SocketAddr, A>) -> Server<SocketAddr, A> {
    let builder = server.http_builder();
    builder.http1().header_read_timeout(HEAD_MAX);
    builder.http2().keep_alive_interval(PING_EVERY);
    server.first_request_timeout(HEAD_MAX)
}

/// A handle that ends the server when `stop` is over.
pub(super) fn until(
    stop: impl Future<Output = ()> + Send + 'static,
) -> (Handle<SocketAddr>, tokio::task::JoinHandle<()>) {
    let handle = Handle::<SocketAddr>::new();
    let stopping = tokio::spawn({
        let handle = handle.clone();
        async move {
            stop.await;
            handle.graceful_shutdown(Some(GRACE));
        }
    });
    (handle, stopping)
}

/// Ends a body that does not arrive in time; the request is refused as one that broke off.
pub(super) async fn body_in_time(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let deadline = Instant::now() + BODY_MAX;
    let request = request.map(|body| {
        let pieces = stream::unfold(body.into_data_stream(), move |mut pieces| async move {
            match timeout_at(deadline, pieces.next()).await {
                Ok(None) => None,
                Ok(Some(piece)) => Some((piece.map_err(io::Error::other), pieces)),
                Err(_) => Some((Err(io::ErrorKind::TimedOut.into()), pieces)),
            }
        });
        Body::from_stream(pieces)
    });
    next.run(request).await
}

/// Counts who is in.
#[derive(Clone, Default)]
pub(crate) struct Seats(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// The place of one connection; it is free again when this is dropped.
struct Seat {
    seats: Seats,
    of: IpAddr,
}

impl Seats {
    /// A place for a connection from there; none when too many are in.
    fn take(&self, from: IpAddr) -> Option<Seat> {
        let of = household(from);
        let mut all = self.all();
        let n_all: usize = all.values().sum();
        let n_own = all.get(&of).copied().unwrap_or(0);
        let own_max = match of.is_loopback() {
            true => SEATS_HERE_MAX,
            false => SEATS_EACH_MAX,
        };
        if n_all >= SEATS_MAX || n_own >= own_max {
            return None;
        }
        all.insert(of, n_own + 1);
        let seats = self.clone();
        Some(Seat { seats, of })
    }

    fn all(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.0.lock().expect("no one panics with the lock")
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.seats.all();
        match all.get_mut(&self.of) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(all.remove(&self.of)),
        }
    }
}

/// One machine has a whole IPv6 network of 64 bits to itself.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) if !six.is_loopback() => {
            let [a, b, c, d, ..] = six.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        other => other,
    }
}

/// Lets nobody in for whom there is no seat.
#[derive(Clone)]
pub(super) struct Door<A> {
    seats: Seats,
    inner: A,
}

impl<A> Door<A> {
    pub(super) fn new(seats: Seats, inner: A) -> Door<A> {
        Door { seats, inner }
    }
}

impl<A, S> Accept<TcpStream, S> for Door<A>
where
    A: Accept<TcpStream, S>,
    A::Future: Send + 'static,
{
    type Stream = Seated<A::Stream>;
    type Service = A::Service;
    type Future = Pin<Box<dyn Future<Output = io::Result<(Self::Stream, Self::Service)>> + Send>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let ready = stream.peer_addr().and_then(|from| {
            stream.set_nodelay(true)?;
            let seat = self.seats.take(from.ip());
            seat.ok_or_else(|| io::ErrorKind::ConnectionRefused.into())
        });
        let opening = ready.map(|seat| (seat, self.inner.accept(stream, service)));
        Box::pin(async move {
            let (seat, opening) = opening?;
            let (stream, service) = opening.await?;
            Ok((
                Seated {
                    stream,
                    _seat: seat,
                },
                service,
            ))
        })
    }
}

/// A connection that has a seat.
pub(super) struct Seated<S> {
    stream: S,
    _seat: Seat,
}

impl<S: AsyncRead + Unpin> AsyncRead for Seated<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Seated<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seats_are_counted_by_address() {
        let seats = Seats::default();
        let take = |n: usize, from: &str| -> Vec<Seat> {
            let from: IpAddr = from.parse().expect("an address");
            (0..n).map_while(|_| seats.take(from)).collect()
        };
        let phone = take(100, "192.168.1.7");
        assert_eq!(phone.len(), SEATS_EACH_MAX);
        assert_eq!(take(1, "::ffff:192.168.1.7").len(), 0);
        let six = take(60, "2001:db8::1");
        assert_eq!(take(60, "2001:db8::2").len(), SEATS_EACH_MAX - six.len());
        assert_eq!(take(600, "127.0.0.1").len(), SEATS_HERE_MAX);
        drop(phone);
        assert_eq!(take(2, "192.168.1.7").len(), 2);
        let others: Vec<Vec<Seat>> = (0..20).map(|n| take(64, &format!("10.0.0.{n}"))).collect();
        let n_others: usize = others.iter().map(Vec::len).sum();
        assert_eq!(n_others + six.len(), SEATS_MAX);
        drop((six, others));
        assert!(seats.all().is_empty());
    }
}
