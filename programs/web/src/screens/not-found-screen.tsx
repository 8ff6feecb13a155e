import { Button, EmptyState, PageHeader } from '@holdfast/design'
import { useLocation } from '@tanstack/react-router'

export function NotFoundScreen() {
  const { pathname } = useLocation()
  return (
    <>
      <PageHeader title="Not here" />
      <EmptyState
        kind="new"
        title={`There is no screen at ${pathname.slice(0, 120)}`}
        words="The address may be of an app that is not installed, or mistyped. Ctrl K finds every screen by name."
        action={<Button href="/">To Home</Button>}
      />
    </>
  )
}
