import type { Explanation } from '../model/results/explanation.ts';
import { type SenderChoice, senderChoice } from './context/sender-choice.ts';
import type { MemberContext } from './context/member-context.ts';
import type { Decision } from './draft.ts';

/** Returns which rep of a rotation sends to a contact, and why. Returns nothing without a rotation or an enrollment. */
export function explainSender(
  member: MemberContext,
  decision: Decision | undefined,
): Omit<Explanation, 'address'> | undefined {
  if (decision?.about !== 'person') return undefined;
  const { verdict } = decision;
  const isEnrolled = verdict.act === 'enroll' || (verdict.act === 'keep' && verdict.status === 'waiting');
  const choice = senderChoice(member);
  if (!isEnrolled || !choice || !('rotation' in choice)) return undefined;
  const sender = verdict.act === 'enroll' ? verdict.sender?.email : undefined;
  const chosen = `${choice.email}: ${reasonOf(choice, member)}`;
  const saw =
    sender === undefined || sender === choice.email
      ? chosen
      : `${sender}: passed on from ${choice.email} (${whyPassedOn(choice.email, member)}), ${reasonOf(choice, member)}`;
  return { rule: 'sender', holds: true, saw };
}

type RotationChoice = Extract<SenderChoice, { by: 'record' | 'hash' }>;

function reasonOf(choice: RotationChoice, { planning }: MemberContext): string {
  return choice.by === 'record'
    ? `the sender of its latest request, in run ${choice.entry.run} on ${planning.calendar.day(choice.entry.at)}`
    : `the choice for this contact id among ${choice.rotation.rotate.length} rotating senders`;
}

function whyPassedOn(email: string, { planning }: MemberContext): string {
  const { observed, ledger, calendar } = planning;
  const stop = ledger.stoppedSenders.get(observed.senders.get(email)?.userId ?? '');
  if (!stop) return 'its daily limit is reached';
  return `HubSpot refused it on ${calendar.day(stop.at)}: ${stop.reason}`;
}
