import {
  type DesiredSequence,
  type Sender,
  senderEmails,
  usesContactOwner,
} from '../../model/desired-state.ts';
import type { AdviceRule } from './advice-rule.ts';

/** From this number of contacts of one sender, a sequence looks like a broadcast. */
const broadcastSize = 200;

/** Reports sequences in which one inbox sends to hundreds of contacts: a workflow with marketing emails fits better. */
export const sequenceLooksLikeBroadcast: AdviceRule = ({ desired }) =>
  desired.targets.flatMap((target) => {
    if (target.kind !== 'sequence') return [];
    const largest = Math.max(0, ...countBySender(target).values());
    if (largest < broadcastSize) return [];
    const about = [target, ...(target.members ?? [])].some(rotates) ? 'about ' : '';
    return {
      code: 'sequence-looks-like-broadcast',
      severity: 'advice',
      message: `One sender of \`${target.key}\` would send emails to ${about}${Math.round(largest)} contacts.`,
      help: 'A sequence sends the emails of one rep to single contacts, at most 1,000 enrollments per inbox and day. For many contacts use a workflow with marketing emails.',
      source: target.source,
    };
  });

function rotates({ sender }: { readonly sender?: Sender }): boolean {
  return sender !== undefined && senderEmails(sender).length > 1;
}

/**
 * Counts the members for each sender, an equal share for each rep of a rotation. Leaves out `contact-owner`: the
 * owners are not known offline.
 */
function countBySender(target: DesiredSequence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (sender: Sender, count: number): void => {
    if (usesContactOwner(sender)) return;
    const emails = senderEmails(sender);
    for (const email of emails) counts.set(email, (counts.get(email) ?? 0) + count / emails.length);
  };
  let withDefaultSender = 0;
  for (const member of target.members ?? []) {
    if (member.type !== 'person') continue;
    if (member.sender === undefined) withDefaultSender += 1;
    else add(member.sender, 1);
  }
  add(target.sender, withDefaultSender);
  return counts;
}
