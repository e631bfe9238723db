// The whole purpose without a mouse.
import type { Page } from '@playwright/test'
import { workgroup } from './api'
import { expect, test } from './fixtures'

/** Presses Tab until the focused element has this role and name. */
async function tabTo(page: Page, role: 'button' | 'link' | 'textbox', name: RegExp) {
  const wanted = page.getByRole(role, { name })
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluateAll((found) => found.some((element) => element === document.activeElement))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never came to ${role} ${name}`)
}

test('by keyboard alone, from sign-in to a saved rate', async ({ app, page }) => {
  await page.goto('/')
  await page.getByRole('button', { name: /^Sign in as/ }).first().waitFor()
  await tabTo(page, 'button', /^Sign in as Maren/)
  await page.keyboard.press('Enter')
  await app.selector.waitFor()

  await page.keyboard.press('ControlOrMeta+k')
  await expect(app.chooser.getByRole('combobox', { name: 'Search workgroups' })).toBeFocused()
  await page.keyboard.type('harbor')
  await page.keyboard.press('Enter')
  await expect(app.selector).toHaveAccessibleName(/Harbor Clinics$/)

  await tabTo(page, 'link', /^Settings$/)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Workgroups' })).toBeVisible()
  await tabTo(page, 'button', /^Name:/)
  await expect(app.name('Harbor Clinics')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(app.cost('Harbor Clinics')).toBeFocused()
  await page.keyboard.press('F2')
  await expect(app.field('Default agent cost')).toBeFocused()
  await page.keyboard.type('97.25')
  await app.saving(() => page.keyboard.press('Enter'))
  await expect(app.cost('Harbor Clinics')).toBeFocused()
  expect((await workgroup(page, 'Harbor Clinics')).default_agent_cost?.amount).toBe(9725)
})

test('the grid is one tab stop', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await app.filter.focus()
  await tabTo(page, 'button', /^Name:/)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  expect(await app.grid.evaluate((grid) => grid.contains(document.activeElement))).toBe(false)
})
