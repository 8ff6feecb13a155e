import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskArguments, maskCommand } from './mask-secrets.ts'

const masked = (line: string) => maskArguments(line.split(' ')).join(' ')

test('secrets in command lines are masked, the rest stays', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['app --password=hunter2 --port 80', 'app --password=*** --port 80'],
    ['app --db-password hunter2 --port 80', 'app --db-password *** --port 80'],
    ['app --token --verbose', 'app --token --verbose'],
    ['mysql -uroot -phunter2 shop', 'mysql -uroot -p*** shop'],
    ['/usr/bin/curl -u ada:hunter2 https://x', '/usr/bin/curl -u *** https://x'],
    ['env DB_PASSWORD=hunter2 node app.js', 'env DB_PASSWORD=*** node app.js'],
    ['psql postgres://ada:hunter2@db/shop', 'psql postgres://ada:***@db/shop'],
    ['x AKIAABCDEFGHIJKLMNOP y', 'x *** y'],
    ['java -Dkeystore.password=hunter2 -jar app.jar', 'java -Dkeystore.password=*** -jar app.jar'],
    ['ssh -p 22 host', 'ssh -p 22 host'],
    ['passwd ada', 'passwd ada'],
    ['valueOf constructor', 'valueOf constructor'],
    ['/usr/sbin/sshd -D', '/usr/sbin/sshd -D'],
  ]
  for (const [line, expected] of cases) assert.equal(masked(line), expected)
})

test('blanks of a shell command stay', () => {
  assert.equal(
    maskCommand('cd /  &&\tTOKEN=abc curl -H "Authorization: Bearer abcdef123456"  x'),
    'cd /  &&\tTOKEN=*** curl -H "Authorization: Bearer ***"  x',
  )
})
