// The configuration's schema, as steps that are only ever appended to.

export const configMigrations: readonly string[] = [
  `
  CREATE TABLE integrations (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (code, name)
  ) STRICT, WITHOUT ROWID;

  -- Every save is a version; a deleted integration keeps its versions, since calls name them.
  CREATE TABLE integration_versions (
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    saved_at TEXT NOT NULL,
    restored_from INTEGER,
    document TEXT NOT NULL,
    PRIMARY KEY (id, version)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    integration_id TEXT NOT NULL REFERENCES integrations ON DELETE CASCADE,
    digest TEXT NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX api_keys_by_integration ON api_keys (integration_id);

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Every kind of authentication keeps its secrets alike.
  `
  ALTER TABLE api_keys RENAME TO secrets;
  DROP INDEX api_keys_by_integration;
  CREATE INDEX secrets_by_integration ON secrets (integration_id);
  `,
  `
  -- For the screens and the admin API; the value of a token is known to its holder alone.
  CREATE TABLE access_tokens (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What HTTPS listens with: \`document\` is public, \`sealed\` a private key or what opens one.
  CREATE TABLE certificates (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    sealed BLOB
  ) STRICT;
  `,
  // What is sealed begins with the id of its key. While a rotation is under way, nothing sealed under the old key comes in.
  `
  CREATE TABLE data_key (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,
    wrapped BLOB NOT NULL
  ) STRICT;
  CREATE TRIGGER secrets_under_the_data_key BEFORE INSERT ON secrets
    WHEN length(NEW.sealed) > 0 AND EXISTS (SELECT 1 FROM data_key WHERE id <> substr(NEW.sealed, 1, 8))
    BEGIN SELECT RAISE(ABORT, 'The data key has just been changed; saving once more helps.'); END;
  CREATE TRIGGER certificates_under_the_data_key BEFORE INSERT ON certificates
    WHEN NEW.sealed IS NOT NULL AND EXISTS (SELECT 1 FROM data_key WHERE id <> substr(NEW.sealed, 1, 8))
    BEGIN SELECT RAISE(ABORT, 'The data key has just been changed; saving once more helps.'); END;
  `,
  `
  -- Keys of the whole installation, which any trigger may let in. What is kept of their values stands with the others.
  CREATE TABLE consumers (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE secrets_next (
    id TEXT PRIMARY KEY,
    integration_id TEXT REFERENCES integrations ON DELETE CASCADE,
    consumer_id TEXT REFERENCES consumers ON DELETE CASCADE,
    digest TEXT NOT NULL,
    sealed BLOB NOT NULL,
    CHECK ((integration_id IS NULL) <> (consumer_id IS NULL))
  ) STRICT, WITHOUT ROWID;
  INSERT INTO secrets_next (id, integration_id, digest, sealed)
    SELECT id, integration_id, digest, sealed FROM secrets;
  DROP TABLE secrets;
  ALTER TABLE secrets_next RENAME TO secrets;
  CREATE INDEX secrets_by_integration ON secrets (integration_id);
  CREATE INDEX secrets_by_consumer ON secrets (consumer_id);
  CREATE TRIGGER secrets_under_the_data_key BEFORE INSERT ON secrets
    WHEN length(NEW.sealed) > 0 AND EXISTS (SELECT 1 FROM data_key WHERE id <> substr(NEW.sealed, 1, 8))
    BEGIN SELECT RAISE(ABORT, 'The data key has just been changed; saving once more helps.'); END;
  `,
  `
  -- What workflows see of the installation. The name is the id: steps and expressions say it.
  CREATE TABLE environment (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    sealed BLOB
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE connections (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    sealed BLOB
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER environment_under_the_data_key BEFORE INSERT ON environment
    WHEN NEW.sealed IS NOT NULL AND EXISTS (SELECT 1 FROM data_key WHERE id <> substr(NEW.sealed, 1, 8))
    BEGIN SELECT RAISE(ABORT, 'The data key has just been changed; saving once more helps.'); END;
  CREATE TRIGGER connections_under_the_data_key BEFORE INSERT ON connections
    WHEN NEW.sealed IS NOT NULL AND EXISTS (SELECT 1 FROM data_key WHERE id <> substr(NEW.sealed, 1, 8))
    BEGIN SELECT RAISE(ABORT, 'The data key has just been changed; saving once more helps.'); END;
  `,
  `
  ALTER TABLE integration_versions ADD COLUMN saved_by TEXT;
  `,
  `
  -- What is worth telling people. The name is the id. An installation begins with what the desktop app always told.
  CREATE TABLE notification_rules (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  INSERT INTO notification_rules (id, document) VALUES
    ('Failed calls', '{"kind":"failedCall","name":"Failed calls","channels":[{"kind":"desktop"}],"quietMinutes":5}'),
    ('Held lanes', '{"kind":"heldLane","name":"Held lanes","channels":[{"kind":"desktop"}],"quietMinutes":5}'),
    ('Expiring API keys', '{"kind":"expiringKey","name":"Expiring API keys","quietMinutes":1440}');
  `,
];
