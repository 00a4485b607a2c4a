import { useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { Fragment, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useActions } from '../shell/actions.ts';
import styles from './data-table.module.css';

/** One column: what stands in its cells, its width, `number` for right-aligned, `sort` the name it sorts by (`down` when large or late comes first), `from` the least width of the table (px) that it shows at. */
export type Column<Row> = { id: string; header: string; cell: (row: Row) => ReactNode; width?: number; number?: boolean; sort?: string; down?: boolean; from?: number };

/** Rows under a heading, and what stands below them, such as a button for more. */
export type Group<Row> = { id: string; label: ReactNode; rows: readonly Row[]; foot?: ReactNode };

type Props<Row> = {
  label: string;
  columns: readonly Column<Row>[];
  groups: readonly Group<Row>[];
  rowKey: (row: Row) => string;
  /** What a phone shows instead of the cells. */
  card: (row: Row) => ReactNode;
  onOpen: (row: Row) => void;
  onPeek?: (row: Row) => void;
  selected?: string | undefined;
  /** The current sorting, `name` or `-name` for descending. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
};

/** A table that is read like a board of flights and driven from the keyboard: j and k move, Enter opens, Space peeks; on a phone its rows are cards. */
export function DataTable<Row>(props: Props<Row>) {
  const { groups, rowKey, onOpen, onPeek, selected } = props;
  const phone = useMediaQuery('(max-width: 700px)', undefined, { getInitialValueInEffect: false });
  const rows = groups.flatMap((group) => group.rows);
  const root = useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const [active, setActive] = useState<string | undefined>(undefined);
  const at = rows.findIndex((row) => rowKey(row) === active);

  const move = (by: number): void => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    setActive(rowKey(next));
    const element = root.current?.querySelector(`[data-row="${CSS.escape(rowKey(next))}"]`);
    element?.scrollIntoView({ block: 'nearest' });
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    if (selected !== undefined && onPeek) onPeek(next);
  };
  const withActive = (act: (row: Row) => void) => (): void => {
    const row = rows[at];
    if (row !== undefined) act(row);
  };
  useActions([
    { id: 'table.next', label: 'Next row', group: 'Lists', keys: 'j', hidden: true, run: () => move(1) },
    { id: 'table.previous', label: 'Previous row', group: 'Lists', keys: 'k', hidden: true, run: () => move(-1) },
    { id: 'table.open', label: 'Open the row', group: 'Lists', keys: 'Enter', hidden: true, run: withActive(onOpen) },
    ...(onPeek ? [{ id: 'table.peek', label: 'Peek at the row', group: 'Lists', keys: 'Space', hidden: true, run: withActive(onPeek) }] : []),
  ]);

  const rowProps = (row: Row) => ({
    'data-row': rowKey(row),
    'data-active': rowKey(row) === active || undefined,
    'data-selected': rowKey(row) === selected || undefined,
    tabIndex: -1,
    onFocus: () => setActive(rowKey(row)),
    onClick: (event: React.MouseEvent) => {
      // Links and buttons in the row, and text that somebody is selecting, keep their own meaning; a button marked data-open stands for the row.
      if (event.target instanceof Element && event.target.closest('a,button:not([data-open]),input')) return;
      if (document.getSelection()?.isCollapsed === false) return;
      onOpen(row);
    },
  });
  return (
    <div ref={root} className={styles.wrap}>
      {phone ? <Cards {...props} rowProps={rowProps} /> : <Table {...props} rowProps={rowProps} width={width} />}
    </div>
  );
}

type Inner<Row> = Props<Row> & { rowProps: (row: Row) => object };

function Table<Row>({ label, columns, groups, rowKey, sort, onSort, rowProps, width }: Inner<Row> & { width: number }) {
  const shown = columns.filter((column) => column.from === undefined || width >= column.from);
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {shown.map((column) => (
            <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Fragment key={group.id}>
            {group.label !== '' && (
              <tr>
                <th colSpan={shown.length} scope="rowgroup" className={styles.group}>
                  {group.label}
                </th>
              </tr>
            )}
            {group.rows.map((row) => (
              <tr key={rowKey(row)} {...rowProps(row)} className={styles.row}>
                {shown.map((column) => (
                  <td key={column.id} data-number={column.number || undefined}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
            {group.foot !== undefined && (
              <tr className={styles.foot}>
                <td colSpan={shown.length}>{group.foot}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }) {
  const name = column.sort;
  const up = name !== undefined && sort === name;
  const down = name !== undefined && sort === `-${name}`;
  const aria = up ? 'ascending' : down ? 'descending' : undefined;
  const next = up ? `-${name}` : down ? name : column.down === true ? `-${name}` : name;
  return (
    <th scope="col" style={{ width: column.width }} data-number={column.number || undefined} aria-sort={aria}>
      {name === undefined || onSort === undefined ? (
        column.header
      ) : (
        <button type="button" className={styles.sort} onClick={() => onSort(next ?? name)}>
          {column.header}
          {up && <IconArrowUp size={12} aria-hidden="true" />}
          {down && <IconArrowDown size={12} aria-hidden="true" />}
        </button>
      )}
    </th>
  );
}

function Cards<Row>({ label, groups, rowKey, card, rowProps }: Inner<Row>) {
  return (
    <div className={styles.cards}>
      {groups.map((group) => (
        <div key={group.id} role="group" aria-label={group.label === '' ? label : undefined}>
          {group.label !== '' && <h2 className={styles.group}>{group.label}</h2>}
          <ul>
            {group.rows.map((row) => (
              <li key={rowKey(row)} {...rowProps(row)} className={styles.card}>
                {card(row)}
              </li>
            ))}
          </ul>
          {group.foot}
        </div>
      ))}
    </div>
  );
}

/** The width of the table itself, since a panel beside it takes room that the window still has. */
function useWidth(root: RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = root.current;
    if (!element) return undefined;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  return width;
}
