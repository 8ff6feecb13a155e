import { hostname } from 'node:os'

/**
 * Where each door is opened with its link. The secret follows `#`: browsers keep that part to themselves, so it is in
 * no log and no referrer.
 */
export function signInLinks(
  ports: { readonly port: number; readonly tlsPort: number | undefined },
  secrets: { readonly loopback: string; readonly tls: string },
): { label: string; url: string }[] {
  const links = [{ label: 'on this machine ', url: `http://localhost:${ports.port}/sign-in#${secrets.loopback}` }]
  if (ports.tlsPort !== undefined) {
    links.push({ label: 'from elsewhere  ', url: `https://${hostname()}:${ports.tlsPort}/sign-in#${secrets.tls}` })
  }
  return links
}
