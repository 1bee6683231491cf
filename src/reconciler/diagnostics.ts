/** The diagnostics of a plan: one function or constant for each. */
import { suggestion } from '../model/text/did-you-mean.ts';
import type { ContactRef, DesiredContact, DesiredTarget, Requirement } from '../model/desired-state.ts';
import { type Diagnostic, formatSource, type Source } from '../model/results/diagnostic.ts';
import { maskEmail } from '../model/email.ts';
import { maskValue } from '../model/text/mask-text.ts';
import type { ObservedSender, Seats, SimilarContact } from '../model/observed-state.ts';
import { type Address, targetAddress, type TargetId } from '../model/target.ts';
import type { Contradiction } from './context/resolve-contact.ts';
import { rowContactsText, didYouMeanContact } from './context/resolve-contact.ts';

export function listMissing(list: string, source: Source): Diagnostic {
  return {
    code: 'list-missing',
    severity: 'error',
    message: `HubSpot has no list \`${list}\`, so the members are unknown.`,
    help: 'Correct the list id or name, or remove the line.',
    source,
  };
}

/** A condition names a property that the account does not have. `known` are the names of its properties. */
export function propertyMissing({ property, source }: Requirement, known: Iterable<string>): Diagnostic {
  return {
    code: 'property-missing',
    severity: 'error',
    message: `Contacts have no property \`${maskValue(property)}\`, which \`require\` names.`,
    help: `Write the internal name of a contact property (HubSpot: Settings > Properties).${suggestion(property, known)}`,
    source,
  };
}

/** A condition names a value that a property cannot have: it would hold for all contacts or for none. */
export function propertyOptionMissing(
  { property, source }: Requirement,
  value: string,
  options: readonly string[],
): Diagnostic {
  const shown = options.slice(0, 10).map((option) => `\`${option}\``);
  const more = options.length > shown.length ? ` and ${options.length - shown.length} more` : '';
  return {
    code: 'property-option-missing',
    severity: 'error',
    message: `The contact property \`${maskValue(property)}\` has no value \`${maskValue(value, property)}\`, which \`require\` names.`,
    help: `Write the internal name of one of its values: ${shown.join(', ')}${more}.${suggestion(value, options)}`,
    source,
  };
}

/** An unattended apply leaves the archive of a target for a reviewed plan. */
export function archiveNeedsReview(target: Address, source: Source): Diagnostic {
  return {
    code: 'archives-need-review',
    severity: 'warning',
    message: `An unattended apply archives no workflow: ${target}.`,
    help: 'Plan, review that plan, and apply it with --allow-archive.',
    source,
  };
}

export function membersEmpty(target: DesiredTarget): Diagnostic {
  return {
    code: 'members-empty',
    severity: 'error',
    message: `${targetAddress(target)} declares members, but all of its lists are empty, so it would have no members.`,
    help: 'If that is intended, add `allowEmpty: true` to the target; otherwise check the lists in HubSpot.',
    source: target.source,
  };
}

export function memberAndAbsent(target: Address, member: Source, absent: Source): Diagnostic {
  return {
    code: 'member-and-absent',
    severity: 'error',
    message: `One contact is a member of ${target} and listed under its \`absent\`, with a different id or email.`,
    help: 'Keep one of the two lines.',
    source: member,
    related: [absent],
  };
}

/** Warns of an `absent` entry that matches no contact of the account. */
export function absentUnmatched(
  target: Address,
  { person, source }: DesiredContact,
  similar: SimilarContact | undefined,
): Diagnostic {
  return {
    code: 'absent-unmatched',
    severity: 'warning',
    message: `This \`absent\` entry of ${target} matches no contact: ${personNames(person)}. It unenrolls no contact.`,
    help: `${didYouMeanContact(similar)}Correct the entry, or remove it if the contact was deleted.`,
    source,
  };
}

/** Warns of several `absent` entries that match no contact; names the first three. */
export function absentUnmatchedMany(target: Address, entries: readonly DesiredContact[]): Diagnostic {
  const places = entries.slice(0, 3).map(({ source }) => formatSource(source));
  const [first] = entries;
  return {
    code: 'absent-unmatched',
    severity: 'warning',
    message: `${entries.length} \`absent\` entries of ${target} match no contact and unenroll no contact: ${places.join(', ')} and ${entries.length - 3} more.`,
    help: 'Correct these entries, or remove them if the contacts were deleted.',
    ...(first ? { source: first.source } : {}),
  };
}

/** Warns of a row of an `absent` file whose id and email belong to different contacts. */
export function absentRowContradictory(
  target: Address,
  { person, source }: DesiredContact,
  contradiction: Contradiction,
): Diagnostic {
  return {
    code: 'absent-contradicts',
    severity: 'warning',
    message: `The id and email of this \`absent\` row of ${target} do not match, so it unenrolls no contact: ${rowContactsText(person, contradiction)}.`,
    help: 'Correct the id or the email, or remove one of them.',
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
    message: `One contact is declared twice in ${target}, with different ids or emails and with two senders.`,
    help: 'Keep one of the two lines.',
    source,
    related: [earlier],
  };
}

