/** Where the simulated account of this folder lives, unless said otherwise. */
export const defaultSimulatorFile = '.rollcall/simulator.json';
