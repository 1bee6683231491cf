/** The smaller JSON documents. Each contains its format version; `output.schema.json` describes them. */
import type { Inventory } from '../../model/account.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { Check } from '../../model/results/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import type { Failure } from '../../model/failure.ts';
import type { ForgetResult } from '../../model/ledger/ledger-reports.ts';
import type { HistoryRecord, LeaseRecord } from '../../model/ledger/ledger.ts';
import { type Drift, outputFormatVersion } from '../../model/results/plan.ts';
import type { ExplanationRow } from '../text/explanation.ts';
import type { Inspection } from '../text/inspection.ts';
import { unenrollWorkflowExample, unenrollWorkflowSteps } from '../text/unenroll-workflow-guide.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { diagnosticJson, orderKeys, renderJson } from './entries.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** Renders the result of `validate`. */
export function renderValidationJson(diagnostics: readonly Diagnostic[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    valid: diagnosticsView(diagnostics).valid,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

/** Renders an error, which a command prints instead of a result. */
export function renderErrorJson({ code, exitCode, message, help }: Failure): string {
  return renderJson({ formatVersion: outputFormatVersion, error: { code, exitCode, message, help } });
}

const recordKeys = ['id', 'action', 'state', 'kind', 'targetId', 'targetKey', 'contactId', 'at', 'run'];

/** Renders ledger records in the order given, in pieces, laid out as `jsonDocument` does. */
export async function* renderHistoryJson(
  records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
): AsyncGenerator<string, void, undefined> {
  const empty = renderJson({ formatVersion: outputFormatVersion, records: [] });
  let separator = `${empty.slice(0, empty.lastIndexOf('[]'))}[\n`;
  let isEmpty = true;
  for await (const record of records) {
    yield `${separator}    ${JSON.stringify(orderKeys(recordKeys, record))}`;
    separator = ',\n';
    isEmpty = false;
  }
  yield isEmpty ? empty : '\n  ]\n}\n';
}

/** Renders the lock of an account, or null if it is free. */
export function renderLeaseJson(lease: LeaseRecord | undefined): string {
  const keys = ['portalId', 'owner', 'generation', 'acquiredAt', 'heartbeatAt', 'expiresAt', 'run'];
  return renderJson({ formatVersion: outputFormatVersion, lease: lease ? orderKeys(keys, lease) : null });
}

/** Renders the rules for an address. */
export function renderExplanationJson(rows: readonly ExplanationRow[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    rules: rows.map((row) => orderKeys(['address', 'rule', 'holds', 'saw'], row)),
  });
}

/** Renders the state of a simulator. */
export function renderInspectionJson(inspection: Inspection): string {
  return renderJson({ formatVersion: outputFormatVersion, ...inspection });
}

/** Renders the checks of `doctor`, in their order. */
export function renderChecksJson(checks: readonly Check[], exitCode: ExitCode): string {
  const keys = ['area', 'code', 'status', 'message', 'help', 'exitCode', 'source'];
  return renderJson({
    formatVersion: outputFormatVersion,
    exitCode,
    checks: checks.map((check) => orderKeys(keys, check)),
  });
}

export function renderUnenrollWorkflowGuideJson(): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    steps: unenrollWorkflowSteps,
    file: unenrollWorkflowExample,
  });
}

/** Renders the targets that `import` found, and the configuration file: its text, or the path where it was written. */
export function renderImportedJson(imported: {
  readonly inventory: Inventory;
  readonly configuration: string;
  readonly path?: string;
}): string {
  const { inventory, configuration, path } = imported;
  const targets = inventory.targets.map(({ kind, id, name, members }) => ({
    kind,
    id,
    ...omitUndefined({ name }),
    active: members.length,
  }));
  return renderJson({
    formatVersion: outputFormatVersion,
    portalId: inventory.account.portalId,
    readAt: inventory.readAt,
    targets,
    unreadable: inventory.unreadable,
    ...omitUndefined({ unread: inventory.unread }),
    ...(path === undefined ? { configuration } : { path }),
  });
}

/** Renders the contact that was erased from the ledger. */
export function renderForgottenJson({ contactId, ids, emails, inHubSpot }: ForgetResult): string {
  return renderJson({ formatVersion: outputFormatVersion, contactId, ids, addresses: emails, inHubSpot });
}

export function renderAcceptedJson(result: {
  readonly accepted: readonly Drift[];
  readonly left: readonly Drift[];
}): string {
  return renderJson({ formatVersion: outputFormatVersion, ...result });
}
