/** Where long work says what it is doing now; a terminal and a log show it differently. */
export interface Task {
  report(message: string): void;
}

export const silent: Task = { report: () => undefined };
