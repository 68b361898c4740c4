import { BASE } from "./api.ts";
import { WAREHOUSE_CHANGED } from "./changed.ts";

new EventSource(`${BASE}api/events`).addEventListener("message", ({ data }) => {
  const { kind } = JSON.parse(String(data)) as { kind: string };
  if (kind === "pages") location.reload();
  if (kind === "warehouse") dispatchEvent(new Event(WAREHOUSE_CHANGED));
});
