import { applyChanges } from '../executor/apply-changes.ts';
import type { Applied } from '../executor/apply-changes.ts';
import { stopOf } from '../executor/stop.ts';
import type { Stop } from '../executor/stop.ts';
import { summarize } from '../executor/summarize.ts';
import type { ExitCode } from '../model/exit-code.ts';
import { changeKey } from '../model/plan.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { targetName } from '../model/target.ts';
import type { PlanInput } from '../reconciler/plan-input.ts';
import { expectedRequests } from '../reconciler/expected-calls.ts';
import { prepareRejudge } from '../reconciler/rejudge.ts';
import { whatToRecord } from '../reconciler/what-to-record.ts';
import type { Sightings } from '../reconciler/what-to-record.ts';
import type { Applying } from './applying.ts';
import { dayStartOf } from './day-start.ts';

interface Decided {
  readonly input: PlanInput;
  /** The plan as of now; the saved one may know less. */
  readonly fresh: Plan;
  /** The plan that was reviewed. */
  readonly plan: Plan;
  readonly changes: readonly Change[];
}

/** Records what was seen, applies what was approved, and reports. */
export async function carryOut(applying: Applying, decided: Decided): Promise<ExitCode> {
  const { lease, reader, deps } = applying;
  const { input, plan, changes } = decided;
  const seen = whatToRecord(input);
  const begins = input.ledger.startedAt === undefined;
  // A run without acts would only give the same plan another name, and `--expect` would refuse it.
  const run =
    changes.length > 0 || seen.adoptions.length > 0 || begins ? await startRun(applying, plan) : undefined;
  await lease.settle(seen.settlements);
  await lease.rememberAddresses(seen.addresses);
  await lease.setTargets(seen.targets);
  const applied = run === undefined ? { outcomes: [] } : await act({ run, seen, applying, decided });
  const number = run === undefined ? {} : { number: run };
  const facts = { plan, changes, ...number, requests: reader.requests() };
  const report = summarize(applied, facts);
  const lost = run === undefined ? undefined : await closeRun(run, report, { applied, applying });
  if (run !== undefined && lost) {
    deps.tell?.({ event: 'stopped', run, why: lost.why, reason: lost.reason });
  }
  const ended = lost ? summarize({ ...applied, stop: lost }, facts) : report;
  deps.view.report(ended);
  return ended.exitCode;
}

function startRun({ lease, reader, loaded, deps }: Applying, plan: Plan): Promise<number> {
  return lease.startRun({
    command: 'apply',
    planId: plan.planId,
    configHash: loaded.desired.configHash,
    ...(deps.run.commit === undefined ? {} : { commit: deps.run.commit }),
    actor: deps.run.actor,
    version: deps.run.version,
    at: reader.now(),
  });
}

async function act(doing: {
  readonly run: number;
  readonly seen: Sightings;
  readonly applying: Applying;
  readonly decided: Decided;
}): Promise<Applied> {
  const { run, seen, applying, decided } = doing;
  const { args, lease, deps } = applying;
  const { plan, changes } = decided;
  const { planId } = plan;
  deps.tell?.({ event: 'apply-started', run, planId, planned: changes.length });
  await lease.adopt(run, seen.adoptions);
  const canary = args.canary === undefined ? {} : { canary: args.canary };
  const requests = expectedRequests(changes, decided.input.observed.targets);
  return applyChanges({ run, planId, changes, requests, ...canary }, portsOf(applying, decided));
}

function portsOf(
  { portalId, reader, writer, ledger, lease, loaded, deps }: Applying,
  { input, fresh }: Decided,
): Parameters<typeof applyChanges>[1] {
  const targets = new Map(loaded.desired.targets.map((target) => [targetName(target), target]));
  // The limits were checked for these and for no others.
  const judge = prepareRejudge(input, new Set(fresh.changes.map(changeKey)));
  return {
    reader,
    writer,
    lease,
    readyJudge: async () => {
      const view = await ledger.view(portalId, await dayStartOf(reader));
      return (reread) => judge({ ...reread, ledger: view, now: reader.now() });
    },
    wayOut: (change) => {
      const name = targetName(change.target);
      const target = targets.get(name);
      // Nobody leaves a workflow by leaving a list that they are not on.
      const isFed = input.observed.targets.get(name)?.onViaList?.has(change.contact.id) ?? true;
      const route = target?.unenroll === undefined ? {} : { route: target.unenroll };
      const viaList = target?.kind === 'workflow' && isFed ? target.viaList : undefined;
      return { ...route, ...(viaList === undefined ? {} : { viaList }) };
    },
    sleep: deps.sleep,
    interrupted: deps.interrupt.requested,
    progress: deps.progress,
    tell: deps.tell ?? (() => undefined),
    waits: deps.waits,
  };
}

/**
 * A ledger that was lost cannot take the end of the run either; its intents already tell the truth. One
 * that is lost only here comes back as the stop: what was sent must be reported all the same.
 */
async function closeRun(
  run: number,
  { exitCode, counts }: Report,
  { applied, applying }: { readonly applied: Applied; readonly applying: Applying },
): Promise<Stop | undefined> {
  const { lease, reader } = applying;
  if (applied.stop?.why === 'ledger-lost') return undefined;
  try {
    await lease.finishRun(run, { exitCode, at: reader.now(), counts: JSON.stringify(counts) });
    return undefined;
  } catch (error) {
    return stopOf(error);
  }
}
