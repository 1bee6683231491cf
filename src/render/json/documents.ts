/** The smaller JSON documents: each says its format version, and `output.schema.json` describes it. */
import { outputFormatVersion } from '../../model/plan.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import type { Failure } from '../../model/failure.ts';
import type { HistoryRecord, LeaseRecord } from '../../model/ledger/ledger.ts';
import type { ExplanationRow } from '../text/explanation.ts';
import type { Inspection } from '../text/inspection.ts';
import { inOrder } from './in-order.ts';
import { diagnosticJson } from './entries.ts';
import { renderJson } from './render-json.ts';

/** What is wrong with the files, if anything. */
export function renderValidationJson(diagnostics: readonly Diagnostic[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    valid: !hasErrors(diagnostics),
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
    yield `${before}    ${JSON.stringify(inOrder(recordKeys, record))}`;
    before = ',\n';
    isEmpty = false;
  }
  yield isEmpty ? empty : '\n  ]\n}\n';
}

/** Whose the account's lock is; null when nobody's. */
export function renderLeaseJson(lease: LeaseRecord | undefined): string {
  const keys = ['portalId', 'owner', 'generation', 'acquiredAt', 'heartbeatAt', 'expiresAt', 'run'];
  return renderJson({ formatVersion: outputFormatVersion, lease: lease ? inOrder(keys, lease) : null });
}

/** The rules by which an address was judged. */
export function renderExplanationJson(rows: readonly ExplanationRow[]): string {
  return renderJson({
    formatVersion: outputFormatVersion,
    rules: rows.map((row) => inOrder(['rule', 'holds', 'saw'], row)),
  });
}

/** What a simulator did and holds. */
export function renderInspectionJson(inspection: Inspection): string {
  return renderJson({ formatVersion: outputFormatVersion, ...inspection });
}
