/**
 * Any value as one JSON document that ends with a line break: each key of the outermost object and
 * each element of its lists on a line of its own, so that a document of 100,000 entries stays small
 * and can be searched and compared by line. Keys keep their order; `undefined` is left out.
 */
export function renderJson(value: unknown): string {
  if (Array.isArray(value)) return `${listText(value, '')}\n`;
  if (value === null || typeof value !== 'object') return `${JSON.stringify(value ?? null)}\n`;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (entries.length === 0) return '{}\n';
  const body = entries.map(([key, part]) => {
    const text = Array.isArray(part) ? listText(part, '  ') : JSON.stringify(part);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${body.join(',\n')}\n}\n`;
}

function listText(list: readonly unknown[], indent: string): string {
  if (list.length === 0) return '[]';
  const lines = list.map((item) => `${indent}  ${JSON.stringify(item ?? null)}`);
  return `[\n${lines.join(',\n')}\n${indent}]`;
}
