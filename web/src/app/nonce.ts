/** The nonce that the Content-Security-Policy of this page admits styles by; browsers hide it from the attribute. */
export const styleNonce: string | undefined =
  document.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce || undefined;
