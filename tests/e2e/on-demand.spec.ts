// Parts of the page that are loaded when they are needed: what the first look fetches, and what
// becomes of a part that cannot be loaded.
import { expect, test } from './fixtures'

const PART = /\/app-\w+\/(split|chunk)_\w+\.wasm$/

test('a first look at Settings loads no part on demand', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  const parts: string[] = []
  page.on('request', (request) => {
    if (PART.test(request.url())) parts.push(request.url())
  })
  await page.reload()
  await expect(page.getByRole('row', { selected: true })).toBeVisible()
  expect(parts).toEqual([])
  // What follows changes comes when all else is here, and the rest at the first sign of a person.
  await page.waitForRequest((request) => new URL(request.url()).pathname === '/api/v1/events')
  expect(parts.filter((part) => /split_(work|rare|people|invited)/.test(part))).toEqual([])
  await page.keyboard.press('Control')
  await expect.poll(() => parts.some((part) => part.includes('split_work'))).toBe(true)
})

test('a part that cannot be loaded says so and comes when it is tried again', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await page.route('**/split_work.wasm', (route) => route.abort())
  await page.reload()
  await app.selector.click()
  const failed = app.chooser.getByRole('alert')
  await expect(failed).toContainText('could not be loaded')
  await page.unroute('**/split_work.wasm')
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(app.chooser.getByRole('combobox', { name: 'Search workgroups' })).toBeFocused()
  await expect(failed).toBeHidden()
})
