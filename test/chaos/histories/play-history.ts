/** Plays a history step by step; after each step the judge reads what rollcall says and compares it with the truth. */
import { addressOf } from '../../../src/model/target.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import { reps } from '../menu.ts';
import type { Plant } from '../plants.ts';
import { resolveOnce } from '../process.ts';
import type { Violation } from '../violations.ts';
import { openWorld } from '../world.ts';
import { apply } from './apply-step.ts';
import { acceptStep, namesakeOf, pullStep } from './definition-steps.ts';
import { describeStep } from './describe.ts';
import { editFiles } from './edit-files.ts';
import { eventsOf } from './hand-events.ts';
import type { Edit, History, Step } from './history.ts';
import { planFor } from './commands.ts';
import {
  backupStep,
  copyStep,
  forgetStep,
  loseStep,
  pauseStep,
  restoreStep,
  retryStep,
} from './ledger-steps.ts';
import { look } from './look.ts';
import { applySavedStep, saveStep, tamperStep, undoStep } from './plan-steps.ts';
import { openPlay } from './play.ts';
import type { Play } from './play.ts';

export interface PlayedHistory {
  readonly violations: readonly Violation[];
  readonly steps: number;
  readonly applies: number;
  readonly crashPoints: number;
  readonly faults: number;
  readonly enrollments: number;
  /** What happened, a short line a step. */
  readonly story: readonly string[];
}

export async function playHistory(
  history: History,
  { plant, brief = false }: { readonly plant?: Plant; readonly brief?: boolean } = {},
): Promise<PlayedHistory> {
  const world = await openWorld({ ...history, versions: [], runs: [] });
  const play = openPlay(history, world, plant);
  try {
    for (const step of history.steps) await playStep(play, step);
    if (!brief) await untilQuiet(play);
  } finally {
    await world.close();
  }
  return {
    violations: world.violations,
    ...play.counts,
    faults: world.tally.faults,
    enrollments: world.truth.effects.length,
  };
}

async function playStep(play: Play, one: Step): Promise<void> {
  const { counts } = play;
  counts.steps += 1;
  counts.story.push(`${String(counts.steps).padStart(3)}. ${describeStep(one)}`);
  await take(play, one);
  // What is edited in several steps is read once.
  if (one.do !== 'save' && one.do !== 'tamper' && one.do !== 'backup') await look(play);
}

async function take(play: Play, one: Step): Promise<void> {
  const { state, world } = play;
  switch (one.do) {
    case 'edit':
      return editStep(play, one.edits);
    case 'hand':
      // A person is slower than a request.
      await world.simulator.advance(1_000);
      for (const event of eventsOf(one.hand, play.facts())) await world.act(event);
      if (one.hand.what === 'namesake') await namesakeOf(one.hand.slot, world);
      return undefined;
    case 'wait':
      await world.simulator.advance(one.minutes * 60_000);
      return undefined;
    case 'apply':
      await apply(play, one, { approval: { files: state.files } });
      return undefined;
    case 'suppressions':
      await apply(play, one, {
        approval: { files: state.files, suppressions: true },
        extra: { suppressions: true },
      });
      return undefined;
    case 'pull':
      return pullStep(play, one.target);
    case 'accept':
      return acceptStep(play);
    case 'save':
      return saveStep(play);
    case 'tamper':
      return tamperStep(play, one.how, one.who);
    case 'apply-saved':
      return applySavedStep(play, one);
    case 'undo':
      return undoStep(play, one.back, one);
    case 'forget':
      return forgetStep(play, one.who);
    case 'retry':
      return retryStep(play, one);
    case 'pause':
    case 'resume':
      return pauseStep(play, one);
    case 'backup':
      return backupStep(play);
    case 'restore':
      return restoreStep(play);
    case 'lose':
      return loseStep(play);
    case 'copy':
      return copyStep(play);
    default:
      throw new Error(`no such step: ${JSON.stringify(one)}`);
  }
}

