/** Plays one story. */
import { posix } from 'node:path';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import type { StoryFailure, StoryResult } from '../../model/results/story-result.ts';
import { addDays, timeOfDay } from '../../model/time.ts';
import { readStory } from '../../schema/story/read-story.ts';
import type { StepDocument, Story } from '../../schema/story/story.ts';
import { parseFaults } from '../../simulator/server/fault.ts';
import { openSnapshot } from '../snapshot/open-snapshot.ts';
import { overlayFiles } from '../overlay-files.ts';
import { type ApplyMode, interruptedFailure, openWorld, type WorldOptions } from '../world.ts';
import { unexpectedEnds } from './apply-ends.ts';
import { check } from './expectations.ts';
import type { Mismatch } from './mismatch.ts';
import { givenAccount } from './given-account.ts';
import type { Broken } from '../invariants/broken.ts';
import { watchInvariants } from '../invariants/watch.ts';
import {
  contactId,
  desiredNow,
  remember,
  repEmail,
  type Scene,
  targetNamed,
  timelineLines,
} from './scene.ts';
import { namesOfSnapshot } from './snapshot-names.ts';

export interface StoryOptions extends Pick<WorldOptions, 'interrupt' | 'atExit'> {
  /** Returns the key of pseudonyms at hand, for stories on a snapshot. */
  readonly snapshotKey?: (() => Promise<Buffer | undefined>) | undefined;
}

/**
 * Plays a story on files that it does not change. A story that cannot be played is `invalid` or `failed`. Throws a
 * `Failure` only at an interrupt.
 */
