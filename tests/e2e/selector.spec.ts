// The selector with ten thousand workgroups, and adding one more.
import { Backend, expect, test as base } from './fixtures'

const test = base.extend({
  backend: async ({}, use) => {
    const backend = await Backend.launch({ sampleWorkgroups: 10_000 })
    await use(backend)
    await backend.remove()
  },
})

test.beforeEach(async ({ app }) => {
  await app.signInAs('Maren')
})

test('finds any of ten thousand, at once and by any of its words', async ({ app, page }) => {
  await app.openSelector()
  await page.keyboard.type('falcon 0')
  await expect(app.chooser.getByRole('option', { name: /falcon/i }).first()).toBeVisible()
  const names = await app.chooser.getByRole('option', { name: /falcon/i }).allInnerTexts()
  expect(names.length).toBeGreaterThan(3)
  await page.keyboard.press('Enter')
  await expect(app.chooser).toBeHidden()
  await expect(app.selector).toHaveAccessibleName(/Falcon \d{5}$/)
})

test('arrows move through the options, Escape gives the focus back', async ({ app, page }) => {
  await app.openSelector()
  const search = app.chooser.getByRole('combobox', { name: 'Search workgroups' })
  const active = () => search.getAttribute('aria-activedescendant')
  await page.keyboard.press('ArrowDown')
  const first = await active()
  await page.keyboard.press('ArrowDown')
  expect(await active()).not.toBe(first)
  await expect(page.locator(`[id="${await active()}"]`)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Escape')
  await expect(app.selector).toBeFocused()
})

test('opens at the top again after it was scrolled', async ({ app, page }) => {
  await app.openSelector()
  const list = app.chooser.getByRole('listbox', { name: 'Workgroups' })
  // The first screen does not wait for all ten thousand: a wheel turned before they are there
  // stops at the end of the first ones.
  await expect.poll(() => list.evaluate((list) => list.scrollHeight)).toBeGreaterThan(12_000)
  await list.hover()
  await page.mouse.wheel(0, 6000)
  await expect.poll(() => list.evaluate((list) => list.scrollTop)).toBe(6000)
  await page.keyboard.press('Escape')
  await expect(app.chooser).toBeHidden()
  await app.openSelector()
  await expect(page.locator('#option-0')).toBeInViewport()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('#option-1')).toBeInViewport()
  await expect(page.locator('#option-1')).toHaveAttribute('aria-selected', 'true')
})

test('Settings knows how many rows there are and shows the selected one first', async ({ app }) => {
  await app.openSettings()
  await expect(app.grid).toHaveAttribute('aria-rowcount', /^1000\d$|^100\d\d$/)
  await app.filter.fill('falcon')
  await expect(app.grid.getByRole('row').nth(1)).toContainText(/falcon/i)
})

test('Create in the selector opens the dialog with what was typed', async ({ app, page }) => {
  await app.openSelector()
  await page.keyboard.type('Brand New Workgroup')
  await app.chooser.getByRole('option', { name: /^Create “Brand New Workgroup”/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Add workgroup' })
  await expect(dialog.getByRole('textbox', { name: 'Workgroup name' })).toHaveValue('Brand New Workgroup')
  await dialog.getByRole('button', { name: 'Create workgroup' }).click()
  await expect(app.selector).toHaveAccessibleName(/Brand New Workgroup$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Workgroups' })).toBeVisible()
})

test('a new workgroup takes the focus, so that another Enter opens nothing', async ({ app, page }) => {
  const dialog = await app.openAddWorkgroup()
  await dialog.getByRole('textbox', { name: 'Workgroup name' }).fill('Twice Entered')
  await page.keyboard.press('Enter')
  await expect(app.main).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'Twice Entered is created. You are in it now.' })).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Workgroup', exact: true })).toBeHidden()
})

test('Back closes the selector, and where one is now is said', async ({ app, page }) => {
  await app.switchTo('Gulf Logistics')
  await expect(page.getByRole('status').filter({ hasText: 'You are in Gulf Logistics now.' })).toBeAttached()
  await app.openSelector()
  await page.goBack()
  await expect(app.chooser).toBeHidden()
  await expect(app.selector).toBeFocused()
  await expect(page.getByRole('status').filter({ hasText: 'You are in Maren Falk’s workgroup now.' })).toBeAttached()
})

test('the dialog keeps what was typed when it is closed by mistake', async ({ app, page }) => {
  const dialog = await app.openAddWorkgroup()
  await dialog.getByRole('textbox', { name: 'Workgroup name' }).fill('Kept')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeFocused()
  await app.openAddWorkgroup()
  await expect(dialog.getByRole('textbox', { name: 'Workgroup name' })).toHaveValue('Kept')
})
