type Attributes = Readonly<Record<string, string | undefined>>;

/** An element of the page. Texts are only ever set as text: the page's policy forbids parsing HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** An element that the page is sure to have, of the kind given. */
export function findElement<Kind extends Element>(selector: string, kind: abstract new () => Kind): Kind {
  const one = document.querySelector(selector);
  if (one instanceof kind) return one;
  throw new Error(`the page has no ${selector}`);
}
