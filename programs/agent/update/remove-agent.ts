import { spawn } from 'node:child_process'
import { type SignedCommand, verifyCommand } from '@holdfast/platform/trust'
import { pinnedTrust } from './pin-trust.ts'
import type { ProgramFolder } from './program-folder.ts'

const script = `sleep 2
if command -v systemctl >/dev/null 2>&1 && [ -f /etc/systemd/system/holdfast-agent.service ] &&
  grep -q "^ExecStart=$1/launch " /etc/systemd/system/holdfast-agent.service; then
  systemctl disable --now holdfast-agent.service
  rm -f /etc/systemd/system/holdfast-agent.service
  systemctl daemon-reload
fi
rm -rf "$1" "$2"
`

/**
 * Removes the program, what it keeps and its service from the host, a moment after this process ends. Returns why not, in words: only an order that the
 * installation signed for this very source is obeyed. Root can remove all of it at any time without asking.
 */
export function removeAgent(
  folder: ProgramFolder,
  home: string,
  order: { readonly signed: SignedCommand; readonly source: string },
  now: Date,
): string | undefined {
  const bundle = pinnedTrust(folder)
  if (!bundle) return 'this host keeps no key of the installation'
  const verdict = verifyCommand(order.signed, {
    bundle,
    source: order.source,
    declares: ['uninstall'],
    now: now.toISOString(),
  })
  if (!verdict.ok) return `the order is not one of the installation: ${verdict.reason}`
  // Not a part of the service: that ends all of its processes.
  const argv = ['sh', '-c', script, 'sh', folder.path, home]
  const isService = process.env.INVOCATION_ID !== undefined && process.getuid?.() === 0
  const [program = '', ...rest] = isService ? ['systemd-run', '--collect', '--quiet', ...argv] : argv
  spawn(program, rest, { detached: true, stdio: 'ignore', cwd: '/' }).unref()
  return undefined
}
