/** The invariants of rollcall that a story can show, checked on every story. */
import { canonicalJson } from '../../model/digest.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Plan, UnenrollChange } from '../../model/results/plan.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { Mismatch } from './expectations.ts';
import { planNow, type PlayedApply, type Scene, targetName } from './scene.ts';

/** A broken invariant, with its number in the design. */
export interface Broken extends Mismatch {
  readonly invariant: number;
}

/** Returns the invariants that the last apply broke: counts, limits, and contacts that others enrolled. */
export function brokenByApply(scene: Scene, played: PlayedApply): readonly Broken[] {
  return [...countsDiffer(played), ...limitsExceeded(scene, played), ...othersRemoved(played)];
}

/** Returns the invariants that the whole story breaks. */
export async function brokenByStory(scene: Scene): Promise<readonly Broken[]> {
  return [...enrolledTwice(scene), ...(await plansDiffer(scene)), ...strayWrites(scene)];
}

/** 1: at most one enroll request takes effect per declaration. */
function enrolledTwice({ world, applies, keys }: Scene): readonly Broken[] {
  const declared = new Map<string, Set<string>>();
  for (const { applied } of applies) {
    for (const change of applied.plan?.changes ?? []) {
      if (change.action !== 'enroll') continue;
      const key = `${change.target.kind}:${change.target.id} ${change.contact.id}`;
      declared.set(key, (declared.get(key) ?? new Set()).add(change.since ?? ''));
    }
  }
  const begun = world.timeline().filter(({ what, apply }) => what === 'enrolled' && apply !== undefined);
  const groups = groupBy(begun, ({ target, contact }) => `${target.kind}:${target.id} ${contact.id}`);
  return [...groups].flatMap(([key, events]): readonly Broken[] => {
    const allowed = Math.max(1, declared.get(key)?.size ?? 0);
    const [first] = events;
    if (!first || events.length <= allowed) return [];
    return [
      {
        invariant: 1,
        expected: 'one enrollment for each declaration',
        actual: `${nameOf(first)}: ${events.length} enrollments in ${targetName({ keys }, first)}`,
        contact: first.contact.id,
      },
    ];
  });
}

/** 2: no write request outside of an apply. */
function strayWrites({ strayWrites: requests }: Scene): readonly Broken[] {
  if (requests.length === 0) return [];
  return [{ invariant: 2, expected: 'no write request of a plan', actual: requests.join(', ') }];
}

/** 4: planned = done + failed + blocked + unknown + not attempted. */
function countsDiffer({ applied }: PlayedApply): readonly Broken[] {
  const { counts, outcomes } = applied.report ?? {};
  if (!counts || !outcomes) return [];
  const { planned, done, failed, blocked, unknown, notAttempted } = counts;
  const sum = done + failed + blocked + unknown + notAttempted;
  if (planned === sum && planned === outcomes.length) return [];
  return [
    {
      invariant: 4,
      expected: 'planned = done + failed + blocked + unknown + not attempted',
      actual: `${planned} planned, ${sum} counted, ${outcomes.length} listed`,
    },
  ];
}

/** 5: no run exceeds a limit. */
function limitsExceeded({ world }: Scene, { applied, desired }: PlayedApply): readonly Broken[] {
  if (!desired) return [];
  const { enroll, perSenderPerDay } = desired.limits;
  const begun = world.timeline().filter(({ what, apply }) => what === 'enrolled' && apply !== undefined);
  const own = begun.filter(({ apply }) => apply === applied.number).length;
  const overEnroll: readonly Broken[] =
    'count' in enroll && own > enroll.count
      ? [
          {
            invariant: 5,
            expected: `at most ${enroll.count} enrollments of an apply`,
            actual: `${own} enrollments`,
          },
        ]
      : [];
  const today = begun.filter(({ day, sender }) => day === applied.day && sender !== undefined);
  const overSender = [...groupBy(today, ({ sender = '' }) => sender)]
    .filter(([, events]) => events.length > perSenderPerDay)
    .map(([sender, events]) => ({
      invariant: 5,
      expected: `at most ${perSenderPerDay} enrollments of a sender on a day`,
      actual: `${sender}: ${events.length} on ${applied.day}`,
    }));
  return [...overEnroll, ...overSender];
}

/** 7: the same inputs give the same bytes. */
async function plansDiffer(scene: Scene): Promise<readonly Broken[]> {
  const first = bytesOf(await planNow(scene));
  if (first === bytesOf(await planNow(scene))) return [];
  return [{ invariant: 7, expected: 'the same plan for the same state', actual: 'two plans differ' }];
}

function bytesOf(plan: Plan | undefined): string {
  return canonicalJson({ ...plan, createdAt: '', expiresAt: '', seal: '' });
}

/** 9: unmanaged members stay, unless `exclusive`, `absent`, `retired`, or declared and suppressed. */
function othersRemoved({ applied, desired }: PlayedApply): readonly Broken[] {
  const done = new Set(
    (applied.report?.outcomes ?? [])
      .filter(({ action, status }) => action === 'unenroll' && status === 'done')
      .map(({ address }) => address),
  );
  const removed = (applied.plan?.changes ?? []).filter(
    (change): change is UnenrollChange =>
      change.action === 'unenroll' && !change.owned && !change.suppressed && done.has(change.address),
  );
  return removed.flatMap((change): readonly Broken[] => {
    const target = desired?.targets.find(
      ({ kind, id, key }) =>
        kind === change.target.kind && (id === change.target.id || key === change.target.key),
    );
    const isRetired = target?.kind === 'workflow' && target.retired !== false;
    if (!target || target.exclusive || isRetired || target.absent.length > 0) return [];
    return [
      {
        invariant: 9,
        expected: 'contacts that others enrolled stay',
        actual: `${change.contact.email ?? `contact ${change.contact.id}`} was unenrolled from ${change.address}`,
        contact: change.contact.id,
      },
    ];
  });
}

function nameOf({ contact }: TimelineEvent): string {
  return contact.email ?? `contact ${contact.id}`;
}
