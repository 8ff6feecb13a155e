/** What decides whether a click on a link stays in the program. */
export interface LinkClick {
  readonly button: number
  readonly defaultPrevented: boolean
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** Addresses that are the server's own pages, not screens. */
const foreign = /^\/(api|agent|docs)(\/|$)/

/**
 * The address within the program that a click leads to; undefined where the browser should do what it always does (new
 * tab, download, another site, the server's own pages).
 */
export function insideAddress(
  click: LinkClick,
  link: { readonly href: string; readonly target: string; readonly download: boolean },
  origin: string,
): string | undefined {
  if (click.button !== 0 || click.defaultPrevented || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey)
    return undefined
  if ((link.target !== '' && link.target !== '_self') || link.download) return undefined
  const url = URL.parse(link.href)
  if (!url || url.origin !== origin || foreign.test(url.pathname)) return undefined
  return url.pathname + url.search + url.hash
}