/** Warns of contacts that are declared twice. `sources` holds pairs of lines, the earlier line first. */
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
      ? `One contact is declared twice in ${target}, with different ids or emails. rollcall enrolls it once.`
      : `${pairs.length} contacts are declared twice in ${target}, with different ids or emails. rollcall enrolls each once: ${pairs.slice(0, 3).join('; ')}${more}.`,
    help: one ? 'Keep one of the two lines.' : 'Keep one line for each contact.',
    ...(source ? { source } : {}),
    ...(one ? { related } : {}),
  };
}

export function targetIdChanged(target: DesiredTarget, formerId: TargetId): Diagnostic {
  return {
    code: 'target-id-changed',
    severity: 'error',
    message: `${targetAddress(target)} had the id ${formerId} when it was last applied and now has ${target.id}. The ledger treats that as a new target, so all of its members could be enrolled again.`,
    help: `If it replaces ${formerId}, add \`replaces: ${formerId}\`: members enrolled there count as enrolled. To enroll all members again, set \`since\`.`,
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
    code: 'retired-target-unreadable',
    severity: 'warning',
    message: `${targetAddress(target)} is retired, but its active contacts cannot be read; rollcall unenrolls only contacts that the ledger or the files name.`,
    help: 'Create a HubSpot list of its active contacts, and set `activeList` to it.',
    source: target.source,
  };
}

export function suppressedUnmanaged(
  target: DesiredTarget,
  { count, byOthers }: { readonly count: number; readonly byOthers: boolean },
): Diagnostic {
  const one = count === 1;
  const enroller = byOthers
    ? 'enrolled by someone else'
    : `and the ledger does not show who enrolled ${one ? 'it' : 'them all'}`;
  return {
    code: 'suppressed-unmanaged',
    severity: 'warning',
    message: `${one ? 'One suppressed contact is' : `${count} suppressed contacts are`} active in ${targetAddress(target)}, ${enroller}, and ${one ? 'stays' : 'stay'} enrolled.`,
    help: 'To unenroll them, list them under `absent`, or set `exclusive: true`.',
    source: target.source,
  };
}

/** Warns of a sender whose seats, as HubSpot shows them, give no access to sequences. */
export function senderWithoutSeat({
  sender: { email },
  seats,
  enrollments,
  source,
}: {
  readonly sender: ObservedSender;
  readonly seats: Seats;
  readonly enrollments: number;
  readonly source: Source;
}): Diagnostic {
  const shown =
    seats.names.length === 0
      ? 'no seat'
      : `only the ${seats.names.length === 1 ? 'seat' : 'seats'} ${seats.names.join(', ')}`;
  const one = enrollments === 1;
  return {
    code: 'sender-without-seat',
    severity: 'warning',
    message: `HubSpot shows ${shown} for ${email}. Sending a sequence requires a Sales or Service Hub seat, so HubSpot will probably refuse ${one ? 'the enrollment' : `the ${enrollments} enrollments`} of this plan with this sender.`,
    help: 'Assign a seat in HubSpot (Settings > Users & Teams), or use another `sender`.',
    source,
  };
}

/** `unattended`: the rest of an unattended apply is refused. Otherwise the user wanted only these changes. */
export function suppressionsOnlyNotice(unattended: boolean): Diagnostic {
  return {
    code: 'only-suppressions',
    severity: 'advice',
    message: unattended
      ? 'This run makes only the removals that `suppress` requires, because the rest is refused.'
      : 'This plan contains only the removals that `suppress` requires (--suppressions).',
    help: 'Run `rollcall plan` to see all other changes.',
  };
}

export function filterUnmatched(flag: string, glob: string): Diagnostic {
  return {
    code: 'filter-matches-nothing',
    severity: 'warning',
    message: `\`${flag} ${glob}\` matches no target and no contact of these files.`,
    help: 'Write addresses as `rollcall plan` shows them: sequences.q4-outbound, sequences.q4-outbound/1042, workflows.*.',
  };
}

export function nothingToUndo(run: number): Diagnostic {
  return {
    code: 'nothing-to-undo',
    severity: 'warning',
    message: `Run ${run} enrolled no contact, so there is nothing to undo.`,
    help: 'Run `rollcall history` to list the runs and their changes.',
  };
}

export const noLedger: Diagnostic = {
  code: 'no-ledger',
  severity: 'warning',
  message:
    'No ledger found. Enrollments that have ended may be unknown without it, so this plan cannot be applied.',
  help: 'Restore the ledger. If this account never had one, apply with --new-ledger.',
};
