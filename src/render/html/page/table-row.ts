import type { PageData, PageRow, PageStatus } from '../page-data.ts';
import { element } from './element.ts';

/** Returns one row of the table, with the same elements as `peopleList` in HTML. */
export function rowElement(row: PageRow, data: PageData): HTMLTableRowElement {
  const [status, id, who, target, , text, help, file, line] = row;
  const place = file < 0 ? '' : `${data.files[file] ?? ''}:${line}`;
  return element(
    'tr',
    {},
    element('td', { class: 'what' }, ...pill(data.statuses[status])),
    element('td', { class: 'who' }, ...contactContent(data, { id, email: data.texts[who] ?? '' })),
    element('td', { class: 'in' }, ...targetName(data.targets[target])),
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

function targetName(target: PageData['targets'][number] | undefined): (Node | string)[] {
  if (target === undefined) return [];
  const [section = '', key = ''] = target.address.split('.', 2);
  return [element('span', { class: 'section' }, `${section}.`), element('wbr', {}), key];
}

function reasonContent(text: string, help: string | undefined): (Node | string)[] {
  return help === undefined
    ? prose(text)
    : [...prose(text), element('span', { class: 'help' }, ...prose(help))];
}

/** Returns a text with the parts between backticks as code. */
function prose(text: string): (Node | string)[] {
  return text.split(/`([^`]+)`/u).map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}
