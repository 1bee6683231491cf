import type { LedgerAdminView, View } from '../../commands/deps.ts';
import type { ResolveView } from '../../commands/resolve.ts';
import {
  renderGapMarkedJson,
  renderLedgerCopiedJson,
  renderLedgerCreatedJson,
  renderLedgerGrantJson,
  renderLedgerStatusJson,
  renderPausesJson,
  renderResolvedJson,
} from '../../render/json/ledger.ts';
import { renderStatusJson } from '../../render/json/status.ts';
import {
  renderLedgerCopied,
  renderLedgerCreated,
  renderLedgerGrant,
  renderGapMarked,
  renderPauses,
  renderResolved,
  renderLedgerStatus,
} from '../../render/text/ledger.ts';
import { renderStatus } from '../../render/text/status.ts';
import type { TextOptions } from '../../render/text/style.ts';
import type { PrintText } from './account-views.ts';

/** The output of the commands that manage the ledger. */
export type LedgerViews = Omit<LedgerAdminView & ResolveView, keyof View>;

export function ledgerViewsAsText(options: TextOptions, print: PrintText): LedgerViews {
  return {
    ledgerCreated: (result) => print(renderLedgerCreated(result), 'ledger create'),
    ledgerStatus: (result) => print(renderLedgerStatus(result, options), 'ledger status'),
    ledgerCopied: (result) => print(renderLedgerCopied(result), 'ledger copy'),
    ledgerGrant: (result) => print(renderLedgerGrant(result), 'ledger grant'),
    gapMarked: (result) => print(renderGapMarked(result), 'ledger mark-gap'),
    pauses: (result) => print(renderPauses(result, options), 'pause/resume'),
    resolved: (result) => print(renderResolved(result, options), 'resolve'),
    status: (result) => print(renderStatus(result, options), 'status'),
  };
}

export function ledgerViewsAsJson(print: (text: string) => void): LedgerViews {
  return {
    ledgerCreated: (result) => print(renderLedgerCreatedJson(result)),
    ledgerStatus: (result) => print(renderLedgerStatusJson(result)),
    ledgerCopied: (result) => print(renderLedgerCopiedJson(result)),
    ledgerGrant: (result) => print(renderLedgerGrantJson(result)),
    gapMarked: (result) => print(renderGapMarkedJson(result)),
    pauses: (result) => print(renderPausesJson(result)),
    status: (result) => print(renderStatusJson(result)),
    resolved: (result) => print(renderResolvedJson(result)),
  };
}
