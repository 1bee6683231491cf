import type { DesiredState } from '../model/desired-state.ts';
import type { Diagnostic } from '../model/results/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import { resolveEvidence } from '../model/ledger/ledger.ts';
import type { Lease } from '../model/ledger/ledger.ts';
import type { ResolvedEnrollment, ResolveOutcome, ResolveResult } from '../model/ledger/ledger-reports.ts';
import { accountDayStart } from './pipeline.ts';
import type { LedgerDeps, View } from './deps.ts';
import { openLedgerOnline } from './ledger/open-ledger.ts';
import type { LedgerArgs, OpenLedger } from './ledger/open-ledger.ts';
import { resolveCreations } from './resolve/resolve-creations.ts';
import { contactIdIn, decideResolution } from './resolve/resolve-decision.ts';
import type { ResolveDecision, ResolveContext } from './resolve/resolve-decision.ts';
import { readItems } from './resolve/resolve-items.ts';
import type { ReadItemsResult, ResolveItem } from './resolve/resolve-items.ts';
import { resolveSequenceNames } from './pipeline/resolve-sequence-names.ts';
import { withLease } from './ledger/with-lease.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface ResolveArgs extends LedgerArgs {
  readonly addresses: readonly string[];
  /** The outcome of all `addresses`. Absent with `file`. */
  readonly outcome?: ResolveOutcome | 'not-created' | undefined;
  /** The path of a file with addresses and outcomes. */
  readonly file?: string | undefined;
}

export interface ResolveDeps extends LedgerDeps {
  readonly view: ResolveView;
}

export interface ResolveView extends View {
  resolved(result: ResolveResult): void;
}

/**
 * Settles enrollments that a plan shows as unknown, by the user's decision: open intents, accepted requests that
 * never took effect, and history that HubSpot does not show; and clears remembered refusals. Checks all addresses before it writes. Returns 1 if
 * one of several addresses is refused.
 */
export async function resolve(args: ResolveArgs, deps: ResolveDeps): Promise<ExitCode> {
  const { outcome } = args;
  return outcome === 'not-created'
    ? resolveCreations(args, deps)
    : resolveEnrollments({ ...args, outcome }, deps);
}

type EnrollmentArgs = ResolveArgs & { readonly outcome: ResolveOutcome | undefined };

async function resolveEnrollments(args: EnrollmentArgs, deps: ResolveDeps): Promise<ExitCode> {
  const { items, problems } = await itemsOf(args, deps);
  const opened = await openLedgerOnline(args, deps);
  if (!opened) return ExitCode.invalidConfiguration;
  const { reader, portalId, ledger } = opened;
  const desired = await resolveSequenceNames(opened.desired, reader);
  const ids = items.flatMap((item) => attempt(() => contactIdIn(item)).value ?? []);
  const contacts = await reader.contacts([...new Set(ids)], []);
  return withLease({ ledger, portalId, deps }, async (lease) => {
    const view = await ledger.view(portalId, await accountDayStart(reader));
    const decided = decideAll(items, {
      targets: desired.targets,
      creations: desired.creations,
      view,
      contacts,
    });
    const refused = [...problems, ...decided.problems];
    if (refused.length > 0) {
      deps.view.validation({ diagnostics: refused, texts: new Map() });
      deps.view.log('Nothing was written.');
      return ExitCode.error;
    }
    await writeDecisions(decided.results, { lease, opened: { ...opened, desired }, deps });
    deps.view.resolved({ portalId, results: decided.results.map(resolvedItem) });
    return ExitCode.done;
  });
}

async function itemsOf(args: EnrollmentArgs, deps: LedgerDeps): Promise<ReadItemsResult> {
  const { addresses, outcome = 'not-enrolled', file } = args;
  if (file === undefined) {
    return { items: addresses.map((address) => ({ address, outcome })), problems: [] };
  }
  let bytes: Uint8Array;
  try {
    bytes = await deps.files.read(file);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new Failure({
      code: 'file-unreadable',
      message: `${file} cannot be read (${code}). Nothing was written.`,
      help: 'Name a file with one address and one outcome per line.',
      cause,
    });
  }
  return readItems(file, new TextDecoder().decode(bytes));
}

interface DecidedItem {
  readonly item: ResolveItem;
  readonly decision: ResolveDecision;
}

