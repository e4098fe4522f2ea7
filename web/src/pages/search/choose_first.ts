import type { SpotlightStore } from '@mantine/spotlight';

/**
 * Chooses the first row of what was found, as Enter goes to it. Spotlight does so when the words change; what the server finds comes
 * later. It keeps the choice as an attribute in the document, and its number in the store.
 */
export function chooseFirst(store: SpotlightStore): void {
  const list = document.getElementById(store.getState().listId);
  const first = list?.querySelector('[data-action]');
  if (!first) return;
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  first.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: 0 }));
}
