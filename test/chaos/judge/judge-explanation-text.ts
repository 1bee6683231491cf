/** Judges a printed explanation: every row as the rule had it, and the mark at the rule or step that decided. */
import { judgeExplanation } from './judge-line.ts';
import type { Seen } from './judge-line.ts';
import type { PlanLine } from './plan-lines.ts';

interface Row {
  readonly address: string;
  readonly rule: string;
  readonly holds: boolean;
  readonly saw: string;
}

/** `->  yes  ended  finished on 2026-11-05, enrolled by run 3`. */
const pattern = /^(?<mark>->| {2}) {2}(?<holds>yes|no) +(?<rule>\S+) +(?<saw>.*)$/u;

export function judgeExplanationText(
  printed: string,
  rows: readonly Row[],
  { seen, line }: { readonly seen: Seen; readonly line: PlanLine },
): void {
  const { book } = seen;
  let address = '';
  const shown = printed.split('\n').flatMap((text) => {
    const { mark = '', holds, rule = '', saw = '' } = pattern.exec(text)?.groups ?? {};
    // The rules of an address are below it.
    if (/^(?:sequences|workflows)\.\S+\/\S+$/u.test(text)) address = text;
    return rule === '' ? [] : [{ address, rule, saw, holds: holds === 'yes', isMarked: mark === '->' }];
  });
  if (shown.some((row) => row.address !== line.address))
    book.blame('false-statement', `explanation text of ${line.address}: it is about ${address}`);
  judgeExplanation(line.address, shown, { seen, line });
  const name = `explanation text of ${line.address}`;
  const rules = (some: readonly Row[]): string =>
    some.map(({ rule, holds }) => `${rule}${holds ? '!' : ''}`).join(' ');
  if (rules(shown) !== rules(rows)) {
    book.blame('false-statement', `${name}: ${rules(shown)} instead of ${rules(rows)}`);
  }
  // The rows `sender` and `plan` give results.
  const deciding = rows.findLastIndex(({ holds, rule }) => holds && rule !== 'sender' && rule !== 'plan');
  if (shown.some(({ isMarked }, index) => isMarked !== (index === deciding))) {
    book.blame('false-statement', `${name}: the mark is not at ${rows[deciding]?.rule ?? 'no rule'}`);
  }
}
