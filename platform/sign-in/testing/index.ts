// For tests of signing in: what people hold in their hands, and providers that are honest or not.
export { type Falsehood, type HostileProvider, hostileProvider } from './hostile-provider.ts'
export { type NameServer, nameServer } from './name-server.ts'
export { type RealProvider, realProvider } from './real-provider.ts'
export { type Lies, SoftAuthenticator } from './soft-authenticator.ts'
