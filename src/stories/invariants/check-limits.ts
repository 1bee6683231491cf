/** 5: no run exceeds a limit. */
import type { Cap, DesiredState, DesiredTarget } from '../../model/desired-state.ts';
import { normalizeEmail, compileEmailPattern } from '../../model/email.ts';
import { groupBy } from '../../model/group-by.ts';
import { count } from '../../model/text/count.ts';
import { targetIdentityKey } from '../../model/target.ts';
import type { AppliedInWorld } from '../world.ts';
import type { Broken } from './broken.ts';
import { nameOf } from './check-apply.ts';
import type { PlayedBefore } from './played-before.ts';

/** Returns the limits that an apply exceeds, by the enrollments that began and ended in the account. */
export function exceededLimits(
  applied: AppliedInWorld,
  { before, desired }: { readonly before: PlayedBefore; readonly desired: DesiredState | undefined },
): readonly Broken[] {
  if (!desired) return [];
  return [
    ...enrollments(applied, desired),
    ...removals(applied, { before, desired }),
    ...ofSenders(applied, { before, desired }),
    ...otherRecipients(applied, { before, desired }),
  ];
}

function exceeded(expected: string, actual: string): Broken {
  return { invariant: 5, expected, actual };
}

/** The limit of a target: its own, or that of all targets. */
function capOf(
  limit: 'enroll' | 'unenroll' | 'reenroll',
  target: DesiredTarget | undefined,
  { limits }: DesiredState,
): Cap {
  return target?.limits?.[limit] ?? limits[limit];
}

function targetOf(
  { kind, targetId }: { readonly kind: string; readonly targetId: string },
  { targets }: DesiredState,
): DesiredTarget | undefined {
  return targets.find((one) => one.kind === kind && one.id === targetId);
}

function enrollments({ effects, writes }: AppliedInWorld, desired: DesiredState): readonly Broken[] {
  const sent = new Set(writes.flatMap(({ action, contactId }) => (action === 'enroll' ? contactId : [])));
  const begun = effects.begun.filter(({ contactId }) => sent.has(contactId));
  const broken: Broken[] = [];
  for (const [limit, counted, noun] of [
    ['enroll', begun, 'enrollment'],
    ['reenroll', begun.filter(({ again }) => again), 'repeated enrollment'],
  ] as const) {
    const byCap = groupBy(counted, (one) => {
      const target = targetOf(one, desired);
      return target?.limits?.[limit] ? `${target.kind}s.${target.key}` : '';
    });
    for (const [own, events] of byCap) {
      const [first] = events;
      const cap = capOf(limit, first && targetOf(first, desired), desired);
      if (!('count' in cap) || events.length <= cap.count) continue;
      const where = own === '' ? '' : ` in ${own}`;
      broken.push(
        exceeded(
          `at most ${count(cap.count, noun)} of an apply${where}`,
          `${count(events.length, noun)}${where}`,
        ),
      );
    }
  }
  return broken;
}

/** Below this number of members, a percentage does not limit removals. */
const fewMembers = 10;

function removals(
  applied: AppliedInWorld,
  { before, desired }: { readonly before: PlayedBefore; readonly desired: DesiredState },
): readonly Broken[] {
  const suppressed = new Set(
    (applied.plan?.changes ?? []).flatMap((one) =>
      one.action === 'unenroll' && one.suppressed ? `${targetIdentityKey(one.target)} ${one.contact.id}` : [],
    ),
  );
  const sent = applied.writes.flatMap(({ action, kind, targetId, contactId }) =>
    action === 'unenroll' && kind && targetId !== undefined
      ? [{ kind, targetId, key: `${targetIdentityKey({ kind, id: targetId })} ${contactId ?? ''}` }]
      : [],
  );
  const counted = sent.filter(({ key }) => !suppressed.has(key));
  return [...groupBy(counted, ({ kind, targetId }) => `${kind} ${targetId}`)].flatMap(([where, own]) => {
    const [first] = own;
    const cap = capOf('unenroll', first && targetOf(first, desired), desired);
    const members = [...before.world.enrollments()].filter(
      (one) =>
        one.kind === first?.kind &&
        one.targetId === first.targetId &&
        before.ours.has(one.id) &&
        (one.endedAt === undefined || one.endedAt > applied.at),
    ).length;
    // The members of an earlier ledger are not known here.
    if ('percent' in cap && (members < fewMembers || before.world.hasEarlierLedger)) return [];
    const allowed = 'count' in cap ? cap.count : Math.floor((members * cap.percent) / 100);
    if (own.length <= allowed) return [];
    return [exceeded(`at most ${count(allowed, 'removal')} from ${where}`, count(own.length, 'removal'))];
  });
}

function ofSenders(
  { effects, day }: AppliedInWorld,
  { before, desired }: { readonly before: PlayedBefore; readonly desired: DesiredState },
): readonly Broken[] {
  const { perSenderPerDay } = desired.limits;
  const earlier = [...before.begun.values()].flat().filter((one) => one.day === day);
  const own = effects.begun.map(({ senderEmail }) => ({ sender: senderEmail }));
  return [...groupBy([...earlier, ...own], ({ sender = '' }) => sender)]
    .filter(([sender, all]) => sender !== '' && all.length > perSenderPerDay)
    .map(([sender, all]) =>
      exceeded(
        `at most ${count(perSenderPerDay, 'enrollment')} of a sender on a day`,
        `${sender}: ${all.length} on ${day}`,
      ),
    );
}

function otherRecipients(
  { effects, writes }: AppliedInWorld,
  { before, desired }: { readonly before: PlayedBefore; readonly desired: DesiredState },
): readonly Broken[] {
  const { recipients } = desired.limits;
  if (!recipients) return [];
  const matches = recipients.map(compileEmailPattern);
  const sent = new Set(writes.flatMap(({ action, contactId }) => (action === 'enroll' ? contactId : [])));
  return effects.begun.flatMap(({ contactId }): readonly Broken[] => {
    const email = normalizeEmail(before.world.emailOf(contactId) ?? '');
    if (!sent.has(contactId) || matches.some((match) => match(email))) return [];
    return [
      {
        ...exceeded(
          'enrollments of `limits.recipients` only',
          `${nameOf(before.world, contactId)} was enrolled`,
        ),
        contact: contactId,
      },
    ];
  });
}
