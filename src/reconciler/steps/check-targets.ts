import type { Diagnostic } from '../../model/results/diagnostic.ts';
import type { LedgerTarget } from '../../model/ledger/ledger-view.ts';
import { replacedId, targetIdentityKey } from '../../model/target.ts';
import type { Draft } from '../draft.ts';
import { requirementsOf } from '../../model/desired-state.ts';
import {
  noLedger,
  propertyMissing,
  propertyOptionMissing,
  retiredUnreadable,
  targetIdChanged,
  targetNotReady,
} from '../diagnostics.ts';
import { whyNotReady } from '../rules/blocked-target.ts';
import type { PlannedTarget, PlanningContext } from '../context/planning-context.ts';

/** Adds the diagnostics of the targets and of the ledger. */
export function checkTargets(draft: Draft): Draft {
  return check(draft, () => true);
}

/** Adds the same diagnostics for an undo. Errors of a target without anything to undo become warnings. */
export function checkUndone(draft: Draft): Draft {
  const undone = new Set(draft.decisions.map(({ order }) => order));
  return check(draft, ({ order }) => undone.has(order));
}

function check(draft: Draft, isConcerned: (target: PlannedTarget) => boolean): Draft {
  const { planning } = draft;
  const formerIds = formerIdsByKey(planning);
  const diagnostics = planning.targets.flatMap((target) => {
    const found = [
      ...target.declarations.problems,
      ...changedIdDiagnostics(target, formerIds),
      ...notReadyDiagnostics(target),
      ...hazardDiagnostics(target),
    ];
    return isConcerned(target) ? found : found.map(asWarning);
  });
  return {
    ...draft,
    diagnostics: [
      ...draft.diagnostics,
      ...(planning.ledger.exists ? [] : [noLedger]),
      ...diagnostics,
      ...requirementDiagnostics(planning),
      ...(planning.observed.notices ?? []),
    ],
  };
}

/** Returns an error as a warning, so that it does not refuse the plan. */
export function asWarning(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'error' ? { ...diagnostic, severity: 'warning' } : diagnostic;
}

interface FormerIds {
  readonly byKey: ReadonlyMap<string, LedgerTarget>;
  readonly known: ReadonlySet<string>;
}

function formerIdsByKey({ ledger }: PlanningContext): FormerIds {
  const sorted = ledger.targets.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    byKey: new Map(sorted.map((target) => [keyOf(target), target])),
    known: new Set(ledger.targets.map(targetIdentityKey)),
  };
}

function changedIdDiagnostics(
  { desired, name, ids }: PlannedTarget,
  { byKey, known }: FormerIds,
): Diagnostic[] {
  const former = byKey.get(keyOf(desired));
  if (!former || known.has(name) || ids.has(former.id)) return [];
  if (replacedId(desired) !== undefined || desired.since !== undefined) return [];
  return [targetIdChanged(desired, former.id)];
}

function keyOf({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return `${kind}:${key}`;
}

function notReadyDiagnostics(target: PlannedTarget): Diagnostic[] {
  const { desired, observed } = target;
  if (desired.kind === 'workflow' && desired.retired !== false) {
    return observed && observed.status !== 'missing' && !observed.active ? [retiredUnreadable(desired)] : [];
  }
  // A definition is compared with the workflow, so its id has to exist also without members.
  const isUsed =
    desired.members !== undefined || (desired.definition !== undefined && observed?.status === 'missing');
  const why = isUsed ? whyNotReady(target) : undefined;
  return why === undefined ? [] : [targetNotReady(desired, why)];
}

/** Returns an error for each condition that names a property or a value that the account does not have. */
function requirementDiagnostics({ input, observed }: PlanningContext): Diagnostic[] {
  const { contactProperties } = observed;
  if (!contactProperties) return [];
  return requirementsOf(input.desired.targets).flatMap((requirement) => {
    const options = contactProperties.get(requirement.property);
    if (!options) return [propertyMissing(requirement, contactProperties.keys())];
    if (options.length === 0) return [];
    const missing = requirement.values.filter((value) => !options.includes(value));
    return missing.map((value) => propertyOptionMissing(requirement, value, options));
  });
}

function hazardDiagnostics(target: PlannedTarget): Diagnostic[] {
  const { desired, observed } = target;
  const places = desired.kind === 'workflow' ? desired.at : undefined;
  return (observed?.hazards ?? []).map(({ code, severity, message, help, about }) => ({
    code,
    severity,
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    help: code === 'workflow-suppresses' && !suppressesMember(target) ? noMemberSuppressed : help,
    source: (about && places?.[about]) ?? desired.source,
  }));
}

const noMemberSuppressed = 'No action is needed now: no declared contact is on such a list.';

/** Returns whether a declared contact is on a suppression list that the target's own settings name. */
function suppressesMember({ declarations, observed }: PlannedTarget): boolean {
  const suppressed = observed?.suppressed;
  return suppressed !== undefined && [...declarations.byContact.keys()].some((id) => suppressed.has(id));
}
