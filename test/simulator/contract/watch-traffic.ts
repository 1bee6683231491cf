/** Watches the traffic with simulators in this process. The files of one worker share the watch. */
import { subscribe } from 'node:diagnostics_channel';
import type { Exchange } from '../../../src/simulator/server/serve-route.ts';
import { violationsOf } from './contract.ts';

const found: string[] = [];

subscribe('rollcall.simulator.exchange', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the simulator publishes on the channel
  found.push(...violationsOf(message as Exchange));
});

/** Returns the violations since the last call, each once. */
export function takeViolations(): readonly string[] {
  return [...new Set(found.splice(0))];
}
