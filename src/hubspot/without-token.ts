import type { Transport } from './http/read-transport.ts';
import { TransportError } from './transport-error.ts';

/** A shorter one is none of HubSpot's, and hiding it would spoil the ids and names that it is part of. */
const shortest = 8;

/**
 * A transport of whose answers and errors the token is gone, however it was echoed: as it is, as in a
 * URL, or as in JSON.
 */
export function withoutToken(transport: Transport, token: string): Transport {
  if (token.length < shortest) return transport;
  const forms = [...new Set([token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1)])];
  const hide = (text: string): string => forms.reduce((rest, form) => rest.replaceAll(form, '•••'), text);
  return async (call, signal) => {
    try {
      const { status, headers, text } = await transport(call, signal);
      const shown = Object.entries(headers).map(([name, value]) => [name, hide(value)] as const);
      return { status, headers: Object.fromEntries(shown), text: hide(text) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      // Without its cause, which may say the same.
      const { unopened, proxy } = error;
      throw new TransportError(hide(error.message), { unopened, proxy });
    }
  };
}
