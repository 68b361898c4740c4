/** The secret folder of this session, ending with a slash. */
export const BASE = document.body.dataset.base ?? "/";

/** What the server would not do, in its words. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** Character of a cell's text, where known. */
    readonly at: number | null,
    readonly status: number,
  ) {
    super(message);
  }
}

interface Problem {
  expected?: string;
  came: string;
  todo?: string;
  details?: string[];
  at?: number | null;
}

/** @throws Refusal, or DOMException where it was aborted. */
export async function ask(path: string, options: RequestInit = {}): Promise<Response> {
  const response = await fetch(BASE + path, options).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal("The notebook's program does not answer: start it again", null, 0);
  });
  if (response.ok) return response;
  const text = await response.text();
  if (!response.headers.get("content-type")?.includes("json")) {
    throw new Refusal(text.trim(), null, response.status);
  }
  const problem = JSON.parse(text) as Problem;
  const words = problem.expected
    ? [
        `Expected ${problem.expected}; got ${problem.came}.`,
        ...(problem.details ?? []),
        `To do: ${problem.todo}`,
      ]
    : [problem.came];
  throw new Refusal(words.join("\n"), problem.at ?? null, response.status);
}

export const get = async <T>(path: string): Promise<T> => (await ask(path)).json() as Promise<T>;

export const post = (path: string, body: unknown, options: RequestInit = {}): Promise<Response> =>
  ask(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    ...options,
  });
