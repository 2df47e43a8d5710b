import { expect, test } from "./owner-fixture";

test("an owner and an administrator enter, a member is refused", async ({ owner, server, signIn }) => {
  await owner.page.goto(server.url);
  await expect(owner.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(owner.page.getByText(owner.email).first()).toBeAttached();

  const administrator = await signIn("administrator");
  expect((await administrator.page.goto(server.url))?.status()).toBe(200);

  const member = await signIn("member");
  expect((await member.page.goto(server.url))?.status()).toBe(403);
});
