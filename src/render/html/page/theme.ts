import { found } from './element.ts';

/** The button that turns light and dark over; the reader's system decides until it is used. */
export function themeButton(): void {
  const button = found('#theme', HTMLButtonElement);
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean => (root.dataset['theme'] ?? (dark.matches ? 'dark' : 'light')) === 'dark';
  const tell = (): void => button.setAttribute('aria-pressed', String(isDark()));
  button.hidden = false;
  button.addEventListener('click', () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    tell();
  });
  dark.addEventListener('change', tell);
  tell();
}
