// The store's thread with one promise broken on purpose, to prove that the checker would find it: the entry of
// `host.workers.store` where MUTANT is set. The product's own code runs, on a changed SQLite.
import Database from 'better-sqlite3';

const { prototype } = Database as unknown as { prototype: Database.Database };
const { pragma, transaction } = prototype;

const mutants: Readonly<Record<string, () => void>> = {
  /** Commits are in the page cache and not on the disk, whatever the product is told of it. */
  'never-synced'() {
    prototype.pragma = function (source, options) {
      if (source !== 'synchronous') return pragma.call(this, source, options);
      pragma.call(this, 'synchronous = NORMAL');
      return 2;
    };
  },
  /** Callers are answered while their transaction is still open. */
  'ack-before-commit'() {
    const late = function (this: Database.Database, work: (...given: unknown[]) => unknown) {
      // Only the one that takes what gathered; recovery and migrations take nothing.
      if (work.length !== 1 || !this.name.endsWith('queue.db')) return transaction.call(this, work);
      const immediate = (...given: unknown[]) => {
        if (!this.inTransaction) {
          this.exec('BEGIN IMMEDIATE');
          setTimeout(() => this.exec('COMMIT'), 30);
        }
        return work(...given);
      };
      return { immediate };
    };
    prototype.transaction = late as unknown as typeof transaction;
  },
};

const spoil = mutants[process.env.MUTANT ?? ''];
if (spoil === undefined) throw new Error(`There is no mutant ${process.env.MUTANT}.`);
spoil();
await import('#main/store/worker.ts');
