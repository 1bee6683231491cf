import type { DesiredMember } from '../../model/desired-state.ts';
import { maskEmail } from '../../model/email.ts';
import { personName } from '../read/merge-members.ts';
import type { TargetRead } from '../read/read-target.ts';

/** More people than this are told as one number. */
const namedPeople = 10;

interface Meeting {
  readonly member: DesiredMember;
  readonly read: TargetRead;
  readonly earlier: DesiredMember;
  readonly earlierRead: TargetRead;
}

/**
 * Warns of people who are members of two sequences: HubSpot lets a contact be in one at a time, so the
 * sequence declared first goes first. Each person is named once, with the first two places.
 */
export function reportTwoSequences(sequences: readonly TargetRead[]): void {
  const meetings = meetingsOf(sequences);
  const [some] = meetings;
  if (!some) return;
  const listed = meetings.length > namedPeople ? [] : meetings;
  for (const { member, read, earlier, earlierRead } of listed) {
    const { id, email } = member.person;
    const person = email === undefined ? `Contact ${id}` : maskEmail(email);
    const keys = `\`${earlierRead.located.key}\` and \`${read.located.key}\``;
    warn(read, member, { message: `${person} is a member of two sequences, ${keys}.`, earlier });
  }
  if (listed.length > 0) return;
  const keys = `\`${some.earlierRead.located.key}\` and \`${some.read.located.key}\``;
  const message = `${meetings.length} people are members of more than one sequence; the first of them of ${keys}.`;
  warn(some.read, some.member, { message, earlier: some.earlier });
}

function warn(
  read: TargetRead,
  member: DesiredMember,
  { message, earlier }: { readonly message: string; readonly earlier: DesiredMember },
): void {
  read.located.scope.reportAt(member.source, {
    code: 'member-of-two-sequences',
    severity: 'warning',
    message,
    help: 'HubSpot lets a contact be in one sequence at a time: the one declared first goes first, the other waits.',
    related: [earlier.source],
  });
}

function meetingsOf(sequences: readonly TargetRead[]): readonly Meeting[] {
  if (sequences.length < 2) return [];
  const first = new Map<string, { readonly member: DesiredMember; readonly read: TargetRead }>();
  const meetings = new Map<string, Meeting>();
  for (const read of sequences) {
    for (const member of read.members) {
      if (member.type !== 'person') continue;
      const name = personName(member.person);
      const earlier = first.get(name);
      if (!earlier) first.set(name, { member, read });
      else if (!meetings.has(name)) {
        meetings.set(name, { member, read, earlier: earlier.member, earlierRead: earlier.read });
      }
    }
  }
  return [...meetings.values()];
}
