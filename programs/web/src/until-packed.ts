import type { Api } from '@holdfast/design'

/** The command that installs an agent, as the server tells it. */
export interface InstallCommand {
  /** With a placeholder where the activation key belongs; null where there is no agent. */
  readonly command: string | null
  readonly packing: boolean
}

const pauseMs = 1000
const patienceMs = 3 * 60_000
const placeholder = '$HOLDFAST_KEY'

/** Waits until the server has packed the agents that it hands out: it does so once, when they are first asked for. Throws where that takes minutes. */
export async function untilPacked(
  api: Api,
  query: { readonly platform?: string; readonly proxy?: string } = {},
  signal?: AbortSignal,
): Promise<InstallCommand> {
  for (const until = Date.now() + patienceMs; ; ) {
    const { data } = await api.get<{ data: InstallCommand }>('/install-command', {
      query: { ...query },
      ...(signal && { signal }),
    })
    if (!data.packing) return data
    if (Date.now() > until)
      throw new Error('The server is still packing the agent after three minutes. Its log says why.')
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

export function commandWith(command: string, key: string): string {
  return command.replace(placeholder, key)
}
