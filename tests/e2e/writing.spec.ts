// Writes that go wrong on their way: nothing is lost, nothing is doubled, nothing pretends.
import { patch, workgroup, workgroups } from './api'
import { expect, test } from './fixtures'
import { answerInstead, creations, holdAnswers, loseAnswers, patches } from './network'

test.beforeEach(async ({ app }) => {
  await app.signInAs('Maren')
  await app.openSettings()
})

test('the last typed name wins when the first answer is late', async ({ app, page }) => {
  const before = await workgroup(page, 'Harbor Clinics')
  const held = await holdAnswers(page, patches)
  await app.edit(app.name('Harbor Clinics'), 'Harbor One')
  await held.first
  await app.edit(app.name('Harbor One'), 'Harbor Two')
  await expect(app.name('Harbor Two')).toBeVisible()
  held.release()
  await expect.poll(async () => (await workgroups(page, 'Harbor')).map(({ name }) => name)).toEqual(['Harbor Two'])
  await expect(app.name('Harbor Two')).toBeVisible()
  expect((await workgroup(page, 'Harbor Two')).version).toBe(before.version + 2)
})

test('a name and a rate saved quickly after each other do not conflict with themselves', async ({ app, page }) => {
  const held = await holdAnswers(page, patches)
  await app.edit(app.name('Harbor Clinics'), 'Harbor Health')
  await held.first
  await app.edit(app.cost('Harbor Health'), '91')
  held.release()
  await expect.poll(async () => (await workgroup(page, 'Harbor Health')).default_agent_cost?.amount).toBe(9100)
  await expect(app.name('Harbor Health')).toBeVisible()
  await expect(app.cost('Harbor Health')).toHaveText(/91/)
})

test('an answer lost after the server saved is found out, and nothing is written twice', async ({ app, page }) => {
  const before = await workgroup(page, 'Harbor Clinics')
  await loseAnswers(page, patches)
  await app.edit(app.name('Harbor Clinics'), 'Harbor Lost')
  await expect(app.row('Harbor Lost').getByText('Not saved')).toHaveCount(0)
  await expect(app.name('Harbor Lost')).toBeVisible()
  await expect.poll(async () => (await workgroup(page, 'Harbor Lost')).version).toBe(before.version + 1)
})

test('creating a workgroup whose answer was lost creates one', async ({ app, page }) => {
  await loseAnswers(page, creations, 5)
  const dialog = await app.openAddWorkgroup()
  await dialog.getByRole('textbox', { name: 'Workgroup name' }).fill('Lost and Found')
  const create = dialog.getByRole('button', { name: 'Create workgroup' })
  await create.click()
  await expect(dialog.getByText(/may have been created/)).toBeVisible({ timeout: 30_000 })
  await page.unrouteAll()
  await create.click()
  await expect(dialog).toBeHidden()
  expect(await workgroups(page, 'Lost and Found')).toHaveLength(1)
})

test('double Enter creates one', async ({ app, page }) => {
  const dialog = await app.openAddWorkgroup()
  await dialog.getByRole('textbox', { name: 'Workgroup name' }).fill('Twice')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(app.selector).toHaveAccessibleName(/Twice$/)
  expect(await workgroups(page, 'Twice')).toHaveLength(1)
})

test('leaving in the middle of a save loses nothing', async ({ app, page }) => {
  const held = await holdAnswers(page, patches)
  await app.edit(app.name('Harbor Clinics'), 'Harbor Left')
  await held.first
  await app.switchTo('Nordwind IT')
  const answered = page.waitForResponse((response) => response.request().method() === 'PATCH')
  held.release()
  // The selector finds what it is called only once that is known.
  await answered
  await app.switchTo('Harbor Left')
  await expect(app.name('Harbor Left')).toBeVisible()
  await workgroup(page, 'Harbor Left')
})

test('what somebody else changed meanwhile is shown beside mine, and mine can be kept', async ({ app, page }) => {
  const theirs = await workgroup(page, 'Harbor Clinics')
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Mine')
  await patch(page, theirs, { name: 'Harbor Theirs' })
  await page.keyboard.press('Enter')

  const row = app.grid.getByRole('row').filter({ has: page.getByRole('button', { name: /^Keep yours: name of/ }) })
  await expect(row).toContainText('Yours: Harbor Mine')
  await expect(row).toContainText(/Theirs: Harbor Theirs \(Maren Falk, .+\)/)
  await row.getByRole('button', { name: /^Keep yours: name of/ }).click()
  await expect(app.name('Harbor Mine')).toBeVisible()
  await expect.poll(async () => (await workgroups(page, 'Harbor')).map(({ name }) => name)).toEqual(['Harbor Mine'])
})

test('a change of another field by somebody else is no conflict', async ({ app, page }) => {
  const theirs = await workgroup(page, 'Harbor Clinics')
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Name')
  await patch(page, theirs, { default_agent_cost: { amount: 12_300 } })
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await workgroups(page, 'Harbor'))[0].name).toBe('Harbor Name')
  await expect(app.cost('Harbor Name')).toHaveText(/123/)
})

test('the server away in the middle of an edit: visibly not saved, then saved by Retry', async ({ app, backend, page }) => {
  await app.name('Harbor Clinics').click()
  await page.keyboard.type('Harbor Away')
  await backend.stop()
  await page.keyboard.press('Enter')
  await expect(app.main.getByText('Not saved').first()).toBeVisible({ timeout: 30_000 })
  await backend.start()
  await app.main.getByRole('button', { name: /^Retry/ }).first().click()
  await expect(app.name('Harbor Away')).toBeVisible()
  await expect(app.main.getByText('Not saved')).toHaveCount(0)
  await workgroup(page, 'Harbor Away')
})

test('a refusal by the server keeps what was typed, says why and leaves the focus alone', async ({ app, page }) => {
  const problem = { type: '/problems/invalid-input', title: 'Some values are not accepted', status: 422, errors: [{ pointer: '/name', code: 'too-long' }] }
  await answerInstead(page, patches, { status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }, 1)
  await app.edit(app.name('Harbor Clinics'), 'Harbor Refused')
  await app.name('Nordwind IT').focus()
  await expect(app.grid.getByText('Harbor Refused').first()).toBeVisible()
  await expect(app.name('Nordwind IT')).toBeFocused()
  await app.grid.getByRole('button', { name: /^Discard name of/ }).click()
  await expect(app.name('Harbor Clinics')).toBeVisible()
})
