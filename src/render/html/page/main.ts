/** The script of a page: the list and its filters, the diffs, the theme button, and printing. */
import type { PageData } from '../page-data.ts';
import { fillDiffs } from './diffs.ts';
import { findElement } from './element.ts';
import { peopleTable } from './people-table.ts';

setUpThemeButton();
openDetailsForPrint();
const embedded = document.querySelector('#data');
// Paint the page before parsing a large list.
requestAnimationFrame(() => setTimeout(start));

function start(): void {
  if (embedded) setUpList(JSON.parse(embedded.textContent));
  document.documentElement.dataset['ready'] = 'true';
}

function setUpList(data: PageData): void {
  const people = peopleTable(data);
  fillDiffs(data);
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

/** Sets up the button that switches between light and dark. Until it is used, the system setting applies. */
function setUpThemeButton(): void {
  const button = findElement('#theme', HTMLButtonElement);
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean => (root.dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const showState = (): void => button.setAttribute('aria-pressed', String(isDark()));
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    showState();
  });
  dark.addEventListener('change', showState);
  showState();
}

/** Opens closed sections for printing, and closes them afterwards. */
function openDetailsForPrint(): void {
  let opened: readonly HTMLDetailsElement[] = [];
  matchMedia('print').addEventListener('change', ({ matches }) => {
    if (matches) {
      opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open], [data-diff])')];
      for (const fold of opened) fold.open = true;
    } else {
      for (const fold of opened) fold.open = false;
      opened = [];
    }
  });
}
