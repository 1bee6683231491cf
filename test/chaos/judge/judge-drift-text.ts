/** Judges printed drift: all of it is printed, parted as it counts, and true. */
import type { Plan } from '../../../src/model/results/plan.ts';
import { judgeDrift } from './judge-drift.ts';
import type { Seen } from './judge-line.ts';
import { surplus } from './surplus.ts';

/** `  ! unmanaged  a•••@northwind.example (1001)  sequences.q4  …`; the message is below the last line of its group. */
const pattern =
  /^ {2}(?<symbol>[!~]) (?<word>[a-z]+) +(?:(?:\S+ \((?<masked>\d+)\)|contact (?<id>\d+)) +)?(?<target>(?:sequences|workflows)\.\S+)(?: +(?:enrolled|ended) [\d-]+ [\d:]+ UTC)?(?: +\S+:\d+)?$/u;
const messagePattern = /^ {6}(?!fix: )(?<message>\S.*)$/u;

/** What the text calls the kinds of drift. */
const kinds: Readonly<Record<string, Plan['drift'][number]['kind']>> = {
  unmanaged: 'unmanaged',
  edited: 'target-edited',
  disabled: 'target-disabled',
  deleted: 'target-deleted',
  ended: 'ended-unexplained',
};

export function judgeDriftText(printed: string, plan: Plan, seen: Seen): void {
  const names: string[] = [];
  let group: { readonly address: string; readonly kind: string }[] = [];
  for (const line of printed.split('\n')) {
    const { symbol = '', word = '', masked, id = masked, target = '' } = pattern.exec(line)?.groups ?? {};
    const kind = kinds[word];
    if (kind !== undefined) {
      const address = id === undefined ? target : `${target}/${id}`;
      names.push(`${symbol} ${kind} ${address}`);
      group.push({ address, kind });
      continue;
    }
    const { message } = messagePattern.exec(line)?.groups ?? {};
    if (message === undefined) continue;
    for (const one of group) judgeDrift({ ...one, message }, seen);
    group = [];
  }
  for (const one of group) seen.book.blame('silence', `drift text: ${one.kind} ${one.address}: no message`);
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
  const printedListed = numberIn(/^Not counted: ([\d,]+) (?:difference|member|enrollment)/mu, printed);
  if (printedListed !== listed)
    book.blame('false-statement', `drift text: ${printedListed} not counted: ${listed} are`);
  // Without a recorded run, HubSpot need not match an apply.
  const matches = headline.startsWith('No drift. HubSpot matches the last apply');
  const unknown =
    plan.summary.unknown + plan.diagnostics.filter(({ code }) => code === 'creation-unknown').length;
  if (matches && (plan.ledgerRun === 0 || plan.drift.length > 0 || unknown > 0)) {
    book.blame('false-statement', 'drift text: claims that HubSpot matches the last apply');
  }
}

const headlines =
  /^(?:Drift: [\d,]+ differences?(?: since run \d+)?|No drift(?: since run \d+)?\.|No drift found(?: since run \d+)?, but [\d,]+ outcomes? (?:is|are) unknown: rollcall plan|No drift\. (?:Nothing has been applied yet|HubSpot matches the last apply \(run \d+\))\.)$/u;

function numberIn(pattern: RegExp, printed: string): number {
  return Number(pattern.exec(printed)?.[1]?.replaceAll(',', '') ?? 0);
}
