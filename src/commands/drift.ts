import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { LedgerTarget } from '../model/ledger/ledger-view.ts';
import type { Drift, Plan } from '../model/results/plan.ts';
import { targetAddress, targetIdentityKey } from '../model/target.ts';
import { ledgerUpdates } from '../reconciler/ledger-updates.ts';
import { makePlan } from '../reconciler/make-plan.ts';
import type { PlanInput } from '../reconciler/plan-input.ts';
import type { LedgerDeps, ReadDeps, View } from './deps.ts';
import { type OpenLedger, openLedgerOnline } from './ledger/open-ledger.ts';
import { withLease } from './ledger/with-lease.ts';
import {
  accountDayStart,
  type LoadedConfiguration,
  loadOrShowProblems,
  type PipelineOptions,
  planLoaded,
  readPlanInput,
} from './pipeline.ts';
import { withNotice } from './pipeline/with-notice.ts';
import { resolveSequenceNames } from './pipeline/resolve-sequence-names.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

interface DriftArgs extends PipelineOptions {
  /** Also count findings that by default are only listed. */
  readonly strict: boolean;
  readonly full: boolean;
}

/** Shows what changed in the account since the last apply. Returns 2 if something did. */
export async function drift(args: DriftArgs, deps: ReadDeps): Promise<ExitCode> {
  const loaded = await loadOrShowProblems(args, deps);
  if (!loaded) return ExitCode.invalidConfiguration;
  return withNotice('drift', { desired: loaded.desired, deps }, (noticing) =>
    driftLoaded(loaded, args, noticing),
  );
}

async function driftLoaded(loaded: LoadedConfiguration, args: DriftArgs, deps: ReadDeps): Promise<ExitCode> {
  const planned = await planLoaded(loaded, args, deps);
  const { input, plan } = planned;
  deps.view.drift(plan, { observed: input.observed, diff: false, full: args.full, strict: args.strict });
  if (plan.errored) return ExitCode.invalidConfiguration;
  return hasDrift(plan, args.strict) ? ExitCode.changes : ExitCode.done;
}

/** Returns whether the account moved in a way that counts; `strict` counts every finding. */
export function hasDrift(plan: Plan, strict: boolean): boolean {
  return plan.drift.some((one) => one.counts || strict);
}

export interface AcceptDeps extends LedgerDeps {
  readonly view: AcceptView;
}

export interface AcceptView extends View {
  accepted(result: AcceptResult): void;
}

export interface AcceptResult {
  /** The findings that drift no longer reports. */
  readonly accepted: readonly Drift[];
  /**
   * Unmanaged contacts in exclusive targets, and targets that differ from a definition file. The files decide about them,
   * so a baseline cannot accept them.
   */
  readonly left: readonly Drift[];
}

/**
 * Records the current targets as the baseline of drift, and unexplained endings as seen. Writes only to the
 * ledger. Returns 2 if findings that count remain.
 */
export async function acceptDrift(args: PipelineOptions, deps: AcceptDeps): Promise<ExitCode> {
  refuseContactFilters([...args.only, ...args.exclude]);
  const opened = await openLedgerOnline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { ledger, portalId, reader } = opened;
  const loaded = { ...opened.loaded, desired: await resolveSequenceNames(opened.desired, reader) };
  return withLease({ ledger, portalId, deps }, async (lease) => {
    const from = {
      reader,
      ledger: await ledger.view(portalId, await accountDayStart(reader)),
      progress: deps.progress,
    };
    const input = await readPlanInput(loaded, args, from);
    const plan = makePlan(input);
    if (plan.errored) {
      deps.view.plan(plan, { diff: false, full: false });
      return ExitCode.invalidConfiguration;
    }
    const accepted = plan.drift.filter((drift) => isAcceptable(drift, input.desired));
    const left = plan.drift.filter((drift) => drift.counts && !accepted.includes(drift));
    const exitCode = left.length > 0 ? ExitCode.changes : ExitCode.done;
    if (accepted.length > 0)
      await recordAccepted({ opened, input, plan, deps, lease }, { exitCode, accepted });
    deps.view.accepted({ accepted, left });
    return exitCode;
  });
}

/** Returns whether a baseline of the ledger ends a difference: the files have nothing to compare with. */
function isAcceptable(
  { kind, address }: Drift,
  { targets, creations = [], definitions }: DesiredState,
): boolean {
  if (kind === 'unmanaged') return false;
  if (creations.some(({ key }) => targetAddress({ kind: 'workflow', key }) === address)) return false;
  const path = targets.find((target) => targetAddress(target) === address)?.definition;
  return kind !== 'target-edited' || path === undefined || definitions?.has(path) !== true;
}

async function recordAccepted(
  from: {
    readonly opened: OpenLedger;
    readonly input: PlanInput;
    readonly plan: Plan;
    readonly deps: LedgerDeps;
    readonly lease: Parameters<Parameters<typeof withLease>[1]>[0];
  },
  { exitCode, accepted }: { readonly exitCode: ExitCode; readonly accepted: readonly Drift[] },
): Promise<void> {
  const { opened, input, plan, deps, lease } = from;
  const { reader } = opened;
  const run = await lease.startRun({
    command: 'drift --accept',
    planId: plan.planId,
    configHash: input.desired.configHash,
    ...omitUndefined({ commit: deps.run.commit }),
    actor: deps.run.actor,
    version: deps.run.version,
    at: reader.now(),
  });
  await lease.setTargets(acceptedBaselines(input));
  const counts = JSON.stringify({ accepted: accepted.length });
  await lease.finishRun(run, { exitCode, at: reader.now(), counts });
}

/** Returns the new baselines. A target that was never applied gets its first baseline from apply. */
function acceptedBaselines(input: PlanInput): readonly LedgerTarget[] {
  const applied = new Set(input.ledger.targets.map(targetIdentityKey));
  const endsSeenAt = input.observed.observedAt;
  return ledgerUpdates(input)
    .targets.filter((target) => applied.has(targetIdentityKey(target)))
    .map((target) => ({ ...target, endsSeenAt }));
}

/** Throws `bad-flag` for a filter on contacts: a baseline covers a whole target. */
function refuseContactFilters(globs: readonly string[]): void {
  const glob = globs.find((one) => one.includes('/'));
  if (glob === undefined) return;
  throw new Failure({
    code: 'bad-flag',
    message: `--accept applies to whole targets, but ${glob} selects contacts.`,
    help: 'Select targets, for example --only "sequences.q4-*", or omit the filter.',
  });
}
