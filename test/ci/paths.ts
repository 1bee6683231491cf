import { fileURLToPath } from 'node:url';

/** The package under test: its build, its action, its examples. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
export const githubExamples = `${packageRoot}examples/ci/github`;
export const gitlabExample = `${packageRoot}examples/ci/gitlab/.gitlab-ci.yml`;
export const gitlabFleetExample = `${packageRoot}examples/ci/gitlab-fleet/.gitlab-ci.yml`;
export const githubFleetExamples = `${packageRoot}examples/ci/github-fleet`;
