/** Plays a history step by step; after each step the judge compares rollcall's output with the truth. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { addressOf } from '../../../src/model/address.ts';
import type { HandEvent } from '../../../src/simulator/account/hand-event.ts';
import type { Version } from '../case.ts';
import { checkRun } from '../check-run.ts';
import { changeName, judgeWrite } from '../judge/judge-write.ts';
import type { Approval } from '../judge/judge-write.ts';
import { copyOf, emptyMemory, openBook } from '../judge/book.ts';
import type { Memory } from '../judge/book.ts';
import { factsOf } from '../judge/facts.ts';
import type { Facts } from '../judge/facts.ts';
import { judgeHistory } from '../judge/judge-history.ts';
import { judgeExplanation, judgePlan } from '../judge/judge-plan.ts';
import { judgeReport } from '../judge/judge-report.ts';
import { isBroken, linesOf } from '../judge/plan-lines.ts';
import { emailOf, idOf, menu } from '../menu.ts';
import type { Plant } from '../plants.ts';
import { applyOnce, resolveOnce } from '../process.ts';
import type { Ended, Start } from '../process.ts';
import type { Violation } from '../violations.ts';
import type { SeenWrite } from '../watch.ts';
import { openWorld } from '../world.ts';
import type { World } from '../world.ts';
import { forgetFor, markGapFor, pauseFor, planFor, savedPlan } from './commands.ts';
import type { Planned } from './commands.ts';
import { describeStep } from './describe.ts';
import { editFiles, newTarget } from './edit-files.ts';
import { pathsOf, targetId, textOf } from './files.ts';
import type { Files } from './files.ts';
import type { Hand, History, Step, Trouble } from './history.ts';
import { tampered } from './tamper.ts';

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
  const player = playerOf(history, world, plant);
  try {
    for (const step of history.steps) await player.play(step);
    if (!brief) await player.untilQuiet();
  } finally {
    await world.close();
  }
  return {
    violations: world.violations,
    ...player.counts,
    faults: world.tally.faults,
    enrollments: world.truth.effects.length,
  };
}

/** Applies after which everything has to be quiet. */
const mostApplies = 10;

