//! Backups of the whole household.

use std::path::Path;

use crate::{Cloud, CloudError};

impl Cloud {
    /// Writes a whole copy of the database to the new file `path`, while everything goes on.
    ///
    /// Errors: `Exists`, `Folder`, `Full`.
    pub async fn backup_to(&self, path: &Path) -> Result<(), CloudError> {
        self.store.copy_to(path).await
    }
}
