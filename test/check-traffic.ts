/** Checks all traffic with simulators in the process of a test: a request or response that breaks the contract fails it. */
import { subscribe } from 'node:diagnostics_channel';
import { afterEach } from 'vitest';
import type { Exchange } from '../src/simulator/server/serve-route.ts';
import { violationsOf } from './simulator/contract/contract.ts';

const found: string[] = [];

subscribe('rollcall.simulator.exchange', (message) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the simulator publishes on the channel
  found.push(...violationsOf(message as Exchange));
});

afterEach(() => {
  const violations = takeViolations();
  if (violations.length > 0) {
    throw new Error(`Traffic breaks the contract of the simulator:\n${violations.join('\n')}`);
  }
});

/** Returns the violations since the last call, each once. */
export function takeViolations(): readonly string[] {
  return [...new Set(found.splice(0))];
}
