/** The commands of a history, each in a separate process. */
import type { LedgerAdminDeps } from '../../../src/commands/deps.ts';
import { forget } from '../../../src/commands/forget.ts';
import { ledgerCopy, ledgerMarkGap } from '../../../src/commands/ledger.ts';
import { pause, resume } from '../../../src/commands/pause.ts';
import { plan as planCommand } from '../../../src/commands/plan.ts';
import { resolve } from '../../../src/commands/resolve.ts';
import { copyLedger } from '../../../src/ledger/copy-ledger.ts';
import { Failure } from '../../../src/model/failure.ts';
import type { CopiedLedger } from '../../../src/model/ledger/ledger-reports.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import type { Explanation } from '../../../src/model/results/explanation.ts';
import { lineOf, openProcess, type Start } from '../process.ts';

export const savedPlan = 'plan.json';

export interface Planned {
  readonly plan: Plan | undefined;
  /** The document that `--out` wrote. */
  readonly text: string | undefined;
  readonly explanation: readonly Explanation[] | undefined;
  /** Codes of what is wrong with the files or the run. */
  readonly problems: readonly string[];
}

/** `plan`, with `--out` or `--explain`. */
export async function planFor(
  start: Start,
  asked: { readonly out?: string; readonly explain?: string } = {},
): Promise<Planned> {
  const { seen, deps, files, close } = openProcess(start);
  const problems: string[] = [];
  try {
    const usual = { liftedLimits: {}, detailedExitcode: false, diff: false, full: false };
    await planCommand({ ...lineOf(start), ...usual, ...asked }, deps);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    problems.push(error.code);
  } finally {
    await close();
  }
  const { plan, explanation, validation } = seen;
  problems.push(...(validation?.diagnostics ?? []).map(({ code }) => code));
  return { plan, explanation, problems, text: files.get(asked.out ?? '') };
}

/** `history forget`. Returns the code of a refusal. */
export function forgetFor(start: Start, contactId: string): Promise<string | undefined> {
  return refusalOf(start, (deps) => {
    const view = { ...deps.view, forgotten: nothing };
    const args = { paths: start.paths ?? [], contactId, autoApprove: true };
    return forget(args, { ...deps, view });
  });
}

/** `pause`, or `resume`, of a target or the whole account. Returns the code of a refusal. */
export function pauseFor(
  start: Start,
  asked: { readonly what: 'pause' | 'resume'; readonly target: string | undefined },
): Promise<string | undefined> {
  const args = { paths: start.paths ?? [], target: asked.target };
  return refusalOf(start, (deps) => {
    const admin = adminDeps(deps, start);
    return asked.what === 'pause' ? pause({ ...args, reason: 'chaos' }, admin) : resume(args, admin);
  });
}

/** `resolve --retry`. Returns the code of a refusal. */
export function retryFor(start: Start, address: string): Promise<string | undefined> {
  const args = { paths: start.paths ?? [], addresses: [address], outcome: 'retry' } as const;
  return refusalOf(start, (deps) => resolve(args, { ...deps, view: { ...deps.view, resolved: nothing } }));
}

/** `ledger mark-gap`. Returns the code of a refusal. */
export function markGapFor(start: Start, from: string): Promise<string | undefined> {
  return refusalOf(start, (deps) =>
    ledgerMarkGap({ paths: start.paths ?? [], from }, adminDeps(deps, start)),
  );
}

/** `ledger copy`. Returns the code of a refusal. */
export function copyFor(
  start: Start,
  ends: { readonly from: string; readonly to: string },
): Promise<string | undefined> {
  return refusalOf(start, (deps) => ledgerCopy(ends, adminDeps(deps, start)));
}

type Deps = ReturnType<typeof openProcess>['deps'];

function adminDeps(deps: Deps, { world }: Start): LedgerAdminDeps {
  const unused = (): never => {
    throw new Error('not a command of histories');
  };
  return {
    ...deps,
    openLedgerReader: unused,
    ledgers: { place: unused, status: unused, create: unused, grant: unused, copy: copied },
    offlineAccount: async () => {
      const { portalId, now } = world.simulator.inspect();
      return { portalId, now };
    },
    view: {
      ...deps.view,
      ledgerCreated: nothing,
      ledgerStatus: nothing,
      ledgerCopied: nothing,
      ledgerGrant: nothing,
      gapMarked: nothing,
      status: unused,
      pauses: nothing,
    },
  };
}

async function copied(from: string, to: string): Promise<CopiedLedger> {
  const end = (place: string) => ({ place, from: 'a flag', isFile: true, location: place });
  const copy = await copyLedger({ from: end(from), to: end(to) });
  return { from: end(from), to: end(to), copy };
}

function nothing(): undefined {
  return undefined;
}

async function refusalOf(start: Start, act: (deps: Deps) => Promise<unknown>): Promise<string | undefined> {
  const { deps, close } = openProcess(start);
  try {
    await act(deps);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code;
  } finally {
    await close();
  }
}
