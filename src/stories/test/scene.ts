/** The state of a story while it is played. */
import { loadFiles } from '../../commands/pipeline.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { maskEmailValue } from '../../model/text/mask-emails.ts';
import { normalizeEmail } from '../../model/email.ts';
import { Failure } from '../../model/failure.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import type { Plan } from '../../model/results/plan.ts';
import type { Kind } from '../../model/target.ts';
import type { TimelineEvent } from '../timeline.ts';
import type { InvariantWatch } from '../invariants/watch.ts';
import type { AppliedInWorld, World } from '../world.ts';

export interface Scene {
  readonly world: World;
  readonly paths: readonly string[];
  readonly folder: string;
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

/** Loads the files as they are now; undefined if they are invalid. */
export async function desiredNow({
  world,
  paths,
}: Pick<Scene, 'world' | 'paths'>): Promise<DesiredState | undefined> {
  const ledgerPlace = (): never => {
    throw new Failure({ code: 'no-ledger', message: '', help: '' });
  };
  return (await loadFiles({ paths }, { files: world.files, ledgerPlace })).desired;
}

/** Plans the files as they are now. */
export async function planNow(scene: Scene): Promise<Plan | undefined> {
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
    if (source && contact) scene.declaredAt.set(`${identity} ${contact.id}`, source);
  }
}

/** Returns the id of a contact. Throws a `Failure` for an unknown one. */
export function contactId({ world }: Pick<Scene, 'world'>, written: string): string {
  const { contacts } = world.account();
  const email = normalizeEmail(written);
  const found = contacts.find(
    (one) =>
      one.id === written ||
      [one.email, ...(one.otherEmails ?? [])].some(
        (other) => other !== undefined && normalizeEmail(other) === email,
      ),
  );
  if (found) return found.id;
  throw new Failure({
    code: 'no-such-contact',
    message: `The account of the story has no contact ${written.includes('@') ? maskEmailValue(written) : written}.`,
    help: 'Add it under `given`, `contacts`.',
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

/** Returns the last events as lines, those of one contact if it is given. */
export function timelineLines(scene: Scene, contact?: string): readonly string[] {
  const { world } = scene;
  const events = world.timeline().filter((event) => contact === undefined || event.contact.id === contact);
  const lines = events.map((event) => {
    const who = event.contact.email ?? `contact ${event.contact.id}`;
    const what =
      event.what === 'email' ? `email of step ${event.step ?? ''}` : event.what.replaceAll('-', ' ');
    const by = event.sender === undefined ? '' : `, ${event.sender}`;
    const cause =
      event.what === 'enrolled' ? (event.apply === undefined ? ' by hand' : ` by apply ${event.apply}`) : '';
    return `${event.at.slice(0, 16).replace('T', ' ')} UTC  ${what}${cause}: ${who}, ${targetName(scene, event)}${by}`;
  });
  const hidden = lines.length - shownEvents;
  return hidden > 0 ? [`… ${hidden} earlier events`, ...lines.slice(-shownEvents)] : lines;
}
