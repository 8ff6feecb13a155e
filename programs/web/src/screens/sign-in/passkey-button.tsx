import { type Api, Button, RequestProblem } from '@holdfast/design'
import { startAuthentication } from '@simplewebauthn/browser'
import { IconFingerprint } from '@tabler/icons-react'
import { useState } from 'react'
import type { SignInAnswer } from './ways.ts'

type Options = Parameters<typeof startAuthentication>[0]['optionsJSON']

/** Signs in by any passkey that the browser has for this host. */
export function PasskeyButton({
  api,
  onAnswer,
  onProblem,
}: {
  api: Api
  onAnswer: (answer: SignInAnswer) => void
  onProblem: (words: string | undefined) => void
}) {
  const [busy, setBusy] = useState(false)

  async function show() {
    setBusy(true)
    onProblem(undefined)
    try {
      const { data } = await api.send<{ data: { options: Options } }>('POST', '/session/passkey/options')
      const credential = await startAuthentication({ optionsJSON: data.options })
      onAnswer(await api.send<SignInAnswer>('POST', '/session/passkey', { credential }))
    } catch (cause) {
      onProblem(
        cause instanceof RequestProblem ? cause.message : 'No passkey was shown. Try again, or sign in another way.',
      )
    } finally {
      setBusy(false)
    }
  }

  return (
    <Button icon={IconFingerprint} busy={busy} onClick={() => void show()}>
      Sign in with a passkey
    </Button>
  )
}
