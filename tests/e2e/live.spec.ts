// What others do is seen as it happens, without a reload and without disturbing what one does.
import type { Browser, BrowserContext, Page, Request } from '@playwright/test'
import { patch, workgroup } from './api'
import { App, Backend, expect, expectAccessible, test } from './fixtures'
import { answerInstead } from './network'

const EVENTS = '/api/v1/events'
const PEOPLE = '/w/wg_nordwind/people'

const isStream = (request: Request) => new URL(request.url()).pathname === EVENTS
const agents = (page: Page) => page.getByRole('grid', { name: 'Agents' })
const row = (page: Page, name: string) => agents(page).getByRole('row').filter({ hasText: name })
const cell = (page: Page, name: string, field: string) => row(page, name).getByRole('button', { name: new RegExp(`^${field}:`) })

const others: BrowserContext[] = []
test.afterEach(async () => {
  for (const context of others.splice(0)) await context.close()
})

/** A browser of their own. */
async function another(browser: Browser, backend: Backend) {
  const context = await browser.newContext({ baseURL: backend.url })
  others.push(context)
  return context.newPage()
}

/** Somebody in a browser of their own, who follows what changes. */
async function elsewhere(browser: Browser, backend: Backend, agent: string, at: string) {
  const app = new App(await another(browser, backend))
  await app.signInAs(agent)
  await follows(app, at)
  return app
}

/** Opens an address and waits until the stream stands. */
async function follows({ page }: App, at: string) {
  // What stands there may follow too.
  await page.goto('about:blank')
  const stands = page.waitForResponse((answer) => isStream(answer.request()) && answer.ok())
  await page.goto(at)
  await stands
}

test('a name and a rate that somebody else saves are seen at once', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  await follows(app, '/w/wg_nordwind/settings')
  const tomas = await elsewhere(browser, backend, 'Tomás', '/w/wg_nordwind/settings')
  await tomas.saving(() => tomas.edit(tomas.name('Nordwind IT'), 'Nordwind Süd'))
  await expect(app.name('Nordwind Süd')).toBeVisible()
  await expect(app.selector).toHaveAccessibleName(/Nordwind Süd$/)
  await expect(page).toHaveTitle(/^Nordwind Süd/)

  await app.navigation.getByRole('link', { name: 'People' }).click()
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toBeVisible()
  await tomas.page.goto(PEOPLE)
  await tomas.saving(() => tomas.edit(cell(tomas.page, 'Hannah Schäfer', 'Hourly rate'), '91.25'))
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toHaveText(/91\.25/)
  await expectAccessible(app)
})

test('what is being typed is not disturbed, and Enter shows both values', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  await follows(app, PEOPLE)
  await cell(page, 'Daniel Okafor', 'Hourly rate').click()
  await page.keyboard.type('12')
  const tomas = await elsewhere(browser, backend, 'Tomás', PEOPLE)
  await tomas.saving(() => tomas.edit(cell(tomas.page, 'Daniel Okafor', 'Hourly rate'), '130'))
  await tomas.saving(() => tomas.edit(cell(tomas.page, 'Hannah Schäfer', 'Hourly rate'), '77'))
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toHaveText(/77\.00/)
  const field = agents(page).getByRole('textbox', { name: 'Hourly rate' })
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('12')
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Daniel Okafor')).toContainText(/Yours: .*125\.00/)
  await expect(row(page, 'Daniel Okafor')).toContainText(/Theirs: .*130\.00/)
  await page.getByRole('button', { name: 'Keep theirs: hourly rate of Daniel Okafor' }).click()
  await expect(cell(page, 'Daniel Okafor', 'Hourly rate')).toHaveText(/130\.00/)
})

