/** Characters of a piece, about. Each piece is one write. */
const pieceSize = 65_536;

/**
 * Any value as one JSON document that ends with a line break: each key of the outermost object and
 * each element of its lists on a line of its own, so that a document of 100,000 entries stays small
 * and can be searched and compared by line. Keys keep their order; `undefined` is left out. A list may
 * be any iterable but a text, and is asked for one element at a time. The document comes in pieces,
 * so that a long one never has to be held whole.
 */
export function* jsonDocument(value: unknown): Generator<string> {
  let piece = '';
  for (const part of parts(value)) {
    piece += part;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}\n`;
}

function* parts(value: unknown): Generator<string> {
  if (isList(value)) yield* listParts(value, '');
  else if (value === null || typeof value !== 'object') yield JSON.stringify(value ?? null);
  else {
    let before = '{\n';
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      yield `${before}  ${JSON.stringify(key)}: `;
      if (isList(part)) yield* listParts(part, '  ');
      else yield JSON.stringify(part);
      before = ',\n';
    }
    yield before === '{\n' ? '{}' : '\n}';
  }
}

function* listParts(list: Iterable<unknown>, indent: string): Generator<string> {
  let before = '[\n';
  for (const item of list) {
    yield `${before}${indent}  ${JSON.stringify(item ?? null)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]' : `\n${indent}]`;
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
