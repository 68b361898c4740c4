import { autocompletion } from "@codemirror/autocomplete";
import { javascript } from "@codemirror/lang-javascript";
import { markdown } from "@codemirror/lang-markdown";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { CellMode } from "../page/cells.ts";
import { completeSql } from "./completion.ts";

const language = (mode: CellMode) => {
  if (mode === "md") return markdown();
  if (mode !== "sql") return javascript({ typescript: mode === "ts" });
  return [
    sql({ dialect: PostgreSQL, upperCaseKeywords: false }),
    autocompletion({ override: [completeSql], activateOnTypingDelay: 60 }),
  ];
};

export interface EditorActions {
  changed(text: string): void;
  /** Runs the cell; goes on to the next where asked. */
  run(goesOn: boolean): void;
  save(): void;
}

export interface Editor {
  dom: HTMLElement;
  focus(): void;
  /** Shows what is wrong, and where; null where nothing is. */
  fault(fault: { at: number; to?: number; words: string } | null): void;
  destroy(): void;
}

/** An editor of one cell's text. Tab leaves it; Shift-Enter runs, Ctrl-Enter runs and stays. */
export function makeEditor(
  mode: CellMode,
  text: string,
  label: string,
  { changed, run, save }: EditorActions,
): Editor {
  const act = (work: () => void) => () => {
    work();
    return true;
  };
  const view = new EditorView({
    doc: text,
    extensions: [
      Prec.highest(
        keymap.of([
          { key: "Shift-Enter", run: act(() => run(true)) },
          { key: "Mod-Enter", run: act(() => run(false)) },
          { key: "Mod-s", run: act(save), preventDefault: true },
        ]),
      ),
      basicSetup,
      language(mode),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(update.state.doc.toString());
      }),
    ],
  });
  return {
    dom: view.dom,
    focus: () => view.focus(),
    fault: (fault) => {
      const end = view.state.doc.length;
      const from = Math.min(fault?.at ?? 0, Math.max(0, end - 1));
      const to = Math.min(fault?.to ?? from + 1, end);
      const found: Diagnostic[] = fault
        ? [{ from, to: Math.max(from, to), severity: "error", message: fault.words }]
        : [];
      view.dispatch(setDiagnostics(view.state, found));
    },
    destroy: () => view.destroy(),
  };
}
