//! Just enough HTTP to talk to the server: one request a connection, so that a kill breaks nothing else.

use std::{io, net::SocketAddr};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// How to reach the server.
#[derive(Clone)]
pub struct Client {
    pub address: SocketAddr,
    pub token: String,
}

impl Client {
    /// The answer to a request that was answered with success; anything else is an error.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        key: Option<&str>,
        body: Option<Value>,
    ) -> io::Result<Value> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let key = key.map(|key| format!("Idempotency-Key: {key}\r\n"));
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
             {}Content-Length: {}\r\nConnection: close\r\n\r\n",
            self.address,
            self.token,
            key.unwrap_or_default(),
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all((head + &body).as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        parse(&String::from_utf8_lossy(&answer))
    }
}

fn parse(answer: &str) -> io::Result<Value> {
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    if !status.starts_with('2') {
        return Err(io::Error::other(format!("{status}: {body}")));
    }
    if body.is_empty() && status == "204" {
        return Ok(Value::Null);
    }
    // A body that was cut off by the kill is no answer.
    serde_json::from_str(body).map_err(|_| io::ErrorKind::UnexpectedEof.into())
}
