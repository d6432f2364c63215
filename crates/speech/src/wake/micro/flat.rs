//! Reading flatbuffers: tables whose fields are found through offsets, every one of which is checked.

/// What is wrong with the file.
pub(super) type Why = String;

/// A table of a flatbuffer.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the offsets of the fields are, two bytes each.
    offsets: &'a [u8],
}

impl<'a> Table<'a> {
    /// The table that `bytes` begin with.
    pub fn root(bytes: &'a [u8]) -> Result<Table<'a>, Why> {
        Table::at(bytes, follow(bytes, 0)?)
    }

    fn at(bytes: &'a [u8], at: usize) -> Result<Table<'a>, Why> {
        let back = i64::from(i32::from_le_bytes(read(bytes, at)?));
        let fields = usize::try_from(at as i64 - back).map_err(|_| outside())?;
        let size = usize::from(u16::from_le_bytes(read(bytes, fields)?));
        let offsets = bytes.get(fields + 4..fields + size).ok_or_else(outside)?;
        Ok(Table { bytes, at, offsets })
    }

    /// Where a field is; `None` if it has its default.
    fn place(&self, field: usize) -> Option<usize> {
        let offset = self.offsets.get(2 * field..2 * field + 2)?;
        let offset = usize::from(u16::from_le_bytes([offset[0], offset[1]]));
        (offset > 0).then_some(self.at + offset)
    }

    fn scalar<const N: usize>(&self, field: usize) -> Result<Option<[u8; N]>, Why> {
        self.place(field).map(|at| read(self.bytes, at)).transpose()
    }

    /// A number of one byte, 0 by default.
    pub fn u8(&self, field: usize) -> Result<u8, Why> {
        Ok(self.scalar(field)?.map_or(0, |[byte]: [u8; 1]| byte))
    }

    /// A number of four bytes.
    pub fn i32(&self, field: usize, default: i32) -> Result<i32, Why> {
        Ok(self.scalar(field)?.map_or(default, i32::from_le_bytes))
    }

    /// Another table; `None` if there is none.
    pub fn table(&self, field: usize) -> Result<Option<Table<'a>>, Why> {
        let Some(place) = self.place(field) else {
            return Ok(None);
        };
        Table::at(self.bytes, follow(self.bytes, place)?).map(Some)
    }

    /// A row of values of `N` bytes; empty if there is none.
    pub fn row<const N: usize>(&self, field: usize, n_max: usize) -> Result<&'a [[u8; N]], Why> {
        let Some(place) = self.place(field) else {
            return Ok(&[]);
        };
        let at = follow(self.bytes, place)?;
        let n = u32::from_le_bytes(read(self.bytes, at)?) as usize;
        if n > n_max {
            return Err(format!(
                "it has {n} values in a row, at most {n_max} are taken"
            ));
        }
        let rest = self.bytes.get(at + 4..).ok_or_else(outside)?;
        let row = rest.get(..n * N).ok_or_else(outside)?;
        Ok(row.as_chunks().0)
    }

    /// A row of numbers.
    pub fn i32s(&self, field: usize, n_max: usize) -> Result<Vec<i32>, Why> {
        let row = self.row(field, n_max)?;
        Ok(row.iter().map(|four| i32::from_le_bytes(*four)).collect())
    }

    /// A row of tables.
    pub fn tables(&self, field: usize, n_max: usize) -> Result<Vec<Table<'a>>, Why> {
        let row = self.row::<4>(field, n_max)?;
        let Some(place) = self.place(field) else {
            return Ok(Vec::new());
        };
        let first = follow(self.bytes, place)? + 4;
        (0..row.len())
            .map(|idx| Table::at(self.bytes, follow(self.bytes, first + 4 * idx)?))
            .collect()
    }
}

/// The place that the offset at `at` names.
fn follow(bytes: &[u8], at: usize) -> Result<usize, Why> {
    let offset = u32::from_le_bytes(read(bytes, at)?) as usize;
    at.checked_add(offset).ok_or_else(outside)
}

fn read<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], Why> {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk());
    found.copied().ok_or_else(outside)
}

fn outside() -> Why {
    "it is cut off, or an offset in it leads outside".into()
}
