/** Runs `applyChanges` against an account, a ledger and a clock in memory, all of which can fail on demand. */
import { applyChanges } from '../../src/executor/apply.ts';
import type { ApplyResult, ApplyRequest } from '../../src/executor/apply.ts';
import { defaultPollDelays } from '../../src/executor/apply-ports.ts';
import type { ApplyPorts, Judge } from '../../src/executor/apply-ports.ts';
import { exitCodeOfRun } from '../../src/executor/make-report.ts';
import type { ExitCode } from '../../src/model/exit-code.ts';
import type { ListWriteResult, WriteResult } from '../../src/model/account.ts';
import { AlreadyIntendedError } from '../../src/model/ledger/ledger.ts';
import type { ContactEmail, NewIntent, Settlement } from '../../src/model/ledger/ledger.ts';
import { newWorkflow } from './new-workflow.ts';
import type { WorkflowDefinition } from '../../src/model/definition.ts';
import type { Enrollment, Namesake, ObservedContact } from '../../src/model/observed-state.ts';
import { changeKey } from '../../src/model/results/plan.ts';
import type { Change, EnrollChange, UnenrollChange } from '../../src/model/results/plan.ts';
import type { RunEvent } from '../../src/model/results/run-event.ts';
import { trustEmail } from '../../src/model/email.ts';

/** The requests of the process before the run. */
export const requestsBefore = 7;

const start = Date.parse('2026-11-20T12:00:00.000Z');

export function after(milliseconds: number): string {
  return new Date(start + milliseconds).toISOString();
}

const sequence = { kind: 'sequence', key: 'q4', id: '500' } as const;
export const workflow = { kind: 'workflow', key: 'onboarding', id: '900' } as const;
const source = { file: 'enrollments.yaml', line: 1, column: 1 };

export function enroll(id: number, parts: Partial<EnrollChange> = {}): EnrollChange {
  const target = parts.target ?? sequence;
  const sender =
    target.kind === 'sequence' ? { sender: 'maria@acme.example', senderUserId: '7001', emails: 3 } : {};
  return {
    address: `${target.kind}s.${target.key}/${id}`,
    action: 'enroll',
    reason: 'declared',
    effect: 'sends',
    reversible: false,
    contact: { id: String(id) },
    target,
    origin: 'text',
    reenroll: false,
    source,
    ...sender,
    ...parts,
  };
}

export function unenroll(id: number, parts: Partial<UnenrollChange> = {}): UnenrollChange {
  const target = parts.target ?? sequence;
  return {
    address: `${target.kind}s.${target.key}/${id}`,
    action: 'unenroll',
    reason: 'removed',
    effect: 'stops',
    reversible: false,
    contact: { id: String(id) },
    target,
    origin: 'text',
    suppressed: false,
    owned: true,
    source,
    ...parts,
  };
}

export function archive(): Change {
  const { kind, key, id } = workflow;
  const target = { kind, key, id };
  return {
    address: 'workflows.onboarding',
    action: 'archive',
    reason: 'retired',
    effect: 'stops',
    reversible: false,
    target,
    source,
  };
}

export function active(parts: Partial<Enrollment> = {}): Enrollment {
  return {
    kind: 'sequence',
    targetId: '500',
    state: 'active',
    enrolledAt: after(1_000),
    ...parts,
  } as Enrollment;
}

export interface World {
  readonly changes: readonly Change[];
  /** Returns the response to the n-th request, counted from 0. An archive has the contact id 0. */
  readonly answer: (sent: { readonly id: number; readonly nth: number }) => WriteResult;
  readonly listAnswer?: ListWriteResult;
  /** Returns the enrollments that the account shows for a contact, `elapsed` milliseconds after the start. */
  readonly shows?: (id: number, elapsed: number, sentTo: boolean) => readonly Enrollment[];
  /** Returns the active contacts of the workflow, with the enrollment time if known. Default: none. */
  /** What the workflow to create does. */
  readonly definition?: WorkflowDefinition;
  /** The workflows with the name of a new one. */
  readonly namesakes?: () => readonly Namesake[];
  readonly members?: (elapsed: number) => ReadonlyMap<string, string | undefined>;
  /** Rejudges the changes. Default: every change is still valid. */
  readonly judge?: Judge;
  /** The active contacts of a workflow that is deleted; `unlisted` if the account cannot list them. Default: none. */
  readonly activeContacts?: readonly string[] | 'unlisted';
  readonly canary?: number;
  /** Contacts whose declaration already has an intent. */
  readonly intended?: ReadonlySet<number>;
  /** Number of requests after which the run is interrupted. */
  readonly interruptedAfter?: number;
  readonly readFails?: (elapsed: number, reads: number) => Error | undefined;
  /** The error of each commit of intents. */
  readonly intentFails?: Error;
  readonly settleFails?: (settlement: Settlement) => Error | undefined;
  /** Milliseconds that each request takes. */
  readonly takes?: number;
  /** The number of requests that the run is expected to send. Default: 10. */
  readonly requests?: number;
}

interface Intent extends NewIntent {
  state: 'open' | Settlement['state'];
  evidence?: string;
  effectAt?: string | undefined;
  enrollmentId?: string | undefined;
}

export interface Played extends ApplyResult {
  readonly exit: ExitCode;
  readonly intents: readonly Intent[];
  /** Emails that were recorded before the intents. */
  readonly identities: readonly ContactEmail[];
  /** Contact ids in the order of sending. A list request is one text. */
  readonly sent: readonly string[];
  /** Commands in the order of sending. */
  readonly commands: readonly unknown[];
  /** The maximum number of requests in flight at once. */
  readonly maxInFlight: number;
  readonly elapsed: number;
  readonly events: readonly RunEvent[];
  /** The number of reads with `enrolledBy`. */
  readonly enrolledByReads: number;
  /** The calls to the reader, the lease and the judge, and the requests, in order, with their arguments. */
  readonly calls: readonly Call[];
  readonly progress: readonly Parameters<ApplyPorts['progress']>[0][];
}

