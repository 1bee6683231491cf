/** Putting answers on the wire, whole or spoiled. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

/** An answer as it would leave. */
export interface OutgoingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Nothing for 204. */
  readonly text?: string;
}

/** What a client will get: the status it sees, 0 for none, and how it is played. */
export interface ResponseDelivery {
  readonly status: number;
  readonly play: (response: ServerResponse) => Promise<void>;
}

/** Sends an answer; resolves when all of it was handed to the system. */
export async function sendResponse(response: ServerResponse, outgoing: OutgoingResponse): Promise<void> {
  response.writeHead(outgoing.status, headersOf(outgoing));
  await new Promise<void>((resolve) => {
    response.end(outgoing.text ?? '', resolve);
    // A client that has gone away is no reason to wait.
    response.once('close', resolve);
  });
}

/** Byte by byte; gives up when the client does. */
export async function sendSlowly(
  response: ServerResponse,
  outgoing: OutgoingResponse,
  fault: Fault,
): Promise<void> {
  response.writeHead(outgoing.status, headersOf(outgoing));
  for (const byte of Buffer.from(outgoing.text ?? '')) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await pause(fault.pauseMilliseconds ?? 50, undefined, { ref: false });
  }
  response.end();
}

/** Half of the body, then the connection closes. */
export async function sendHalf(response: ServerResponse, outgoing: OutgoingResponse): Promise<void> {
  const text = outgoing.text ?? '';
  response.writeHead(outgoing.status, headersOf(outgoing));
  await new Promise<void>((resolve) => {
    response.write(text.slice(0, text.length / 2), () => resolve());
  });
  response.socket?.destroy();
}

export function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function headersOf({ headers, text }: OutgoingResponse): Record<string, string> {
  return text === undefined ? headers : { ...headers, 'Content-Length': String(Buffer.byteLength(text)) };
}
