import { formatNumber } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { section } from './document.ts';

/** Returns the empty table of contacts and its filters; the script of the page fills both from the data. */
export function peopleList(amount: number, title = 'Contacts'): Html {
  if (amount === 0) return html``;
  return section('people', title, {
    body: html`<noscript><p>This list of ${formatNumber(amount)} lines needs JavaScript.</p></noscript>
      <form id="filters" role="search" aria-label="Filter the list" hidden>
        <label class="wide"
          >Search<input
            type="search"
            name="search"
            id="search"
            autocomplete="off"
            placeholder="name, id, reason, file:line"
        /></label>
        ${select('status', 'Status')}${select('target', 'Target')}${select('sender', 'Sender')}
        <button type="reset">Clear</button>
      </form>
      <table id="people">
        <caption class="unseen">
          ${title}
        </caption>
        <thead>
          <tr>
            ${column('status', 'status')}${column('who', 'contact')}${column('target', 'target')}
            <th scope="col">reason</th>
            ${column('place', 'declared in')}
          </tr>
        </thead>
        <tbody></tbody>
      </table>
      <div class="foot">
        <p id="shown" role="status"></p>
        <nav id="pages" aria-label="Pages of the list" hidden>
          <button type="button" id="previous">Previous</button><button type="button" id="next">Next</button>
        </nav>
      </div>`,
  });
}

function select(name: string, label: string): Html {
  return html`<label
    >${label}<select name="${name}" id="filter-${name}">
      <option value="-1">All</option>
    </select></label
  >`;
}

function column(name: string, label: string): Html {
  return html`<th scope="col"><button type="button" data-column="${name}">${label}</button></th>`;
}
