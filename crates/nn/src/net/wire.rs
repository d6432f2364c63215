//! Whether bytes are laid out as an ONNX file at all, looked at before they are parsed.
//!
//! An ONNX file is a protobuf message: fields with a number, a wire type, and a length where the type has one. The parser
//! trusts those lengths (it reserves what they say), and some numbers that never end hold it up for ever, so each is
//! followed here first. What the fields mean is the parser's business.

/// Most messages inside each other; a net without branches needs 6, and each branch in a branch 3 more.
const DEPTH_MAX: usize = 40;

/// Bytes of the longest number.
const VARINT_MAX: usize = 10;

/// A message of ONNX, as far as messages inside it go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Message {
    Model,
    Graph,
    Node,
    Attribute,
    Tensor,
    Value,
    Type,
    TensorType,
    Sequence,
    Shape,
    /// It has numbers and texts only.
    Plain,
}

/// What a field with a length holds.
enum Inside {
    Message(Message),
    /// Numbers side by side.
    Numbers,
    Bytes,
}

impl Message {
    /// The numbers are those of `onnx.proto`.
    fn field(self, number: u64) -> Inside {
        use Message::*;
        let inside = match (self, number) {
            (Model, 7) => Graph,
            (Model, 8 | 14) => Plain,
            (Graph, 1) => Node,
            (Graph, 5) => Tensor,
            (Graph, 11..=13) => Value,
            (Node, 5) => Attribute,
            (Attribute, 5 | 10) => Tensor,
            (Attribute, 6 | 11) => Graph,
            (Tensor, 13) => Plain,
            (Value, 2) => Type,
            (Type, 1) => TensorType,
            (Type, 4) => Sequence,
            (Sequence, 1) => Type,
            (TensorType, 2) => Shape,
            (Shape, 1) => Plain,
            (Attribute, 8) | (Tensor, 1 | 5 | 7) => return Inside::Numbers,
            _ => return Inside::Bytes,
        };
        Inside::Message(inside)
    }
}

/// Whether every field of an ONNX file and of all its parts lies inside it.
pub(super) fn is_whole(onnx: &[u8]) -> bool {
    is_message(onnx, Message::Model, DEPTH_MAX).is_some()
}

fn is_message(mut rest: &[u8], message: Message, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    while !rest.is_empty() {
        let key = number(&mut rest)?;
        match key & 7 {
            0 => drop(number(&mut rest)?),
            1 => drop(take(&mut rest, 8)?),
            5 => drop(take(&mut rest, 4)?),
            2 => {
                let n_bytes = number(&mut rest)?;
                let field = take(&mut rest, usize::try_from(n_bytes).ok()?)?;
                match message.field(key >> 3) {
                    Inside::Message(inside) => is_message(field, inside, depth)?,
                    Inside::Numbers => are_numbers(field)?,
                    Inside::Bytes => {}
                }
            }
            _ => return None,
        }
    }
    Some(())
}

fn are_numbers(mut rest: &[u8]) -> Option<()> {
    while !rest.is_empty() {
        number(&mut rest)?;
    }
    Some(())
}

/// A number of 7 bits a byte, the lowest first; the last byte is below 128.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let n_bytes = rest.iter().take(VARINT_MAX).position(|byte| *byte < 128)? + 1;
    let bytes = take(rest, n_bytes)?;
    let fits = n_bytes < VARINT_MAX || bytes[VARINT_MAX - 1] <= 1;
    let value = bytes.iter().rev();
    let value = value.fold(0u64, |value, byte| value << 7 | u64::from(byte & 127));
    fits.then_some(value)
}

fn take<'a>(rest: &mut &'a [u8], n_bytes: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(n_bytes)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expect: bool) {
        assert_eq!(is_whole(bytes), expect, "{bytes:x?}");
    }

    #[test]
    fn fields_lie_inside() {
        check(&[], true);
        // A number, a text, eight and four bytes.
        check(&[0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i'], true);
        check(&[0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x15, 1, 2, 3, 4], true);
        check(&[0x08], false);
        check(&[0x12, 0x03, b'h', b'i'], false);
        check(&[0x11, 1, 2, 3, 4, 5, 6, 7], false);
        check(&[0x0b], false);
    }

    #[test]
    fn numbers_end() {
        check(&[[0x08].as_slice(), &[0xff; 9], &[0x01]].concat(), true);
        check(&[[0x08].as_slice(), &[0xff; 9], &[0x02]].concat(), false);
        check(&[0xff; 300], false);
        // A length of all that 64 bits hold.
        check(&[[0x12].as_slice(), &[0xff; 9], &[0x01]].concat(), false);
    }

    #[test]
    fn parts_are_looked_at() {
        // graph { node { op_type: 3 letters } }, with a length that is right, and one too many.
        check(
            &[0x3a, 0x07, 0x0a, 0x05, 0x22, 0x03, b'A', b'd', b'd'],
            true,
        );
        check(
            &[0x3a, 0x07, 0x0a, 0x05, 0x22, 0x04, b'A', b'd', b'd'],
            false,
        );
        // graph { initializer { dims: a number that does not end } }
        check(&[0x3a, 0x05, 0x2a, 0x03, 0x0a, 0x01, 0x80], false);
    }

    #[test]
    fn graphs_in_graphs_end() {
        let nested = |n_branches: usize| {
            let field = |number: u8, inside: Vec<u8>| {
                let n_bytes = [inside.len() as u8 & 127 | 128, (inside.len() >> 7) as u8];
                [&[number << 3 | 2][..], &n_bytes, &inside].concat()
            };
            let mut graph = Vec::new();
            for _ in 0..n_branches {
                graph = field(1, field(5, field(6, graph)));
            }
            field(7, graph)
        };
        check(&nested(10), true);
        check(&nested(500), false);
    }
}
