/** One simulated process: its I/O steps happen one at a time, and an incident befalls it at one of them. */
import { setImmediate as turn } from 'node:timers/promises';
import { ExitCode } from '../../src/model/exit-code.ts';
import { Failure } from '../../src/model/failure.ts';
import type { Incident, Point } from './case.ts';

/** What a dead process meets at every further step; nothing of it reaches the world. */
export class Crash extends Error {}

export interface Gate {
  /** Does one I/O step when its turn comes. */
  step<T>(call: string, act: () => Promise<T>): Promise<T>;
  /** Throws when the process is dead. */
  assertAlive(): void;
  readonly state: GateState;
  /** Resolves at the first Ctrl-C. */
  readonly whenInterrupted: Promise<void>;
}

interface GateState {
  dead: boolean;
  interrupted: boolean;
  /** Whether the incident came about. */
  struck: boolean;
  /** Moments passed: two for each step, just before and just after. */
  moments: number;
  /** Every step taken, for whoever has to understand a failure. */
  readonly trace: string[];
}

/** `onStall` does what happens in the world while the process sleeps. `seed` decides whose turn is next. */
export function openGate(options: {
  readonly seed: number;
  readonly incident?: Incident | undefined;
  readonly onStall: (trace: readonly string[]) => Promise<void>;
}): Gate {
  const { incident, onStall } = options;
  const state: GateState = { dead: false, interrupted: false, struck: false, moments: 0, trace: [] };
  const seen = new Map<string, number>();
  const waiting: (() => void)[] = [];
  const draw = drawing(options.seed);
  let busy = false;
  let ledgerDown = false;
  let interrupt = (): void => undefined;
  const whenInterrupted = new Promise<void>((resolve) => (interrupt = resolve));

  const assertAlive = (at = ''): void => {
    if (state.dead) throw new Crash(`the process is dead ${at}`);
  };

  const hasCome = (at: Point, call: string, edge: 'before' | 'after'): boolean =>
    'moment' in at
      ? state.moments === at.moment
      : at.call === call && at.edge === edge && at.nth === seen.get(call);

  const pass = async (call: string, edge: 'before' | 'after'): Promise<void> => {
    state.moments += 1;
    if (!incident || incident.kind === 'late' || state.struck || !hasCome(incident.at, call, edge)) return;
    state.struck = true;
    state.trace.push(`! ${incident.kind} ${edge} ${call}`);
    if (incident.kind === 'stall') await onStall([...state.trace]);
    if (incident.kind === 'interrupt') {
      state.interrupted = true;
      interrupt();
    }
    if (incident.kind === 'ledger-fails') ledgerDown = true;
    if (incident.kind === 'crash') {
      state.dead = true;
      assertAlive(call);
    }
  };

  /** A commit that fails, or seems to. */
  const commit = async <T>(act: () => Promise<T>): Promise<T> => {
    if (incident?.kind !== 'ledger-fails' || !ledgerDown) return act();
    ledgerDown = incident.lasting;
    if (incident.committed) await act();
    throw new Failure({
      exitCode: ExitCode.error,
      code: 'ledger-write',
      message: 'The ledger cannot be written: chaos.',
      help: 'None.',
    });
  };

  const takeTurn = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      void next();
    });
  };

  const next = async (): Promise<void> => {
    if (busy || waiting.length === 0) return;
    busy = true;
    // Everybody who is about to ask has asked by then.
    await turn();
    const [chosen] = waiting.splice(Math.floor(draw() * waiting.length), 1);
    chosen?.();
  };

  return {
    state,
    whenInterrupted,
    assertAlive,
    async step(call, act) {
      assertAlive(call);
      await takeTurn();
      try {
        assertAlive(call);
        seen.set(call, (seen.get(call) ?? 0) + 1);
        await pass(call, 'before');
        state.trace.push(call);
        const result = await (call.startsWith('lease.') ? commit(act) : act());
        await pass(call, 'after');
        return result;
      } finally {
        busy = false;
        void next();
      }
    },
  };
}

/** Numbers in [0, 1) that a seed decides (a linear congruential generator). */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}
