import { found } from './element.ts';

const stored = 'rollcall-theme';

/** The button that turns light and dark over; the reader's system decides until it is used. */
export function themeButton(): void {
  const button = found('#theme', HTMLButtonElement);
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean => (root.dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const tell = (): void => button.setAttribute('aria-pressed', String(isDark()));
  const known = remembered();
  if (known === 'light' || known === 'dark') root.dataset['theme'] = known;
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    remember(root.dataset['theme']);
    tell();
  });
  dark.addEventListener('change', tell);
  tell();
}

/** A page in a frame or from a file may have no storage; then the choice lasts as long as the page. */
function remembered(): string | null {
  try {
    return localStorage.getItem(stored);
  } catch {
    return null;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(stored, theme);
  } catch {
    // Nothing to do: the theme is set already.
  }
}
