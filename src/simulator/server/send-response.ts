/** Sends responses, complete or with a network fault. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from './fault.ts';

export interface OutgoingResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; undefined for 204. */
  readonly text?: string;
}

/** The status that the client receives, 0 for no response, and the function that sends the response. */
export interface ResponseDelivery {
  readonly status: number;
  readonly send: (response: ServerResponse) => Promise<void>;
}

/** Sends a response. Resolves when the operating system has all of it, or when the client disconnects. */
export async function sendResponse(response: ServerResponse, outgoing: OutgoingResponse): Promise<void> {
  response.writeHead(outgoing.status, headersOf(outgoing));
  await new Promise<void>((resolve) => {
    response.end(outgoing.text ?? '', resolve);
    response.once('close', resolve);
  });
}

/** Sends the body byte by byte, until the client disconnects. */
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

/** Sends half of the body and closes the connection. */
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
