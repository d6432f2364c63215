-- Every key begins with the account. Times are milliseconds since 1970 UTC. `seq` is the
-- account's monotonic number within a collection (table `mark`), written at each change of the row.

CREATE TABLE account (
    id      TEXT NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE mark (
    account    TEXT NOT NULL REFERENCES account (id),
    collection TEXT NOT NULL,
    seq        INTEGER NOT NULL,
    PRIMARY KEY (account, collection)
) STRICT, WITHOUT ROWID;

-- Answers already given under an idempotency key.
CREATE TABLE answer (
    account TEXT NOT NULL REFERENCES account (id),
    key     TEXT NOT NULL,
    verb    TEXT NOT NULL,
    answer  TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;
CREATE INDEX answer_created ON answer (account, created);

CREATE TABLE setting (
    account TEXT NOT NULL REFERENCES account (id),
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;

CREATE TABLE person (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    lang    TEXT,
    role    TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE room (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    floor   TEXT,
    created INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE device (
    account   TEXT NOT NULL REFERENCES account (id),
    id        TEXT NOT NULL,
    name      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    room      TEXT,
    person    TEXT,
    volume    INTEGER,
    created   INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE token (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    hash    TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    scope   TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE link (
    account TEXT NOT NULL REFERENCES account (id),
    hash    TEXT NOT NULL,
    person  TEXT,
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, hash)
) STRICT;

CREATE TABLE session (
    account   TEXT NOT NULL REFERENCES account (id),
    id        TEXT NOT NULL,
    hash      TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    person    TEXT,
    created   INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE due (
    account          TEXT NOT NULL REFERENCES account (id),
    id               TEXT NOT NULL,
    kind             TEXT NOT NULL,
    text             TEXT NOT NULL,
    due              INTEGER NOT NULL,
    duration_secs    INTEGER,
    paused_left_secs INTEGER,
    repeat           TEXT,
    time             TEXT,
    zone             TEXT,
    person           TEXT,
    device           TEXT,
    room             TEXT,
    state            TEXT NOT NULL,
    ring             TEXT,
    snooze_count     INTEGER NOT NULL,
    lang             TEXT NOT NULL,
    created          INTEGER NOT NULL,
    seq              INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;
CREATE INDEX due_at ON due (account, state, due);

-- One sounding of a due row. It outlives the row, so that an acknowledgement counts once.
CREATE TABLE ring (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    due     TEXT NOT NULL,
    at      INTEGER NOT NULL,
    claimed INTEGER NOT NULL,
    lease   INTEGER NOT NULL,
    ended   INTEGER,
    how     TEXT,
    device  TEXT,
    PRIMARY KEY (account, id)
) STRICT;
CREATE INDEX ring_open ON ring (account, lease) WHERE ended IS NULL;
CREATE INDEX ring_ended ON ring (account, ended);

CREATE TABLE list (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    created INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE item (
    account  TEXT NOT NULL,
    list     TEXT NOT NULL,
    id       TEXT NOT NULL,
    text     TEXT NOT NULL,
    done     INTEGER NOT NULL,
    position INTEGER NOT NULL,
    created  INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    PRIMARY KEY (account, id),
    FOREIGN KEY (account, list) REFERENCES list (account, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX item_position ON item (account, list, position);

CREATE TABLE note (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    text    TEXT NOT NULL,
    person  TEXT,
    created INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;

CREATE TABLE event (
    account TEXT NOT NULL REFERENCES account (id),
    id      TEXT NOT NULL,
    person  TEXT,
    title   TEXT NOT NULL,
    start   INTEGER NOT NULL,
    end_at  INTEGER NOT NULL,
    all_day INTEGER NOT NULL,
    zone    TEXT NOT NULL,
    repeat  TEXT,
    skips   TEXT NOT NULL,
    place   TEXT NOT NULL,
    notes   TEXT NOT NULL,
    created INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;
CREATE INDEX event_start ON event (account, start);

CREATE TABLE turn (
    account      TEXT NOT NULL REFERENCES account (id),
    id           TEXT NOT NULL,
    at           INTEGER NOT NULL,
    conversation TEXT NOT NULL,
    device       TEXT,
    person       TEXT,
    heard        TEXT NOT NULL,
    lang         TEXT NOT NULL,
    label        TEXT NOT NULL,
    intent       TEXT,
    say          TEXT NOT NULL,
    stage        TEXT NOT NULL,
    trace        TEXT NOT NULL,
    wrong        INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT;
CREATE INDEX turn_at ON turn (account, at);

-- Things fetched from elsewhere and kept with their age: forecasts, rates, feeds.
CREATE TABLE memory (
    account TEXT NOT NULL REFERENCES account (id),
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (account, key)
) STRICT;
