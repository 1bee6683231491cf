import type { TakenSnapshot } from '../../model/results/taken-snapshot.ts';
import { count } from '../view/format.ts';
import { safeLine } from '../view/safe-text.ts';
import { shellWord } from '../../model/text/shell-word.ts';

/** The differences of the plans that are listed. */
const shownDifferences = 10;

/** Renders what a snapshot contains, and whether it gives the same plan as the account. */
export function renderSnapshot(snapshot: TakenSnapshot): string {
  const { path, portalId, contacts, enrollments, targets, lists, records, requests, bytes } = snapshot;
  const { entries, differences } = snapshot;
  const hidden = differences.length - shownDifferences;
  const compared =
    differences.length === 0
      ? [`Its plan equals that of the account: ${count(entries, 'entry', 'entries')}.`]
      : [
          `Its plan differs from that of the account (${count(entries, 'entry', 'entries')}):`,
          ...differences.slice(0, shownDifferences).map((line) => `  ${line}`),
          ...(hidden > 0 ? [`  … ${hidden} more`] : []),
        ];
  return `${[
    `Wrote ${path} (${sizeText(bytes)}) with ${count(requests, 'request')} to account ${portalId}: ${count(contacts, 'contact')}, ${count(enrollments, 'enrollment')}, ${count(targets, 'target')}, ${count(lists, 'list')}, ${count(records, 'record')} of the ledger.`,
    ...compared,
    `Addresses are pseudonyms, and names are left out. Next: rollcall rehearse --snapshot ${shellWord(path)}`,
  ]
    .map(safeLine)
    .join('\n')}\n`;
}

function sizeText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
