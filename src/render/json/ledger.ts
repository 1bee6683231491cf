/** The JSON documents of the commands that manage a ledger, pauses and resolutions. */
import type { LedgerPlace } from '../../model/ledger/ledger-location.ts';
import type {
  AccountStatus,
  CopiedLedger,
  CreatedLedger,
  LedgerGrant,
  MarkedGap,
  PauseResult,
  ResolveResult,
  LedgerStatusResult,
} from '../../model/ledger/ledger-reports.ts';
import type { Pause } from '../../model/ledger/ledger-view.ts';
import { outputFormatVersion } from '../../model/results/plan.ts';
import { targetAddress } from '../../model/target.ts';
import { orderKeys, renderJson } from './entries.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';

const formatVersion = outputFormatVersion;

export function renderLedgerCreatedJson({ place, ledgerId }: CreatedLedger): string {
  return renderJson({ formatVersion, ...placeJson(place), ledgerId });
}

export function renderLedgerStatusJson({ place, status, pinned }: LedgerStatusResult): string {
  const { ledgerId, format, movedTo, copiedFrom, accounts } = status;
  return renderJson({
    formatVersion,
    ...placeJson(place),
    ledgerId: ledgerId ?? null,
    ...omitUndefined({ pinned }),
    format,
    ...omitUndefined({ movedTo, copiedFrom }),
    accounts: accounts.map(accountJson),
  });
}

export function renderLedgerGrantJson({ place, role, access, statements }: LedgerGrant): string {
  return renderJson({ formatVersion, ...placeJson(place), role, access, statements });
}

export function renderLedgerCopiedJson({ from, to, copy }: CopiedLedger): string {
  return renderJson({
    formatVersion,
    from: from.place,
    to: to.place,
    address: to.location,
    ledgerId: copy.ledgerId,
    tables: copy.tables.map(({ name, rows }) => ({ name, rows })),
  });
}

export function renderGapMarkedJson({ portalId, from, markedAt }: MarkedGap): string {
  return renderJson({ formatVersion, portalId, from, markedAt });
}

export function renderPausesJson({ portalId, pauses }: PauseResult): string {
  return renderJson({ formatVersion, portalId, pauses: pauses.map(pauseJson) });
}

export function renderResolvedJson({ portalId, results }: ResolveResult): string {
  return renderJson({
    formatVersion,
    portalId,
    results: results.map((one) => orderKeys(['address', 'outcome', 'was'], one)),
  });
}

function placeJson({ place, from, location }: LedgerPlace) {
  return { place, from: from.replaceAll('`', ''), address: location };
}

function accountJson({ pauses, ...account }: AccountStatus): object {
  const keys = ['portalId', 'startedAt', 'coversFrom', 'gap', 'lastRun', 'records', 'pauses', 'lease'];
  return orderKeys(keys, { ...account, pauses: pauses.map(pauseJson) });
}

/** Returns a pause. `target` is null if the whole account is paused. */
export function pauseJson({ kind, targetId, targetKey, actor, reason, at }: Pause): object {
  return {
    target: kind === undefined ? null : targetAddress({ kind, key: targetKey ?? targetId ?? '' }),
    ...(kind === undefined ? {} : { kind, targetId }),
    actor,
    ...omitUndefined({ reason }),
    at,
  };
}
