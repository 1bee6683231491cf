import type { Plan } from '../../model/plan.ts';

/** What a plan asks of one inbox. */
export interface SenderLoad {
  readonly sender: string;
  readonly enrollments: number;
  readonly emails: number;
  /** Enrollments today, and the limit; absent in plans without them. */
  readonly day?: { readonly sent: number; readonly allowance: number };
}

/** Every inbox that a plan uses, the busiest first. */
export function senderLoads({ changes, context }: Plan): readonly SenderLoad[] {
  const loads = new Map<string, { enrollments: number; emails: number }>();
  for (const change of changes) {
    if (change.action !== 'enroll' || change.sender === undefined) continue;
    const load = loads.get(change.sender) ?? { enrollments: 0, emails: 0 };
    loads.set(change.sender, load);
    load.enrollments += 1;
    load.emails += change.emails ?? 0;
  }
  const days = new Map(context?.senders.map((sender) => [sender.email, sender]));
  return [...loads]
    .toSorted(([a, one], [b, two]) => two.enrollments - one.enrollments || (a < b ? -1 : 1))
    .map(([sender, load]) => {
      const day = days.get(sender);
      const known = day ? { day: { sent: day.sentToday, allowance: day.perDay } } : {};
      return { sender, ...load, ...known };
    });
}
