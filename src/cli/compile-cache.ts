import module from 'node:module';
import { isAbsolute, join } from 'node:path';
import type { Environment } from '../runtime/environment.ts';

/**
 * Lets Node keep the compiled code of rollcall in the cache folder of the user for the next start. Does nothing before
 * Node 22.1, without such a folder, and if the folder cannot be written.
 */
export function keepCompiledCode(env: Environment): void {
  const folder = cacheFolder(env);
  // The types are those of Node 20.
  if (
    folder !== undefined &&
    'enableCompileCache' in module &&
    typeof module.enableCompileCache === 'function'
  )
    module.enableCompileCache(join(folder, 'rollcall'));
}

/**
 * Returns the cache folder of the user, if there is one. Node's own default is in the folder for temporary files, where
 * another user of the machine could place code that rollcall then runs with its token.
 */
export function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Environment): string | undefined {
  return [XDG_CACHE_HOME, LOCALAPPDATA, HOME && join(HOME, '.cache')].find(
    (path) => path !== undefined && isAbsolute(path),
  );
}
