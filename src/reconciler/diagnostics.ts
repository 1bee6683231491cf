/** What a plan may complain of: one function a sentence, so that they can be read side by side. */
import type { DesiredContact, DesiredTarget, ContactRef } from '../model/desired-state.ts';
import { type Diagnostic, formatSource, type Source } from '../model/diagnostic.ts';
import { maskEmail } from '../model/email.ts';
import type { SimilarContact } from '../model/observed-state.ts';
import { type Address, targetAddress, type TargetId } from '../model/target.ts';
import type { Contradiction } from './context/resolve-contact.ts';
import { rowContactsText, didYouMeanContact } from './context/resolve-contact.ts';

export function listMissing(list: string, source: Source): Diagnostic {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `The account has no list \`${list}\`, so the members are unknown.`,
    help: 'Correct the name or id, or remove the line.',
    source,
  };
}

export function membersEmpty(target: DesiredTarget): Diagnostic {
  return {
    code: 'members-empty',
    severity: 'error',
    message: `${targetAddress(target)} has members, but its lists are empty: no member would be left.`,
    help: 'If no contact belongs there, add `allowEmpty: true` to the target; otherwise check the lists.',
    source: target.source,
  };
}

export function memberAndAbsent(target: Address, member: Source, absent: Source): Diagnostic {
  return {
    code: 'member-and-absent',
    severity: 'error',
    message: `One person is a member of ${target} and absent from it, under two names of the same contact.`,
    help: 'Keep one of the two lines.',
    source: member,
    related: [absent],
  };
}

/** An `absent` entry that no contact of the account matches. */
export function absentUnmatched(
  target: Address,
  { person, source }: DesiredContact,
  near: SimilarContact | undefined,
): Diagnostic {
  return {
    code: 'absent-unmatched',
    severity: 'warning',
    message: `This \`absent\` entry of ${target} matches no contact: ${personNames(person)}. It removes no one.`,
    help: `${didYouMeanContact(near)}Correct the entry, or remove it if the contact was deleted.`,
    source,
  };
}

export function absentUnmatchedMany(target: Address, entries: readonly DesiredContact[]): Diagnostic {
  const places = entries.slice(0, 3).map(({ source }) => formatSource(source));
  const [first] = entries;
  return {
    code: 'absent-unmatched',
    severity: 'warning',
    message: `${entries.length} \`absent\` entries of ${target} match no contact and remove no one: ${places.join(', ')} and ${entries.length - 3} more.`,
    help: 'Correct these entries, or remove them if the contacts were deleted.',
    ...(first ? { source: first.source } : {}),
  };
}

/** A row of an `absent` file whose id and email name two contacts. */
export function absentRowContradictory(
  target: Address,
  { person, source }: DesiredContact,
  contradiction: Contradiction,
): Diagnostic {
  return {
    code: 'absent-contradicts',
    severity: 'warning',
    message: `This \`absent\` row of ${target} names two contacts, so it removes neither: ${rowContactsText(person, contradiction)}.`,
    help: 'Correct the id or the email, or keep only one of the two.',
    source,
  };
}

function personNames({ id, email }: ContactRef): string {
  const names = [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(email === undefined ? [] : [maskEmail(email)]),
  ];
  return names.join(', ');
}

export function twoSenders(target: Address, source: Source, earlier: Source): Diagnostic {
  return {
    code: 'two-senders',
    severity: 'error',
    message: `One person is declared twice in ${target}, under two names of the same contact and with two senders.`,
    help: 'Keep one of the two lines.',
    source,
    related: [earlier],
  };
}

/** `sources`: pairs of places, the earlier one first. */
export function samePersonTwice(target: Address, sources: readonly Source[]): Diagnostic {
  const [source, ...related] = sources;
  const pairs = sources.flatMap((one, index) => {
    const other = sources[index + 1];
    return index % 2 === 0 && other ? [`${formatSource(one)} and ${formatSource(other)}`] : [];
  });
  const more = pairs.length > 3 ? `; and ${pairs.length - 3} more` : '';
  const one = pairs.length === 1;
  return {
    code: 'same-person-twice',
    severity: 'warning',
    message: one
      ? `One person is declared twice in ${target}, under two names of the same contact, and is enrolled once.`
      : `${pairs.length} people are declared twice in ${target}, each under two names of the same contact, and each is enrolled once: ${pairs.slice(0, 3).join('; ')}${more}.`,
    help: one ? 'Keep one of the two lines.' : 'Keep one line for each person.',
    ...(source ? { source } : {}),
    ...(one ? { related } : {}),
  };
}

export function targetIdChanged(target: DesiredTarget, formerId: TargetId): Diagnostic {
  return {
    code: 'target-id-changed',
    severity: 'error',
    message: `${targetAddress(target)} had the id ${formerId} when it was last applied and now has ${target.id}. For the ledger that is a new target, so all of its members could be enrolled again.`,
    help: `If it replaces the old one, add \`replaces: ${formerId}\`: members enrolled there count as enrolled. To enroll all members again, give it a \`since\`.`,
    source: target.source,
  };
}

export function targetNotReady(target: DesiredTarget, why: string): Diagnostic {
  return {
    code: 'target-not-ready',
    severity: 'warning',
    message: `No contact can be enrolled in ${targetAddress(target)}: ${why}.`,
    help: 'Fix it in HubSpot, or correct the `id`.',
    source: target.source,
  };
}

export function retiredUnreadable(target: DesiredTarget): Diagnostic {
  return {
    code: 'retired-unseen',
    severity: 'warning',
    message: `${targetAddress(target)} is retired, but its active contacts cannot be read; rollcall unenrolls only contacts that the ledger or the files name.`,
    help: 'Make a list of its active contacts in the account and name it with `activeList`.',
    source: target.source,
  };
}

export function suppressedUnmanaged(
  target: DesiredTarget,
  { count, byOthers }: { readonly count: number; readonly byOthers: boolean },
): Diagnostic {
  const one = count === 1;
  const who = byOthers
    ? 'enrolled by someone else'
    : `and the ledger does not show who enrolled ${one ? 'it' : 'them all'}`;
  return {
    code: 'suppressed-unmanaged',
    severity: 'warning',
    message: `${one ? 'One suppressed contact is' : `${count} suppressed contacts are`} active in ${targetAddress(target)}, ${who}, and ${one ? 'stays' : 'stay'} enrolled.`,
    help: 'To unenroll them, list them under `absent`, or set `exclusive: true`.',
    source: target.source,
  };
}

export const suppressionsOnlyNotice: Diagnostic = {
  code: 'only-suppressions',
  severity: 'advice',
  message: 'This plan contains only the removals by `suppress` (--suppressions).',
  help: 'Run `rollcall plan` to see all other changes.',
};

export function filterUnmatched(flag: string, glob: string): Diagnostic {
  return {
    code: 'names-nothing',
    severity: 'warning',
    message: `\`${flag} ${glob}\` matches no target and no contact of these files.`,
    help: 'Write addresses as plan shows them: sequences.q4-outbound, sequences.q4-outbound/1042, workflows.*.',
  };
}

export function nothingToUndo(run: number): Diagnostic {
  return {
    code: 'nothing-to-undo',
    severity: 'warning',
    message: `Run ${run} enrolled no contact, so there is nothing to undo.`,
    help: '`rollcall history` lists the runs and what each one did.',
  };
}

export const noLedger: Diagnostic = {
  code: 'no-ledger',
  severity: 'warning',
  message:
    'No ledger was found. Who was enrolled before and is over by now cannot be known, so this plan cannot be applied.',
  help: 'Bring the ledger back. If there never was one, apply with --new-ledger.',
};