test('who accepts comes into the list, and the invitation turns Accepted', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  await follows(app, `${PEOPLE}/invite`)
  const dialog = page.getByRole('dialog', { name: 'Invite agents' })
  await dialog.getByRole('textbox', { name: 'Email addresses' }).fill('Greta Holm <greta.holm@example.net>')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  await expect(dialog).toBeHidden()
  // Another one looks at the invitations, to which nobody has to come back.
  const tomas = await elsewhere(browser, backend, 'Tomás', `${PEOPLE}/invitations`)
  const hers = tomas.page.getByRole('grid', { name: 'Invitations' }).getByRole('row').filter({ hasText: 'greta.holm@example.net' })
  await expect(hers).toContainText('Pending')
  await page.goto(PEOPLE)
  await expect(cell(page, 'Hannah Schäfer', 'Role')).toBeVisible()
  await expect(page.getByText('Greta Holm')).toHaveCount(0)

  const invited = await another(browser, backend)
  await invited.goto('/mailbox')
  await invited.goto((await invited.getByRole('link', { name: /\/invitation#/ }).first().getAttribute('href'))!)
  await invited.getByRole('textbox', { name: /email/i }).press('Enter')
  const code = invited.getByRole('textbox', { name: /code/i })
  await expect(code).toBeVisible()
  const mailbox = await invited.context().newPage()
  await mailbox.goto('/mailbox')
  const text = await mailbox.getByRole('main').innerText()
  await mailbox.close()
  await code.fill(text.match(/\b(\d{3}[ -]?\d{3})\b/)![1])
  await invited.keyboard.press('Enter')
  await invited.getByRole('button', { name: 'Accept invitation' }).click()

  await expect(hers).toContainText('Accepted')
  await expect(row(page, 'greta.holm@example.net')).toBeVisible()
  // Where the server has them too.
  const order = () => agents(page).getByRole('row').locator('.person-name').allInnerTexts()
  const before = (await order()).filter((name) => name)
  await page.reload()
  await expect(row(page, 'greta.holm@example.net')).toBeVisible()
  expect((await order()).filter((name) => name).sort()).toEqual([...before].sort())
})

test('access that is lost in the middle of work is gone at once', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  await page.goto(PEOPLE)
  const tomas = await elsewhere(browser, backend, 'Tomás', PEOPLE)
  await cell(tomas.page, 'Hannah Schäfer', 'Hourly rate').click()
  await tomas.page.keyboard.type('50')
  await page.getByRole('button', { name: 'Deactivate Tomás Rivera' }).click()
  const asks = page.getByRole('dialog', { name: 'Deactivate Tomás Rivera?' })
  await app.saving(() => asks.getByRole('button', { name: 'Deactivate' }).click())
  await expect(tomas.page.getByRole('heading', { level: 1, name: 'You no longer have access' })).toBeVisible()
  await expect(tomas.page.getByText('Hannah Schäfer')).toHaveCount(0)
  await expectAccessible(tomas)
  await page.getByRole('button', { name: 'Reactivate Tomás Rivera' }).click()
  const again = page.getByRole('dialog', { name: 'Reactivate Tomás Rivera?' })
  await app.saving(() => again.getByRole('button', { name: 'Reactivate' }).click())
  await tomas.openSelector()
  await expect(tomas.option('Nordwind IT')).toBeVisible()
})

test('another role of one’s own is told, and what may be done follows', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  await page.goto(PEOPLE)
  const tomas = await elsewhere(browser, backend, 'Tomás', PEOPLE)
  await expect(cell(tomas.page, 'Hannah Schäfer', 'Role')).toBeVisible()
  await cell(page, 'Tomás Rivera', 'Role').click()
  await app.saving(async () => void (await agents(page).getByRole('combobox', { name: 'Role' }).selectOption('Associate')))
  await expect(tomas.page.getByRole('status').filter({ hasText: 'You are now Associate in Nordwind IT.' })).toHaveCount(1)
  await expect(row(tomas.page, 'Hannah Schäfer')).toContainText('Not shown to Associates')
  await expect(cell(tomas.page, 'Hannah Schäfer', 'Role')).toHaveCount(0)
  await expect(tomas.page.getByRole('link', { name: 'Invite agents' })).toHaveCount(0)
})

test('two tabs have one connection, which the other takes over', async ({ app, backend, browser, page }) => {
  const context = page.context()
  const streams: Page[] = []
  await app.signInAs('Maren')
  // The document that signed in may have opened a stream of its own; it is not one of the two tabs.
  await page.goto('about:blank')
  context.on('request', (request) => {
    if (isStream(request)) streams.push(request.frame().page())
  })
  await follows(app, '/w/wg_nordwind/settings')
  const second = new App(await context.newPage())
  await second.page.goto('/w/wg_nordwind/settings')
  await expect(second.name('Nordwind IT')).toBeVisible()
  await expect.poll(() => second.page.evaluate(async () => (await navigator.locks.query()).pending?.length)).toBe(1)
  const tomas = await elsewhere(browser, backend, 'Tomás', '/w/wg_nordwind/settings')
  await tomas.saving(() => tomas.edit(tomas.name('Nordwind IT'), 'Nordwind A'))
  await expect(app.name('Nordwind A')).toBeVisible()
  await expect(second.name('Nordwind A')).toBeVisible()
  expect(streams).toEqual([page])

  await page.close()
  await expect.poll(() => streams.length).toBe(2)
  expect(streams[1]).toBe(second.page)
  await tomas.saving(() => tomas.edit(tomas.name('Nordwind A'), 'Nordwind B'))
  await expect(second.name('Nordwind B')).toBeVisible()
})

test('a hidden tab gives the connection up and catches up when it is seen', async ({ app, page }) => {
  await app.signInAs('Maren')
  await follows(app, '/w/wg_nordwind/settings')
  const see = (seen: boolean) =>
    page.evaluate((seen) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => !seen })
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    }, seen)
  const ended = page.waitForEvent('requestfailed', { predicate: isStream, timeout: 20_000 })
  await see(false)
  await ended
  await patch(page, await workgroup(page, 'Nordwind IT'), { name: 'Nordwind while away' })
  await expect(app.name('Nordwind IT')).toBeVisible()
  const again = page.waitForRequest(isStream)
  await see(true)
  expect(await (await again).headerValue('last-event-id')).toBeTruthy()
  await expect(app.name('Nordwind while away')).toBeVisible()
})

test('after the server was away, what was missed is caught up with', async ({ app, backend, page }) => {
  await app.signInAs('Maren')
  await follows(app, '/w/wg_nordwind/settings')
  await backend.kill()
  const badge = page.getByRole('banner').getByText('No connection')
  await expect(badge).toBeVisible()
  await backend.start()
  await patch(page, await workgroup(page, 'Nordwind IT'), { name: 'Nordwind restarted' })
  await expect(app.name('Nordwind restarted')).toBeVisible({ timeout: 15_000 })
  await expect(badge).toBeHidden()
})

test('where streams do not come through, what changed is asked for', async ({ app, page }) => {
  await answerInstead(page, (request) => isStream(request) && !request.url().includes('once'), { status: 200, contentType: 'text/html', body: 'no' })
  await app.signInAs('Maren')
  const asked = page.waitForRequest((request) => isStream(request) && request.url().includes('once=true'), { timeout: 20_000 })
  await page.goto('/w/wg_nordwind/settings')
  await patch(page, await workgroup(page, 'Nordwind IT'), { name: 'Nordwind asked for' })
  await asked
  await expect(app.name('Nordwind asked for')).toBeVisible()
})
