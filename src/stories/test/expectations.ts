/** Compares what a story expects with what happened. */
import type { Plan } from '../../model/results/plan.ts';
import type { Expectation, Rule } from '../../schema/story/story.ts';
import { assertNever } from '../../model/failure.ts';
import { groupBy } from '../../model/group-by.ts';
import { formatPlace } from './place.ts';
import { isWeekend } from '../rehearsal/warnings.ts';
import { freezeOn } from '../rehearsal/play.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { AppliedInWorld } from '../world.ts';
import { contactId, desiredNow, planNow, type Scene, targetName, targetNamed } from './scene.ts';

/** What does not hold. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
  /** The id of the contact that it concerns. */
  readonly contact?: string;
}

/** Returns what does not hold now. Throws a `Failure` for a contact or target that does not exist. */
export async function check(scene: Scene, expected: Rule | Expectation): Promise<readonly Mismatch[]> {
  if (typeof expected === 'string') return checkRule(scene, expected);
  const contact = expected.contact === undefined ? undefined : contactId(scene, expected.contact);
  const found = [
    ...checkApply(scene, expected),
    ...(await checkEnrolled(scene, expected, contact)),
    ...(await checkPlan(scene, expected, contact)),
    ...(await checkAmounts(scene, expected, contact)),
  ];
  return contact === undefined ? found : found.map((one) => ({ ...one, contact }));
}

function checkApply({ applies }: Scene, { exit, code }: Expectation): readonly Mismatch[] {
  const last = applies.at(-1)?.applied;
  const found: Mismatch[] = [];
  if (exit !== undefined && last?.exitCode !== exit) {
    const reason = last ? reasonOf(last) : '';
    const actual = last ? `exit code ${last.exitCode}${reason === '' ? '' : `: ${reason}`}` : 'no apply';
    found.push({ expected: `exit code ${exit}`, actual });
  }
  if (code !== undefined && last?.failure?.code !== code)
    found.push({ expected: `failure ${code}`, actual: last?.failure?.code ?? 'no failure' });
  return found;
}

/** Returns why an apply ended with another exit code than 0. */
function reasonOf({ failure, report, plan, diagnostics }: AppliedInWorld): string {
  const problem = [...diagnostics, ...(plan?.diagnostics ?? [])].find(({ severity }) => severity === 'error');
  const place = problem?.source ? `${formatPlace(problem.source)}: ` : '';
  return failure?.message ?? report?.exitReasons.join('; ') ?? (problem ? `${place}${problem.message}` : '');
}

async function checkEnrolled(
  scene: Scene,
  { enrolledIn, notEnrolledIn }: Expectation,
  contact: string | undefined,
): Promise<readonly Mismatch[]> {
  const found: Mismatch[] = [];
  for (const [written, wanted] of [
    [enrolledIn, true],
    [notEnrolledIn, false],
  ] as const) {
    if (written === undefined) continue;
    const target = await targetNamed(scene, written);
    const own = scene.world
      .account()
      .enrollments.filter(
        (one) => one.contactId === contact && one.kind === target.kind && one.targetId === target.id,
      );
    const active = own.some(({ endedAt }) => endedAt === undefined);
    if (active === wanted) continue;
    const last = own.at(-1);
    const past =
      last?.endedAt === undefined ? '' : `; it ended ${last.endedAt.slice(0, 10)} (${last.endReason ?? ''})`;
    found.push({
      expected: wanted ? `enrolled in ${written}` : `not enrolled in ${written}`,
      actual: active ? 'enrolled' : `not enrolled${past}`,
    });
  }
  return found;
}

async function checkPlan(
  scene: Scene,
  { plan: wanted, reason, in: target }: Expectation,
  contact: string | undefined,
): Promise<readonly Mismatch[]> {
  if (wanted === undefined && reason === undefined) return [];
  const plan = await planNow(scene);
  const identity = target === undefined ? undefined : await targetNamed(scene, target);
  const entries = entriesOf(plan).filter(
    (one) =>
      one.contact === contact &&
      (identity === undefined || (one.kind === identity.kind && one.id === identity.id)),
  );
  const shown = entries.map((one) => `${one.status} (${one.reason})`).join('; ') || 'nothing';
  if (wanted === 'none')
    return entries.length === 0 ? [] : [{ expected: 'nothing in the plan', actual: shown }];
  const matches = entries.some(
    (one) => (wanted === undefined || one.status === wanted) && one.reason.includes(reason ?? ''),
  );
  if (matches) return [];
  return [
    {
      expected: `plan: ${[wanted, reason].filter((one) => one !== undefined).join(', ')}`,
      actual: `plan: ${shown}`,
    },
  ];
}

