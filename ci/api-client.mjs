/**
 * Client for the JSON API of GitHub or GitLab. Throws the server's message for every status except 2xx. Never
 * retries a request. Follows no redirect, because a redirect could pass the token to another server.
 *
 * @typedef {object} ApiClient
 * @property {(method: string, path: string, body?: object) => Promise<unknown>} request Returns the JSON of the
 *   response.
 * @property {(path: string) => Promise<string>} readText Returns a response that is not JSON.
 * @property {<Entry>(path: string, matches: (entry: Entry) => boolean) => Promise<Entry | undefined>} findEntry
 *   Returns the first entry of a list that matches. Reads as many pages as it needs. The caller names the type of an
 *   entry as the API documents it.
 */

const pageSize = 100;

/** The server did not return what was asked for. `status` is 0 if there was no response. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/**
 * Returns a client for the API at an address.
 *
 * @param {string} baseUrl
 * @param {Readonly<Record<string, string>>} headers
 * @returns {ApiClient}
 */
export function createApiClient(baseUrl, headers) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   */
  const send = async (method, path, body) => {
    const what = `${method} ${path.split('?')[0]}`;
    const response = await fetch(`${baseUrl}/${path}`, {
      method,
      redirect: 'error',
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    }).catch((error) => {
      const { cause } = error;
      throw new ApiError(
        `${what} had no response: ${cause instanceof Error ? cause.message : error.message}`,
        0,
      );
    });
    if (response.ok) return response;
    const message = (await response.text()).slice(0, 300);
    throw new ApiError(`${what} returned ${response.status}: ${message}`, response.status);
  };
  /** @type {ApiClient['request']} */
  const request = async (method, path, body) => (await send(method, path, body)).json();
  return {
    request,
    readText: async (path) => (await send('GET', path)).text(),
    findEntry: async (path, matches) => {
      const separator = path.includes('?') ? '&' : '?';
      for (let page = 1; ; page += 1) {
        const entries = await request('GET', `${path}${separator}per_page=${pageSize}&page=${page}`);
        if (!Array.isArray(entries)) throw new Error(`GET ${path.split('?')[0]} did not return a list.`);
        const found = entries.find((entry) => matches(entry));
        if (found || entries.length < pageSize) return found;
      }
    },
  };
}
