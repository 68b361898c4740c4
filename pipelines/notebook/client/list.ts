import { ask, BASE, get } from "./api.ts";
import { element, say } from "./element.ts";

interface Listed {
  name: string;
  title: string;
  changed: string;
}

const place = document.querySelector("#notebooks")!;
const notebooks = await get<Listed[]>("api/notebooks");
place.append(
  notebooks.length > 0
    ? element(
        "ul",
        {},
        ...notebooks.map(({ name, title, changed }) =>
          element(
            "li",
            {},
            element("a", { href: `${BASE}notebook/${name}` }, title),
            ` ${name}.md, changed ${changed.slice(0, 16).replace("T", " ")}`,
          ),
        ),
      )
    : element("p", {}, "There are none yet."),
);

document.querySelector<HTMLFormElement>("#new")!.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = document.querySelector<HTMLInputElement>("#name")!.value.trim();
  const text = `# ${name.replaceAll("-", " ")}\n\n\`\`\`sql\nshow tables\n\`\`\`\n`;
  try {
    await ask(`api/notebooks/${name}`, {
      method: "PUT",
      headers: { "content-type": "application/json", "if-none-match": "*" },
      body: JSON.stringify({ text }),
    });
    location.href = `${BASE}notebook/${name}`;
  } catch (error) {
    say((error as Error).message);
  }
});
