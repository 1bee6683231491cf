/**
 * A JSON API under an address. Answers the body; throws what the server said for anything but a 2xx. Never
 * repeats a request and follows no redirect, which would carry the token elsewhere.
 */
export function apiAt(base, headers) {
  const send = async (method, path, body) => {
    const answer = await fetch(`${base}/${path}`, {
      method,
      redirect: 'error',
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.ok) return answer;
    const said = (await answer.text()).slice(0, 300);
    throw new Error(`${method} ${path.split('?')[0]} was answered with ${answer.status}: ${said}`);
  };
  const call = async (method, path, body) => (await send(method, path, body)).json();
  return {
    call,
    text: async (path) => (await send('GET', path)).text(),
    /** The first entry that fits, over as many pages as there are. */
    find: async (path, fits) => {
      for (let page = 1; ; page += 1) {
        const entries = await call(
          'GET',
          `${path}${path.includes('?') ? '&' : '?'}per_page=100&page=${page}`,
        );
        const found = entries.find(fits);
        if (found || entries.length < 100) return found;
      }
    },
  };
}
