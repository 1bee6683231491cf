/** What the steps of one history share: the world, the judge's book, and what was saved for later steps. */
import type { Approval } from '../judge/approval.ts';
import { judgeWrite } from '../judge/judge-write.ts';
import { openBook } from '../judge/book.ts';
import type { Book, Memory } from '../judge/book.ts';
import { factsOf } from '../judge/facts.ts';
import type { Facts } from '../judge/facts.ts';
import type { SavedPlan } from '../judge/judge-refusal.ts';
import { menu } from '../menu.ts';
import type { Plant } from '../plants.ts';
import type { Start } from '../process.ts';
import type { SeenWrite } from '../watch.ts';
import type { World } from '../world.ts';
import { newTarget } from './edit-files.ts';
import { pathsOf, textOf } from './files.ts';
import type { FileTarget, Files } from './files.ts';
import type { History, Trouble } from './history.ts';

export type Approved = Omit<Approval, 'process'>;

export interface Play {
  readonly history: History;
  readonly world: World;
  readonly book: Book;
  readonly counts: {
    steps: number;
    applies: number;
    crashPoints: number;
    /** What happened, a short line a step. */
    readonly story: string[];
  };
  readonly state: {
    files: Files;
    before: Files;
    saved:
      | (SavedPlan & {
          readonly text: string;
          readonly reviewed: ReadonlySet<string>;
          readonly seen: ReadonlyMap<string, string>;
        })
      | undefined;
    backup: { readonly memory: Memory; readonly day: string } | undefined;
    runs: number[];
    processes: number;
    /** Ledgers begun so far. */
    ledgers: number;
    /** Writing requests of the latest process. */
    writes: SeenWrite[];
  };
  facts(): Facts;
  start(trouble: Trouble, approval: Approved, extra?: Partial<Start>): Start;
  /** Starts a command that sends nothing. */
  looking(): Start;
}

export function openPlay(history: History, world: World, plant: Plant | undefined): Play {
  const counts = { steps: 0, applies: 0, crashPoints: 0, story: [] as string[] };
  const book = openBook((broken, what) => {
    world.blame(broken, what);
    counts.story.push(`     !! ${broken}: ${what}`);
  });
  const state: Play['state'] = {
    files: firstFiles(history),
    before: firstFiles(history),
    saved: undefined,
    backup: undefined,
    runs: [],
    processes: 0,
    ledgers: 0,
    writes: [],
  };
  const start: Play['start'] = (trouble, approval, extra = {}) => {
    state.processes += 1;
    const process = state.processes;
    state.writes = [];
    const { faults = [], incident, patient = false, canary, allowArchive } = trouble;
    return {
      world,
      version: undefined,
      files: textOf(approval.files),
      paths: pathsOf(approval.files),
      number: process,
      schedule: history.schedule + process,
      plant,
      lifted: trouble.limited !== true,
      allowArchive,
      run: {
        faults,
        patient,
        saved: false,
        ...(incident ? { incident } : {}),
        ...(canary === undefined ? {} : { canary }),
      },
      onWrite: (write) => {
        state.writes.push(write);
        const isCalm = faults.length === 0 && !incident;
        judgeWrite(book, { ...approval, allowArchive: allowArchive === true, isCalm, process }, write);
      },
      ...extra,
    };
  };
  return {
    history,
    world,
    book,
    counts,
    state,
    facts: () => factsOf(world.simulator.snapshot()),
    start,
    looking: () => start({}, { files: state.files }),
  };
}

/** `sequences.q4`. */
export function addressOfTarget({ slot, key }: FileTarget): string {
  return `${menu[slot].kind}s.${key}`;
}

function firstFiles({ dialect, targets }: History): Files {
  return {
    dialect,
    targets: [...new Set(targets)].map(newTarget),
    suppress: [],
    freeze: [],
    split: false,
    limits: {},
  };
}
