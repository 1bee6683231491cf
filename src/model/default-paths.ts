/** The default state file of the simulator, relative to the working folder. */
export const defaultSimulatorFile = '.rollcall/simulator.json';