function playerOf(history: History, world: World, plant: Plant | undefined) {
  const counts = { steps: 0, applies: 0, crashPoints: 0, story: [] as string[] };
  const { simulator } = world;
  const book = openBook((broken, what) => {
    world.blame(broken, what);
    counts.story.push(`     !! ${broken}: ${what}`);
  });
  const state: {
    files: Files;
    before: Files;
    saved: { text: string; files: Files; changes: ReadonlySet<string> } | undefined;
    backup: { readonly memory: Memory; readonly day: string } | undefined;
    runs: number[];
    processes: number;
    writes: SeenWrite[];
  } = {
    files: firstFiles(history),
    before: firstFiles(history),
    saved: undefined,
    backup: undefined,
    runs: [],
    processes: 0,
    writes: [],
  };

  const facts = (): Facts => factsOf(simulator.snapshot());

  const start = (
    trouble: Trouble,
    approval: Omit<Approval, 'process'>,
    extra: Partial<Start> = {},
  ): Start => {
    state.processes += 1;
    const process = state.processes;
    state.writes = [];
    const { faults = [], incident, patient = false, canary } = trouble;
    return {
      world,
      version: undefined,
      files: textOf(approval.files),
      paths: pathsOf(approval.files),
      number: process,
      schedule: history.schedule + process,
      plant,
      raised: trouble.limited !== true,
      run: {
        faults,
        patient,
        saved: false,
        ...(incident ? { incident } : {}),
        ...(canary === undefined ? {} : { canary }),
      },
      onWrite: (write) => {
        state.writes.push(write);
        judgeWrite(book, { ...approval, process }, write);
      },
      ...extra,
    };
  };

  const looking = (): Start => start({}, { files: state.files });

  const apply = async (
    trouble: Trouble,
    approval: Omit<Approval, 'process'>,
    extra: Partial<Start> = {},
  ): Promise<Ended> => {
    world.setFaults(trouble.faults ?? []);
    const startedAt = facts().now;
    const starting = start(trouble, approval, extra);
    const ended = await applyOnce(starting);
    const late = world.late.splice(0);
    for (const deliver of late) await deliver();
    world.setFaults([]);
    counts.applies += 1;
    if (trouble.incident && (ended.gate.state.struck || late.length > 0)) counts.crashPoints += 1;
    noteRun(ended, startedAt, approval.files);
    tellEnd(ended);
    if (ended.report) {
      const targets = new Map(
        approval.files.targets.map((target) => [
          `${menu[target.slot].kind}s.${target.key}`,
          targetId(target),
        ]),
      );
      const process = { number: starting.number, writes: state.writes, targets };
      judgeReport(ended.report, { book, facts: facts(), process });
    }
    await checkInvariants(ended, trouble, starting.raised === true);
    return ended;
  };

  /** The records of the ledger by now. */
  const noteRun = ({ watched, report, gate }: Ended, startedAt: string, files: Files): void => {
    if (watched.run !== undefined) {
      book.memory.runs.set(watched.run, startedAt);
      state.runs.push(watched.run);
    }
    const { trace } = gate.state;
    const set = trace.indexOf('lease.setTargets');
    if (set === -1 || (!report && set === trace.length - 1)) return;
    for (const target of files.targets) {
      if (target.replaces !== undefined) book.memory.joins.add(`${target.replaces} ${targetId(target)}`);
    }
  };

  const tellEnd = ({ failure, exit, report }: Ended): void => {
    counts.story.push(
      `     → ${failure ? `${failure.code}: ${failure.message}` : (exit ?? 'died')}`,
      ...(report?.outcomes ?? []).map(
        ({ address, action, status, reason }) => `       ${action} ${address}: ${status} (${reason})`,
      ),
    );
  };

  const checkInvariants = async (ended: Ended, trouble: Trouble, raised: boolean): Promise<void> => {
    const clearSight = !history.lag && !trouble.incident && (trouble.faults ?? []).length === 0;
    const { canary } = trouble;
    await checkRun(world, ended, { version: asVersion(state.files), raised, canary, clearSight });
  };

  const step = async (one: Step): Promise<void> => {
    switch (one.do) {
      case 'edit': {
        const { before } = state;
        const old = state.files;
        for (const edit of one.edits) {
          state.files = editFiles(state.files, edit, {
            facts: facts(),
            people: history.people.length,
            before,
          });
        }
        if (old !== state.files) state.before = old;
        break;
      }
      case 'hand':
        // A person is slower than a request.
        await simulator.advance(1_000);
        for (const event of eventsOf(one.hand, facts())) await world.act(event);
        break;
      case 'wait':
        await simulator.advance(one.minutes * 60_000);
        break;
      case 'apply':
        await apply(one, { files: state.files });
        break;
      case 'save': {
        const { plan, text } = await planFor(looking(), { out: savedPlan });
        if (!plan || text === undefined) break;
        const changes = new Set(
          plan.changes.flatMap((change) =>
            change.action === 'archive'
              ? []
              : [changeName(change.action, change.target.id, change.contact.id)],
          ),
        );
        state.saved = { text, files: state.files, changes };
        break;
      }
      case 'tamper':
        if (state.saved) {
          const { text } = state.saved;
          const id = facts().contact(emailOf(one.who % history.people.length))?.id ?? idOf(one.who);
          state.saved = { ...state.saved, text: tampered(text, one.how, id) };
        }
        break;
      case 'apply-saved': {
        const { saved } = state;
        if (!saved) break;
        const files = { ...textOf(state.files), [savedPlan]: saved.text };
        await apply(
          one,
          { files: saved.files, reviewed: saved.changes },
          {
            files,
            paths: [savedPlan],
            raised: false,
          },
        );
        break;
      }
      case 'undo': {
        const run = state.runs.at(-1 - one.back);
        if (run !== undefined) await undo(run, one);
        break;
      }
      case 'forget': {
        const seen = facts();
        const contact = seen.contact(emailOf(one.who % history.people.length));
        if (!contact) break;
        const refused = await forgetFor(looking(), contact.id);
        counts.story.push(`     → ${refused ?? 'forgotten'}`);
        if (refused !== undefined) break;
        for (const name of [
          contact.id,
          ...(contact.mergedIds ?? []),
          contact.email ?? contact.id,
          ...(contact.otherEmails ?? []),
        ]) {
          book.memory.forgotten.add(name);
        }
        break;
      }
      case 'backup':
        state.backup = { memory: copyOf(book.memory), day: facts().now.slice(0, 10) };
        await world.withLedgerFile((path) => copyLedger(path, `${path}.backup`));
        break;
      case 'suppressions':
        await apply(one, { files: state.files, suppressions: true }, { suppressions: true });
        break;
      case 'pause':
      case 'resume':
        await setPause(one);
        break;
      case 'restore': {
        const { backup } = state;
        if (!backup) break;
        book.memory = copyOf(backup.memory);
        state.runs = state.runs.filter((run) => backup.memory.runs.has(run));
        await world.withLedgerFile((path) => copyLedger(`${path}.backup`, path));
        await disownIntents(world);
        // Files that are not valid keep the command from running.
        const refused = await markGapFor(looking(), backup.day);
        if (refused !== undefined) counts.story.push(`     → ${refused}`);
        book.memory.gap = refused !== undefined;
        break;
      }
      case 'lose':
        book.memory = emptyMemory();
        state.runs = [];
        await world.withLedgerFile((path) => removeLedger(path));
        await disownIntents(world);
        break;
      default:
        throw new Error(`no such step: ${JSON.stringify(one)}`);
    }
  };

  const setPause = async ({ do: what, target }: Extract<Step, { do: 'pause' | 'resume' }>): Promise<void> => {
    const { targets } = state.files;
    const chosen = target === undefined ? undefined : targets[target % Math.max(1, targets.length)];
    if (target !== undefined && !chosen) return;
    const address = chosen && `${menu[chosen.slot].kind}s.${chosen.key}`;
    const refused = await pauseFor(looking(), { what, target: address });
    counts.story.push(`     → ${refused ?? 'done'}`);
    if (refused !== undefined) return;
    const id = chosen ? targetId(chosen) : '';
    if (what === 'pause') book.memory.paused.add(id);
    else book.memory.paused.delete(id);
  };

  const undo = async (run: number, trouble: Trouble): Promise<void> => {
    const planned = await planFor({ ...looking(), undoRun: run });
    tellPlan(planned);
    if (planned.plan) judgePlan(planned.plan, { book, facts: facts(), files: state.files });
    const { trace } = (await apply(trouble, { files: state.files, undoRun: run }, { undoRun: run })).gate
      .state;
    if (!trace.includes('ledger.pause')) return;
    for (const own of book.own) {
      if (own.run === run && book.memory.enrollments.has(own.enrollment))
        book.memory.paused.add(own.targetId);
    }
  };

  const tellPlan = ({ plan, problems }: Planned): void => {
    if (problems.length > 0) counts.story.push(`     plan: ${problems.join(', ')}`);
    for (const { code, severity, message } of plan?.diagnostics ?? []) {
      if (severity === 'error') counts.story.push(`     plan: ${code}: ${message}`);
    }
    for (const line of plan ? linesOf(plan) : []) {
      counts.story.push(
        `       ${line.says} ${line.address} (${line.targetId}/${line.contactId ?? '?'}): ${line.reason}`,
      );
    }
  };

  /** Reads all current output of rollcall. */
  const look = async (): Promise<void> => {
    const planned = await planFor(looking());
    tellPlan(planned);
    const seen = { book, facts: facts(), files: state.files };
    judgeHistory(await world.history(), seen);
    const { plan } = planned;
    if (!plan) return;
    judgePlan(plan, seen);
    const lines = linesOf(plan).filter(
      ({ says, contactId }) => says !== 'archive' && contactId !== undefined,
    );
    const line = lines[history.schedule % Math.max(1, lines.length)];
    if (!line || isBroken(plan) || counts.steps % 3 !== 0) return;
    const { explanation } = await planFor(looking(), { explain: line.address });
    judgeExplanation(line.address, explanation ?? [], { seen, line });
  };

  const play = async (one: Step): Promise<void> => {
    counts.steps += 1;
    counts.story.push(`${String(counts.steps).padStart(3)}. ${describeStep(one)}`);
    await step(one);
    // What is edited in several steps is read once.
    if (one.do !== 'save' && one.do !== 'tamper' && one.do !== 'backup') await look();
  };

  /** Settles each open intent by the truth in the account, as a user would. */
  const settleUnknown = async (): Promise<boolean> => {
    const open = (await world.history()).filter(
      ({ state: is, action }) => is === 'open' && action === 'enroll',
    );
    for (const { id, kind, targetKey, contactId } of open) {
      if (contactId === undefined) continue;
      const enrolled = world.truth.effects.some(({ intent }) => intent === id);
      await resolveOnce(looking(), addressOf({ kind, key: targetKey }, contactId), enrolled);
    }
    return open.length > 0;
  };

  const untilQuiet = async (): Promise<void> => {
    counts.story.push('the end: apply until nothing is left to do');
    for (let applies = 0; applies < mostApplies; applies += 1) {
      await simulator.advance('20m');
      const ended = await apply({}, { files: state.files });
      if (!ended.report || ended.exit === 3 || ended.exit === 5) return;
      if (await settleUnknown()) continue;
      await look();
      const refused = ended.report.outcomes.filter(
        ({ status, reason }) =>
          status === 'blocked' || (status === 'failed' && reason.includes('returned 4')),
      );
      if (ended.plan?.changes.length === refused.length) return;
    }
    book.blame('not-converged', `${mostApplies} applies were not enough`);
  };

  return { play, untilQuiet, counts };
}

