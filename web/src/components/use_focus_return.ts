import { useEffect } from 'react';

/** An item of a menu is gone when its dialog closes; the button of the menu is not. */
function openerOf(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const opener = menu ? document.getElementById(menu) : focused;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

/**
 * Gives the focus back to what had it when `isOpen` became true. Mantine's dialogs do so themselves, but not those that are open
 * when they are first rendered, as all that are loaded late are.
 */
export function useFocusReturn(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    const opener = openerOf(document.activeElement);
    return () => {
      // After the dialog has let the focus go.
      setTimeout(() => {
        const { activeElement } = document;
        const isLost = activeElement === null || activeElement === document.body;
        if (!isLost && activeElement.closest('[role="dialog"]') === null) return;
        const target = opener?.isConnected ? opener : document.getElementById('main'); // it may have been deleted
        target?.focus({ preventScroll: true });
      }, 20);
    };
  }, [isOpen]);
}
