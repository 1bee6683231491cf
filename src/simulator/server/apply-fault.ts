/** Turning a fault into what a client meets. */
import { once } from 'node:events';
import { assertNever } from '../../model/failure.ts';
import type { Fault, FaultKind } from './fault.ts';
import { rateError } from './rate-limits.ts';
import type { Outgoing, Reply } from './send-response.ts';
import { drip, drop, reset, send } from './send-response.ts';

/**
 * The reply that a fault makes of the true answer (headers alone, where the request was not served).
 */
export function spoiled(fault: Fault, truth: Outgoing, path: string): Reply {
  switch (fault.kind) {
    case 'reset':
      return { status: 0, play: async (response) => reset(response) };
    case 'timeout':
      return {
        status: 0,
        play: async (response) => void (response.destroyed || (await once(response, 'close'))),
      };
    case 'slow':
      return { status: truth.status, play: (response) => drip(response, truth, fault) };
    case 'drop':
      return { status: 0, play: (response) => drop(response, truth) };
    case 'cut-off':
      return whole({ ...named(truth), text: (truth.text ?? '').slice(0, (truth.text ?? '').length / 2) });
    case 'html':
      return whole(page(fault.status ?? 200, named(truth)));
    case 'redirect':
      return whole({
        status: fault.status ?? 307,
        headers: { ...truth.headers, Location: fault.location ?? `/elsewhere${path}` },
        text: '',
      });
    case 'empty':
      return whole({ ...named(truth), status: fault.status ?? 200, text: '' });
    case 'error-200':
    case 'huge':
    case 'throttled':
    case 'quota':
      return whole(json(truth, jsonFaults[fault.kind](fault)));
    case 'status':
      return whole(failed(fault, truth));
    default:
      return assertNever(fault.kind);
  }
}

type JsonFault = Extract<FaultKind, 'error-200' | 'huge' | 'throttled' | 'quota'>;

interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

const jsonFaults: Readonly<Record<JsonFault, (fault: Fault) => JsonAnswer>> = {
  'error-200': ({ body }) => ({ status: 200, body: body ?? errorBody('internal error') }),
  huge: () => ({ status: 200, body: { results: [], padding: 'x'.repeat(10_000_000) } }),
  throttled: () => ({ status: 429, body: rateError('TEN_SECONDLY_ROLLING') }),
  quota: () => ({ status: 429, body: rateError('DAILY') }),
};

function failed(fault: Fault, truth: Outgoing): Outgoing {
  const status = fault.status ?? 500;
  // 52x come from the proxy in front of HubSpot, and it speaks HTML.
  if (fault.body === undefined && status >= 520) return page(status, truth);
  const body = fault.body ?? errorBody(messages[status] ?? 'internal error');
  const outgoing = json(truth, { status, body });
  return status === 477 ? { ...outgoing, headers: { ...outgoing.headers, 'Retry-After': '2' } } : outgoing;
}

function whole(outgoing: Outgoing): Reply {
  return { status: outgoing.status, play: (response) => send(response, outgoing) };
}

function json(truth: Outgoing, { status, body }: JsonAnswer): Outgoing {
  const headers = { ...truth.headers, 'Content-Type': 'application/json;charset=utf-8' };
  return { status, headers, text: JSON.stringify(body) };
}

function page(status: number, truth: Outgoing): Outgoing {
  return {
    status,
    headers: { ...truth.headers, 'Content-Type': 'text/html' },
    text: `<!DOCTYPE html><html><body><h1>${status}</h1></body></html>`,
  };
}

const correlationId = '00000000-0000-4000-8000-00000000fa17';

function errorBody(message: string): unknown {
  return { status: 'error', message, correlationId };
}

/** HubSpot names its answers in a header too, where the body can't. */
function named(truth: Outgoing): Outgoing {
  return { ...truth, headers: { ...truth.headers, 'X-HubSpot-Correlation-Id': correlationId } };
}

const messages: Readonly<Record<number, string>> = {
  423: 'The resource is locked.',
  477: 'The account is being moved to another data center.',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};
