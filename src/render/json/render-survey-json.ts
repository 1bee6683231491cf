/** The documents of the commands that look at an account without planning. */
import { outputFormatVersion } from '../../model/plan.ts';
import type { Check } from '../../model/examination.ts';
import type { ExitCode } from '../../model/exit-code.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Drift } from '../../model/plan.ts';
import type { ContactId } from '../../model/target.ts';
import { bridgeLines, bridgeSteps } from '../text/unenroll-workflow-guide.ts';
import { inOrder } from './in-order.ts';
import { renderJson } from './render-json.ts';

/** Every check, in the order of looking. */
export function renderChecksJson(checks: readonly Check[], exitCode: ExitCode): string {
  const keys = ['area', 'code', 'status', 'message', 'help', 'exitCode', 'source'];
  return renderJson({
    formatVersion: outputFormatVersion,
    exitCode,
    checks: checks.map((check) => inOrder(keys, check)),
  });
}

export function renderBridgeJson(): string {
  return renderJson({ formatVersion: outputFormatVersion, steps: bridgeSteps, file: bridgeLines });
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
    ...(name === undefined ? {} : { name }),
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
