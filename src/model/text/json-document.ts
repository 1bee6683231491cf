/** The approximate number of characters in a piece. The caller writes each piece with one call. */
const pieceSize = 65_536;

/**
 * Yields a value as one JSON document, in pieces, so that memory never holds a long document as a whole. Each key of
 * the outermost object and each element of its lists has its own line: a document of 100,000 entries remains small
 * and can be searched and compared by line. The document ends with a line break. Keys keep their order, and
 * `undefined` is omitted. Any iterable except a text is written as a list and read one element at a time.
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
    let separator = '{\n';
    for (const [key, part] of Object.entries(value)) {
      if (part === undefined) continue;
      yield `${separator}  ${JSON.stringify(key)}: `;
      if (isList(part)) yield* listParts(part, '  ');
      else yield JSON.stringify(part);
      separator = ',\n';
    }
    yield separator === '{\n' ? '{}' : '\n}';
  }
}

function* listParts(list: Iterable<unknown>, indent: string): Generator<string> {
  let separator = '[\n';
  for (const item of list) {
    yield `${separator}${indent}  ${JSON.stringify(item ?? null)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]' : `\n${indent}]`;
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
