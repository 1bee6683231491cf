import type { ServerContext } from '@modelcontextprotocol/server';
import type { Progress } from '../model/account.ts';

/**
 * Returns a receiver that sends the progress of a call to the client, if the client asked for it. The number only rises;
 * the message has the step.
 */
export function progressOf({ mcpReq }: ServerContext): Progress {
  // The name is that of the protocol.
  // oxlint-disable-next-line no-underscore-dangle
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let progress = 0;
  return ({ what, done, total }) => {
    if (mcpReq.signal.aborted) return;
    progress += 1;
    // A step that has only begun has nothing to count.
    const amount = total === undefined ? (done === 0 ? '' : `: ${done}`) : `: ${done} of ${total}`;
    const message = `Reading ${what}${amount}`;
    // A client that has gone away does not concern the call.
    mcpReq
      .notify({ method: 'notifications/progress', params: { progressToken, progress, message } })
      .catch(() => undefined);
  };
}
