/** The script of a page: the table and its filters, the diffs, the theme button, and printing. */
import type { PageData } from '../page-data.ts';
import { fillDiffs } from './diffs.ts';
import { findElement } from './element.ts';
import { peopleTable } from './people-table.ts';

setUpThemeButton();
openDetailsForPrint();
openLinkedDetails();
const embedded = document.querySelector('#data');
// Paint the page before parsing a large list.
requestAnimationFrame(() => setTimeout(start));

function start(): void {
  if (embedded) setUpList(JSON.parse(embedded.textContent));
  document.documentElement.dataset['ready'] = 'true';
}

function setUpList(data: PageData): void {
  fillDiffs(data);
  // The page of a short drift has no table.
  if (document.querySelector('#people') === null) return;
  const people = peopleTable(data);
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>('a[data-filter]') : null;
    if (link === null) return;
    people.show(filterOf(link, data));
    findElement('#people-title', HTMLElement).focus();
  });
}

/** Returns the form values of a link's `data-status`, `data-target`, `data-sender` and `data-search`. */
function filterOf(link: HTMLElement, data: PageData): Record<string, string> {
  const { status, target, sender, search } = link.dataset;
  return {
    ...(status === undefined ? {} : { status: String(data.statuses.findIndex(({ key }) => key === status)) }),
    ...(target === undefined
      ? {}
      : { target: String(data.targets.findIndex(({ address }) => address === target)) }),
    ...(sender === undefined ? {} : { sender: String(data.senders.indexOf(sender)) }),
    ...(search === undefined ? {} : { search }),
  };
}

/** Sets up the button of the theme. Its label is the current choice; a click takes the next one. */
function setUpThemeButton(): void {
  const button = findElement('#theme', HTMLButtonElement);
  const name = findElement('#theme-name', HTMLElement);
  const root = document.documentElement;
  const choices = ['System', 'Light', 'Dark'] as const;
  let choice = 0;
  button.hidden = false;
  button.addEventListener('click', () => {
    choice = (choice + 1) % choices.length;
    const chosen = choices[choice] ?? 'System';
    name.textContent = chosen;
    if (chosen === 'System') delete root.dataset['theme'];
    else root.dataset['theme'] = chosen.toLowerCase();
  });
}

/** Opens closed sections for printing, apart from those marked to stay closed, and closes them afterwards. */
function openDetailsForPrint(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  matchMedia('print').addEventListener('change', ({ matches }) => {
    if (matches) {
      opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], [data-print=closed])')];
      for (const fold of opened) fold.open = true;
    } else {
      for (const fold of opened) fold.open = false;
      opened = [];
    }
  });
}

/** Opens a closed section when a link leads into it. Some browsers do so only for text that a reader searches. */
function openLinkedDetails(): void {
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    const fold =
      link && document.getElementById(link.getAttribute('href')?.slice(1) ?? '')?.closest('details');
    if (fold) fold.open = true;
  });
}
