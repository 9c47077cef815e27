// What the drivers of databases have in common. A session runs one statement at a time.

export interface SqlStatement {
  readonly text: string;
  /** By name, in order, or none. */
  readonly parameters: Readonly<Record<string, unknown>> | readonly unknown[];
}

export interface SqlResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Of those given, or else changed. */
  readonly rowCount: number;
  /** The key that the database gave a new row, where it says so. */
  readonly insertId?: unknown;
}

export interface SqlSession {
  /** Rejects with what the database says. A statement that gives more rows ends the session. */
  run(statement: SqlStatement, maxRows: number): Promise<SqlResult>;
  /** False once it cannot be used any more. */
  isOpen(): boolean;
  /** Ends what runs in it, in the database too; it cannot be used any more, and is closed next. */
  cancel(): Promise<void>;
  close(): void;
}

/** How transactions begin in its dialect, and how sessions do. */
export interface SqlDriver<C> {
  readonly begin: string;
  open(connection: C): Promise<SqlSession>;
}
