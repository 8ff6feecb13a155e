/** Parts for tests of whoever looks at worlds. */
export { noSshd, startSshd, type TestSshd } from './start-sshd.ts'
