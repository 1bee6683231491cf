/** Paper cannot be unfolded: what is closed is opened for printing, and closed again. */
export function openForPrint(): void {
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