function editStep({ state, facts, history }: Play, edits: readonly Edit[]): void {
  const { before, files } = state;
  const people = history.people.length;
  for (const edit of edits) state.files = editFiles(state.files, edit, { facts: facts(), people, before });
  if (files !== state.files) state.before = files;
}

/** Applies after which everything has to be quiet: with a pace of one a day, each contact takes one. */
const mostApplies = 40;

async function untilQuiet(play: Play): Promise<void> {
  const { state, world, book, counts } = play;
  counts.story.push('the end: every sender can send; apply until nothing is left to do');
  for (const who of reps) {
    await world.act({ what: 'allow', who });
    await world.act({ what: 'reconnect-inbox', who });
  }
  let next: number | '20m' = '20m';
  for (let applies = 0; applies < mostApplies; applies += 1) {
    await world.simulator.advance(next);
    next = '20m';
    const ended = await apply(play, { allowArchive: true }, { approval: { files: state.files } });
    if (!ended.report || ended.exit === 3 || ended.exit === 5) return;
    if (await settleUnknown(play)) continue;
    await look(play);
    // What HubSpot refuses for an unknown cause is tried again.
    const refused = ended.report.outcomes.filter(
      ({ status, reason }) => status === 'failed' && reason.includes('HubSpot refused the request'),
    );
    if (!ended.plan || ended.plan.changes.length > refused.length) continue;
    const turn = nextTurn(ended.plan);
    if (turn === undefined) return;
    counts.story.push(`     the next turn is on ${turn}`);
    const { midnight, now } = play.facts();
    next = Math.max(Date.parse(midnight(turn)) - Date.parse(now), 0) + 9 * 3_600_000;
  }
  book.blame('not-converged', `${mostApplies} applies were not enough`);
}

/** The first day on which a contact that waits is enrolled. */
function nextTurn({ unchanged }: Plan): string | undefined {
  const days = unchanged.flatMap(({ until, waitsFor }) =>
    until === undefined || waitsFor === 'since' ? [] : [until],
  );
  return days.toSorted()[0];
}

/**
 * A person searches for the workflows whose creation is unknown, and confirms deletions. Two with one name stay unknown.
 */
async function settleCreations({ state, facts, book, looking }: Play): Promise<boolean> {
  const { plan } = await planFor(looking());
  let settled = false;
  for (const { code, help } of plan?.diagnostics ?? []) {
    const key = /workflows\.([^:\s]+) --not-created/u.exec(help)?.[1];
    if (key === undefined) continue;
    if (code === 'created-workflow-deleted') {
      await resolveOnce(looking(), `workflows.${key}`, 'not-created');
      book.memory.created = book.memory.created.filter((one) => one.key !== key);
      settled = true;
    }
    if (code !== 'creation-unknown') continue;
    const name = state.files.targets.find((one) => one.key === key)?.definition?.shape.name;
    const { at } = book.memory.created.findLast((one) => one.key === key) ?? {};
    const since = facts().flows.filter(
      ({ definition }) => definition.name === name && (at === undefined || definition.createdAt >= at),
    );
    if (since.length === 1)
      book.blame('not-converged', `the creation of workflows.${key} is unknown: ${since[0]?.id ?? ''}`);
    if (since.length > 0) continue;
    await resolveOnce(looking(), `workflows.${key}`, 'not-created');
    book.memory.created = book.memory.created.filter((one) => one.key !== key);
    settled = true;
  }
  return settled;
}

/** A person looks into the account and settles each open intent by what is there. */
async function settleUnknown(play: Play): Promise<boolean> {
  const { world } = play;
  const open = (await world.history()).filter(
    ({ state: is, action }) => is === 'open' && action === 'enroll',
  );
  if (await settleCreations(play)) return true;
  for (const { id, kind, targetKey, contactId } of open) {
    if (contactId === undefined) continue;
    const enrolled = world.truth.effects.some(({ intent }) => intent === id);
    const address = addressOf({ kind, key: targetKey }, contactId);
    await resolveOnce(play.looking(), address, enrolled ? 'enrolled' : 'not-enrolled');
  }
  return open.length > 0;
}
