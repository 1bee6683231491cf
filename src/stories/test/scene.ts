/** The state of a story while it is played. */
import type { ContactName } from '../../schema/story/story.ts';
import { loadFiles } from '../../commands/pipeline.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { maskEmailValue } from '../../model/text/mask-emails.ts';
import { normalizeEmail } from '../../model/email.ts';
import { Failure } from '../../model/failure.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Kind } from '../../model/target.ts';
import { addMilliseconds, type Day, type Instant, zoneOffset } from '../../model/time.ts';
import { count } from '../../model/text/count.ts';
import { suggestion } from '../../model/text/did-you-mean.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { InvariantWatch } from '../invariants/watch.ts';
import type { AppliedInWorld, World } from '../world.ts';
import type { OpenedSnapshot } from '../snapshot/open-snapshot.ts';
import type { SnapshotNames } from './snapshot-names.ts';

export interface Scene {
  readonly world: World;
  readonly paths: readonly string[];
  readonly folder: string;
  /** The day on which the story begins. */
  readonly firstDay: Day;
  /** The names of the snapshot on which the story is played. */
  readonly snapshot: SnapshotNames | undefined;
  /** Throws a `Failure` for files that need a fact that the snapshot does not have. */
  readonly refuseUnread: OpenedSnapshot['refuseUnread'] | undefined;
  readonly applies: PlayedApply[];
  readonly invariants: InvariantWatch;
  /** The line that declares a contact in a target, by `KIND:ID CONTACT`. */
  readonly declaredAt: Map<string, Source>;
  /** The keys of targets, by `KIND:ID`. */
  readonly keys: Map<string, string>;
}

/** An apply with the configuration that it used. */
interface PlayedApply {
  readonly applied: AppliedInWorld;
  readonly desired: DesiredState | undefined;
}

/** Loads the files as they are now; undefined if they are invalid. Throws what `refuseUnread` throws. */
export async function desiredNow({
  world,
  paths,
  refuseUnread,
}: Pick<Scene, 'world' | 'paths' | 'refuseUnread'>): Promise<DesiredState | undefined> {
  const ledgerPlace = (): never => {
    throw new Failure({ code: 'no-ledger', message: '', help: '' });
  };
  const { desired } = await loadFiles({ paths }, { files: world.files, ledgerPlace });
  if (desired) refuseUnread?.(desired);
  return desired;
}

/** Plans the files as they are now. */
export async function planNow(scene: Scene): Promise<Plan | undefined> {
  await desiredNow(scene);
  const plan = await scene.world.plan();
  remember(scene, plan);
  return plan;
}

/** Remembers the declarations of a plan. */
export function remember(scene: Scene, plan: Plan | undefined): void {
  for (const entry of [...(plan?.changes ?? []), ...(plan?.unchanged ?? [])]) {
    const { target, source } = entry;
    const identity = `${target.kind}:${target.id}`;
    scene.keys.set(identity, target.key);
    const contact = 'contact' in entry ? entry.contact : undefined;
    const status = 'action' in entry ? entry.action : entry.status;
    if (source && contact && ofDeclared.has(status))
      scene.declaredAt.set(`${identity} ${contact.id}`, source);
  }
}

/** Entries whose place is the declaration of the contact. That of other entries is the line of the target. */
const ofDeclared: ReadonlySet<string> = new Set(['enroll', 'active', 'ended', 'waiting', 'blocked']);

/** Returns the id of a contact. Throws a `Failure` for an unknown one. */
export function contactId({ world, snapshot }: Pick<Scene, 'world' | 'snapshot'>, name: ContactName): string {
  const { contacts } = world.account();
  const written = String(name);
  const email = normalizeEmail(snapshot?.address(written) ?? written);
  const found = contacts.find(
    (one) =>
      one.id === written ||
      [one.email, ...(one.otherEmails ?? [])].some(
        (other) => other !== undefined && normalizeEmail(other) === email,
      ),
  );
  if (found) return found.id;
  snapshot?.refuseUnknown(written);
  throw new Failure({
    code: 'no-such-contact',
    message: `The account of the story has no contact ${written.includes('@') ? maskEmailValue(written) : written}.`,
    help: 'Add it under `given`, `contacts`.',
  });
}

/** Returns the address of a rep, by it or by an alias. Throws a `Failure` for an unknown one. */
export function repEmail({ world, snapshot }: Pick<Scene, 'world' | 'snapshot'>, written: string): string {
  const { owners } = world.account();
  const email = normalizeEmail(snapshot?.address(written) ?? written);
  const found = owners.find((one) =>
    [one.email, ...(one.aliases ?? [])].some((other) => normalizeEmail(other) === email),
  );
  if (found) return found.email;
  snapshot?.refuseUnknown(written);
  throw noSuchRep(written, owners);
}

