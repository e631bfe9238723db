// Faults between page and server. The server always gets the request; what the page hears of it
// is what differs.
import type { Page, Request, Route } from '@playwright/test'

type Which = (request: Request) => boolean

export const patches: Which = (request) => request.method() === 'PATCH'
export const creations: Which = (request) => request.method() === 'POST' && new URL(request.url()).pathname === '/api/v1/workgroups'
export const answersOf = (id: string): Which => (request) => new URL(request.url()).pathname.includes(`/api/v1/workgroups/${id}`)

const API = '**/api/v1/**'

/** Holds back the answers of some requests until `release`. */
export async function holdAnswers(page: Page, which: Which) {
  let release = () => {}
  let arrived = () => {}
  const released = new Promise<void>((done) => (release = done))
  const first = new Promise<void>((done) => (arrived = done))
  await page.route(API, async (route) => {
    if (!which(route.request())) return route.fallback()
    const answer = await route.fetch()
    arrived()
    await released
    await route.fulfill({ response: answer }).catch(() => {}) // the page may have given it up
  })
  return {
    /** Lets them go. */
    release,
    /** Resolves when the server has answered the first of them. */
    first,
  }
}

/** Loses the answers of the first `count` requests after the server has acted on them. */
export async function loseAnswers(page: Page, which: Which, count = 1) {
  await interfere(page, which, count, async (route) => {
    await route.fetch()
    await route.abort('connectionreset')
  })
}

/** Gives other answers than the server's to the first `count` requests, which never reach it. */
export async function answerInstead(page: Page, which: Which, answer: Parameters<Route['fulfill']>[0], count = Infinity) {
  await interfere(page, which, count, (route) => route.fulfill(answer))
}

async function interfere(page: Page, which: Which, count: number, how: (route: Route) => Promise<void>) {
  await page.route(API, async (route) => {
    if (count <= 0 || !which(route.request())) return route.fallback()
    count--
    await how(route)
  })
}
