import { formatNumber } from '../view/format.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { section } from './document.ts';

/** The list of people: an empty table and its filters, which the page's script fills from the data. */
export function peopleList(amount: number, title = 'Who'): Html {
  if (amount === 0) return html``;
  return section('people', title, {
    body: html`<noscript
        ><p>The ${formatNumber(amount)} lines of this list need the page's script.</p></noscript
      >
      <form id="filters" role="search" aria-label="Filter the list" hidden>
        <label class="wide"
          >Search<input
            type="search"
            name="search"
            id="search"
            autocomplete="off"
            placeholder="name, id, reason, file:line"
        /></label>
        ${select('status', 'What')}${select('target', 'Target')}${select('sender', 'Sender')}
        <button type="reset">Clear</button>
      </form>
      <table id="people">
        <caption class="unseen">
          ${title}
        </caption>
        <thead>
          <tr>
            ${column('status', 'what')}${column('who', 'who')}${column('target', 'target')}
            <th scope="col">why</th>
            ${column('place', 'where')}
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
