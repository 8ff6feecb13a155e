// For tests of routes: a real server with real doors on a database of its own.
export { type TestHttp, type TestHttpOptions, type TestReply, testHttp } from './test-http.ts'