/** Decides each item. Throws for a single address from the command line; otherwise collects the problems. */
function decideAll(
  items: readonly ResolveItem[],
  known: ResolveContext,
): { readonly results: readonly DecidedItem[]; readonly problems: readonly Diagnostic[] } {
  const results = new Map<string, DecidedItem>();
  const problems: Diagnostic[] = [];
  for (const item of items) {
    const { value: decision, failure } = attempt(() => decideResolution(item, known));
    if (failure && items.length === 1 && !item.source) throw failure;
    if (failure) problems.push(problemOf(item, failure));
    if (!decision) continue;
    const { target, contactId } = decision;
    const name = `${target.kind}:${target.targetId}:${contactId}`;
    const before = results.get(name);
    if (before && before.item.outcome !== item.outcome)
      problems.push(contradictionDiagnostic(item, before.item));
    if (!before) results.set(name, { item, decision });
  }
  return { results: [...results.values()], problems };
}

function attempt<T>(act: () => T): { readonly value?: T; readonly failure?: Failure } {
  try {
    return { value: act() };
  } catch (error) {
    if (error instanceof Failure) return { failure: error };
    throw error;
  }
}

function problemOf({ source }: ResolveItem, { code, message, help }: Failure): Diagnostic {
  return { code, severity: 'error', message, help, ...(source ? { source } : {}) };
}

function contradictionDiagnostic({ address, outcome, source }: ResolveItem, before: ResolveItem): Diagnostic {
  return {
    code: 'contradiction',
    severity: 'error',
    message: `${address} and ${before.address} are the same enrollment, given both as ${before.outcome} and as ${outcome}.`,
    help: 'Check the contact in HubSpot, and keep the correct line.',
    ...(source ? { source } : {}),
    ...(before.source ? { related: [before.source] } : {}),
  };
}

interface WriteContext {
  readonly lease: Lease;
  readonly opened: OpenLedger & { readonly desired: DesiredState };
  readonly deps: LedgerDeps;
}

async function writeDecisions(
  results: readonly DecidedItem[],
  { lease, opened, deps }: WriteContext,
): Promise<void> {
  const at = opened.reader.now();
  const { actor } = deps.run;
  const settlements = results.flatMap(({ item, decision }) =>
    decision.act === 'settle'
      ? decision.intents.map((intent) => ({
          intent,
          state: item.outcome === 'enrolled' ? ('proved' as const) : ('refused' as const),
          at,
          evidence: resolveEvidence(actor, item.outcome === 'enrolled'),
        }))
      : [],
  );
  if (settlements.length > 0) await lease.settle(settlements);
  const cleared = results.flatMap(({ decision }) =>
    decision.act === 'clear' ? decision.intents.map((intent) => ({ intent, at, actor })) : [],
  );
  if (cleared.length > 0) await lease.clearRefusals(cleared);
  const vouches = results.flatMap(({ decision }) =>
    decision.act === 'vouch' ? { ...declarationIn(decision), actor, at } : [],
  );
  if (vouches.length > 0) await lease.vouch(vouches);
  const adoptions = results.flatMap(({ decision }) =>
    decision.act === 'adopt' ? { ...declarationIn(decision), origin: 'text' as const, at } : [],
  );
  if (adoptions.length === 0) return;
  const run = await lease.startRun({
    command: 'resolve',
    planId: '',
    configHash: opened.desired.configHash,
    ...omitUndefined({ commit: deps.run.commit }),
    actor,
    version: deps.run.version,
    at,
  });
  await lease.adopt(run, adoptions);
  await lease.finishRun(run, {
    exitCode: ExitCode.done,
    at,
    counts: JSON.stringify({ adopted: adoptions.length }),
  });
}

function declarationIn(decision: Extract<ResolveDecision, { readonly act: 'adopt' | 'vouch' }>) {
  const { target, contactId, since } = decision;
  const { kind, targetId } = target;
  return { kind, targetId, contactId, ...omitUndefined({ since }) };
}

function resolvedItem({ item, decision }: DecidedItem): ResolvedEnrollment {
  return { address: item.address, outcome: item.outcome, was: stateBefore(decision) };
}

function stateBefore(decision: ResolveDecision): ResolvedEnrollment['was'] {
  if (decision.act === 'settle') return decision.was;
  if (decision.act === 'clear') return 'refused';
  return decision.act === 'nothing' ? 'settled' : 'history';
}
