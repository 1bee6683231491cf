/** Where the simulated account of this folder lives, unless said otherwise. */
export const simulatorState = '.rollcall/simulator.json';