function firstFiles({ dialect, targets }: History): Files {
  return {
    dialect,
    targets: [...new Set(targets)].map(newTarget),
    suppress: [],
    split: false,
    limits: {},
  };
}

/** The files as far as the checks of single runs need them. */
function asVersion({ limits }: Files): Version {
  return { targets: [], suppress: [], limits };
}

function eventsOf(hand: Hand, facts: Facts): readonly HandEvent[] {
  const nameOf = (who: number): string => facts.contact(emailOf(who))?.id ?? facts.present(idOf(who));
  switch (hand.what) {
    case 'enroll':
    case 'unenroll':
      return [{ what: hand.what, who: nameOf(hand.who), target: menu[hand.slot].id }];
    case 'edit-target':
    case 'disable-target':
    case 'delete-target':
      return [{ what: hand.what, who: menu[hand.slot].id }];
    case 'delete':
      return [{ what: 'delete-contact', who: nameOf(hand.who) }];
    case 'recreate':
      return [
        { what: 'delete-contact', who: nameOf(hand.who) },
        { what: 'create-contact', who: emailOf(hand.who) },
      ];
    case 'new-address':
      return [{ what: 'change-email', who: nameOf(hand.who), with: `new${hand.who}@northwind.example` }];
    case 'join':
    case 'leave':
      return [{ what: `${hand.what}-list`, who: nameOf(hand.who), with: '482' }];
    case 'merge':
      return [{ what: 'merge-contacts', who: nameOf(hand.who), with: nameOf(hand.other) }];
    case 'move-address':
      return [{ what: 'change-email', who: nameOf(hand.other), with: emailOf(hand.who) }];
    case 'reply':
    case 'opt-out':
    case 'bounce':
    case 'meeting':
      return [{ what: hand.what, who: nameOf(hand.who) }];
    default:
      throw new Error(`nothing done by hand: ${JSON.stringify(hand)}`);
  }
}

const parts = ['', '-wal', '-shm'];

function copyLedger(from: string, to: string): void {
  removeLedger(to);
  for (const part of parts) if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
}

function removeLedger(path: string): void {
  for (const part of parts) rmSync(`${path}${part}`, { force: true });
}

/** Effects whose intents the present ledger does not hold: it gives their numbers out again. */
async function disownIntents(world: World): Promise<void> {
  const held = new Set((await world.history()).map(({ id }) => id));
  const { effects } = world.truth;
  effects.forEach((effect, index) => {
    if (!held.has(effect.intent)) effects[index] = { ...effect, intent: -1 };
  });
}
