/**
 * An address of this site, given from its root: "/ledger/". A copy may stand in a folder of another site,
 * so the root is where the page says the icon is; the build writes that link on every page.
 */
export function fromRoot(address: string): string {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  return icon ? new URL(`.${address}`, icon.href).href : address;
}