export function noSuchRep(written: string, owners: readonly { readonly email: string }[]): Failure {
  const emails = owners.map((one) => one.email);
  return new Failure({
    code: 'no-such-rep',
    message: `The account of the story has no rep ${written}.`,
    help: `Correct the address, or add the rep under \`given\`, \`owners\`. The reps are ${emails.join(', ') || 'none'}.${suggestion(written, emails)}`,
  });
}

/** Throws a `Failure` for a day of which the story knows nothing: before it begins, and after its present day. */
export function refuseUnknownDay({ world, firstDay }: Pick<Scene, 'world' | 'firstDay'>, day: Day): void {
  const today = world.today();
  if (firstDay <= day && day <= today) return;
  const isPast = day < firstDay;
  throw new Failure({
    code: 'day-not-played',
    message: isPast
      ? `The story begins on ${firstDay}, so nothing is known of ${day}.`
      : `It is ${today} at this step, so nothing has happened on ${day} yet.`,
    help: isPast
      ? 'Correct the day, or begin earlier with `given`, `now`.'
      : 'Correct the day, or let time pass before this step with `daily` or `advance`.',
  });
}

/** Returns the target with a key of the files, or with an id. Throws a `Failure` for an unknown one. */
export async function targetNamed(
  scene: Scene,
  written: string | number,
): Promise<{ readonly kind: Kind; readonly id: string }> {
  const name = String(written);
  const [, kind, key = name] = /^(sequences|workflows)\.(.+)$/u.exec(name) ?? [];
  const account = scene.world.account();
  const desired = await desiredNow(scene);
  const target = desired?.targets.find(
    (one) => one.key === key && (kind === undefined || kind === `${one.kind}s`),
  );
  if (target) {
    const named = target.kind === 'sequence' ? target.name : undefined;
    const id = named === undefined ? target.id : account.sequences.find((one) => one.name === named)?.id;
    if (id !== undefined) return { kind: target.kind, id };
  }
  if (account.sequences.some(({ id }) => id === name)) return { kind: 'sequence', id: name };
  if (account.flows.some(({ id }) => id === name)) return { kind: 'workflow', id: name };
  throw new Failure({
    code: 'no-such-target',
    message: `Neither the files nor the account of the story have a target ${name}.`,
    help: 'Write the key of the files, or the id in HubSpot.',
  });
}

/** Returns the name of a target for people: its address in the files, or its name in HubSpot. */
export function targetName({ keys }: Pick<Scene, 'keys'>, { target }: Pick<TimelineEvent, 'target'>): string {
  const key = keys.get(`${target.kind}:${target.id}`);
  return key === undefined ? `${target.kind} ${target.name ?? target.id}` : `${target.kind}s.${key}`;
}

/** The number of events that a failure lists. */
const shownEvents = 30;

/** Returns the last events as lines, after a line with their time zone. Without events, returns those of one contact, or all. */
export function timelineLines(
  scene: Scene,
  of: { readonly contact?: string; readonly events?: readonly TimelineEvent[] },
): readonly string[] {
  const { world, snapshot } = scene;
  const events =
    of.events ??
    world.timeline().filter((event) => of.contact === undefined || event.contact.id === of.contact);
  if (events.length === 0) return [];
  const lines = events.slice(-shownEvents).map((event) => {
    // The address of a contact in a snapshot is a pseudonym, which no reader knows.
    const email = snapshot ? undefined : event.contact.email;
    const what =
      event.what === 'email' ? `email of step ${event.step ?? ''}` : event.what.replaceAll('-', ' ');
    const by = event.sender === undefined ? '' : `, ${event.sender}`;
    const cause =
      event.what === 'enrolled'
        ? event.apply === undefined
          ? ' by hand or by HubSpot'
          : ` by apply ${event.apply}`
        : '';
    const who = email ?? `contact ${event.contact.id}`;
    return `${localTime(event.at, world.timeZone)}  ${what}${cause}: ${who}, ${targetName(scene, event)}${by}`;
  });
  const hidden = events.length - lines.length;
  return [
    `In the time zone of the account, ${world.timeZone}:`,
    ...(hidden > 0 ? [`… ${count(hidden, 'earlier event')}`] : []),
    ...lines,
  ];
}

/** Returns `2026-11-02 09:00`, as clocks in the time zone show it. */
function localTime(at: Instant, timeZone: string): string {
  return addMilliseconds(at, zoneOffset(Date.parse(at), timeZone))
    .slice(0, 16)
    .replace('T', ' ');
}
