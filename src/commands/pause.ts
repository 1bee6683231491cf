import { targetAddress } from '../model/target.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { Pause } from '../model/ledger/ledger-view.ts';
import { pauseApplies } from '../reconciler/steps/pause.ts';
import { targetHistories } from '../reconciler/context/target-histories.ts';
import { findTarget } from './ledger/find-target.ts';
import type { FoundTarget } from './ledger/find-target.ts';
import type { LedgerAdminDeps } from './deps.ts';
import { openLedgerOffline } from './ledger/open-ledger.ts';
import type { OfflineLedger } from './ledger/open-ledger.ts';

export interface PauseArgs {
  readonly paths: readonly string[];
  /** An address such as `sequences.q4-outbound`. Default: the whole account. */
  readonly target?: string | undefined;
  readonly reason?: string | undefined;
}

const maxReasonLength = 200;

/**
 * Pauses enrollments in one target or in the account. Takes no lease: a running apply reads the pauses
 * before each batch.
 */
export async function pause(args: PauseArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const reason = args.reason?.trim() ?? '';
  if (reason.length > maxReasonLength) throw reasonTooLong(reason.length);
  const opened = await openLedgerOffline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { ledger, portalId, now } = opened;
  const target = args.target === undefined ? undefined : await findNamedTarget(args.target, opened);
  await ledger.pause(portalId, {
    ...(target ? { kind: target.kind, targetId: target.targetId, targetKey: target.key } : {}),
    actor: deps.run.actor,
    ...(reason === '' ? {} : { reason }),
    at: now,
  });
  deps.view.pauses({ portalId, pauses: await ledger.pauses(portalId) });
  deps.view.log(
    `Enrollments in ${nameOf(target, portalId)} are paused. Removals continue. A running apply stops enrolling after its current batch. To continue: ${resumeLine(target)}`,
  );
  return ExitCode.done;
}

/** Resumes one target, or the account. Pauses of other targets stay in effect. */
export async function resume(args: Omit<PauseArgs, 'reason'>, deps: LedgerAdminDeps): Promise<ExitCode> {
  const opened = await openLedgerOffline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { ledger, portalId } = opened;
  const before = await ledger.pauses(portalId);
  const target = args.target === undefined ? undefined : await findKnownOrPaused(args.target, before, opened);
  const lifted = target ? await pausesForTarget(target, before, opened) : before.filter(isOfAccount);
  for (const { kind, targetId } of lifted) {
    await ledger.resume(portalId, kind === undefined || targetId === undefined ? {} : { kind, targetId });
  }
  const pauses = await ledger.pauses(portalId);
  deps.view.pauses({ portalId, pauses });
  const name = nameOf(target, portalId);
  deps.view.log(
    lifted.length > 0
      ? `Enrollments in ${name} are no longer paused.`
      : `${capitalize(name)} was not paused${target ? ' separately' : ''}. Nothing changed.`,
  );
  const stillPaused = pauses.filter((one) => isOfAccount(one) || target === undefined);
  if (stillPaused.length > 0) {
    deps.view.log(
      `Still paused: ${stillPaused.map((one) => nameOf(pausedTarget(one), portalId)).join(', ')}.`,
    );
  }
  return ExitCode.done;
}

async function findNamedTarget(
  address: string,
  { desired, ledger, portalId, now }: OfflineLedger,
): Promise<FoundTarget> {
  const { targets, creations } = desired;
  // Most targets have their id in the file, so the ledger is read only when needed.
  try {
    return findTarget(address, { targets, ledgerTargets: [] });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { targets: ledgerTargets } = await ledger.view(portalId, now);
    return findTarget(address, { targets, ledgerTargets, creations });
  }
}

/** Finds a target. A paused target may be gone from the files, or have another key there by now. */
async function findKnownOrPaused(
  address: string,
  pauses: readonly Pause[],
  opened: OfflineLedger,
): Promise<FoundTarget> {
  try {
    return await findNamedTarget(address, opened);
  } catch (error) {
    const paused = pauses
      .map(pausedTarget)
      .find((one) => one !== undefined && targetAddress(one) === address);
    if (!(error instanceof Failure) || !paused) throw error;
    return paused;
  }
}

/** Returns the pauses that apply to a target in a plan: by its key, or by any id of its history. */
async function pausesForTarget(
  { kind, key, targetId }: FoundTarget,
  pauses: readonly Pause[],
  { desired, ledger, portalId, now }: OfflineLedger,
): Promise<readonly Pause[]> {
  const { joins, targets } = await ledger.view(portalId, now);
  const ids = targetHistories(desired.targets, joins)({ kind, id: targetId });
  return pauses.filter((pause) => pauseApplies(pause, { kind, key, ids }, targets));
}

function isOfAccount({ kind }: Pause): boolean {
  return kind === undefined;
}

function pausedTarget({ kind, targetId, targetKey }: Pause): FoundTarget | undefined {
  if (kind === undefined || targetId === undefined) return undefined;
  return { kind, targetId, key: targetKey ?? targetId };
}

function nameOf(target: FoundTarget | undefined, portalId: number): string {
  return target ? targetAddress(target) : `account ${portalId}`;
}

function resumeLine(target: FoundTarget | undefined): string {
  return target ? `rollcall resume ${targetAddress(target)}` : 'rollcall resume';
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reasonTooLong(length: number): Failure {
  return new Failure({
    code: 'bad-flag',
    message: `--reason has ${length} characters; the maximum is ${maxReasonLength}.`,
    help: 'Give a short reason: every plan shows it.',
  });
}
