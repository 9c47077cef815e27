-- What ReceiveWorkOrder writes to, for PostgreSQL and SQLite alike. work-orders.db is this table, empty.
CREATE TABLE work_order (
  number   TEXT PRIMARY KEY,
  plant    TEXT NOT NULL,
  item     TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  status   TEXT NOT NULL,
  changes  INTEGER NOT NULL
);
