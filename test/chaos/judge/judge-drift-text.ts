/** Judges printed drift: all of it is printed, parted as it counts, and true. */
import type { Plan } from '../../../src/model/results/plan.ts';
import { judgeDrift } from './judge-drift.ts';
import type { Seen } from './judge-line.ts';
import { surplus } from './text-lines.ts';

/** `  ! unmanaged  sequences.q4/1001: Active, …  enrollments.yaml:23`. */
const pattern = /^ {2}(?<symbol>[!~]) (?<kind>\S+) {2}(?<address>[^\s:]+): (?<message>.*?)(?: {2}\S+:\d+)?$/u;

export function judgeDriftText(printed: string, plan: Plan, seen: Seen): void {
  const names: string[] = [];
  for (const line of printed.split('\n')) {
    const { symbol = '', kind = '', address = '', message = '' } = pattern.exec(line)?.groups ?? {};
    if (kind === '') continue;
    names.push(`${symbol} ${kind} ${address}`);
    judgeDrift({ address, kind, message }, seen);
  }
  const planned = plan.drift.map(({ counts, kind, address }) => `${counts ? '!' : '~'} ${kind} ${address}`);
  const { book } = seen;
  for (const name of surplus(names, planned)) book.blame('false-statement', `drift text: ${name}`);
  for (const name of surplus(planned, names)) book.blame('silence', `drift text: ${name}: left out`);
  const moved = planned.filter((name) => name.startsWith('!')).length;
  const headline = printed.split('\n')[0] ?? '';
  if (!headlines.test(headline))
    book.blame('unclassified', `drift text: the first line is not a headline: ${headline}`);
  const printedCount = numberIn(/^Drift: ([\d,]+) difference/u, printed);
  if (printedCount !== moved)
    book.blame('false-statement', `drift text: ${printedCount} differences: ${moved} count`);
  const listed = planned.length - moved;
  const printedListed = numberIn(/^Not counted: ([\d,]+) difference/mu, printed);
  if (printedListed !== listed)
    book.blame('false-statement', `drift text: ${printedListed} not counted: ${listed} are`);
  // Without a recorded run, or with anything listed, HubSpot need not match an apply.
  const matches = headline.startsWith('No drift. HubSpot matches the last apply');
  if (matches && (plan.drift.length > 0 || plan.ledgerRun === 0)) {
    book.blame('false-statement', 'drift text: claims that HubSpot matches the last apply');
  }
}

const headlines =
  /^(?:Drift: [\d,]+ differences?(?: since run \d+)?|No drift(?: since run \d+)?\.|No drift\. (?:Nothing has been applied yet|HubSpot matches the last apply \(run \d+\))\.)$/u;

function numberIn(pattern: RegExp, printed: string): number {
  return Number(pattern.exec(printed)?.[1]?.replaceAll(',', '') ?? 0);
}
