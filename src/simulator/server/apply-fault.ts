/** Applies faults to responses. */
import { once } from 'node:events';
import { assertNever } from '../../model/failure.ts';
import type { Fault, FaultKind } from './fault.ts';
import { rateLimitErrorBody } from './rate-limits.ts';
import type { OutgoingResponse, ResponseDelivery } from './send-response.ts';
import { sendSlowly, sendHalf, resetConnection, sendResponse } from './send-response.ts';

/**
 * Returns how a fault delivers the response. `truth` is the response without the fault; if the request was not
 * served, only its headers matter.
 */
export function applyFault(fault: Fault, truth: OutgoingResponse, path: string): ResponseDelivery {
  switch (fault.kind) {
    case 'reset':
      return { status: 0, send: async (response) => resetConnection(response) };
    case 'timeout':
      return {
        status: 0,
        send: async (response) => void (response.destroyed || (await once(response, 'close'))),
      };
    case 'slow':
      return { status: truth.status, send: (response) => sendSlowly(response, truth, fault) };
    case 'drop':
      return { status: 0, send: (response) => sendHalf(response, truth) };
    case 'cut-off':
      return deliver({
        ...withCorrelationId(truth),
        text: (truth.text ?? '').slice(0, (truth.text ?? '').length / 2),
      });
    case 'html':
      return deliver(htmlResponse(fault.status ?? 200, withCorrelationId(truth)));
    case 'redirect':
      return deliver({
        status: fault.status ?? 307,
        headers: { ...truth.headers, Location: fault.location ?? `/elsewhere${path}` },
        text: '',
      });
    case 'empty':
      return deliver({ ...withCorrelationId(truth), status: fault.status ?? 200, text: '' });
    case 'error-200':
    case 'huge':
    case 'throttled':
    case 'quota':
      return deliver(jsonResponse(truth, jsonFaults[fault.kind](fault)));
    case 'status':
      return deliver(statusResponse(fault, truth));
    default:
      return assertNever(fault.kind);
  }
}

type JsonFault = Extract<FaultKind, 'error-200' | 'huge' | 'throttled' | 'quota'>;

interface JsonResponse {
  readonly status: number;
  readonly body: unknown;
}

const jsonFaults: Readonly<Record<JsonFault, (fault: Fault) => JsonResponse>> = {
  'error-200': ({ body }) => ({ status: 200, body: body ?? errorBody('internal error') }),
  huge: () => ({ status: 200, body: { results: [], padding: 'x'.repeat(10_000_000) } }),
  throttled: () => ({ status: 429, body: rateLimitErrorBody('TEN_SECONDLY_ROLLING') }),
  quota: () => ({ status: 429, body: rateLimitErrorBody('DAILY') }),
};

function statusResponse(fault: Fault, truth: OutgoingResponse): OutgoingResponse {
  const status = fault.status ?? 500;
  // 52x come from the proxy in front of HubSpot, which responds with HTML.
  if (fault.body === undefined && status >= 520) return htmlResponse(status, truth);
  const body = fault.body ?? errorBody(statusMessages[status] ?? 'internal error');
  const outgoing = jsonResponse(truth, { status, body });
  return status === 477 ? { ...outgoing, headers: { ...outgoing.headers, 'Retry-After': '2' } } : outgoing;
}

function deliver(outgoing: OutgoingResponse): ResponseDelivery {
  return { status: outgoing.status, send: (response) => sendResponse(response, outgoing) };
}

function jsonResponse(truth: OutgoingResponse, { status, body }: JsonResponse): OutgoingResponse {
  const headers = { ...truth.headers, 'Content-Type': 'application/json;charset=utf-8' };
  return { status, headers, text: JSON.stringify(body) };
}

function htmlResponse(status: number, truth: OutgoingResponse): OutgoingResponse {
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

/** Adds the header with the correlation id, for responses whose body cannot contain it. */
function withCorrelationId(truth: OutgoingResponse): OutgoingResponse {
  return { ...truth, headers: { ...truth.headers, 'X-HubSpot-Correlation-Id': correlationId } };
}

const statusMessages: Readonly<Record<number, string>> = {
  423: 'The resource is locked.',
  477: 'The account is being moved to another data center.',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
};
