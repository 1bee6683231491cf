/** The smaller JSON documents: each says its format version, and `output.schema.json` describes it. */
import type { Inventory } from '../../model/account.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Check } from '../../model/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import type { Failure } from '../../model/failure.ts';
import type { HistoryRecord, LeaseRecord } from '../../model/ledger/ledger.ts';
import { type Drift, outputFormatVersion } from '../../model/plan.ts';
import type { ContactId } from '../../model/target.ts';
import type { ExplanationRow } from '../text/explanation.ts';
import type { Inspection } from '../text/inspection.ts';
import { unenrollWorkflowExample, unenrollWorkflowSteps } from '../text/unenroll-workflow-guide.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { diagnosticJson, orderKeys, renderJson } from './entries.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

/** What is wrong with the files, if anything. */
export function renderValidationJson(diagnostics: readonly Diagnostic[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    valid: diagnosticsView(diagnostics).valid,
    diagnostics: diagnostics.map(diagnosticJson),
  });
}

/** What a command prints in place of a result. */
export function renderErrorJson({ code, exitCode, message, help }: Failure): string {
  return renderJson({ formatVersion: outputFormatVersion, error: { code, exitCode, message, help } });
}

const recordKeys = ['id', 'action', 'state', 'kind', 'targetId', 'targetKey', 'contactId', 'at', 'run'];

/** Renders ledger records in the order given and in pieces, as `jsonDocument` writes them. */
export async function* renderHistoryJson(
  records: AsyncIterable<HistoryRecord> | Iterable<HistoryRecord>,
): AsyncGenerator<string, void, undefined> {
  const empty = renderJson({ formatVersion: outputFormatVersion, records: [] });
  let before = `${empty.slice(0, empty.lastIndexOf('[]'))}[\n`;
  let isEmpty = true;
  for await (const record of records) {
    yield `${before}    ${JSON.stringify(orderKeys(recordKeys, record))}`;
    before = ',\n';
    isEmpty = false;
  }
  yield isEmpty ? empty : '\n  ]\n}\n';
}

/** Whose the account's lock is; null when nobody's. */
export function renderLeaseJson(lease: LeaseRecord | undefined): string {
  const keys = ['portalId', 'owner', 'generation', 'acquiredAt', 'heartbeatAt', 'expiresAt', 'run'];
  return renderJson({ formatVersion: outputFormatVersion, lease: lease ? orderKeys(keys, lease) : null });
}

/** The rules by which an address was judged. */
export function renderExplanationJson(rows: readonly ExplanationRow[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    rules: rows.map((row) => orderKeys(['rule', 'holds', 'saw'], row)),
  });
}

/** What a simulator did and holds. */
export function renderInspectionJson(inspection: Inspection): string {
  return renderJson({ formatVersion: outputFormatVersion, ...inspection });
}

/** The documents of the commands that look at an account without planning. */
/** Every check, in the order of looking. */
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

/** What was found, and the file: its text, or where it was written. */
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
    ...(path === undefined ? { configuration } : { path }),
  });
}

/** Who was erased from the ledger. */
export function renderForgottenJson(forgotten: {
  readonly contactId: ContactId;
  readonly ids: readonly ContactId[];
  readonly addresses: number;
  readonly inHubSpot: boolean;
}): string {
  return renderJson({ formatVersion: outputFormatVersion, ...forgotten });
}

export function renderAcceptedJson(result: {
  readonly accepted: readonly Drift[];
  readonly left: readonly Drift[];
}): string {
  return renderJson({ formatVersion: outputFormatVersion, ...result });
}
