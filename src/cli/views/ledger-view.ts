import type { LedgerAdminView, View } from '../../commands/deps.ts';
import type { ResolveView } from '../../commands/resolve.ts';
import {
  renderGapJson,
  renderLedgerCopiedJson,
  renderLedgerCreatedJson,
  renderLedgerStatusJson,
  renderPausesJson,
  renderResolvedJson,
} from '../../render/json/ledger.ts';
import {
  renderCopied,
  renderCreated,
  renderGap,
  renderPauses,
  renderResolved,
  renderStatus,
} from '../../render/text/ledger.ts';
import type { TextOptions } from '../../render/text/style.ts';

/** The output of the commands that manage the ledger. */
export type LedgerViews = Omit<LedgerAdminView & ResolveView, keyof View>;

export function ledgerAsText(options: TextOptions, print: (text: string) => void): LedgerViews {
  return {
    ledgerCreated: (result) => print(renderCreated(result)),
    ledgerStatus: (result) => print(renderStatus(result, options)),
    ledgerCopied: (result) => print(renderCopied(result)),
    gapMarked: (result) => print(renderGap(result)),
    pauses: (result) => print(renderPauses(result, options)),
    resolved: (result) => print(renderResolved(result, options)),
  };
}

export function ledgerAsJson(print: (text: string) => void): LedgerViews {
  return {
    ledgerCreated: (result) => print(renderLedgerCreatedJson(result)),
    ledgerStatus: (result) => print(renderLedgerStatusJson(result)),
    ledgerCopied: (result) => print(renderLedgerCopiedJson(result)),
    gapMarked: (result) => print(renderGapJson(result)),
    pauses: (result) => print(renderPausesJson(result)),
    resolved: (result) => print(renderResolvedJson(result)),
  };
}
