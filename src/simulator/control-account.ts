/** Steering a simulated account from outside: through its state file, or through the server that has it. */
import { Failure } from '../model/failure.ts';
import type { HandEvent } from './account/manual-action.ts';
import { actByHand } from './account/manual-action.ts';
import type { Inspection } from './account/inspection.ts';
import type { AccountStore } from './store/account-store.ts';
import { advanceStore, inspectStore, openStore } from './store/open-store.ts';

/** Where the account is. */
export type SimulatorPlace = { readonly url: string } | { readonly stateFile: string };

/** Lets time pass: milliseconds, or `3d`. */
export async function advanceState(place: SimulatorPlace, duration: string | number): Promise<void> {
  if ('url' in place) await ask(place.url, 'advance', { method: 'POST', body: { duration } });
  else await advanceStore(storeAt(place), duration);
}

/** What the account knows of itself. */
export async function inspectState(place: SimulatorPlace): Promise<Inspection> {
  if (!('url' in place)) return inspectStore(storeAt(place));
  return JSON.parse(await ask(place.url, 'inspect', { method: 'GET' }));
}

/** A new account with the next portal id; resolves to that id. */
export async function resetState(place: SimulatorPlace): Promise<number> {
  if ('url' in place) await ask(place.url, 'reset', { method: 'POST' });
  else await storeAt(place).reset();
  return (await inspectState(place)).portalId;
}

/** Somebody does something by hand. */
export async function actOnState(place: SimulatorPlace, event: HandEvent): Promise<void> {
  if ('url' in place) await ask(place.url, 'act', { method: 'POST', body: event });
  else await storeAt(place).mutate((account) => actByHand(account, event));
}

function storeAt({ stateFile }: { readonly stateFile: string }): AccountStore {
  return openStore({ stateFile });
}

async function ask(
  url: string,
  verb: string,
  request: { readonly method: string; readonly body?: unknown },
): Promise<string> {
  const address = `${url.replace(/\/+$/, '')}/simulator/${verb}`;
  let response: Response;
  try {
    response = await fetch(address, {
      method: request.method,
      headers: { 'content-type': 'application/json' },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
  } catch (cause) {
    throw unreachable(`No simulator responds at ${url}.`, cause);
  }
  const text = await response.text();
  if (response.ok) return text;
  throw (
    refusalIn(text) ?? unreachable(`The server at ${url} is not a simulator (status ${response.status}).`)
  );
}

/** The `Failure` that the server was met with, if that is what the text holds. */
function refusalIn(text: string): Failure | undefined {
  try {
    const answer: { code: string; message: string; help: string } = JSON.parse(text);
    return answer.help && answer.message ? new Failure(answer) : undefined;
  } catch {
    return undefined;
  }
}

function unreachable(message: string, cause?: unknown): Failure {
  const help = 'Start one with `rollcall simulator start --port 8787`, and give its address with --url.';
  return new Failure({ code: 'simulator-unreachable', message, help, cause });
}