type Call = readonly [name: string, ...args: readonly unknown[]];

export async function play(world: World): Promise<Played> {
  let clock = start;
  let reads = 0;
  let enrolledByReads = 0;
  let inFlight = 0;
  let maxInFlight = 0;
  const intents: Intent[] = [];
  const identities: ContactEmail[] = [];
  const sent: string[] = [];
  const commands: unknown[] = [];
  const events: RunEvent[] = [];
  const calls: Call[] = [];
  const progress: Parameters<ApplyPorts['progress']>[0][] = [];
  const elapsed = (): number => clock - start;
  const contactOf = (id: string): ObservedContact => ({
    id,
    email: trustEmail(`p${id}@northwind.example`),
    emails: [trustEmail(`p${id}@northwind.example`)],
    mergedIds: [],
    optedOut: false,
    bounced: false,
    enrollments: world.shows?.(Number(id), elapsed(), sent.includes(id)) ?? [],
  });
  const answerTo = async (id: string, command: unknown): Promise<WriteResult> => {
    if (intents.every((intent) => (intent.contactId ?? '0') !== id)) throw new Error(`${id} has no intent`);
    const nth = sent.push(id) - 1;
    calls.push(['send', id]);
    commands.push(command);
    inFlight += 1;
    maxInFlight = Math.max(maxInFlight, inFlight);
    // Yield, as a real request does, so that other requests can start.
    await new Promise((resolve) => setImmediate(resolve));
    clock += world.takes ?? 0;
    inFlight -= 1;
    return world.answer({ id: Number(id), nth });
  };
  const ports: ApplyPorts = {
    reader: {
      contacts: async (ids, targets, how) => {
        calls.push(['contacts', ids, targets, how]);
        const error = world.readFails?.(elapsed(), reads);
        reads += 1;
        if (how?.enrolledBy) enrolledByReads += 1;
        if (error) throw error;
        return new Map(ids.map((id) => [id, contactOf(id)]));
      },
      inWorkflow: async (ids) => {
        const shown = world.members?.(elapsed()) ?? new Map<string, string | undefined>();
        return new Map([...shown].filter(([id]) => ids.includes(id)));
      },
      members: async (targetId) => {
        calls.push(['members', targetId]);
        return world.activeContacts === 'unlisted' ? undefined : new Set(world.activeContacts ?? []);
      },
      namesakes: async () => world.namesakes?.() ?? [],
      now: () => new Date(clock).toISOString(),
      requests: () => requestsBefore + sent.length + reads,
    },
    writer: {
      enroll: (command) => answerTo(command.contact.id, command),
      unenroll: (command) => answerTo(command.contact.id, command),
      archive: (command) => answerTo('0', command),
      createWorkflow: (command) => answerTo('0', command),
      enrollThroughList: async ({ list, contacts }) => {
        sent.push(`${list}: ${contacts.join(' ')}`);
        calls.push(['send', list, contacts]);
        clock += world.takes ?? 0;
        return world.listAnswer ?? { outcome: 'answered', added: contacts, missing: [] };
      },
    },
    lease: {
      rememberIdentities: async (pairs) => {
        calls.push(['rememberIdentities', pairs]);
        identities.push(...pairs);
      },
      recordIntents: async (run, made) => {
        calls.push(['recordIntents', run, made]);
        if (world.intentFails) throw world.intentFails;
        if (made.some(({ contactId }) => world.intended?.has(Number(contactId)))) {
          throw new AlreadyIntendedError('it has an intent');
        }
        return made.map((intent) => intents.push({ ...intent, state: 'open' }) - 1);
      },
      settle: async (settlements) => {
        for (const settlement of settlements) {
          const error = world.settleFails?.(settlement);
          if (error) throw error;
          const { intent: index, state, evidence, effectAt, enrollmentId } = settlement;
          const intent = intents[index];
          if (!intent || !['open', 'accepted'].includes(intent.state))
            throw new Error('an intent was settled twice');
          Object.assign(intent, { state, evidence, effectAt, enrollmentId });
        }
      },
    },
    loadJudge: async () => {
      calls.push(['loadJudge']);
      return world.judge ?? validJudge(world.changes);
    },
    unenrollRoute: () => ({}),
    definitionOf: () => world.definition ?? newWorkflow,
    sleep: async (milliseconds) => {
      clock += milliseconds;
    },
    interrupted: () => sent.length >= (world.interruptedAfter ?? Infinity),
    progress: (step) => void progress.push(step),
    emit: (event) => void events.push(event),
    pollDelays: defaultPollDelays,
  };
  const request: ApplyRequest = {
    run: 1,
    planId: 'p1',
    changes: world.changes,
    requests: world.requests ?? 10,
    ...(world.canary === undefined ? {} : { canary: world.canary }),
  };
  const applied = await applyChanges(request, ports);
  const { exitCode: exit } = exitCodeOfRun({ ...applied, waitingRemovals: 0, manual: 0, unsettled: 0 });
  return {
    ...applied,
    exit,
    intents,
    identities,
    sent,
    commands,
    maxInFlight,
    elapsed: elapsed(),
    events,
    enrolledByReads,
    calls,
    progress,
  };
}

/** Returns a judge that keeps every change. */
function validJudge(changes: readonly Change[]): Judge {
  return async () => new Map(changes.map((change) => [changeKey(change), { change }]));
}
