import type { PageData, PageRow, PageStatus } from '../page-data.ts';
import { element } from './element.ts';

/** One row of the table of people. */
export function rowElement(row: PageRow, data: PageData): HTMLTableRowElement {
  const [status, id, who, target, , text, help, file, line] = row;
  const place = file < 0 ? '' : `${data.files[file] ?? ''}:${line}`;
  return element(
    'tr',
    {},
    element('td', { class: 'what' }, ...pill(data.statuses[status])),
    element('td', { class: 'who' }, ...person(data, { id, email: data.texts[who] ?? '' })),
    element('td', { class: 'in' }, ...targetLink(data.targets[target])),
    element('td', { class: 'why' }, ...because(data.texts[text] ?? '', data.texts[help])),
    element('td', { class: 'place' }, place),
  );
}

function pill(status: PageStatus | undefined): Node[] {
  if (status === undefined) return [];
  const sign = element('span', { 'aria-hidden': 'true' }, status.symbol);
  return [element('span', { class: `pill tone-${status.tone}` }, sign, ` ${status.word}`)];
}

function person(
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

function because(text: string, help: string | undefined): (Node | string)[] {
  return help === undefined ? [text] : [text, element('span', { class: 'help' }, help)];
}
