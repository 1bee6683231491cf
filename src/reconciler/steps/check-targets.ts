import type { Diagnostic } from '../../model/diagnostic.ts';
import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { replacedId, targetName } from '../../model/target.ts';
import type { Draft } from '../draft.ts';
import { noLedger, retiredUnseen, targetIdChanged, targetNotReady } from '../diagnostics.ts';
import { whyNotReady } from '../rules/blocked-target.ts';
import type { TargetView, World } from '../context/planning-context.ts';

/** Reports what is wrong with the targets themselves, and with the ledger, before any contact is judged. */
export function checkTargets(draft: Draft): Draft {
  return check(draft, () => true);
}

/** The same when a run is undone: the errors of a target that has nothing to undo are warnings. */
export function checkUndone(draft: Draft): Draft {
  const undone = new Set(draft.decisions.map(({ order }) => order));
  return check(draft, ({ order }) => undone.has(order));
}

function check(draft: Draft, isConcerned: (target: TargetView) => boolean): Draft {
  const { world } = draft;
  const formerIds = formerIdsByKey(world);
  const diagnostics = world.targets.flatMap((target) => {
    const found = [
      ...target.declarations.problems,
      ...changedId(target, formerIds),
      ...notReady(target),
      ...hazards(target),
    ];
    return isConcerned(target) ? found : found.map(asWarning);
  });
  return {
    ...draft,
    diagnostics: [
      ...draft.diagnostics,
      ...(world.ledger.exists ? [] : [noLedger]),
      ...diagnostics,
      ...(world.observed.notices ?? []),
    ],
  };
}

/** Cases in which an error must not refuse the plan. */
export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'error' ? { ...diagnostic, severity: 'warning' } : diagnostic;
}

interface FormerIds {
  readonly byKey: ReadonlyMap<string, LedgerTarget>;
  readonly known: ReadonlySet<string>;
}

function formerIdsByKey({ ledger }: World): FormerIds {
  const sorted = ledger.targets.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    byKey: new Map(sorted.map((target) => [keyOf(target), target])),
    known: new Set(ledger.targets.map(targetName)),
  };
}

function changedId({ desired, name, ids }: TargetView, { byKey, known }: FormerIds): Diagnostic[] {
  const former = byKey.get(keyOf(desired));
  if (!former || known.has(name) || ids.has(former.id)) return [];
  if (replacedId(desired) !== undefined || desired.since !== undefined) return [];
  return [targetIdChanged(desired, former.id)];
}

function keyOf({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return `${kind}:${key}`;
}

function notReady(target: TargetView): Diagnostic[] {
  const { desired, observed } = target;
  if (desired.kind === 'workflow' && desired.retired !== false) {
    return observed && observed.status !== 'missing' && !observed.active ? [retiredUnseen(desired)] : [];
  }
  const why = desired.members === undefined ? undefined : whyNotReady(target);
  return why === undefined ? [] : [targetNotReady(desired, why)];
}

function hazards({ desired, observed }: TargetView): Diagnostic[] {
  const places = desired.kind === 'workflow' ? desired.at : undefined;
  return (observed?.hazards ?? []).map(({ code, severity, message, help, about }) => ({
    code,
    severity,
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    help,
    source: (about && places?.[about]) ?? desired.source,
  }));
}
