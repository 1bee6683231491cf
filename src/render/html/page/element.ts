type Attributes = Readonly<Record<string, string | undefined>>;

/** Creates an element. Strings become text nodes: the content security policy forbids parsing HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) created.setAttribute(key, value);
  created.append(...children);
  return created;
}

/** Returns the element of a selector. Throws if the page has none of the given class. */
export function findElement<Kind extends Element>(selector: string, kind: abstract new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${selector}`);
}
