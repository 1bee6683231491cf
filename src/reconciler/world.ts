import type { Address } from '../model/address.ts';
import { matchesGlob } from '../model/address.ts';
import type { DesiredTarget } from '../model/desired-state.ts';
import type { LedgerView } from '../model/ledger-view.ts';
import type { ObservedContact, ObservedState, ObservedTarget } from '../model/observed-state.ts';
import type { ContactId, Kind, TargetId } from '../model/target.ts';
import { targetName } from '../model/target.ts';
import type { Calendar } from './calendar.ts';
import { makeCalendar } from './calendar.ts';
import type { Declarations } from './declarations.ts';
import { declarationsOf } from './declarations.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { indexLedger } from './ledger-index.ts';
import type { PlanInput } from './plan-input.ts';
import type { Suppression } from './suppression.ts';
import { makeSuppression } from './suppression.ts';

/** A target as the account shows it, whether the files name it or only the ledger does. */
export interface TargetFacts {
  readonly kind: Kind;
  readonly id: TargetId;
  readonly observed?: ObservedTarget;
  /** Its id and the one it replaces: enrollments in either count. */
  readonly ids: ReadonlySet<TargetId>;
}

/** A target of the files beside what the account shows of it. */
export interface TargetView extends TargetFacts {
  /** Place among the targets, in file order. */
  readonly order: number;
  readonly name: string;
  readonly desired: DesiredTarget;
  readonly declarations: Declarations;
}

/** The input, indexed once: every question that a rule asks is answered by a look-up. */
export interface World {
  readonly input: PlanInput;
  readonly observed: ObservedState;
  readonly ledger: LedgerView;
  readonly calendar: Calendar;
  readonly targets: readonly TargetView[];
  readonly targetsByName: ReadonlyMap<string, TargetView>;
  readonly history: LedgerIndex;
  readonly suppression: Suppression;
  contact(id: ContactId): ObservedContact | undefined;
  /** Whether the contact was just read again, so that its own enrollments outrank the bulk reading. */
  isFresh(id: ContactId): boolean;
  /** One and the same text for equal ones: reasons repeat, and a plan holds one for each person. */
  oneText(text: string): string;
  /** Whether the filters of the command line let an address through. */
  selects(address: Address): boolean;
}

export function makeWorld(input: PlanInput): World {
  const { desired, observed, ledger } = input;
  const targets = desired.targets.map((target, order) => viewOf(target, { order, input }));
  return {
    input,
    observed,
    ledger,
    calendar: makeCalendar(observed.observedAt, observed.account.timeZone),
    targets,
    targetsByName: new Map(targets.map((target) => [target.name, target])),
    history: indexLedger(ledger.entries, observed.aliases),
    suppression: makeSuppression(desired.suppress),
    contact: (id) => observed.contacts.get(id),
    isFresh: () => false,
    oneText: pool(),
    selects: makeFilter(input),
  };
}

function pool(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found === undefined) known.set(text, text);
    return found ?? text;
  };
}

function viewOf(
  desired: DesiredTarget,
  { order, input }: { readonly order: number; readonly input: PlanInput },
): TargetView {
  const name = targetName(desired);
  const observed = input.observed.targets.get(name);
  return {
    order,
    name,
    kind: desired.kind,
    id: desired.id,
    desired,
    ...(observed ? { observed } : {}),
    declarations: declarationsOf(desired, input),
    ids: new Set(desired.replaces === undefined ? [desired.id] : [desired.id, desired.replaces]),
  };
}

function makeFilter({ only = [], exclude = [], reviewed }: PlanInput): (address: Address) => boolean {
  return (address) =>
    (reviewed === undefined || reviewed.addresses.has(address)) &&
    (only.length === 0 || only.some((glob) => matchesGlob(address, glob))) &&
    !exclude.some((glob) => matchesGlob(address, glob));
}
