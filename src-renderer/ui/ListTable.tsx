import { Table, type TableProps } from '@mantine/core';
import styles from './ListTable.module.css';

/**
 * A list that fits into any window: where there is little room, words break, buttons stand below each other, and the
 * cells marked `data-spare`, which can be read elsewhere, are left out.
 */
export function ListTable(props: TableProps) {
  return (
    <div className={styles.room}>
      <Table {...props} className={styles.list} />
    </div>
  );
}
