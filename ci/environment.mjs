/**
 * Returns an environment variable that the CI system sets in every job. Throws if it is not set.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} name
 * @returns {string}
 */
export function requireVariable(env, name) {
  const value = env[name];
  if (value) return value;
  throw new Error(`${name} is not set. The CI system sets it in every job.`);
}
