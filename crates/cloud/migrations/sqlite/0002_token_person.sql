-- Who made a key: it ends when that person goes. Keys of the command line belong to nobody.
ALTER TABLE token ADD COLUMN person TEXT;
