import { type Api, Button, RequestProblem } from '@holdfast/design'

/** Signs in through an identity provider: leaves for its page, and comes back to where one wanted to go. */
export function ProviderButtons({
  api,
  providers,
  onProblem,
}: {
  api: Api
  providers: readonly { readonly id: string; readonly name: string }[]
  onProblem: (words: string | undefined) => void
}) {
  async function go(provider: string) {
    onProblem(undefined)
    try {
      const here = location.pathname === '/sign-in' ? '/' : location.pathname + location.search
      const body = { provider, returnTo: here }
      const { data } = await api.send<{ data: { url: string } }>('POST', '/session/provider', body)
      location.assign(data.url)
    } catch (cause) {
      if (!(cause instanceof RequestProblem)) throw cause
      onProblem(cause.message)
    }
  }

  return providers.map(({ id, name }) => (
    <Button key={id} onClick={() => void go(id)}>
      Sign in with {name}
    </Button>
  ))
}
