import type { PageData, PageRow, PageStatus } from '../page-data.ts';
import { element, findElement } from './element.ts';
import { type Column, sortRows, filterRows, type Order } from './select-rows.ts';

/** Rows per page, so that a list of 100,000 rows stays fast. */
const pageSize = 50;
/** The most rows that are printed. The status line shows how many there are. */
const maxPrintedRows = 2_000;

/** Sets up the table of contacts: search, filters, sorting and pages. */
export function peopleTable(data: PageData): { readonly show: (filter: Record<string, string>) => void } {
  const form = findElement('#filters', HTMLFormElement);
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
    body.replaceChildren(...rows.slice(from, from + maxRows).map((row) => rowElement(row, data)));
    const to = Math.min(rows.length, from + maxRows);
    const total =
      rows.length === data.rows.length ? '' : ` (of ${data.rows.length.toLocaleString('en-US')} in all)`;
    status.textContent =
      rows.length === 0
        ? `No matches${total}.`
        : `${(from + 1).toLocaleString('en-US')} to ${to.toLocaleString('en-US')} of ${rows.length.toLocaleString('en-US')}${total}`;
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

  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', update);
  // The form keeps its old values until the reset event has ended.
  form.addEventListener('reset', () => setTimeout(update));
  previous.addEventListener('click', () => turnPage(-1));
  next.addEventListener('click', () => turnPage(1));
  for (const button of document.querySelectorAll<HTMLButtonElement>('#people th button'))
    button.addEventListener('click', () => {
      order = nextOrder(order, button.dataset['column']);
      showOrder(order);
      update();
    });
  matchMedia('print').addEventListener('change', ({ matches }) => draw(matches ? maxPrintedRows : pageSize));
  fillSelects(data);
  form.hidden = false;
  draw();
  return {
    show: (filter) => {
      form.reset();
      for (const [name, value] of Object.entries(filter)) setField(form, name, value);
      update();
    },
  };
}

function readFilter(form: HTMLFormElement): Parameters<typeof filterRows>[1] {
  const fields = new FormData(form);
  const index = (name: string): number => Number(fields.get(name) ?? -1);
  const search = fields.get('search');
  return {
    search: typeof search === 'string' ? search : '',
    status: index('status'),
    target: index('target'),
    sender: index('sender'),
  };
}

function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
}

/** Fills the filters with their options and row counts. Hides a filter with fewer than two options. */
function fillSelects(data: PageData): void {
  const fill = (name: string, texts: readonly string[], pick: (row: PageRow) => number): void => {
    const select = findElement(`#filter-${name}`, HTMLSelectElement);
    const counts = new Uint32Array(texts.length);
    for (const row of data.rows) {
      const at = pick(row);
      if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const [index, text] of texts.entries())
      if ((counts[index] ?? 0) > 0)
        select.append(
          element(
            'option',
            { value: String(index) },
            `${text} (${(counts[index] ?? 0).toLocaleString('en-US')})`,
          ),
        );
    const label = select.closest('label');
    if (label) label.hidden = select.options.length < 2;
  };
  fill(
    'status',
    data.statuses.map(({ word }) => word),
    (row) => row[0],
  );
  fill(
    'target',
    data.targets.map(({ address }) => address),
    (row) => row[3],
  );
  fill('sender', data.senders, (row) => row[4]);
}

/** Returns the next order of a column: ascending, then descending, then the order of the plan. */
function nextOrder(order: Order | undefined, name: string | undefined): Order | undefined {
  if (!isColumn(name)) return order;
  if (order?.column !== name) return { column: name, descending: false };
  return order.descending ? undefined : { column: name, descending: true };
}

function isColumn(name: string | undefined): name is Column {
  return name === 'status' || name === 'who' || name === 'target' || name === 'place';
}

function showOrder(order: Order | undefined): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('#people th button')) {
    const cell = button.closest('th');
    if (button.dataset['column'] !== order?.column) cell?.removeAttribute('aria-sort');
    else cell?.setAttribute('aria-sort', order?.descending ? 'descending' : 'ascending');
  }
}

/** Returns one row of the table. */
function rowElement(row: PageRow, data: PageData): HTMLTableRowElement {
  const [status, id, who, target, , text, help, file, line] = row;
  const place = file < 0 ? '' : `${data.files[file] ?? ''}:${line}`;
  return element(
    'tr',
    {},
    element('td', { class: 'what' }, ...pill(data.statuses[status])),
    element('td', { class: 'who' }, ...contactContent(data, { id, email: data.texts[who] ?? '' })),
    element('td', { class: 'in' }, ...targetLink(data.targets[target])),
    element('td', { class: 'why' }, ...reasonContent(data.texts[text] ?? '', data.texts[help])),
    element('td', { class: 'place' }, place),
  );
}

function pill(status: PageStatus | undefined): Node[] {
  if (status === undefined) return [];
  const sign = element('span', { 'aria-hidden': 'true' }, status.symbol);
  return [element('span', { class: `pill tone-${status.tone}` }, sign, ` ${status.word}`)];
}

function contactContent(
  { contactPage }: PageData,
  { id, email }: { readonly id: string; readonly email: string },
): (Node | string)[] {
  if (id === '') return [email];
  const link = element(
    'a',
    {
      href: contactPage.replace('{id}', encodeURIComponent(id)),
      target: '_blank',
      rel: 'noreferrer noopener',
    },
    email === '' ? `contact ${id}` : email,
  );
  return email === '' ? [link] : [link, ' ', element('span', { class: 'id' }, id)];
}

function targetLink(target: PageData['targets'][number] | undefined): (Node | string)[] {
  if (target === undefined) return [];
  const [section = '', key = ''] = target.address.split('.', 2);
  return [element('span', { class: 'section' }, `${section}.`), element('wbr', {}), key];
}

function reasonContent(text: string, help: string | undefined): (Node | string)[] {
  return help === undefined ? [text] : [text, element('span', { class: 'help' }, help)];
}
