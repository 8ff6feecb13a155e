import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a Chromium is installed: `HOLDFAST_CHROMIUM`, or where Debian puts it; undefined where there is none. */
export function findBrowser(): string | undefined {
  return [process.env.HOLDFAST_CHROMIUM, ...places].find((path) => path !== undefined && existsSync(path))
}

/** Headless, quiet, and asking nobody on the network for anything. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const
