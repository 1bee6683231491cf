/** The ports of one simulated process: every call is a step through its gate. */
import type { AccountReader, AccountWriter } from '../../src/model/account.ts';
import type { IntentAction } from '../../src/model/ledger/intent-action.ts';
import type { Ledger } from '../../src/model/ledger/ledger.ts';
import type { Gate } from './gate.ts';

/** What happens around a step, beside the gate. `told` is what a writer was told to do. */
export type Around = <T>(call: string, act: () => Promise<T>, told?: Told) => Promise<T>;

export interface Told {
  readonly action: IntentAction;
  readonly contacts: readonly string[];
  /** The target, the list that feeds it, or the name of a new workflow. */
  readonly where: { readonly targetId: string } | { readonly list: string } | { readonly name: string };
  readonly senderUserId?: string | undefined;
}

interface Wrap {
  readonly gate: Gate;
  readonly around: Around;
}

export function mortalLedger(ledger: Ledger, wrap: Wrap): Ledger {
  const stepped = stepping('ledger', ledger, wrap);
  return overriding(stepped, {
    acquire: async (request) => {
      // Expired as soon as it is taken: whoever comes next takes it over, however its owner ended.
      const taken = await stepped.acquire({ ...request, lifetimeMilliseconds: 0 });
      return 'heldBy' in taken ? taken : stepping('lease', taken, wrap);
    },
    // The system closes what a dead process leaves open.
    close: () => ledger.close(),
  });
}

export function mortalReader(reader: AccountReader, wrap: Wrap): AccountReader {
  return stepping('reader', reader, wrap);
}

export function mortalWriter(writer: AccountWriter, { gate, around }: Wrap): AccountWriter {
  const step = <T>(call: string, told: Told, act: () => Promise<T>): Promise<T> =>
    gate.step(call, () => around(call, act, told));
  return eachTold(writer, step);
}

/** A writer whose every command passes through `send` with what it was told. */
export function eachTold(
  writer: AccountWriter,
  send: <T>(call: string, told: Told, act: () => Promise<T>) => Promise<T>,
): AccountWriter {
  return {
    enroll: (command) => {
      const { targetId, contact, sender } = command;
      const told = { action: 'enroll', contacts: [contact.id], where: { targetId } } as const;
      return send('writer.enroll', { ...told, senderUserId: sender?.userId }, () => writer.enroll(command));
    },
    unenroll: (command) => {
      const { targetId, contact } = command;
      const told = { action: 'unenroll', contacts: [contact.id], where: { targetId } } as const;
      return send('writer.unenroll', told, () => writer.unenroll(command));
    },
    enrollThroughList: (command) => {
      const { list, contacts } = command;
      const told = { action: 'enroll', contacts, where: { list } } as const;
      return send('writer.enrollThroughList', told, () => writer.enrollThroughList(command));
    },
    archive: (command) => {
      const { targetId } = command;
      const told = { action: 'archive', contacts: [], where: { targetId } } as const;
      return send('writer.archive', told, () => writer.archive(command));
    },
    createWorkflow: (command) => {
      const told = {
        action: 'create-workflow',
        contacts: [],
        where: { name: command.definition.name },
      } as const;
      return send('writer.createWorkflow', told, () => writer.createWorkflow(command));
    },
  };
}

/** Replaces some methods of a port. */
export function overriding<T extends object>(port: T, methods: Partial<T>): T {
  return new Proxy(port, {
    get: (target, name) =>
      Object.hasOwn(methods, name) ? Reflect.get(methods, name) : Reflect.get(target, name),
  });
}

/** These return what is known already, or pages that are read one by one. */
const noSteps: readonly (string | symbol)[] = ['now', 'requests', 'quota', 'record', 'seal', 'history'];

function stepping<T extends object>(name: string, port: T, { gate, around }: Wrap): T {
  // An heir: the properties of a frozen port could not be answered for otherwise.
  const heir: T = Object.create(port);
  return new Proxy(heir, {
    get: (_heir, key) => {
      const found: unknown = Reflect.get(port, key);
      if (typeof found !== 'function' || noSteps.includes(key)) return found;
      const call = `${name}.${String(key)}`;
      return (...args: unknown[]) =>
        gate.step(call, () => around(call, async (): Promise<unknown> => Reflect.apply(found, port, args)));
    },
  });
}
