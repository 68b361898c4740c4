import { Command } from "commander";

type AddTo = (vsend: Command) => void;

/** Verbs that are asked for again and again, each read alone: reading all takes longer than an answer. */
const ALONE: Record<string, () => Promise<AddTo>> = {
  query: async () => (await import("./query.ts")).addQuery,
};

const all = async (): Promise<AddTo> => (await import("./all-verbs.ts")).addVerbs;

/** The command with the verbs that a call may mean. */
export async function program(argv: readonly string[]): Promise<Command> {
  const vsend = new Command("vsend")
    .description(
      "Loads extracts about children with SEND, measures change in their needs, and publishes pages that are safe to show.",
    )
    .version("0.1.0")
    .showHelpAfterError("(vsend --help lists the verbs; vsend VERB --help explains one)")
    .addHelpText("after", "\nExit codes: 0 done, 1 the data failed a check, 2 the call was wrong.");
  const verb = argv[2] ?? "";
  const add = await (Object.hasOwn(ALONE, verb) ? ALONE[verb]! : all)();
  add(vsend);
  return vsend;
}
