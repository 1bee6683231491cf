/** Checks all traffic with simulators in the process of a test: a request or response that breaks the contract fails it. */
import { afterEach } from 'vitest';
import { takeViolations } from './simulator/contract/watch-traffic.ts';

afterEach(() => {
  const violations = takeViolations();
  if (violations.length > 0) {
    throw new Error(`Traffic breaks the contract of the simulator:\n${violations.join('\n')}`);
  }
});
