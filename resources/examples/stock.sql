-- What StockAtHand asks and ConfirmOrder takes from, for SQLite. stock.db is made of it.
CREATE TABLE stock (
  item      TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  on_hand   INTEGER NOT NULL CHECK (on_hand >= 0),
  PRIMARY KEY (warehouse, item)
);
CREATE TABLE confirmed_order (
  buyer     TEXT NOT NULL,
  number    TEXT NOT NULL,
  warehouse TEXT NOT NULL,
  lines     TEXT NOT NULL,
  PRIMARY KEY (buyer, number)
);
INSERT INTO stock (item, warehouse, on_hand) VALUES
  ('A-100', 'MAIN', 120), ('A-100', 'NORTH', 8),
  ('B-200', 'MAIN', 3), ('B-200', 'NORTH', 0),
  ('C-300', 'MAIN', 15000);
