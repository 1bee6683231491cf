/** Compares what a story expects with what happened. */
import type { DesiredState } from '../../model/desired-state.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Expectation, Rule } from '../../schema/story/story.ts';
import { normalizeEmail } from '../../model/email.ts';
import { assertNever, Failure } from '../../model/failure.ts';
import { groupBy } from '../../model/group-by.ts';
import { count } from '../../model/text/count.ts';
import { checkApply } from './apply-ends.ts';
import type { Mismatch } from './mismatch.ts';
import { formatPlace } from './place.ts';
import { isWeekend } from '../rehearsal/warnings.ts';
import { freezeOn } from '../rehearsal/play.ts';
import type { TimelineEvent } from '../timeline.ts';
import {
  contactId,
  desiredNow,
  planNow,
  refuseUnknownDay,
  repEmail,
  type Scene,
  targetName,
  targetNamed,
} from './scene.ts';

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
  const expected = `plan: ${[wanted, reason].filter((one) => one !== undefined).join(', ')}`;
  if (!plan || plan.errored) return [{ expected, actual: `no plan: ${errorOf(plan)}` }];
  const identity = target === undefined ? undefined : await targetNamed(scene, target);
  const entries = entriesOf(plan).filter(
    (one) =>
      one.contact === contact &&
      (identity === undefined || (one.kind === identity.kind && one.id === identity.id)),
  );
  const shown = entries.map((one) => `${one.status} (${one.reason})`).join('; ') || 'none';
  if (wanted === 'none') return entries.length === 0 ? [] : [{ expected, actual: `plan: ${shown}` }];
  const matches = entries.some(
    (one) => (wanted === undefined || one.status === wanted) && one.reason.includes(reason ?? ''),
  );
  return matches ? [] : [{ expected, actual: `plan: ${shown}` }];
}

function errorOf(plan: Plan | undefined): string {
  const error = plan?.diagnostics.find(({ severity }) => severity === 'error');
  return error
    ? `${error.source ? `${formatPlace(error.source)}: ` : ''}${error.message}`
    : 'the files are invalid';
}

interface PlanEntry {
  readonly contact: string | undefined;
  readonly kind: string;
  readonly id: string;
  readonly status: string;
  readonly reason: string;
}

function entriesOf({ changes, unchanged }: Plan): readonly PlanEntry[] {
  const changed = changes.map((one) => ({
    contact: 'contact' in one ? one.contact.id : undefined,
    ...one.target,
    status: one.action,
    reason: one.reason,
  }));
  const others = unchanged.map((one) => ({
    contact: one.contact?.id,
    ...one.target,
    status: one.status,
    reason: one.reason,
  }));
  return [...changed, ...others];
}

async function checkAmounts(
  scene: Scene,
  expected: Expectation,
  contact: string | undefined,
): Promise<readonly Mismatch[]> {
  const { day: on, by, in: written, emails, enrollments } = expected;
  if (emails === undefined && enrollments === undefined) return [];
  if (on !== undefined) refuseUnknownDay(scene, on);
  const sender = by === undefined ? undefined : repEmail(scene, by);
  const target = written === undefined ? undefined : await targetNamed(scene, written);
  // All events of the contact in the target: what a reader needs if none of them matches.
  const around = scene.world
    .timeline()
    .filter(
      (event) =>
        (contact === undefined || event.contact.id === contact) &&
        (target === undefined || (event.target.kind === target.kind && event.target.id === target.id)),
    );
  const matching = around.filter(
    (event) =>
      (on === undefined || event.day === on) &&
      (sender === undefined || normalizeEmail(event.sender ?? '') === normalizeEmail(sender)),
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
    const counted = matching.filter((event) => event.what === what);
    if (wanted === undefined || wanted === counted.length) return [];
    const events = [counted, matching, around].find((some) => some.length > 0) ?? [];
    return [
      {
        expected: `${count(wanted, noun)} ${where}`.trim(),
        actual: count(counted.length, noun),
        events,
      },
    ];
  };
  return [...compare('email', 'email', emails), ...compare('enrollment', 'enrolled', enrollments)];
}

