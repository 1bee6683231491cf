/** Reads the items to resolve: from the command line, or from a file. */
import type { ResolveOutcome } from '../../model/ledger/ledger-reports.ts';
import { Failure } from '../../model/failure.ts';
import type { Diagnostic, Source } from '../../model/results/diagnostic.ts';

export interface ResolveItem {
  /** Target and contact, as a plan shows them. */
  readonly address: string;
  /** What the user saw in HubSpot, or the decision to try again. */
  readonly outcome: ResolveOutcome;
  /** The line of the file. */
  readonly source?: Source;
}

export interface ReadItemsResult {
  readonly items: readonly ResolveItem[];
  readonly problems: readonly Diagnostic[];
}

/**
 * Parses lines of the form `ADDRESS enrolled|not-enrolled|retry`, separated by spaces, a comma or a semicolon. Quotes, a
 * header, empty lines and comments (`#`) are allowed. Returns a problem for every other line.
 */
export function readItems(path: string, text: string): ReadItemsResult {
  const items: ResolveItem[] = [];
  const problems: Diagnostic[] = [];
  let isFirst = true;
  for (const [index, line] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\r|\n/u)
    .entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const source = { file: path, line: index + 1, column: line.length - line.trimStart().length + 1 };
    const item = itemIn(content);
    const isHeader = isFirst && /^"?(?:address|contact|enrollment)\b/iu.test(content);
    if (item) items.push({ ...item, source });
    else if (!isHeader) problems.push(badLineDiagnostic(source));
    isFirst = false;
  }
  if (items.length === 0 && problems.length === 0) throw emptyFileFailure(path);
  return { items, problems };
}

function itemIn(line: string): Omit<ResolveItem, 'source'> | undefined {
  const [, address, word] = /^"?([^\s",;]+)"?(?:\s*[,;]\s*|\s+)"?([a-z-]+)"?$/iu.exec(line) ?? [];
  const outcome = outcomes.find((one) => one === word?.toLowerCase());
  return address === undefined || outcome === undefined ? undefined : { address, outcome };
}

const outcomes: readonly ResolveOutcome[] = ['enrolled', 'not-enrolled', 'retry'];

function badLineDiagnostic(source: Source): Diagnostic {
  return {
    code: 'bad-line',
    severity: 'error',
    message: 'This line is not an address followed by `enrolled`, `not-enrolled` or `retry`.',
    help: 'Write for example: sequences.q4-outbound/1042 not-enrolled',
    source,
  };
}

function emptyFileFailure(path: string): Failure {
  return new Failure({
    code: 'empty-file',
    message: `${path} contains no address. Nothing was written.`,
    help: 'Write one address per line, for example: sequences.q4-outbound/1042 not-enrolled',
  });
}
