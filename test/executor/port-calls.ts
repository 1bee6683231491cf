/** Ports that record every call with its arguments, in order, for tests that call one function of the executor. */
import type { ApplyPorts, SendContext } from '../../src/executor/apply-ports.ts';
import { watchResponses } from '../../src/executor/response-watch.ts';
import type { ListWriteResult, WriteResult } from '../../src/model/account.ts';
import { trustEmail } from '../../src/model/email.ts';
import { newWorkflow } from './new-workflow.ts';
import type { Enrollment, Namesake, ObservedContact } from '../../src/model/observed-state.ts';
import type { Outcome } from '../../src/model/results/report.ts';
import { after } from './play.ts';

export type PortCall = readonly [name: string, ...args: unknown[]];

export function contactOf(id: string, parts: Partial<ObservedContact> = {}): ObservedContact {
  const email = trustEmail(`p${id}@northwind.example`);
  return {
    id,
    email,
    emails: [email],
    mergedIds: [],
    optedOut: false,
    bounced: false,
    enrollments: [],
    ...parts,
  };
}

interface Behavior {
  readonly response?: WriteResult;
  readonly listResponse?: ListWriteResult;
  /** The enrollments that each contact shows at the n-th read of contacts, counted from 0. */
  readonly shows?: (id: string, read: number) => readonly Enrollment[];
  /** Replaces the result of reading contacts. */
  readonly contacts?: ReadonlyMap<string, ObservedContact>;
  /** The active contacts of a workflow. */
  readonly namesakes?: () => readonly Namesake[];
  readonly members?: (workflow: string) => ReadonlyMap<string, string | undefined>;
  readonly interrupted?: () => boolean;
  /** Throws to fail. `nth` counts the calls from 0. */
  readonly recordIntents?: (nth: number) => void;
  readonly settle?: () => void;
  readonly route?: ReturnType<ApplyPorts['unenrollRoute']>;
}

export interface Recorded {
  readonly sending: SendContext;
  readonly calls: readonly PortCall[];
  /** The calls of these names, in order. */
  readonly callsOf: (...names: readonly string[]) => readonly PortCall[];
  readonly outcomes: () => readonly Outcome[];
}

/** The account's clock during the test: 5 seconds after the reread. */
export const nowAt = after(5_000);

export function recordCalls(behavior: Behavior = {}): Recorded {
  const calls: PortCall[] = [];
  let contactReads = 0;
  let commits = 0;
  let intents = 0;
  const answer = (name: string) => async (command: unknown) => {
    calls.push([name, command]);
    return behavior.response ?? ({ outcome: 'accepted' } as const);
  };
  const ports: ApplyPorts = {
    reader: {
      contacts: async (ids, targets, how) => {
        calls.push(['contacts', ids, targets, how]);
        const read = contactReads++;
        if (behavior.contacts) return behavior.contacts;
        return new Map(
          ids.map((id) => [id, contactOf(id, { enrollments: behavior.shows?.(id, read) ?? [] })]),
        );
      },
      inWorkflow: async (ids, workflow) => {
        calls.push(['inWorkflow', ids, workflow]);
        return behavior.members?.(workflow) ?? new Map();
      },
      members: async () => new Set(),
      namesakes: async (names) => {
        calls.push(['namesakes', names]);
        return behavior.namesakes?.() ?? [];
      },
      now: () => nowAt,
      requests: () => 0,
    },
    writer: {
      enroll: answer('enroll'),
      unenroll: answer('unenroll'),
      archive: answer('archive'),
      createWorkflow: answer('createWorkflow'),
      enrollThroughList: async (command) => {
        calls.push(['enrollThroughList', command]);
        return behavior.listResponse ?? { outcome: 'answered', added: command.contacts, missing: [] };
      },
    },
    lease: {
      rememberIdentities: async () => undefined,
      recordIntents: async (run, made) => {
        calls.push(['recordIntents', run, made.map(({ contactId }) => contactId)]);
        behavior.recordIntents?.(commits++);
        return made.map(() => ++intents);
      },
      settle: async (settlements) => {
        calls.push(['settle', settlements]);
        behavior.settle?.();
      },
    },
    loadJudge: async () => async () => new Map(),
    unenrollRoute: () => behavior.route ?? {},
    definitionOf: () => newWorkflow,
    sleep: async (milliseconds) => void calls.push(['sleep', milliseconds]),
    interrupted: behavior.interrupted ?? (() => false),
    progress: (step) => void calls.push(['progress', step]),
    emit: (event) => void calls.push(['emit', event]),
    pollDelays: { ambiguous: [10, 20], removal: [11, 22, 33] },
  };
  const watch = watchResponses();
  const byChange = new Map<string, Outcome>();
  const outcomes: SendContext['outcomes'] = {
    runNumber: 4,
    planId: 'p1',
    byChange,
    responses: {
      ...watch,
      note: (response, sender) => {
        calls.push(['note', response, sender]);
        watch.note(response, sender);
      },
      markProven: (sender) => {
        calls.push(['markProven', sender]);
        watch.markProven(sender);
      },
    },
    sent: new Map(),
    enrolled: new Map(),
    onOutcome: (outcome) => void calls.push(['outcome', outcome.address, outcome.status]),
  };
  return {
    sending: { outcomes, ports, readAt: after(0) },
    calls,
    callsOf: (...names) => calls.filter(([name]) => names.includes(name)),
    outcomes: () => [...byChange.values()],
  };
}
