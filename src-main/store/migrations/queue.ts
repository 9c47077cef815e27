// The queue's schema, as steps that are only ever appended to. queue.db holds calls and nothing that a
// designer makes, since a commit over two files is not atomic in WAL mode.

export const queueMigrations: readonly string[] = [
  `
  CREATE TABLE calls (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    integration_id TEXT,
    integration_version INTEGER,
    integration TEXT,
    lane TEXT,
    lane_sequence INTEGER,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    key_label TEXT,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN
      ('refused', 'waiting', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
    caller TEXT CHECK (caller IN ('answered', 'waiting', 'timedOut')),
    attempt INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER,
    problem_code TEXT,
    problem_text TEXT,
    answered_status INTEGER,
    wait_ms REAL,
    run_ms REAL,
    total_ms REAL,
    request_bytes INTEGER NOT NULL,
    origin TEXT
  ) STRICT;
  -- Start and recovery read open calls only, whatever the size of the log.
  CREATE INDEX calls_open ON calls (integration_id, sequence) WHERE state IN ('waiting', 'running');
  CREATE INDEX calls_refused ON calls (sequence) WHERE state = 'refused';

  -- Apart from calls, so that lists and filters read narrow rows.
  CREATE TABLE requests (
    sequence INTEGER PRIMARY KEY REFERENCES calls ON DELETE CASCADE,
    raw_query TEXT NOT NULL,
    query TEXT NOT NULL,
    headers TEXT NOT NULL,
    http_version TEXT NOT NULL,
    remote_address TEXT NOT NULL,
    authorised_ms REAL,
    body BLOB,
    body_file TEXT
  ) STRICT;
  CREATE INDEX requests_files ON requests (body_file) WHERE body_file IS NOT NULL;

  CREATE TABLE results (
    sequence INTEGER PRIMARY KEY REFERENCES calls ON DELETE CASCADE,
    answer_status INTEGER,
    answer_headers TEXT,
    answer_body BLOB,
    steps TEXT NOT NULL,
    timings TEXT NOT NULL
  ) STRICT;

  -- An attempt is written when it has ended; the running one stands in calls.
  CREATE TABLE attempts (
    sequence INTEGER NOT NULL REFERENCES calls ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    problem_code TEXT,
    problem_text TEXT,
    PRIMARY KEY (sequence, attempt)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lane_counters (
    integration_id TEXT PRIMARY KEY,
    last INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Which lane of its integration a call is in: '' where there is one for all, '#' and the value where ordered
  -- by a key, NULL until the expression has been evaluated.
  ALTER TABLE calls ADD COLUMN lane_key TEXT;
  -- Whether an attempt that was cut off is never made again.
  ALTER TABLE calls ADD COLUMN once INTEGER NOT NULL DEFAULT 0;
  -- Attempts that ended a thread or the process, and attempts that failed since somebody last decided.
  ALTER TABLE calls ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN next_attempt_at INTEGER;
  -- The steps of an attempt that was not the last.
  ALTER TABLE attempts ADD COLUMN steps TEXT;
  UPDATE calls SET lane_key = '' WHERE state IN ('waiting', 'running');
  -- Only lanes of a key need it, so other calls do not pay for it.
  CREATE INDEX calls_keyed ON calls (integration_id, lane_key, sequence) WHERE state = 'waiting' AND lane_key > '';

  -- The expression that the waiting calls of an integration were put in lanes by.
  CREATE TABLE lane_rules (integration_id TEXT PRIMARY KEY, expression TEXT) STRICT, WITHOUT ROWID;

  -- A lane that somebody or a failure stopped; lane_key '*' for all lanes of the integration.
  CREATE TABLE holds (
    integration_id TEXT NOT NULL,
    lane_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hold', 'drain')),
    since INTEGER NOT NULL,
    note TEXT NOT NULL,
    call_id TEXT,
    PRIMARY KEY (integration_id, lane_key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lane_events (
    id INTEGER PRIMARY KEY,
    integration_id TEXT NOT NULL,
    lane_key TEXT,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    call_id TEXT,
    note TEXT NOT NULL
  ) STRICT;
  CREATE INDEX lane_events_of ON lane_events (integration_id, id);
  CREATE INDEX lane_events_call ON lane_events (call_id) WHERE call_id IS NOT NULL;

  -- One row for each time the service ran, so that a loop of crashes is noticed.
  CREATE TABLE lives (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    finished_one INTEGER NOT NULL DEFAULT 0,
    ended_cleanly INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  `,
  `
  -- What a caller may repeat a call by; the primary key is the guard that one of them is the first.
  CREATE TABLE idempotency (
    integration_id TEXT NOT NULL,
    -- '' where the trigger has no API keys.
    key_id TEXT NOT NULL,
    value TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    call_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (integration_id, key_id, value)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_expiry ON idempotency (expires_at);
  -- The last moment of the clock that they expire by.
  CREATE TABLE steady_clock (last INTEGER NOT NULL) STRICT;
  INSERT INTO steady_clock (last) VALUES (0);
  -- How often a call came again.
  ALTER TABLE calls ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
  -- What the caller of a failed call is told, so that a repeat is told the same.
  ALTER TABLE results ADD COLUMN failure_status INTEGER;
  ALTER TABLE results ADD COLUMN failure_detail TEXT;
  `,
  `
  -- What a call takes on disk, about: its rows and index entries, and what its bodies and steps come to.
  ALTER TABLE calls ADD COLUMN result_bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE calls ADD COLUMN kept_bytes INTEGER NOT NULL
    AS (1024 + iif(state = 'refused', 0, request_bytes + result_bytes)) VIRTUAL;
  -- SQLite takes an index with OR for a search of either state, which it does not with IN: start and recovery read
  -- open calls only.
  DROP INDEX calls_open;
  CREATE INDEX calls_open ON calls (integration_id, sequence) WHERE state = 'waiting' OR state = 'running';
  -- Retention takes the oldest ended call of an integration, whatever the size of the log.
  CREATE INDEX calls_ended ON calls (integration_id, sequence)
    WHERE state IN ('succeeded', 'failed', 'cancelled', 'interrupted');
  CREATE INDEX idempotency_sequence ON idempotency (sequence);

  -- How much is kept of each integration's ended calls, and of refused ones (under ''). Kept beside each end and
  -- each removal, so that no move of a call can forget to count.
  CREATE TABLE kept (
    integration_id TEXT PRIMARY KEY,
    calls INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO kept
    SELECT iif(state = 'refused', '', integration_id), count(*), sum(kept_bytes) FROM calls
    WHERE state NOT IN ('waiting', 'running') GROUP BY 1;
  CREATE TRIGGER kept_refused AFTER INSERT ON calls WHEN new.state = 'refused'
  BEGIN
    INSERT INTO kept VALUES ('', 1, new.kept_bytes)
      ON CONFLICT DO UPDATE SET calls = calls + 1, bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER kept_ended AFTER UPDATE OF state ON calls
    WHEN old.state IN ('waiting', 'running') AND new.state NOT IN ('waiting', 'running')
  BEGIN
    INSERT INTO kept VALUES (new.integration_id, 1, new.kept_bytes)
      ON CONFLICT DO UPDATE SET calls = calls + 1, bytes = bytes + excluded.bytes;
  END;
  CREATE TRIGGER kept_removed AFTER DELETE ON calls WHEN old.state NOT IN ('waiting', 'running')
  BEGIN
    UPDATE kept SET calls = calls - 1, bytes = bytes - old.kept_bytes
      WHERE integration_id = iif(old.state = 'refused', '', old.integration_id);
  END;
  `,
  `
  -- Which database this is, so that another one put in its place is found out.
  CREATE TABLE identity (id TEXT NOT NULL) STRICT;
  INSERT INTO identity (id) VALUES (lower(hex(randomblob(16))));
  `,
  `
  -- The proxy that spoke for the caller, whose own address stands in remote_address.
  ALTER TABLE requests ADD COLUMN peer_address TEXT;
  `,
  `
  -- Calls with each secret by whole days since 1970 (UTC).
  CREATE TABLE key_use (
    key_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    last_address TEXT NOT NULL,
    PRIMARY KEY (key_id, day)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- The writer counts refused calls once per transaction: an insert with a trigger costs each call a statement journal.
  DROP TRIGGER kept_refused;
  `,
  `
  -- With a list of more than two values SQLite fills a table with them at each change of a row; with OR it compares.
  DROP INDEX calls_ended;
  CREATE INDEX calls_ended ON calls (integration_id, sequence)
    WHERE state = 'succeeded' OR state = 'failed' OR state = 'cancelled' OR state = 'interrupted';
  `,
  `
  -- By sequence first: those that come with one commit stand together, whatever their integrations, where 32 calls of 32
  -- integrations would change 32 pages. The integration is in it, so that others' calls are passed by without a look at them.
  DROP INDEX calls_open;
  CREATE INDEX calls_open ON calls (sequence, integration_id) WHERE state = 'waiting' OR state = 'running';
  `,
  `
  -- Calls that are sent again one after the other, and how far that has come.
  CREATE TABLE replays (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    "by" TEXT NOT NULL,
    selection TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
    total INTEGER NOT NULL,
    after INTEGER NOT NULL,
    up_to INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0,
    last_problem TEXT
  ) STRICT, WITHOUT ROWID;
  -- Only calls that repeat one need it, so others do not pay for it.
  CREATE INDEX calls_origin ON calls (origin) WHERE origin IS NOT NULL;
  `,
  `
  -- How calls ended, by the time they were received: what charts are drawn from. \`step\` and \`start\` are seconds, the
  -- integration '*' is all of them together; counts are by outcome, waits and runs by the logarithm of their milliseconds.
  CREATE TABLE series (
    step INTEGER NOT NULL,
    start INTEGER NOT NULL,
    integration_id TEXT NOT NULL,
    key_label TEXT NOT NULL,
    counts TEXT NOT NULL,
    waits TEXT NOT NULL,
    runs TEXT NOT NULL,
    PRIMARY KEY (step, start, integration_id, key_label)
  ) STRICT, WITHOUT ROWID;
  -- What is counted and not in the series yet.
  CREATE TABLE series_journal (id INTEGER PRIMARY KEY, entries TEXT NOT NULL) STRICT;
  -- The most that waited in the lanes of an integration.
  CREATE TABLE lane_depths (
    step INTEGER NOT NULL,
    start INTEGER NOT NULL,
    integration_id TEXT NOT NULL,
    waiting INTEGER NOT NULL,
    oldest_ms INTEGER NOT NULL,
    PRIMARY KEY (step, start, integration_id)
  ) STRICT, WITHOUT ROWID;
  -- Between which sequences the calls received in a minute are; \`last\` is null while more may come.
  CREATE TABLE received_minutes (minute INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER) STRICT;
  INSERT INTO received_minutes
    SELECT CAST(received_at / 60000 AS INTEGER), min(sequence), max(sequence) FROM calls GROUP BY 1;
  `,
  `
  -- Why a body is not as its trigger declares, where the call was accepted all the same.
  ALTER TABLE requests ADD COLUMN body_finding TEXT;
  `,
  `
  -- Whether the body, and the answer to it, are sealed under the installation's key for bodies.
  ALTER TABLE requests ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- What people were told of, and how far that has come. Beside the calls, since the configuration is copied when it changes.
  CREATE TABLE notifications (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Who did it; null where the service itself did, and before it was kept.
  ALTER TABLE lane_events ADD COLUMN made_by TEXT;
  `,
  `
  -- Which problem the caller was told, which need not be the call's own; null where it is, as before.
  ALTER TABLE results ADD COLUMN failure_code TEXT; ALTER TABLE results ADD COLUMN failure_retry_after INTEGER;
  `,
];
