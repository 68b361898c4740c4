import { main } from "@observablehq/framework/dist/client/main.js";
import type { Table } from "apache-arrow";

type Shows = (answer: Promise<Table>) => void;

const shows = new Map<string, Shows>();

/** Where the answers of an SQL cell are shown. */
export const showAnswersOf = (key: string, show: Shows): void => {
  shows.set(key, show);
};

main.variable().define("answerOf", [], () => (key: string, answer: Promise<Table>) => {
  shows.get(key)?.(answer);
  return answer;
});