interface PlanEntry {
  readonly contact: string | undefined;
  readonly kind: string;
  readonly id: string;
  readonly status: string;
  readonly reason: string;
}

function entriesOf(plan: Plan | undefined): readonly PlanEntry[] {
  const changes = (plan?.changes ?? []).map((one) => ({
    contact: 'contact' in one ? one.contact.id : undefined,
    ...one.target,
    status: one.action,
    reason: one.reason,
  }));
  const unchanged = (plan?.unchanged ?? []).map((one) => ({
    contact: one.contact?.id,
    ...one.target,
    status: one.status,
    reason: one.reason,
  }));
  return [...changes, ...unchanged];
}

async function checkAmounts(
  scene: Scene,
  expected: Expectation,
  contact: string | undefined,
): Promise<readonly Mismatch[]> {
  const { day: on, by, in: written, emails, enrollments } = expected;
  if (emails === undefined && enrollments === undefined) return [];
  const target = written === undefined ? undefined : await targetNamed(scene, written);
  const matching = scene.world
    .timeline()
    .filter(
      (event) =>
        (on === undefined || event.day === on) &&
        (by === undefined || event.sender === by) &&
        (contact === undefined || event.contact.id === contact) &&
        (target === undefined || (event.target.kind === target.kind && event.target.id === target.id)),
    );
  const where = [
    ...(on === undefined ? [] : [`on ${on}`]),
    ...(by === undefined ? [] : [`by ${by}`]),
    ...(written === undefined ? [] : [`in ${written}`]),
  ].join(' ');
  const compare = (
    noun: string,
    what: TimelineEvent['what'],
    wanted: number | undefined,
  ): readonly Mismatch[] => {
    const amount = matching.filter((event) => event.what === what).length;
    if (wanted === undefined || wanted === amount) return [];
    return [{ expected: `${wanted} ${noun} ${where}`.trim(), actual: `${amount} ${noun}` }];
  };
  return [...compare('emails', 'email', emails), ...compare('enrollments', 'enrolled', enrollments)];
}

async function checkRule(scene: Scene, rule: Rule): Promise<readonly Mismatch[]> {
  const timeline = scene.world.timeline();
  const emails = timeline.filter(({ what }) => what === 'email');
  switch (rule) {
    case 'no contact emailed twice in a day':
      return [...groupBy(emails, ({ contact, day }) => `${contact.id} ${day}`).values()]
        .filter((own) => own.length > 1)
        .map((own) =>
          ruleMismatch(scene, { rule, events: own, what: `${own.length} emails on ${own[0]?.day ?? ''}` }),
        );
    case 'no email on a weekend':
      return emails
        .filter(({ day }) => isWeekend(day))
        .map((one) => ruleMismatch(scene, { rule, events: [one], what: `an email on ${one.day}` }));
    case 'no email in a freeze': {
      const desired = await desiredNow(scene);
      return emails
        .filter(({ day }) => desired && freezeOn(day, desired))
        .map((one) => ruleMismatch(scene, { rule, events: [one], what: `an email on ${one.day}` }));
    }
    case 'no contact in two sequences':
      return [
        ...groupBy(
          timeline.filter(({ what, target }) => what === 'enrolled' && target.kind === 'sequence'),
          ({ contact }) => contact.id,
        ).values(),
      ]
        .filter((own) => new Set(own.map(({ target }) => target.id)).size > 1)
        .map((own) => ruleMismatch(scene, { rule, events: own, what: `${own.length} enrollments` }));
    default:
      return assertNever(rule);
  }
}

/** Names the contact, and each target with the line that declares the contact there. */
function ruleMismatch(
  scene: Scene,
  {
    rule,
    events,
    what,
  }: { readonly rule: Rule; readonly events: readonly TimelineEvent[]; readonly what: string },
): Mismatch {
  const [first] = events;
  const places = events.map((event) => {
    const source = scene.declaredAt.get(`${event.target.kind}:${event.target.id} ${event.contact.id}`);
    const step = event.step === undefined ? '' : ` step ${event.step}`;
    return `${targetName(scene, event)}${step} (${source ? formatPlace(source) : 'not declared'})`;
  });
  const who = first?.contact.email ?? `contact ${first?.contact.id ?? ''}`;
  return {
    expected: rule,
    actual: `${who}: ${what}, ${places.join(' and ')}`,
    ...(first ? { contact: first.contact.id } : {}),
  };
}
