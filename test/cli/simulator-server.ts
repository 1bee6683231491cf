import { onTestFinished } from 'vitest';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import type { Simulator, SimulatorOptions } from '../../src/simulator/start-simulator.ts';

/** Starts a simulated account in memory, without lag, on a port. It is closed after the test. */
export async function serverFor(options: SimulatorOptions = {}): Promise<{
  readonly simulator: Simulator;
  readonly env: Readonly<Record<string, string>>;
}> {
  const simulator = await startSimulator({ lagMilliseconds: 0, ...options });
  onTestFinished(() => simulator.close());
  return { simulator, env: { HUBSPOT_BASE_URL: simulator.url, HUBSPOT_ACCESS_TOKEN: simulator.token } };
}