async function checkRule(scene: Scene, rule: Rule): Promise<readonly Mismatch[]> {
  const desired = await desiredNow(scene);
  if (!desired && rule === 'no email in a freeze')
    return [{ expected: rule, actual: 'the files are invalid, so no freeze is known' }];
  if (scene.applies.length === 0 && scene.world.timeline().length === 0)
    return [
      { expected: rule, actual: 'nothing happened before this step: the rule is about what happened so far' },
    ];
  const broken = brokenRule(scene, rule, desired);
  // An enrollment that no apply made may be of a contact that no plan of the story has shown yet.
  const needsPlan = broken.some(({ events }) => events.some(({ begun }) => begun !== 'by-apply'));
  const isPlanned = needsPlan && (await isPlannable(scene));
  return broken.map((one) => ruleMismatch(scene, { rule, ...one, isPlanned }));
}

/** Plans, so that the declarations are known. Returns false if the files or the account allow no plan. */
async function isPlannable(scene: Scene): Promise<boolean> {
  try {
    return (await planNow(scene))?.errored === false;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** Emails or enrollments that break a rule together. */
interface BrokenRule {
  readonly events: readonly TimelineEvent[];
  readonly what: string;
}

function brokenRule({ world }: Scene, rule: Rule, desired: DesiredState | undefined): readonly BrokenRule[] {
  const timeline = world.timeline();
  const emails = timeline.filter(({ what }) => what === 'email');
  const single = (one: TimelineEvent): BrokenRule => ({ events: [one], what: `an email on ${one.day}` });
  switch (rule) {
    case 'no contact emailed twice in a day':
      return [...groupBy(emails, ({ contact, day }) => `${contact.id} ${day}`).values()]
        .filter((own) => own.length > 1)
        .map((own) => ({ events: own, what: `${count(own.length, 'email')} on ${own[0]?.day ?? ''}` }));
    case 'no email on a weekend':
      return emails.filter(({ day }) => isWeekend(day)).map(single);
    case 'no email in a freeze':
      return emails.filter(({ day }) => desired && freezeOn(day, desired)).map(single);
    case 'no contact in two sequences':
      return [
        ...groupBy(
          timeline.filter(({ what, target }) => what === 'enrolled' && target.kind === 'sequence'),
          ({ contact }) => contact.id,
        ).values(),
      ]
        .filter((own) => new Set(own.map(({ target }) => target.id)).size > 1)
        .map((own) => ({ events: own, what: count(own.length, 'enrollment') }));
    default:
      return assertNever(rule);
  }
}

/** Names the contact, and each target with the cause of the enrollment: a line of the files, or something else. */
function ruleMismatch(
  scene: Scene,
  { rule, events, what, isPlanned }: BrokenRule & { readonly rule: Rule; readonly isPlanned: boolean },
): Mismatch {
  const [first] = events;
  const places = events.map((event) => {
    const step = event.step === undefined ? '' : ` step ${event.step}`;
    return `${targetName(scene, event)}${step} (${causeOf(scene, event, isPlanned)})`;
  });
  const who = (scene.snapshot ? undefined : first?.contact.email) ?? `contact ${first?.contact.id ?? ''}`;
  return {
    expected: rule,
    actual: `${who}: ${what}, ${places.join(' and ')}`,
    ...(first ? { contact: first.contact.id } : {}),
  };
}

/** Returns what enrolled the contact of an event: only an apply follows a line of the files. */
function causeOf(
  { declaredAt }: Scene,
  { begun, target, contact }: TimelineEvent,
  isPlanned: boolean,
): string {
  const source = declaredAt.get(`${target.kind}:${target.id} ${contact.id}`);
  if (begun === 'by-apply') return source ? formatPlace(source) : 'not declared in the files';
  const cause = begun === 'before' ? 'enrolled before the story' : 'enrolled by hand or by HubSpot';
  return source || !isPlanned ? cause : `${cause}, and not declared in the files`;
}
