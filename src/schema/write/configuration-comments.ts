/** Writes the comments of a new configuration. */
import type { Portal } from '../../model/desired-state.ts';
import type { Inventory, InventoryTarget } from '../../model/account.ts';
import type { Kind } from '../../model/target.ts';
import { visible } from '../../model/text/invisible-characters.ts';

export function headComment(
  { account, readAt, targets }: Inventory,
  portal: Portal,
  ledger?: { readonly ledgerId?: string | undefined },
): string {
  const isThere = portal === 'simulated' || ledger?.ledgerId !== undefined;
  const apply = isThere ? 'rollcall apply' : 'rollcall apply --new-ledger';
  const counts = (['sequence', 'workflow'] as const).map((kind) => {
    const own = targets.filter((target) => target.kind === kind);
    const people = new Set(own.flatMap(({ members }) => members.map(({ contactId }) => contactId))).size;
    return `${counted(people, 'person', 'people')} in ${counted(own.length, kind)}`;
  });
  return commented([
    `The active contacts of HubSpot account ${account.portalId}, read by rollcall import`,
    `on ${readAt.slice(0, 10)} at ${readAt.slice(11, 16)} UTC: ${counts.join(', ')}.`,
    '',
    'With this file `rollcall plan` shows no changes. Apply it once, soon:',
    `  ${apply}`,
    'That sends nothing. It records the active contacts, so that no contact is enrolled again after it ended.',
    '',
    'An import cannot restore:',
    '- ended enrollments: HubSpot shows the latest sequence of a contact, and no past workflow;',
    '- ledger records: the enrollments by rollcall with time and commit; attempts with an unknown outcome;',
    '  contacts erased on request. If the ledger still exists somewhere, use it.',
    "- enrollments of the last minutes: HubSpot's search does not show them yet.",
  ]);
}

/** Returns `null` for a kind without a comment. */
export function sectionComment(kind: Kind): string | null {
  if (kind === 'sequence') return null;
  return commented([
    'Contacts added here later stay `unknown` until the workflow has an `everList` (a HubSpot list of all',
    'contacts ever enrolled in it), or `noHistoryBefore: DATE` with a ledger that covers the days since.',
  ]);
}

export function targetComment({ name, members, disabled }: InventoryTarget): string {
  const called = name === undefined ? '' : `"${oneLine(name)}", `;
  const off = disabled ? ', turned off in HubSpot' : '';
  return ` ${called}${members.length} active${off}`;
}

/** Lists what `import` read and left out of the file; `null` (as the YAML library requires) if there is nothing. */
export function closingComment({ idle, unreadable }: Inventory): string | null {
  const lines = [
    ...(idle.length > 0 ? ['', 'No contact is active in:', ...idle.map(idleLine)] : []),
    ...(unreadable.length > 0
      ? [
          '',
          'Left out, because HubSpot shows contradictory data for them; import again in some minutes:',
          `  ${unreadable.join(', ')}`,
        ]
      : []),
  ];
  return lines.length === 0 ? null : commented(lines.slice(1));
}

function idleLine({ kind, id, name, disabled }: Inventory['idle'][number]): string {
  const called = name === undefined ? '' : ` "${oneLine(name)}"`;
  return `  ${kind} ${id}${called}${disabled ? ', turned off' : ''}`;
}

/** Names in HubSpot may hold anything: a line break would end the comment, a direction mark reorder the line. */
function oneLine(text: string): string {
  return visible(text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' '));
}

function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Lines as the YAML library wants a comment: each line begins with the text after `#`. */
function commented(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
}
