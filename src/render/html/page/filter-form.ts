import type { PageData, PageRow } from '../page-data.ts';
import { element, findElement } from './element.ts';
import type { Filter } from './select-rows.ts';

/** Returns the filter that the form contains. A page without a form shows all rows. */
export function readFilter(form: HTMLFormElement | null): Filter {
  const fields = form === null ? new FormData() : new FormData(form);
  const index = (name: string): number => Number(fields.get(name) ?? -1);
  const search = fields.get('search');
  return {
    search: typeof search === 'string' ? search : '',
    status: index('status'),
    target: index('target'),
    sender: index('sender'),
  };
}

export function setField(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
}

/** Fills the filters with their options and row counts. Hides a filter with fewer than two options. */
export function fillSelects(data: PageData): void {
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
