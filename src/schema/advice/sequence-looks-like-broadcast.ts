import type { DesiredSequence, Sender } from '../../model/desired-state.ts';
import type { AdviceRule } from './advice-rule.ts';

/** So many people of one sender are no longer one rep writing to single people. */
const broadcastSize = 200;

/** Hundreds of people from one inbox are the work of a workflow with marketing mail. */
export const sequenceLooksLikeBroadcast: AdviceRule = ({ desired }) =>
  desired.targets.flatMap((target) => {
    if (target.kind !== 'sequence') return [];
    const largest = Math.max(0, ...countBySender(target).values());
    if (largest < broadcastSize) return [];
    return {
      code: 'sequence-looks-like-broadcast',
      severity: 'advice',
      message: `One sender of \`${target.key}\` is to write to ${largest} people.`,
      help: 'A sequence sends the emails of one rep to single contacts, at most 1,000 enrollments per inbox and day. For many contacts use a workflow with marketing emails.',
      source: target.source,
    };
  });

/** Members by the inbox that sends to them. Contact owners are not known offline. */
function countBySender(target: DesiredSequence): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (sender: Sender, count: number): void => {
    if (sender === 'contact-owner') return;
    counts.set(sender.email, (counts.get(sender.email) ?? 0) + count);
  };
  let usual = 0;
  for (const member of target.members ?? []) {
    if (member.type !== 'person') continue;
    if (member.sender === undefined) usual += 1;
    else add(member.sender, 1);
  }
  add(target.sender, usual);
  return counts;
}
