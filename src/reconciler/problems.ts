/** What a plan may complain of: one function a sentence, so that they can be read side by side. */
import type { Address } from '../model/address.ts';
import { targetAddress } from '../model/address.ts';
import type { DesiredPerson, DesiredTarget, PersonRef } from '../model/desired-state.ts';
import { formatSource } from '../model/diagnostic.ts';
import type { Diagnostic, Source } from '../model/diagnostic.ts';
import { maskEmail } from '../model/email.ts';
import type { NearContact } from '../model/observed-state.ts';
import type { TargetId } from '../model/target.ts';
import { bothNames, nearContact } from './phrases.ts';
import type { Contradiction } from './resolve-person.ts';

export function listMissing(list: string, source: Source): Diagnostic {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `The account has no list \`${list}\`, so who belongs here is not known.`,
    help: 'Correct the name or id, or take the line out.',
    source,
  };
}

export function membersEmpty(target: DesiredTarget): Diagnostic {
  return {
    code: 'members-empty',
    severity: 'error',
    message: `${targetAddress(target)} has members, but its lists are empty: nobody would be left in it.`,
    help: 'If nobody belongs there, say `allowEmpty: true` at the target; else look at the lists.',
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
  { person, source }: DesiredPerson,
  near: NearContact | undefined,
): Diagnostic {
  return {
    code: 'absent-unmatched',
    severity: 'warning',
    message: `This \`absent\` entry of ${target} matches no contact: ${namesOf(person)}. It removes no one.`,
    help: `${nearContact(near)}Correct the entry, or remove it if the contact was deleted.`,
    source,
  };
}

export function absentUnmatchedMany(target: Address, entries: readonly DesiredPerson[]): Diagnostic {
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
export function absentContradicts(
  target: Address,
  { person, source }: DesiredPerson,
  contradiction: Contradiction,
): Diagnostic {
  return {
    code: 'absent-contradicts',
    severity: 'warning',
    message: `This \`absent\` row of ${target} names two contacts, so it removes neither: ${bothNames(person, contradiction)}.`,
    help: 'Correct the id or the email, or keep only one of the two.',
    source,
  };
}

function namesOf({ id, email }: PersonRef): string {
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
    message: `${targetAddress(target)} had the id ${formerId} when it was last applied and now has ${target.id}. To the ledger that is a new target, so everybody in it could be enrolled again.`,
    help: `If it takes the place of the old one, add \`replaces: ${formerId}\`: who was enrolled there counts as enrolled. If everybody shall be enrolled again, give it a \`since\`.`,
    source: target.source,
  };
}

export function targetNotReady(target: DesiredTarget, why: string): Diagnostic {
  return {
    code: 'target-not-ready',
    severity: 'warning',
    message: `Nobody can be enrolled in ${targetAddress(target)}: ${why}.`,
    help: 'Put it right in the account, or correct the `id`.',
    source: target.source,
  };
}

export function retiredUnseen(target: DesiredTarget): Diagnostic {
  return {
    code: 'retired-unseen',
    severity: 'warning',
    message: `${targetAddress(target)} is retired, but who is active in it cannot be read; only people that the ledger or the files name are taken out.`,
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

export const onlySuppressions: Diagnostic = {
  code: 'only-suppressions',
  severity: 'advice',
  message: 'This plan contains only the removals by `suppress` (--suppressions).',
  help: 'Run `rollcall plan` to see all other changes.',
};

export function namesNothing(flag: string, glob: string): Diagnostic {
  return {
    code: 'names-nothing',
    severity: 'warning',
    message: `\`${flag} ${glob}\` names no target of these files and nobody in them.`,
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
