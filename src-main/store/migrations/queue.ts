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
];
