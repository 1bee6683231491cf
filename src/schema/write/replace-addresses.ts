/**
 * Replaces the addresses in the text of a file, and removes what people wrote for people: comments, reasons and the
 * other columns of CSV files. Every line keeps its number, so that positions stay true.
 */
import { isMap, isScalar, Lexer, type Node, parseDocument, type Scalar, visit } from 'yaml';
import { openCsv } from '../csv/csv-file.ts';
import { collectProblems } from '../problems.ts';

/** Returns what replaces an address, a pattern, or a text with an address. */
type Replace = (text: string) => string;

/** Returns the text of a configuration file or a CSV file with other addresses. Throws nothing: invalid text becomes empty. */
export function replaceAddresses(path: string, text: string, replace: Replace): string {
  const csv = /\.ya?ml$/iu.test(path) ? undefined : openCsv({ file: path, text }, collectProblems());
  return csv ? inCsv(csv, replace) : inYaml(text, replace);
}

function inCsv({ table, columns }: NonNullable<ReturnType<typeof openCsv>>, replace: Replace): string {
  const kept = Object.entries(columns).filter(([, index]) => index >= 0);
  const lines = [kept.map(([name]) => name).join(',')];
  for (let row = 1; row < table.rows; row += 1) {
    const cells = table.cellsOf(row);
    while (lines.length < table.lineOf(row) - 1) lines.push('');
    const values = kept.map(([, index]) => (cells[index] ?? '').trim());
    const isBlank = values.every((value) => value === '');
    lines.push(
      isBlank ? '' : values.map((value) => (value.includes('@') ? replace(value) : value)).join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function inYaml(text: string, replace: Replace): string {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents)) return '';
  const edits: Edit[] = commentsAndNames(text);
  const put = ({ range }: Node, value: string): void => {
    if (!range) return;
    const [from, to] = range;
    // A text over several lines becomes one line, and empty lines.
    const lines = text.slice(from, to).split('\n').length - 1;
    edits.push({ from, to, text: `${value}${'\n'.repeat(lines)}` });
  };
  visit(document, {
    Pair(_key, pair, path) {
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      const value = isScalar(pair.value) ? pair.value : undefined;
      if (name === 'reason' && value) put(value, '"reason"');
      else if (name === 'ledger' && value && path.length === 2) put(value, '.rollcall/ledger.db');
      else if (name === 'definition' && value && path.length > 2 && hasId(path.at(-1))) {
        edits.push(...withoutPair(text, pair.key, value));
      } else return undefined;
      return visit.SKIP;
    },
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'string' && scalar.value.includes('@'))
        put(scalar, JSON.stringify(replace(scalar.value)));
    },
  });
  return edited(text, edits);
}

/** The definition file of an existing target is not a part of a snapshot. */
function hasId(map: unknown): boolean {
  return isMap(map) && (map.has('id') || map.has('name'));
}

function withoutPair(text: string, key: unknown, { range }: Scalar): readonly Edit[] {
  const from = isScalar(key) ? key.range?.[0] : undefined;
  if (from === undefined || !range) return [];
  const after = /^\s*,/u.exec(text.slice(range[1]))?.[0].length ?? 0;
  return [{ from, to: range[1] + after, text: '' }];
}

/** Removes comments, and renames anchors. */
function commentsAndNames(text: string): Edit[] {
  const edits: Edit[] = [];
  const names = new Map<string, string>();
  let at = 0;
  let isText = false;
  for (const token of new Lexer().lex(text)) {
    // The lexer adds these marks: they are not in the text.
    if (['\u0002', '\u0018', '\u001F'].includes(token)) {
      isText = token === '\u001F';
      continue;
    }
    const [from, to] = [at, at + token.length];
    at = to;
    if (!isText && token.startsWith('#')) edits.push({ from, to, text: '' });
    if (!isText && /^[&*]/u.test(token)) {
      const name = token.slice(1);
      const replaced = names.get(name) ?? `a${names.size + 1}`;
      names.set(name, replaced);
      edits.push({ from, to, text: `${token.charAt(0)}${replaced}` });
    }
    isText = false;
  }
  return edits;
}

function edited(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, text: written } of edits.toSorted((a, b) => a.from - b.from)) {
    if (from < at) continue;
    result += text.slice(at, from) + written;
    at = to;
  }
  return result + text.slice(at);
}
