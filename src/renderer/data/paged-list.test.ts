import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRowReader,
  removeRow,
  firstPages,
  toLoadedPage,
  upsertRow,
  rowsOf,
  totalOf,
  type ListData,
  type ListPredicate,
} from './paged-list.ts';

interface Row {
  id: string;
  key: number;
  kept: boolean;
}

const compare = (a: Row, b: Row) => a.key - b.key || (a.id < b.id ? -1 : Number(a.id > b.id));
const rule: ListPredicate<Row> = { matches: ({ kept }) => kept, compare };
const pageSize = 3;

/** A server with a list, as the API gives it: keyset pages, a cursor that is the last row's key. */
class ListServer {
  readonly rows = new Map<string, Row>();

  list(): Row[] {
    return [...this.rows.values()].filter(({ kept }) => kept).toSorted(compare);
  }

  page(after: Row | undefined) {
    const all = this.list();
    const rest = after ? all.filter((row) => compare(row, after) > 0) : all;
    const items = rest.slice(0, pageSize);
    const more = rest.length > pageSize;
    return toLoadedPage({
      items,
      nextCursor: more ? JSON.stringify(items.at(-1)) : null,
      total: all.length,
      totalIsCapped: false,
    });
  }
}

function fetchNext(server: ListServer, data: ListData<Row>): ListData<Row> {
  const cursor = data.pages.at(-1)?.nextCursor;
  if (cursor === null || cursor === undefined) return data;
  return {
    pages: [...data.pages, server.page(JSON.parse(cursor) as Row)],
    pageParams: [...data.pageParams, cursor],
  };
}

function start(server: ListServer): ListData<Row> {
  return { pages: [server.page(undefined)], pageParams: [undefined] };
}

const change = fc.record({
  act: fc.constantFrom('put', 'put', 'put', 'drop', 'next'),
  id: fc.integer({ min: 0, max: 14 }).map((n) => `row-${n}`),
  key: fc.integer({ min: 0, max: 9 }),
  kept: fc.boolean(),
});

describe('a list that events change while its pages are loaded', () => {
  it('holds exactly the first rows of the server, and knows when it may not', () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 60 }),
        fc.array(change, { maxLength: 10 }),
        (changes, seeds) => {
          const server = new ListServer();
          for (const { id, key, kept } of seeds) server.rows.set(id, { id, key, kept });
          let data = start(server);
          let isExact = true;

          for (const { act, id, key, kept } of changes) {
            if (act === 'next') {
              data = fetchNext(server, data);
            } else if (act === 'drop') {
              server.rows.delete(id);
              const patched = removeRow(data, id);
              data = patched.data;
              isExact &&= patched.isExact;
            } else {
              const isNew = !server.rows.has(id);
              const row = { id, key, kept };
              server.rows.set(id, row);
              const patched = upsertRow(data, row, rule, isNew);
              data = patched.data;
              isExact &&= patched.isExact;
              // An event and the answer to the same action tell the same twice.
              expect(upsertRow(data, row, rule, isNew).data).toEqual(data);
            }

            const rows = rowsOf(data);
            const all = server.list();
            expect(rows).toEqual(all.slice(0, rows.length));
            if (data.pages.at(-1)?.nextCursor === null) expect(rows).toEqual(all);
            if (isExact) expect(totalOf(data).total).toBe(all.length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('putRow', () => {
  const server = new ListServer();
  server.rows.set('a', { id: 'a', key: 1, kept: true });
  const searched: ListPredicate<Row> = { ...rule, matches: () => undefined };

  it('leaves to the server whether a new row matches a search', () => {
    const data = start(server);
    const patched = upsertRow(data, { id: 'b', key: 2, kept: true }, searched, true);
    expect(patched).toEqual({ data, isExact: false });
  });

  it('keeps a row that matches a search already', () => {
    const patched = upsertRow(start(server), { id: 'a', key: 5, kept: true }, searched);
    expect(patched.isExact).toBe(true);
    expect(rowsOf(patched.data)).toEqual([{ id: 'a', key: 5, kept: true }]);
  });
});

describe('firstPages', () => {
  it('cuts pages and their parameters alike', () => {
    const server = new ListServer();
    for (let n = 0; n < 10; n += 1) server.rows.set(`${n}`, { id: `${n}`, key: n, kept: true });
    const data = fetchNext(server, fetchNext(server, start(server)));
    const cut = firstPages(data, 2);
    expect([cut.pages.length, cut.pageParams.length]).toEqual([2, 2]);
    expect(firstPages(cut, 5)).toBe(cut);
  });
});

describe('the rows of a list, read again and again', () => {
  it('are those that are read at once, whatever happens to the pages in between', () => {
    const page = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 4 }).map((keys) =>
      toLoadedPage<Row>({
        items: keys.map((key) => ({ id: `row-${key}`, key, kept: true })),
        nextCursor: null,
        total: keys.length,
        totalIsCapped: false,
      }),
    );
    const step = fc.record({ page, act: fc.constantFrom('add', 'add', 'replace', 'drop') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const read = createRowReader<Row>();
        let pages: ReturnType<typeof toLoadedPage<Row>>[] = [];
        for (const { page, act } of steps) {
          if (act === 'add') pages = pages.concat(page);
          else if (act === 'replace') pages = [page].concat(pages.slice(1));
          else pages = pages.slice(0, -1);
          const data = { pages, pageParams: pages.map(() => undefined) };
          expect(read(data)).toEqual(rowsOf(data));
        }
      }),
    );
  });
});
