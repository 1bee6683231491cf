/** A part that the reader may open. `title` is HTML already, `body` Markdown. */
export function fold(title: string, body: string, { open }: { readonly open: boolean }): string {
  // Without the empty lines the body would be read as HTML.
  return `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
