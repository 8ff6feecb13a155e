import { Button, Card, CopyCommand, StatusMark } from '@holdfast/design'
import { SeeDemo, useMayDemo } from '../../demo/see-demo.tsx'
import type { Home } from './home.ts'
import classes from './home-screen.module.css'

/** A fresh installation: what happens by itself, and the one thing to do. */
export function FirstSteps({ home }: { home: Home }) {
  const enrolled = home.sources.total > 0
  const mayDemo = useMayDemo()
  return (
    <Card title="First steps">
      <ul className={classes.work}>
        <li>
          <StatusMark status="ok" />
          <div>
            <p className={classes.what}>The server runs</p>
            <p className="muted">You are signed in, and changes appear here by themselves.</p>
          </div>
        </li>
        <li>
          <StatusMark status={enrolled ? 'busy' : 'off'} />
          <div>
            <p className={classes.what}>
              {enrolled ? 'The first facts are on their way' : 'No source tells of anything yet'}
            </p>
            <p className="muted">
              {enrolled
                ? 'A source has enrolled. What it sees is here in a few seconds, judged.'
                : 'The host that runs this server enrols by itself. Others need an agent.'}
            </p>
          </div>
        </li>
        <li>
          <StatusMark status="off" />
          <div>
            <p className={classes.what}>Watch your hosts</p>
            <p className="muted">One command a host: it installs an agent, which tells from then on what changes.</p>
          </div>
          <Button look="primary" href="/sources?install=agent">
            Install an agent
          </Button>
        </li>
        {mayDemo && (
          <li>
            <StatusMark status="off" />
            <div>
              <p className={classes.what}>Look around first</p>
              <p className="muted">
                A tenant of its own with simulated hosts, marked as such everywhere, and removed whole when you have
                seen enough.
              </p>
            </div>
            <SeeDemo />
          </li>
        )}
      </ul>
      <p className="muted">Or look at a machine once, without an agent:</p>
      <CopyCommand command="./holdfast scan host --ssh user@host" />
    </Card>
  )
}
