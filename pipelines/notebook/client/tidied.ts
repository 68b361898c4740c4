/**
 * Gives what cells draw the words that Plot and Inputs leave out: a role to named groups of a chart,
 * a name to the slider beside a number.
 */
export function tidied<E extends HTMLElement>(output: E): E {
  new MutationObserver(() => {
    for (const group of output.querySelectorAll("svg g[aria-label]:not([role])")) {
      group.setAttribute("role", "group");
    }
    for (const input of output.querySelectorAll("form input:not([aria-label])")) {
      const label = input.closest("form")?.querySelector("label")?.textContent;
      if (label && input.id === "") input.setAttribute("aria-label", label);
    }
  }).observe(output, { childList: true, subtree: true });
  return output;
}
