import { count, formatNumber } from '../view/format.ts';
import { card, fold } from './card.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { PageData, PageRow, PageStatus, PageTarget } from './page-data.ts';
import { prose } from './prose.ts';

/** The rows that need no script. */
const maxRows = 200;
/** A list with fewer rows has no filters. */
const minFilteredRows = 10;

interface ListOptions {
  readonly title?: string;
  /** The command that lists all rows, for a reader without the script and for paper. */
  readonly command?: string;
  /** Close the list until the reader opens it. */
  readonly closed?: boolean;
}

/** Returns the table of contacts with its first rows. The script adds search, filters, sorting and the other rows. */
export function peopleList(
  data: PageData,
  { title = 'Contacts', command, closed = false }: ListOptions = {},
): Html {
  const amount = data.rows.length;
  if (amount === 0) return html``;
  const part = closed ? fold : card;
  return part('people', title, {
    note: count(amount, 'line'),
    flush: true,
    body: html`${amount < minFilteredRows ? undefined : filterForm()}
      <table id="people">
        <caption class="unseen">
          ${title}
        </caption>
        <thead>
          <tr>
            ${column('status', 'Status')}${column('who', 'Contact')}${column('target', 'Target')}
            <th scope="col">Reason</th>
            ${column('place', 'Declared in')}
          </tr>
        </thead>
        <tbody>
          ${data.rows.slice(0, maxRows).map((row) => tableRow(row, data))}
        </tbody>
      </table>
      <div class="foot">
        <p id="shown" role="status" ${command === undefined ? '' : html`data-command="${command}"`}>
          ${shownText(amount, command)}
        </p>
        <nav id="pages" aria-label="Pages of the list" hidden>
          <button type="button" id="previous">Previous</button><button type="button" id="next">Next</button>
        </nav>
      </div>`,
  });
}

function shownText(amount: number, command: string | undefined): Html {
  if (amount <= maxRows) return html`1 to ${formatNumber(amount)} of ${formatNumber(amount)}`;
  const how = command === undefined ? html` (they need JavaScript)` : html`: <code>${command}</code>`;
  return html`1 to ${formatNumber(maxRows)} of ${formatNumber(amount)}. ${formatNumber(amount - maxRows)}
  more${how}`;
}

function filterForm(): Html {
  return html`<form id="filters" role="search" aria-label="Filter the list" hidden>
    <label class="wide"
      >Search<input
        type="search"
        name="search"
        id="search"
        autocomplete="off"
        placeholder="email, id, reason, file:line"
    /></label>
    ${select('status', 'Status')}${select('target', 'Target')}${select('sender', 'Sender')}
    <button type="reset">Clear</button>
  </form>`;
}

function select(name: string, label: string): Html {
  return html`<label
    >${label}<select name="${name}" id="filter-${name}">
      <option value="-1">All</option>
    </select></label
  >`;
}

/** Returns a column head, which the script turns into a button that sorts. */
function column(name: string, label: string): Html {
  return html`<th scope="col" data-column="${name}">${label}</th>`;
}

/** Returns one row, with the same elements as `page/table-row.ts`. */
function tableRow(row: PageRow, data: PageData): Html {
  const [status, id, who, target, , text, help, file, line] = row;
  const place = file < 0 ? '' : `${data.files[file] ?? ''}:${line}`;
  return html`<tr>
    <td class="what">${pill(data.statuses[status])}</td>
    <td class="who">${contactPart(data, id, data.texts[who] ?? '')}</td>
    <td class="in">${targetName(data.targets[target])}</td>
    <td class="why">
      ${prose(data.texts[text] ?? '')}${help < 0 ? undefined : html`<span class="help">${prose(data.texts[help] ?? '')}</span>`}
    </td>
    <td class="place">${place}</td>
  </tr>`;
}

function pill(status: PageStatus | undefined): Html | undefined {
  if (status === undefined) return undefined;
  return html`<span class="pill tone-${status.tone}"
    ><span aria-hidden="true">${status.symbol}</span> ${status.word}</span
  >`;
}

function contactPart({ contactPage }: PageData, id: string, email: string): Html {
  if (id === '') return html`${email}`;
  const href = contactPage.replace('{id}', encodeURIComponent(id));
  const link = html`<a href="${href}" target="_blank" rel="noreferrer noopener"
    >${email === '' ? `contact ${id}` : email}</a
  >`;
  return email === '' ? link : html`${link} <span class="id">${id}</span>`;
}

function targetName(target: PageTarget | undefined): Html | undefined {
  if (target === undefined) return undefined;
  const [section = '', key = ''] = target.address.split('.', 2);
  return html`<span class="section">${section}.</span><wbr />${key}`;
}
