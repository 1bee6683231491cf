/** The statements of a plan, line by line, for every version of its format. */
import type { Change, Plan, UnchangedStatus, WaitCause } from '../../../src/model/results/plan.ts';

export interface PlanLine {
  readonly address: string;
  readonly kind: 'sequence' | 'workflow';
  readonly targetId: string;
  /** Absent where no contact is known. */
  readonly contactId: string | undefined;
  /** The action of a change, or the status of an entry without one. */
  readonly says: Change['action'] | UnchangedStatus;
  readonly reason: string;
  readonly reenroll: boolean;
  /** Of an enrollment in a sequence. */
  readonly sender?: string | undefined;
  readonly waitsFor?: WaitCause | undefined;
  /** The day of its turn. */
  readonly until?: string | undefined;
}

export function linesOf(plan: Plan): readonly PlanLine[] {
  const changes = plan.changes.map((change): PlanLine => ({
    address: change.address,
    kind: change.target.kind,
    targetId: change.target.id,
    contactId: 'contact' in change ? change.contact.id : undefined,
    says: change.action,
    reason: change.reason,
    reenroll: change.action === 'enroll' && change.reenroll,
    sender: change.action === 'enroll' ? change.sender : undefined,
  }));
  const others = plan.unchanged.map((one): PlanLine => {
    const { address, target, contact, status, reason, waitsFor, until } = one;
    return {
      address,
      kind: target.kind,
      targetId: target.id,
      contactId: contact?.id,
      says: status,
      reason,
      reenroll: false,
      waitsFor,
      until,
    };
  });
  return [...changes, ...others];
}

/** Whether errors kept the plan from being made; one over a limit is whole. */
export function isBroken(plan: Plan): boolean {
  return plan.errored;
}

/** The run that a plan undoes. */
export function undoneBy(plan: Plan): number | undefined {
  return plan.undoRun;
}
