/** Steps that change the ledger without an apply. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyOf, emptyMemory } from '../judge/book.ts';
import { historyOf } from '../judge/judge-terms.ts';
import { emailOf } from '../menu.ts';
import { applyOnce } from '../process.ts';
import { lostIntent } from '../truth.ts';
import type { World } from '../world.ts';
import { copyFor, forgetFor, markGapFor, pauseFor, retryFor } from './commands.ts';
import { targetId } from './files.ts';
import type { Step } from './history.ts';
import { addressOfTarget } from './play.ts';
import type { Play } from './play.ts';

export async function forgetStep(play: Play, who: number): Promise<void> {
  const { counts, book, history } = play;
  const contact = play.facts().contact(emailOf(who % history.people.length));
  if (!contact) return;
  const refused = await forgetFor(play.looking(), contact.id);
  counts.story.push(`     → ${refused ?? 'forgotten'}`);
  if (refused !== undefined) return;
  for (const name of [
    contact.id,
    ...(contact.mergedIds ?? []),
    contact.email ?? contact.id,
    ...(contact.otherEmails ?? []),
  ]) {
    book.memory.forgotten.add(name);
  }
}

/** The ledger clears what it remembers of every id and every `since`; HubSpot decides again. */
export async function retryStep(play: Play, { target, who }: Extract<Step, { do: 'retry' }>): Promise<void> {
  const { book, state, counts, history } = play;
  const facts = play.facts();
  const contact = facts.contact(emailOf(who % history.people.length));
  const chosen = state.files.targets[target % Math.max(1, state.files.targets.length)];
  if (!contact || !chosen) return;
  const address = `${addressOfTarget(chosen)}/${contact.id}`;
  const refused = await retryFor(play.looking(), address);
  counts.story.push(`     → ${address}: ${refused ?? 'cleared'}`);
  const group = historyOf(chosen, book);
  const known = book.memory.requests.filter(
    (one) =>
      group.has(one.targetId) &&
      one.answer.is === 'contact' &&
      one.cleared !== true &&
      facts.present(one.contactId) === contact.id,
  );
  const isForgotten = book.memory.forgotten.has(contact.id);
  if (refused === 'nothing-refused' && known.some(({ isHeard }) => isHeard) && !isForgotten)
    book.blame('false-statement', `resolve --retry of ${address}: HubSpot refused the contact`);
  if (refused === undefined && known.length === 0)
    book.blame('false-statement', `resolve --retry of ${address}: HubSpot never refused the contact`);
  if (refused === undefined) for (const one of known) one.cleared = true;
}

export async function pauseStep(
  play: Play,
  { do: what, target }: Extract<Step, { do: 'pause' | 'resume' }>,
): Promise<void> {
  const { targets } = play.state.files;
  const chosen = target === undefined ? undefined : targets[target % Math.max(1, targets.length)];
  if (target !== undefined && !chosen) return;
  const refused = await pauseFor(play.looking(), { what, target: chosen && addressOfTarget(chosen) });
  play.counts.story.push(`     → ${refused ?? 'done'}`);
  if (refused !== undefined) return;
  const id = chosen ? targetId(chosen) : '';
  if (what === 'pause') play.book.memory.paused.add(id);
  else play.book.memory.paused.delete(id);
}

export async function backupStep({ state, book, facts, world }: Play): Promise<void> {
  state.backup = { memory: copyOf(book.memory), day: facts().now.slice(0, 10) };
  await world.withLedgerFile((path) => copyFiles(path, backupOf(path)));
}

/** The backup is put back, and the gap is marked. */
export async function restoreStep(play: Play): Promise<void> {
  const { state, book, world } = play;
  const { backup } = state;
  if (!backup) return;
  await anotherSecond(world);
  book.memory = copyOf(backup.memory);
  state.runs = state.runs.filter((run) => backup.memory.runs.has(run));
  await world.withLedgerFile((path) => copyFiles(backupOf(path), path));
  await disownIntents(world);
  // Files that are not valid keep the command from running.
  const refused = await markGapFor(play.looking(), backup.day);
  if (refused !== undefined) play.counts.story.push(`     → ${refused}`);
  book.memory.gap = refused !== undefined;
}

export async function loseStep({ state, book, world }: Play): Promise<void> {
  await anotherSecond(world);
  state.ledgers += 1;
  book.memory = emptyMemory(state.ledgers);
  state.runs = [];
  await world.withLedgerFile(removeFiles);
  await disownIntents(world);
}

/** The copy takes over, and knows what the source knew; the source takes no write any more. */
export async function copyStep(play: Play): Promise<void> {
  const { world, counts, state, book } = play;
  const from = world.ledgerPath;
  const to = join(dirname(from), `copy-${counts.steps}.db`);
  const refused = await copyFor(play.looking(), { from, to });
  counts.story.push(`     → ${refused ?? 'copied'}`);
  if (refused !== undefined) return;
  await world.useLedger(to);
  const old = { ledgerPath: from };
  const stale = await applyOnce(play.start({}, { files: state.files }, old));
  if (stale.gate.state.trace.includes('ledger.acquire')) {
    book.blame('moved-ledger-used', `an apply used the ledger that was copied: exit ${stale.exit ?? 'none'}`);
  }
  const paused = await pauseFor({ ...play.looking(), ...old }, { what: 'pause', target: undefined });
  if (paused === undefined)
    book.blame('moved-ledger-used', 'a pause was written to the ledger that was copied');
}

/** Runs of two ledgers do not share a second, which HubSpot's clock could not tell apart. */
async function anotherSecond({ simulator }: World): Promise<void> {
  await simulator.advance(1_000);
}

const parts = ['', '-wal', '-shm'];

/** A copy of the ledger moves it, and leaves the backup where it was. */
function backupOf(ledger: string): string {
  return join(dirname(ledger), 'backup.db');
}

function copyFiles(from: string, to: string): void {
  removeFiles(to);
  for (const part of parts) if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
}

function removeFiles(path: string): void {
  for (const part of parts) rmSync(`${path}${part}`, { force: true });
}

/** Effects whose intents the present ledger does not hold: it gives their numbers out again. */
async function disownIntents(world: World): Promise<void> {
  const held = new Set((await world.history()).map(({ id }) => id));
  const { effects } = world.truth;
  effects.forEach((effect, index) => {
    if (!held.has(effect.intent)) effects[index] = { ...effect, intent: lostIntent };
  });
}