export async function runStory(
  path: string,
  files: FileReader,
  options: StoryOptions = {},
): Promise<StoryResult> {
  const read = await readStory(path, files);
  const base = { file: path, title: path, steps: 0, failures: [], diagnostics: [] };
  if ('diagnostics' in read) return { ...base, status: 'invalid', diagnostics: read.diagnostics };
  const { story } = read;
  const failures: StoryFailure[] = [];
  let played = 0;
  try {
    await inScene(story, { below: files, options }, async (scene) => {
      for (const [index, { step, source }] of story.steps.entries()) {
        if (options.interrupt?.requested()) throw interruptedFailure();
        const before = scene.applies.length;
        const found = [
          ...(await playOrExplain(scene, step)),
          ...unexpectedEnds(scene.applies.slice(before), story, index),
        ];
        for (const one of found) failures.push(failureOf(scene, one, source));
        played += 1;
      }
      if (options.interrupt?.requested()) throw interruptedFailure();
      const broken = scene.applies.length === 0 ? [] : await scene.invariants.atEnd();
      for (const one of broken)
        failures.push(failureOf(scene, one, story.steps.at(-1)?.source ?? story.given));
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === ExitCode.interrupted) throw error;
    failures.push({
      source: story.given,
      expected: 'a story that can be played',
      actual: `${maskEmails(error.message)} ${error.help}`,
      timeline: [],
    });
  }
  const status = failures.length === 0 ? 'passed' : 'failed';
  return { ...base, title: story.title, status, steps: played, failures };
}

async function inScene(
  { path: storyPath, document }: Story,
  {
    below,
    options,
  }: {
    readonly below: FileReader;
    readonly options: StoryOptions;
  },
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  const folder = posix.dirname(storyPath.replaceAll('\\', '/'));
  const given = document.given ?? {};
  const { snapshotKey, ...worldOptions } = options;
  const path = given.snapshot === undefined ? undefined : posix.join(folder, given.snapshot);
  const snapshot = path === undefined ? undefined : await openSnapshot(path, below);
  const names = snapshot && namesOfSnapshot(path ?? '', snapshot, await snapshotKey?.());
  const files = overlayFiles(snapshot ? filesIn(folder, snapshot.files) : below);
  for (const [name, text] of Object.entries(given.files ?? {}))
    files.set(posix.join(folder, name), names?.text(text) ?? text);
  const paths = (document.files ?? snapshot?.paths ?? ['enrollments.yaml']).map((name) =>
    posix.join(folder, name),
  );
  const account = await givenAccount(given, {
    folder,
    files: below,
    snapshot: snapshot && names ? { account: snapshot.account, names } : undefined,
  });
  const portal = await portalOf(paths, files);
  const world = await openWorld({
    account: { ...account, portalId: portal ?? account.portalId },
    files,
    paths,
    ...(snapshot?.writeLedger ? { writeLedger: snapshot.writeLedger } : {}),
    repOrders: snapshot?.repOrders,
    ...worldOptions,
  });
  const scene: Scene = {
    world,
    paths,
    folder,
    firstDay: world.today(),
    snapshot: names,
    refuseUnread: snapshot?.refuseUnread,
    applies: [],
    invariants: watchInvariants(world),
    declaredAt: new Map(),
    keys: new Map(),
  };
  try {
    await work(scene);
  } finally {
    await world.close();
  }
}

/** Returns files as if they were in a folder. */
function filesIn(folder: string, files: FileReader): FileReader {
  return {
    read: (path) => files.read(posix.relative(folder, path)),
    list: async () => undefined,
  };
}

/** Returns the account id of the files; undefined for the simulated account, and for files that are not valid yet. */
async function portalOf(paths: readonly string[], files: FileReader): Promise<number | undefined> {
  const { loadFiles } = await import('../../commands/pipeline.ts');
  const ledgerPlace = (): never => {
    throw new Failure({ code: 'no-ledger', message: '', help: '' });
  };
  const { desired } = await loadFiles({ paths }, { files, ledgerPlace });
  return desired === undefined || desired.portal === 'simulated' ? undefined : desired.portal;
}

/** Plays a step. A step that the account does not allow is what does not hold. */
async function playOrExplain(scene: Scene, step: StepDocument): Promise<readonly (Mismatch | Broken)[]> {
  try {
    return await play(scene, step);
  } catch (error) {
    if (!(error instanceof Failure) || error.exitCode === ExitCode.interrupted) throw error;
    const actual = `${maskEmails(error.message)} ${error.help}`;
    // What happened before explains only what the account does not allow.
    const events = error.code === 'simulator-action' ? undefined : [];
    return [{ expected: 'a step that can be played', actual, ...(events ? { events } : {}) }];
  }
}

async function play(scene: Scene, step: StepDocument): Promise<readonly (Mismatch | Broken)[]> {
  const { world } = scene;
  if (step.expect !== undefined) return check(scene, step.expect);
  if (step.apply !== undefined) return applyNow(scene, step.apply);
  if (step.daily !== undefined) return runDaily(scene, step.daily);
  if (step.advance !== undefined) await world.advance(step.advance);
  if (step.edit !== undefined) await edit(scene, step.edit);
  if (step.fault !== undefined) world.setFaults(step.fault === 'none' ? [] : parseFaults([step.fault]));
  for (const [what, who] of [
    ['reply', step.reply],
    ['opt-out', step.optOut],
    ['bounce', step.bounce],
    ['meeting', step.meeting],
  ] as const) {
    if (who !== undefined) await world.act({ what, who: contactId(scene, who) });
  }
  if (step.disconnect !== undefined)
    await world.act({ what: 'disconnect-inbox', who: repEmail(scene, step.disconnect) });
  if (step.reconnect !== undefined)
    await world.act({ what: 'reconnect-inbox', who: repEmail(scene, step.reconnect) });
  if (step.enroll !== undefined) {
    const { id } = await targetNamed(scene, step.enroll.in);
    await world.act({ what: 'enroll', who: contactId(scene, step.enroll.contact), target: id });
  }
  if (step.unenroll !== undefined) {
    const { id } = await targetNamed(scene, step.unenroll.from);
    await world.act({ what: 'unenroll', who: contactId(scene, step.unenroll.contact), target: id });
  }
  return [];
}

async function applyNow(scene: Scene, mode: ApplyMode): Promise<readonly Broken[]> {
  const desired = await desiredNow(scene);
  const applied = await scene.world.apply(mode);
  remember(scene, applied.plan);
  const played = { applied, desired };
  scene.applies.push(played);
  return scene.invariants.afterApply(applied, desired);
}

/** The time of the daily job in stories. */
const dailyAt = '08:00';

async function runDaily(scene: Scene, days: number): Promise<readonly Broken[]> {
  const { world } = scene;
  const broken: Broken[] = [];
  for (let done = 0; done < days; done += 1) {
    const today = world.today();
    const isAhead = timeOfDay(today, dailyAt, world.timeZone) > world.now();
    await world.advanceTo(isAhead ? today : addDays(today, 1), dailyAt);
    broken.push(...(await applyNow(scene, 'unattended')));
  }
  return broken;
}

async function edit(scene: Scene, change: NonNullable<StepDocument['edit']>): Promise<void> {
  const { files } = scene.world;
  const path = posix.join(scene.folder, change.file);
  const own = (written: string): string => scene.snapshot?.text(written) ?? written;
  const text = own(change.with ?? '');
  const before = await files.read(path).catch(() => undefined);
  if (change.replace === undefined) {
    // A misspelled path would change nothing that is played.
    if (!before) throw cannotEdit(`${path} does not exist.`, 'Add a new file under `given`, `files`.');
    files.set(path, text);
    return;
  }
  if (own(change.replace) === text)
    throw cannotEdit(`The edit of ${path} changes nothing.`, 'Write another text in `with`.');
  const bytes = before ?? new Uint8Array();
  const parts = new TextDecoder().decode(bytes).split(own(change.replace));
  if (parts.length === 2) {
    files.set(path, parts.join(text));
    return;
  }
  throw cannotEdit(
    `The text to replace occurs ${parts.length - 1} times in ${path}.`,
    'Write more of the line, so that it occurs exactly once.',
  );
}

function cannotEdit(message: string, help: string): Failure {
  return new Failure({ exitCode: ExitCode.error, code: 'cannot-edit', message, help });
}

function failureOf(scene: Scene, found: Mismatch | Broken, source: Source): StoryFailure {
  const { expected, actual } = found;
  const shown = scene.snapshot?.restored ?? ((text: string) => text);
  return {
    source,
    expected,
    actual: shown(actual),
    ...('invariant' in found ? { invariant: found.invariant } : {}),
    timeline: timelineLines(scene, found).map(shown),
  };
}
