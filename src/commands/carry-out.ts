import { applyChanges } from '../executor/apply-changes.ts';
import type { Applied } from '../executor/apply-changes.ts';
import { summarize } from '../executor/summarize.ts';
import type { ExitCode } from '../model/exit-code.ts';
import type { Change, Plan } from '../model/plan.ts';
import { targetName } from '../model/target.ts';
import type { PlanInput } from '../reconciler/plan-input.ts';
import { prepareRejudge } from '../reconciler/rejudge.ts';
import { whatToRecord } from '../reconciler/what-to-record.ts';
import type { Applying } from './applying.ts';

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
  const { lease, reader, loaded, args, deps } = applying;
  const { plan, changes } = decided;
  const run = await lease.startRun({
    command: 'apply',
    planId: plan.planId,
    configHash: loaded.desired.configHash,
    ...(deps.run.commit === undefined ? {} : { commit: deps.run.commit }),
    actor: deps.run.actor,
    version: deps.run.version,
    at: reader.now(),
  });
  await recordSeen(run, applying, decided);
  const canary = args.canary === undefined ? {} : { canary: args.canary };
  const applied = await applyChanges(
    { run, planId: plan.planId, changes, ...canary },
    portsOf(applying, decided),
  );
  const report = summarize(applied, { plan, changes, number: run, calls: reader.calls() });
  await closeRun(run, report.exitCode, { applied, applying, counts: JSON.stringify(report.counts) });
  deps.view.report(report);
  return report.exitCode;
}

/** What the account shows and the ledger does not know yet: proofs of open intents, adoptions, baselines. */
async function recordSeen(run: number, { lease }: Applying, { input }: Decided): Promise<void> {
  const seen = whatToRecord(input);
  await lease.settle(seen.settlements);
  await lease.adopt(run, seen.adoptions);
  await lease.rememberAddresses(seen.addresses);
  await lease.setTargets(seen.targets);
}

function portsOf(
  { portalId, reader, writer, ledger, lease, loaded, deps }: Applying,
  { input }: Decided,
): Parameters<typeof applyChanges>[1] {
  const targets = new Map(loaded.desired.targets.map((target) => [targetName(target), target]));
  const judge = prepareRejudge(input);
  return {
    reader,
    writer,
    lease,
    readyJudge: async () => {
      const view = await ledger.view(portalId, reader.now());
      return (contacts) => judge(contacts, view, reader.now());
    },
    wayOut: (change) => {
      const target = targets.get(targetName(change.target));
      const route = target?.unenroll === undefined ? {} : { route: target.unenroll };
      const viaList = target?.kind === 'workflow' ? target.viaList : undefined;
      return { ...route, ...(viaList === undefined ? {} : { viaList }) };
    },
    sleep: deps.sleep,
    interrupted: deps.interrupt.requested,
    progress: deps.progress,
    waits: deps.waits,
  };
}

/** A ledger that was lost cannot take the end of the run either; its intents already tell the truth. */
async function closeRun(
  run: number,
  exitCode: ExitCode,
  end: { readonly applied: Applied; readonly applying: Applying; readonly counts: string },
): Promise<void> {
  const { lease, reader } = end.applying;
  if (end.applied.stop?.why === 'ledger-lost') return;
  await lease.finishRun(run, { exitCode, at: reader.now(), counts: end.counts });
}
