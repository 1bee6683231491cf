import type { PageData, PageRow } from '../page-data.ts';
import { element, findElement } from './element.ts';
import { fillSelects, readFilter, setField } from './filter-form.ts';
import { maskedSearchNote } from './masked-search.ts';
import { type Column, sortRows, filterRows, type Order } from './select-rows.ts';
import { rowElement } from './table-row.ts';

/** Rows per page, so that a list of 100,000 rows stays fast. */
const pageSize = 50;
/** The maximum number of printed rows. The status line shows how many there are. */
const maxPrintedRows = 500;

/** Sets up the table of contacts: search, filters, sorting and pages. */
export function peopleTable(data: PageData): { readonly show: (filter: Record<string, string>) => void } {
  const form = document.querySelector<HTMLFormElement>('#filters');
  const body = findElement('#people tbody', HTMLTableSectionElement);
  const status = findElement('#shown', HTMLElement);
  const pages = findElement('#pages', HTMLElement);
  const previous = findElement('#previous', HTMLButtonElement);
  const next = findElement('#next', HTMLButtonElement);
  let order: Order | undefined;
  let rows: readonly PageRow[] = data.rows;
  let page = 0;

  const draw = (maxRows = pageSize): void => {
    const from = maxRows === pageSize ? page * pageSize : 0;
    const to = Math.min(rows.length, from + maxRows);
    body.replaceChildren(...rows.slice(from, to).map((row) => rowElement(row, data)));
    status.textContent = [
      statusText({ from, to, found: rows.length, all: data.rows.length }),
      maxRows === pageSize ? '' : printNote(rows.length - to, status.dataset['command']),
      form === null || rows.length === 0 ? '' : maskedSearchNote(readFilter(form).search, data.texts),
    ].join('');
    pages.hidden = rows.length <= pageSize;
    previous.setAttribute('aria-disabled', String(page === 0));
    next.setAttribute('aria-disabled', String(to === rows.length));
  };
  const update = (): void => {
    rows = sortRows(filterRows(data, readFilter(form)), order, data);
    page = 0;
    draw();
  };
  const turnPage = (by: number): void => {
    const last = Math.max(0, Math.ceil(rows.length / pageSize) - 1);
    page = Math.min(last, Math.max(0, page + by));
    draw();
  };

  previous.addEventListener('click', () => turnPage(-1));
  next.addEventListener('click', () => turnPage(1));
  addSortButtons((column) => {
    order = nextOrder(order, column);
    showOrder(order);
    update();
  });
  matchMedia('print').addEventListener('change', ({ matches }) => draw(matches ? maxPrintedRows : pageSize));
  if (form) {
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', update);
    // The form keeps its old values until the reset event has ended.
    form.addEventListener('reset', () => setTimeout(update));
    fillSelects(data);
    form.hidden = false;
  }
  draw();
  return {
    show: (filter) => {
      if (form === null) return;
      form.reset();
      for (const [name, value] of Object.entries(filter)) setField(form, name, value);
      update();
    },
  };
}

interface Shown {
  readonly from: number;
  readonly to: number;
  readonly found: number;
  readonly all: number;
}

function statusText({ from, to, found, all }: Shown): string {
  const total = found === all ? '' : ` (of ${all.toLocaleString('en-US')} in all)`;
  if (found === 0) return `No matches${total}.`;
  return `${(from + 1).toLocaleString('en-US')} to ${to.toLocaleString('en-US')} of ${found.toLocaleString('en-US')}${total}`;
}

function printNote(hidden: number, command: string | undefined): string {
  if (hidden <= 0) return '';
  const how = command === undefined ? '' : `: ${command}`;
  return `. ${hidden.toLocaleString('en-US')} more are not printed${how}`;
}

/** Turns the column heads into buttons. Without the script, they are plain text. */
function addSortButtons(sort: (column: Column) => void): void {
  for (const cell of document.querySelectorAll<HTMLElement>('#people th[data-column]')) {
    const column = cell.dataset['column'];
    if (!isColumn(column)) continue;
    const button = element('button', { type: 'button' }, cell.textContent);
    button.addEventListener('click', () => sort(column));
    cell.replaceChildren(button);
  }
}

/** Returns the next order of a column: ascending, then descending, then the order of the plan. */
function nextOrder(order: Order | undefined, column: Column): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

function isColumn(name: string | undefined): name is Column {
  return name === 'status' || name === 'who' || name === 'target' || name === 'place';
}

function showOrder(order: Order | undefined): void {
  for (const cell of document.querySelectorAll<HTMLElement>('#people th[data-column]')) {
    if (cell.dataset['column'] !== order?.column) cell.removeAttribute('aria-sort');
    else cell.setAttribute('aria-sort', order?.descending ? 'descending' : 'ascending');
  }
}
