// Copies what can be read of one database into another of the same schema. Where a page is damaged, the rows before
// it are read upwards and those behind it downwards, and what lies between is halved until only the lost ones stay.
import type { Db } from './open.ts';

export interface Copied {
  readonly rows: number;
  /** Whether all that there was could be read. */
  readonly isWhole: boolean;
}

/** Made anew by each database, counted from its rows, or about the lives of this one. */
const notCopied: ReadonlySet<string> = new Set(['migrations', 'identity', 'kept', 'lives', 'steady_clock']);

/** Into a database that nobody has used yet. `maxRow`: no rowid is higher, where the damaged table itself cannot tell. */
export function copyRows(from: Db, to: Db, maxRow: number): ReadonlyMap<string, Copied> {
  const copied = new Map<string, Copied>();
  // In the order in which they were made: what others refer to comes first.
  const tables = to
    .prepare(
      `SELECT s.name, l.wr FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' ORDER BY s.rowid`,
    )
    .all() as { name: string; wr: 0 | 1 }[];
  for (const { name, wr } of tables) {
    if (notCopied.has(name)) continue;
    const copy = to.transaction(() => copyTable(from, to, { name, isByKey: wr === 1, maxRow }));
    copied.set(name, copy.immediate());
  }
  return copied;
}

interface Table {
  readonly name: string;
  /** WITHOUT ROWID: in the order of its primary key. */
  readonly isByKey: boolean;
  readonly maxRow: number;
}

interface Column {
  readonly name: string;
  /** Its place in the primary key, from 1; 0 outside it. */
  readonly pk: number;
}

function copyTable(from: Db, to: Db, table: Table): Copied {
  const known = new Set(columnsOf(from, table.name).map(({ name }) => name));
  const columns = columnsOf(to, table.name).filter(({ name }) => known.has(name));
  const names = columns.map(({ name }) => `"${name}"`);
  let rows = 0;
  let isWhole = columns.length > 0;
  if (columns.length === 0) return { rows, isWhole };
  // What a new installation begins with, somebody may have changed or taken away in this one.
  to.exec(`DELETE FROM "${table.name}"`);

  const insert = to.prepare(
    `INSERT OR IGNORE INTO "${table.name}" (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
  );
  const put = (row: readonly unknown[]) => {
    try {
      rows += insert.run(...row).changes;
    } catch {
      // A value that breaks a rule of its table, or a row whose call is lost.
      isWhole = false;
    }
  };

  if (table.isByKey) {
    const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    const by = (way: string) => key.map(({ name }) => `"${name}" ${way}`).join(', ');
    const read = (way: 'ASC' | 'DESC') =>
      readInto(
        from
          .prepare(`SELECT ${names.join(', ')} FROM "${table.name}" ORDER BY ${by(way)}`)
          .raw()
          .iterate(),
        put,
      );
    if (!read('ASC')) {
      isWhole = false;
      read('DESC');
    }
    return { rows, isWhole };
  }

  const select = (way: 'ASC' | 'DESC') =>
    from
      .prepare(
        `SELECT ${names.join(', ')}, rowid FROM "${table.name}" WHERE rowid BETWEEN ? AND ? ORDER BY rowid ${way}`,
      )
      .raw();
  const upwards = select('ASC');
  const downwards = select('DESC');

  function copyRange(low: number, high: number): void {
    let last = low - 1;
    const putUp = (row: unknown[]) => {
      last = row.pop() as number;
      put(row);
    };
    if (low > high || readInto(upwards.iterate(low, high) as Iterable<unknown[]>, putUp)) return;
    isWhole = false;
    let first = high + 1;
    const putDown = (row: unknown[]) => {
      first = row.pop() as number;
      put(row);
    };
    readInto(downwards.iterate(last + 1, high) as Iterable<unknown[]>, putDown);
    const [from_, until] = [last + 1, first - 1];
    if (from_ >= until) return;
    const middle = Math.floor((from_ + until) / 2);
    copyRange(from_, middle);
    copyRange(middle + 1, until);
  }
  const [lowest, highest] = boundsOf(from, table);
  copyRange(lowest, highest);
  return { rows, isWhole };
}

/** Reads as far as it goes; false where it broke off. */
function readInto(rows: Iterable<unknown>, put: (row: unknown[]) => void): boolean {
  try {
    for (const row of rows) put(row as unknown[]);
    return true;
  } catch {
    return false;
  }
}

function boundsOf(from: Db, { name, maxRow }: Table): readonly [number, number] {
  try {
    const bounds = from.prepare(`SELECT min(rowid), max(rowid) FROM "${name}"`).raw().get() as (
      | number
      | null
    )[];
    return [bounds[0] ?? 1, bounds[1] ?? 0];
  } catch {
    return [1, maxRow];
  }
}

function columnsOf(db: Db, table: string): Column[] {
  try {
    return db.prepare('SELECT name, pk FROM pragma_table_info(?)').all(table) as Column[];
  } catch {
    return [];
  }
}
