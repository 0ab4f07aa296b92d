const script = /** @type {HTMLScriptElement | null | undefined} */ (globalThis.document?.currentScript);

/** The address of the script tag that runs this, or of the page if it is no script tag. */
export const scriptURL = script?.src ?? globalThis.location?.href;
