//! Who listens where, as Linux tells it under `/proc/net`.

use std::fs;

/// The state of a socket that listens.
const LISTENS: &str = "0A";

/// Characters of a command line that are shown.
const TYPED_MAX: usize = 160;

/// A program that listens.
pub struct Owner {
    pub pid: u32,
    pub name: String,
}

/// One line of `/proc/net/tcp`.
#[derive(Debug, PartialEq, Eq)]
struct Socket {
    port: u16,
    is_open: bool,
    inode: u64,
}

/// The program that listens on a port of this machine, if it is ours to see.
pub fn owner(port: u16) -> Option<Owner> {
    let inodes: Vec<u64> = listening()
        .filter(|socket| socket.port == port)
        .map(|socket| socket.inode)
        .collect();
    let pid = processes().find(|pid| inodes_of(*pid).any(|inode| inodes.contains(&inode)))?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    let name = name.trim().to_owned();
    Some(Owner { pid, name })
}

/// The owner of a port in words: its name, its number and what was typed to start it.
pub fn shown(port: u16) -> String {
    let Some(Owner { pid, name }) = owner(port) else {
        return "a program of another user (`sudo ss -ltnp` names it)".to_owned();
    };
    let typed = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let typed = String::from_utf8_lossy(&typed).replace('\0', " ");
    let typed: String = typed.trim().chars().take(TYPED_MAX).collect();
    format!("`{name}` (process {pid}: {typed})")
}

/// The ports on which a program listens to more than this machine.
pub fn open_doors(pid: u32) -> Vec<u16> {
    let inodes: Vec<u64> = inodes_of(pid).collect();
    let doors = listening().filter(|socket| socket.is_open && inodes.contains(&socket.inode));
    let mut doors: Vec<u16> = doors.map(|socket| socket.port).collect();
    doors.sort_unstable();
    doors.dedup();
    doors
}

fn listening() -> impl Iterator<Item = Socket> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let read = |table| fs::read_to_string(table).unwrap_or_default();
    let texts: Vec<String> = tables.into_iter().map(read).collect();
    texts
        .into_iter()
        .flat_map(|text| text.lines().filter_map(socket).collect::<Vec<_>>())
}

fn socket(line: &str) -> Option<Socket> {
    let columns: Vec<&str> = line.split_whitespace().collect();
    let (address, port) = columns.get(1)?.split_once(':')?;
    if columns.get(3) != Some(&LISTENS) {
        return None;
    }
    // The first byte of an IPv4 address comes last; ::1 is written with its 1 in the last word.
    let is_loopback = (address.len() == 8 && address.ends_with("7F"))
        || address == "00000000000000000000000001000000";
    Some(Socket {
        port: u16::from_str_radix(port, 16).ok()?,
        is_open: !is_loopback,
        inode: columns.get(9)?.parse().ok()?,
    })
}

fn processes() -> impl Iterator<Item = u32> {
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok())
}

/// The sockets that a program holds; none for programs of others.
fn inodes_of(pid: u32) -> impl Iterator<Item = u64> {
    let files = fs::read_dir(format!("/proc/{pid}/fd"))
        .into_iter()
        .flatten()
        .flatten();
    files.filter_map(|file| {
        let target = fs::read_link(file.path()).ok()?;
        let inode = target
            .to_str()?
            .strip_prefix("socket:[")?
            .strip_suffix(']')?;
        inode.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_table() {
        let line = |address: &str, state: &str| {
            format!(
                "   0: {address} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000  1000        0 4242 1 0 100 0 0 10 0"
            )
        };
        let check = |address, state, expect| assert_eq!(socket(&line(address, state)), expect);
        let found = |port, is_open| {
            Some(Socket {
                port,
                is_open,
                inode: 4242,
            })
        };
        check("0100007F:210C", "0A", found(8460, false));
        check("00000000:20FB", "0A", found(8443, true));
        check(
            "00000000000000000000000000000000:20FB",
            "0A",
            found(8443, true),
        );
        check(
            "00000000000000000000000001000000:20FB",
            "0A",
            found(8443, false),
        );
        check("0100007F:210C", "01", None);
        assert_eq!(socket("  sl  local_address rem_address   st"), None);
    }

    #[test]
    fn our_own_socket_is_found() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        assert_eq!(owner(port).map(|owner| owner.pid), Some(std::process::id()));
        assert!(!open_doors(std::process::id()).contains(&port));
    }
}
